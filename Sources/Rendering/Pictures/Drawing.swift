import Words

/// A picture made of lines, boxes and labels, before it is set in any format.
///
/// Lengths are units, of which a letter of text is ``textSize`` high; y grows downwards.
package struct Drawing: Sendable {
  struct Point: Hashable, Sendable {
    var x: Double
    var y: Double
  }

  /// Red, green and blue.
  struct Colour: Hashable, Sendable {
    let red, green, blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }

    static let black = Colour(0, 0, 0)
    static let white = Colour(255, 255, 255)
    static let lightGrey = Colour(221, 221, 221)
    static let grey = Colour(136, 136, 136)
    static let darkGrey = Colour(85, 85, 85)
    static let blue = Colour(0, 114, 178)
    static let vermilion = Colour(213, 94, 0)
    static let green = Colour(0, 158, 115)
    static let orange = Colour(230, 159, 0)
    static let sky = Colour(86, 180, 233)
    static let purple = Colour(204, 121, 167)

    /// Colours that people with any kind of colour vision tell apart: those of Okabe and Ito
    /// ("Color Universal Design", 2008) that show on white.
    static let distinct = [blue, vermilion, green, purple, orange, sky, black]
  }

  struct Stroke: Hashable, Sendable {
    var colour = Colour.black
    var width = 1.0
    /// The lengths of dashes and gaps by turns; empty for an unbroken line.
    var dashes: [Double] = []
  }

  enum Anchor: Sendable {
    case start, middle, end
  }

  struct Label: Sendable {
    /// Words, names and numbers in a row.
    let text: [MathNode]
    /// Where its beginning, middle or end is, at half the height of its letters.
    let point: Point
    var anchor = Anchor.start
    var size = Drawing.textSize
    var colour = Colour.black
    /// Whether what is below it is covered around it.
    var isOnWhite = false
  }

  enum Shape: Sendable {
    /// A smooth one leaves and reaches each of its points from left to right.
    case line([Point], Stroke, isSmooth: Bool = false)
    case polygon([Point], fill: Colour?, Stroke?)
    case circle(Point, radius: Double, fill: Colour, Stroke)
    /// A box around its middle, with rounded corners.
    case box(Point, width: Double, height: Double, radius: Double, fill: Colour, Stroke)
    case label(Label)
  }

  static let textSize = 12.0
  static let smallSize = 10.0

  /// What it is of.
  var title: String
  /// What is seen on it, for those who do not.
  var description: String
  let language: any Language
  var width: Double
  var height: Double
  var shapes: [Shape] = []

  /// Adds a remark below, in lines as wide as the picture.
  mutating func addRemark(_ words: String) {
    let margin = 12.0
    let columns = max(30, Int((width - 2 * margin) / (0.5 * Self.smallSize)))
    for line in BreakableText(words: words).lines(width: columns) {
      height += 1.4 * Self.smallSize
      let point = Point(x: margin, y: height - margin)
      shapes.append(
        .label(
          Label(
            text: [.words(line)], point: point, size: Self.smallSize, colour: .darkGrey)))
    }
  }
}

/// Signs that tell points apart by their form.
enum DrawnMark: CaseIterable {
  case circle, square, triangle, diamond, cross

  func shape(at middle: Drawing.Point, _ colour: Drawing.Colour, radius r: Double = 3)
    -> Drawing.Shape
  {
    func point(_ x: Double, _ y: Double) -> Drawing.Point {
      Drawing.Point(x: middle.x + x * r, y: middle.y + y * r)
    }
    let stroke = Drawing.Stroke(colour: colour)
    switch self {
    case .circle: return .circle(middle, radius: r, fill: colour, stroke)
    case .square:
      let corners = [point(-0.9, -0.9), point(0.9, -0.9), point(0.9, 0.9), point(-0.9, 0.9)]
      return .polygon(corners, fill: colour, stroke)
    case .triangle:
      return .polygon(
        [point(0, -1.2), point(1.1, 0.8), point(-1.1, 0.8)], fill: colour, stroke)
    case .diamond:
      let corners = [point(0, -1.3), point(1.3, 0), point(0, 1.3), point(-1.3, 0)]
      return .polygon(corners, fill: .white, stroke)
    case .cross:
      let corners = [
        point(0, 0), point(1, 1), point(0, 0), point(1, -1), point(0, 0), point(-1, -1),
        point(0, 0), point(-1, 1), point(0, 0),
      ]
      return .line(corners, Drawing.Stroke(colour: colour, width: 1.5))
    }
  }
}

extension Double {
  /// A length with at most two decimals.
  var twoDecimals: String {
    let hundredths = Int(Swift.max(-1e15, Swift.min(1e15, self * 100)).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let decimals =
      rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (hundredths < 0 ? "-" : "") + "\(whole)\(decimals)"
  }
}
