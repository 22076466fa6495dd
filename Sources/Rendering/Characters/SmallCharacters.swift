extension String {
  /// The text in small raised characters; `nil` where Unicode lacks one of them.
  var superscripted: String? { mapped(Self.superscripts) }

  /// The text in small lowered characters; `nil` where Unicode lacks one of them.
  var subscripted: String? { mapped(Self.subscripts) }

  private func mapped(_ table: [Character: Character]) -> String? {
    var result = ""
    for character in self {
      guard let small = table[character] else { return nil }
      result.append(small)
    }
    return result
  }

  static let superscripts: [Character: Character] = [
    "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹", "+": "⁺", "-": "⁻", "(": "⁽", ")": "⁾", "T": "ᵀ",
  ]

  static let subscripts: [Character: Character] = [
    "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈",
    "9": "₉", "+": "₊", "-": "₋", "=": "₌", ",": ",", "a": "ₐ", "e": "ₑ", "h": "ₕ", "i": "ᵢ",
    "j": "ⱼ", "k": "ₖ", "l": "ₗ", "m": "ₘ", "n": "ₙ", "o": "ₒ", "p": "ₚ", "r": "ᵣ", "s": "ₛ",
    "t": "ₜ", "u": "ᵤ", "v": "ᵥ", "x": "ₓ",
  ]
}

extension Int {
  /// The number in small raised characters.
  var superscripted: String { small(String(self).superscripted) }

  /// The number in small lowered characters.
  var subscripted: String { small(String(self).subscripted) }

  private func small(_ text: String?) -> String {
    guard let text else {
      preconditionFailure("digits and the minus sign have small characters")
    }
    return text
  }
}
