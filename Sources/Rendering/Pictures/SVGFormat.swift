import Diagnostics

/// Sets drawings in SVG 1.1: no script, no style sheet, and no reference to anything outside.
struct SVGFormat: Sendable {
  func text(_ drawing: Drawing) -> String {
    let (width, height) = (Self.number(drawing.width), Self.number(drawing.height))
    let head = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" viewBox=\"0 0 \(width) \(height)\" "
        + "width=\"\(width)\" height=\"\(height)\" role=\"img\" font-family=\"\(Self.fonts)\">",
      "<title>\(Self.escaped(drawing.title))</title>",
      "<desc>\(Self.escaped(drawing.description))</desc>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
    ]
    return (head + drawing.shapes.map(text) + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static let fonts =
    "'STIX Two Text','Times New Roman',Times,'Liberation Serif','DejaVu Serif',serif"

  private func text(_ shape: Drawing.Shape) -> String {
    switch shape {
    case .line(let points, let stroke, let isSmooth):
      let path = isSmooth ? smooth(points) : "M" + points.map(Self.text).joined(separator: "L")
      return "<path d=\"\(path)\" fill=\"none\" stroke-linejoin=\"round\"\(attributes(stroke))/>"
    case .polygon(let points, let fill, let stroke):
      let corners = points.map(Self.text).joined(separator: " ")
      return "<polygon points=\"\(corners)\" fill=\"\(fill.map(Self.text) ?? "none")\""
        + "\(stroke.map(attributes) ?? "")/>"
    case .circle(let middle, let radius, let fill, let stroke):
      return "<circle cx=\"\(Self.number(middle.x))\" cy=\"\(Self.number(middle.y))\" "
        + "r=\"\(Self.number(radius))\" fill=\"\(Self.text(fill))\"\(attributes(stroke))/>"
    case .box(let middle, let width, let height, let radius, let fill, let stroke):
      return "<rect x=\"\(Self.number(middle.x - width / 2))\" "
        + "y=\"\(Self.number(middle.y - height / 2))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" rx=\"\(Self.number(radius))\" "
        + "fill=\"\(Self.text(fill))\"\(attributes(stroke))/>"
    case .label(let label): return text(label)
    }
  }

  /// A curve that is level at each of its points.
  private func smooth(_ points: [Drawing.Point]) -> String {
    var path = "M" + Self.text(points[0])
    for (from, to) in zip(points, points.dropFirst()) {
      let middle = (from.x + to.x) / 2
      let controls = [Drawing.Point(x: middle, y: from.y), Drawing.Point(x: middle, y: to.y), to]
      path += "C" + controls.map(Self.text).joined(separator: " ")
    }
    return path
  }

  private func attributes(_ stroke: Drawing.Stroke) -> String {
    let dashes = stroke.dashes.map(Self.number).joined(separator: ",")
    return " stroke=\"\(Self.text(stroke.colour))\" stroke-width=\"\(Self.number(stroke.width))\""
      + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"")
  }

  // Text.

  private func text(_ label: Drawing.Label) -> String {
    let row = DrawnText(label.text)
    let anchor =
      switch label.anchor {
      case .start: "start"
      case .middle: "middle"
      case .end: "end"
      }
    let baseline = label.point.y + 0.33 * label.size
    var text =
      "<text x=\"\(Self.number(label.point.x))\" y=\"\(Self.number(baseline))\" "
      + "text-anchor=\"\(anchor)\" font-size=\"\(Self.number(label.size))\" "
      + "fill=\"\(Self.text(label.colour))\" xml:space=\"preserve\">"
    var level = 0
    for span in row.spans {
      var attributes = span.isItalic ? " font-style=\"italic\"" : ""
      if span.level != level {
        let rise = Double(level - span.level) * DrawnText.shift * label.size
        attributes += " dy=\"\(Self.number(rise))\""
        level = span.level
      }
      if span.level != 0 {
        attributes += " font-size=\"\(Self.number(DrawnText.smaller * label.size))\""
      }
      let words = Self.escaped(span.text)
      text += attributes.isEmpty ? words : "<tspan\(attributes)>\(words)</tspan>"
    }
    text += "</text>"
    if !label.isOnWhite { return text }
    let width = row.width * label.size
    let left =
      switch label.anchor {
      case .start: 0.0
      case .middle: width / 2
      case .end: width
      }
    let middle = Drawing.Point(x: label.point.x - left + width / 2, y: label.point.y)
    let ground = Drawing.Shape.box(
      middle, width: width + 4, height: label.size, radius: 2, fill: .white,
      Drawing.Stroke(colour: .white, width: 0))
    return self.text(ground) + "\n" + text
  }

  /// Text in which nothing is markup, and nothing reorders what stands around it.
  static func escaped(_ text: String) -> String {
    text.printable.inXML.replacing("'", with: "&#39;")
  }

  // Numbers.

  private static func text(_ point: Drawing.Point) -> String {
    "\(number(point.x)),\(number(point.y))"
  }

  private static func text(_ colour: Drawing.Colour) -> String {
    "#"
      + [colour.red, colour.green, colour.blue].map { part in
        (part < 16 ? "0" : "") + String(part, radix: 16)
      }.joined()
  }

  static func number(_ value: Double) -> String { value.twoDecimals }
}
