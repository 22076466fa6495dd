package import Decimals

/// How many digits are shown, the same in every output format.
package struct NumberStyle: Hashable, Sendable {
  package let precision: Precision

  package init(_ precision: Precision) {
    self.precision = precision
  }

  package func text(_ value: Double) -> NumberText { shown(value, to: precision) }

  /// A style that shows so many digits more.
  func adding(_ digits: Int) -> NumberStyle {
    switch precision {
    case .digits(let count): NumberStyle(.digits(count + digits))
    case .decimals(let count): NumberStyle(.decimals(count + digits))
    }
  }

  /// What the precision is called: `9 significant digits`, `4 decimals`.
  var description: String {
    switch precision {
    case .digits(let count): "\(count) significant digit\(count == 1 ? "" : "s")"
    case .decimals(let count): "\(count) decimal\(count == 1 ? "" : "s")"
    }
  }
}

extension NumberText {
  var isNegative: Bool { significand.hasPrefix("-") }

  /// The number without its sign.
  var magnitude: NumberText {
    isNegative
      ? NumberText(significand: String(significand.dropFirst()), exponent: exponent) : self
  }
}

extension Numeral {
  /// The number as it was typed.
  var typedText: NumberText {
    guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }),
      let exponent = Int(text[text.index(after: mark)...])
    else { return NumberText(significand: text) }
    return NumberText(significand: String(text[..<mark]), exponent: exponent)
  }
}
