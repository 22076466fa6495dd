import Decimals

/// One side of a plot: which values it has room for, and which of them are marked.
struct PlotAxis: Sendable {
  struct Tick: Hashable, Sendable {
    let value: Double
    let text: NumberText

    fileprivate init(_ digits: Int, exponent: Int) {
      value = Self.number(digits, exponent)
      text = shownInFull(value)
    }

    private static func number(_ digits: Int, _ exponent: Int) -> Double {
      guard let number = Double("\(digits)e\(exponent)") else {
        preconditionFailure("digits with an exponent are a number")
      }
      return number
    }

    /// A power of ten, as a power where it is no small number.
    fileprivate init(powerOfTen exponent: Int) {
      value = Self.number(1, exponent)
      text =
        0...1 ~= exponent
        ? shownInFull(value) : NumberText(significand: "1", exponent: exponent)
    }
  }

  /// What stands beside it; empty where the legend says it.
  var title: [MathNode]
  private(set) var bounds: ClosedRange<Double>
  let isLogarithmic: Bool
  private(set) var ticks: [Tick]

  /// An axis from a mark below the values to one above, with about so many marks.
  ///
  /// One whose ends are `fixed` begins and ends with the first and last value. Values of a
  /// logarithmic one are positive.
  init(
    _ values: ClosedRange<Double>, title: [MathNode], isLogarithmic: Bool = false,
    isFixed: Bool = false, isWhole: Bool = false, most: Int = 6
  ) {
    self.title = title
    self.isLogarithmic = isLogarithmic
    let values = values.widened(isLogarithmic: isLogarithmic)
    bounds = values
    ticks =
      isLogarithmic
      ? Self.logarithmic(values, most: most)
      : Self.linear(values, most: most, isWhole: isWhole)
    if isFixed {
      ticks.removeAll { !values.contains($0.value) }
      // The first step has its number too, where that does not stand in the next one's way.
      let start = Tick(isWhole ? Int(values.lowerBound.rounded(.up)) : 0, exponent: 0)
      if isWhole, (ticks.first.map { position(of: $0.value) } ?? 1) > 0.06 {
        ticks.insert(start, at: 0)
      }
    } else if let first = ticks.first?.value, let last = ticks.last?.value {
      bounds = min(first, values.lowerBound)...max(last, values.upperBound)
    }
  }

  /// Where a value lies between the ends, from 0 to 1.
  func position(of value: Double) -> Double {
    let (low, high) = (bounds.lowerBound, bounds.upperBound)
    // Logarithms of nearly equal numbers differ too little to be told apart, and by as much as the
    // numbers do.
    if isLogarithmic, high / low > 1.001 {
      let base = low.binaryLogarithm
      return (value.binaryLogarithm - base) / (high.binaryLogarithm - base)
    }
    // Halved, so that no difference is too large.
    return (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// Multiples of 1, 2 or 5 times a power of ten, from the last below the values to the first
  /// above them.
  static func linear(_ values: ClosedRange<Double>, most: Int, isWhole: Bool = false) -> [Tick] {
    let (low, high) = (values.lowerBound, values.upperBound)
    let least = (high / Double(most) - low / Double(most))
    var exponent = DecimalExpansion(shortest: least).exponent
    if isWhole { exponent = max(exponent, 0) }
    for digit in [1, 2, 5, 10, 20, 50] {
      guard let step = Double("\(digit)e\(exponent)"), step >= least * (1 - 1e-9) else { continue }
      // A hair's breadth beside a mark is on it.
      let first = Int((low / step + 1e-9).rounded(.down))
      let last = Int((high / step - 1e-9).rounded(.up))
      return (first...max(first, last)).map { Tick($0 * digit, exponent: exponent) }
    }
    return []
  }

  /// Powers of ten; 1, 2 and 5 times such powers where there are few; equal steps where these
  /// would leave less than half of the axis to the values.
  static func logarithmic(_ values: ClosedRange<Double>, most: Int) -> [Tick] {
    let (low, high) = (values.lowerBound, values.upperBound)
    let bottom = DecimalExpansion(shortest: low).exponent
    let top = DecimalExpansion(shortest: high).exponent
    if top - bottom <= most {
      let marks =
        (bottom...top).flatMap { power in [1, 2, 5].map { Tick($0, exponent: power) } }
        + [Tick(1, exponent: top + 1)]
      let first = marks.lastIndex { $0.value <= low } ?? 0
      let last = marks.firstIndex { $0.value >= high } ?? marks.count - 1
      if last - first <= most {
        let (start, end) = (marks[first].value.binaryLogarithm, marks[last].value.binaryLogarithm)
        let isFilled = 2 * (high.binaryLogarithm - low.binaryLogarithm) >= end - start
        return isFilled
          ? Array(marks[first...last]) : linear(values, most: most).filter { $0.value > 0 }
      }
    }
    let end = Tick(1, exponent: top).value < high ? top + 1 : top
    let stride = [1, 2, 5, 10, 20, 50].first { (end - bottom) / $0 < most } ?? 100
    // Multiples of the stride.
    let start = Int((Double(bottom) / Double(stride)).rounded(.up)) * stride
    let isReadable = bottom >= -3 && end <= 4
    return Swift.stride(from: start, through: end, by: stride).map { exponent in
      isReadable ? Tick(1, exponent: exponent) : Tick(powerOfTen: exponent)
    }
  }
}

extension ClosedRange<Double> {
  /// The range, made wider where it has next to no width, and cut where doubles end.
  fileprivate func widened(isLogarithmic: Bool) -> ClosedRange {
    let low = Swift.min(Swift.max(lowerBound, isLogarithmic ? 1e-300 : -1e300), 1e300)
    let high = Swift.max(low, Swift.min(upperBound, 1e300))
    let size = Swift.max(abs(low), abs(high))
    if isLogarithmic { return high / low > 1 + 1e-9 ? low...high : low / 2...high * 2 }
    if high - low > size * 1e-9, high - low > 1e-290 { return low...high }
    let half = size < 1e-280 ? 1 : size / 10
    return low - half...high + half
  }
}

extension Double {
  /// log₂ of a positive number to 30 bits, by squaring: the same on every machine.
  var binaryLogarithm: Double {
    guard isFinite, self > 0 else { return self > 0 ? 1024 : -1075 }
    var rest = significand
    var result = Double(exponent)
    var bit = 0.5
    for _ in 0..<30 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}
