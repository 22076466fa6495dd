import Decimals

/// How numbers change from step to step.
package struct Plot: Sendable {
  package struct Series: Sendable {
    package let label: String
    package let points: [(step: Int, value: Double)]

    /// No more points than a page has columns, so that long runs are as quick to draw.
    private static let most = 200

    /// Takes the values of some steps, the first and the last among them.
    package init(label: String, upTo last: Int, value: (Int) -> Double?) {
      self.label = label
      let steps = Array(stride(from: 1, to: last, by: max(1, last / Self.most))) + [last]
      points = steps.compactMap { step in value(step).map { (step, $0) } }
    }
  }

  package let series: [Series]
  private let style: NumberStyle
  /// What a step is called.
  fileprivate let stepName: String

  package init(_ series: [Series], _ style: NumberStyle, stepName: String = "step") {
    self.series = series
    self.style = style
    self.stepName = stepName
  }

  private var values: [Double] { series.flatMap(\.points).map(\.value).filter(\.isFinite) }
  fileprivate var lastStep: Int { series.flatMap(\.points).map(\.step).max() ?? 1 }

  /// Whether equal distances are equal ratios: where all values are positive, and the largest is
  /// many times the smallest.
  fileprivate var isLogarithmic: Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    return low > 0 && high / low > 100
  }

  /// The smallest and the largest value; `nil` where there is none.
  fileprivate var bounds: ClosedRange<Double>? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  fileprivate func text(_ value: Double) -> NumberText { style.text(value) }

  /// Where a value lies between the bounds, from 0 to 1.
  fileprivate func height(of value: Double, in bounds: ClosedRange<Double>) -> Double {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    if low == high { return 0.5 }
    guard isLogarithmic else { return (value - low) / (high - low) }
    // Halvings are counted without a logarithm of the C library.
    return value.binaryLogarithm.advanced(by: -low.binaryLogarithm)
      / high.binaryLogarithm.advanced(by: -low.binaryLogarithm)
  }
}

extension Double {
  /// log₂ by exponent and a chord of the significand: as exact as a character cell is small.
  fileprivate var binaryLogarithm: Double { Double(exponent) + (significand - 1) }
}

extension TextFormat {
  private static let rows = 12
  private static let widest = 64

  /// A grid of characters: a letter for each series, `+` where several meet.
  func lines(_ plot: Plot) -> [String] {
    guard let bounds = plot.bounds else { return [] }
    let labels = [bounds.upperBound, bounds.lowerBound].map { math.text(.number(plot.text($0))) }
    let margin = labels.reduce(0) { max($0, $1.displayWidth) }
    let columns = max(8, min(width - margin - 6, Self.widest))
    var grid = Array(repeating: Array(repeating: Character(" "), count: columns), count: Self.rows)
    for (number, series) in plot.series.enumerated() {
      for (step, value) in series.points where value.isFinite {
        let x = plot.lastStep == 1 ? 0 : (step - 1) * (columns - 1) / (plot.lastStep - 1)
        let height = plot.height(of: value, in: bounds) * Double(Self.rows - 1)
        let y = Self.rows - 1 - Int(height.rounded())
        let own = Self.letter(number)
        grid[y][x] = grid[y][x] == " " || grid[y][x] == own ? own : "+"
      }
    }
    var result: [String] = []
    for (place, row) in grid.enumerated() {
      let label = place == 0 ? labels[0] : place == Self.rows - 1 ? labels[1] : ""
      let padding = String(repeating: " ", count: margin - label.displayWidth)
      result.append("  \(padding)\(label) |\(String(row))".withoutTrailingSpaces)
    }
    let axis = String(repeating: " ", count: margin + 2)
    result.append("\(axis) +" + String(repeating: "-", count: columns))
    let last = String(plot.lastStep)
    let gap = String(repeating: " ", count: max(1, columns - 1 - last.count))
    result.append("\(axis)  1\(gap)\(last)")
    let names = plot.series.enumerated().map { "\(Self.letter($0)) \($1.label)" }
    let scale = plot.isLogarithmic ? "; equal distances upwards are equal ratios" : ""
    let legend = names.joined(separator: ", ") + "; by \(plot.stepName)" + scale
    return result + BreakableText(words: legend).lines(width: width - 2).map { "  " + $0 }
  }

  private static func letter(_ number: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return number < letters.count ? letters[number] : "?"
  }
}
