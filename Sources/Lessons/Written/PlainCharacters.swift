import Formulas

extension Unicode.Scalar {
  /// The ASCII form that the character has in a name; `nil` where it has none, or is ASCII itself.
  package var inNames: String? { PlainCharacters.form(of: self) }

  /// The ASCII form that the character has in a formula, outside of a name.
  package var inFormulas: String? { PlainCharacters.operators[self] ?? inNames }

  /// The digit or sign that the character is a superscript of.
  package var superscript: String? { PlainCharacters.superscripts[self] }

  /// Whether the character is a small letter below the line.
  var isLoweredLetter: Bool { PlainCharacters.loweredLetters.contains(self) }
}

extension String {
  /// The name in ASCII as far as there is an ASCII form, without spaces.
  package var inPlainCharacters: String {
    var result = ""
    for scalar in unicodeScalars where !scalar.properties.isWhitespace {
      result += PlainCharacters.form(of: scalar) ?? String(scalar)
    }
    return result
  }
}

/// The ASCII forms of characters that names are written or printed with.
private enum PlainCharacters {
  static func form(of scalar: Unicode.Scalar) -> String? {
    if scalar.isASCII { return nil }
    // Full-width forms of the ASCII characters.
    if (0xFF01...0xFF5E).contains(scalar.value) {
      return Unicode.Scalar(scalar.value - 0xFEE0).map(String.init)
    }
    return forms[scalar]
  }

  /// Signs that names do not have.
  static let operators: [Unicode.Scalar: String] = [
    "·": "*", "×": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "✕": "*", "÷": "/", "∶": "/",
    "√": "sqrt", "½": "(1/2)", "⅓": "(1/3)", "¼": "(1/4)", "¾": "(3/4)",
    "≤": "<=", "≥": ">=", "—": "-", "﹣": "-", "⌊": "floor(", "⌋": ")",
  ]

  static let superscripts: [Unicode.Scalar: String] = {
    var digits: [Unicode.Scalar: String] = ["⁻": "-", "⁺": "+"]
    for (value, digit) in "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.enumerated() { digits[digit] = String(value) }
    return digits
  }()

  private static let lowered = "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
  static let loweredLetters = Set(lowered.unicodeScalars)

  private static let forms: [Unicode.Scalar: String] = {
    var forms: [Unicode.Scalar: String] = [
      "∂": "d", "𝜕": "d", "−": "-", "–": "-", "‐": "-", "⁻": "-", "₋": "-", "⁺": "'", "₊": "+",
      "′": "'", "’": "'", "∕": "/", "⁄": "/", "⁽": "(", "⁾": ")", "₍": "(", "₎": ")", "，": ",",
      "µ": "mu", "\u{302}": "hat", "\u{304}": "bar", "\u{303}": "tilde", "ᵀ": "T",
    ]
    for (value, digit) in "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.enumerated() { forms[digit] = String(value) }
    for (value, digit) in "₀₁₂₃₄₅₆₇₈₉".unicodeScalars.enumerated() { forms[digit] = String(value) }
    for (small, letter) in zip(lowered.unicodeScalars, "aehijklmnoprstuvx") {
      forms[small] = String(letter)
    }
    // Letters that have a code of their own with their accent.
    for accent in ["\u{302}", "\u{304}", "\u{303}"] as [Unicode.Scalar] {
      for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
        let composed = String(decoding: "\(letter)\(accent)"._nfcCodeUnits, as: UTF8.self)
        guard composed.unicodeScalars.count == 1, let scalar = composed.unicodeScalars.first else {
          continue
        }
        forms[scalar] = forms[accent].map { "\(letter)\($0)" }
      }
    }
    for (name, letter) in GreekLetters.letters {
      for scalar in letter.unicodeScalars { forms[scalar] = name }
    }
    return forms
  }()
}
