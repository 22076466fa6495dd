import Formulas

/// A character that formulas have and words do not, as math mode prints it.
enum LaTeXSign {
  case piece(LaTeXPiece)
  /// A letter with something over it.
  case accented(LaTeXPiece)
  case raised(Character)
  case lowered(Character)
  case prime

  /// `nil` for a character that words have.
  init?(_ character: Character) {
    if character.isASCII { return nil }
    let letter = String(character)
    if let sign = Self.signs[character] {
      self = sign
    } else if let command = GreekLetters.command(letter) {
      self = .piece(LaTeXPiece(command, width: LaTeXWidth.of(greek: letter)))
    } else if let accented = Self.accented(character) {
      self = .accented(accented)
    } else {
      return nil
    }
  }

  /// A letter with an accent that stands behind it as a character of its own.
  private static func accented(_ character: Character) -> LaTeXPiece? {
    let scalars = Array(character.unicodeScalars)
    guard scalars.count == 2, let accent = accents[scalars[1]] else { return nil }
    let letter = String(scalars[0])
    if let command = GreekLetters.command(letter) {
      return LaTeXPiece(command, width: LaTeXWidth.of(greek: letter)).within("\\\(accent){", "}")
    }
    guard scalars[0].isASCII, scalars[0].properties.isAlphabetic else { return nil }
    return LaTeXPiece(characters: letter).within("\\\(accent){", "}")
  }

  private static let accents: [Unicode.Scalar: String] = [
    "\u{302}": "hat", "\u{304}": "bar", "\u{303}": "tilde",
  ]

  private static let signs: [Character: LaTeXSign] = {
    let commands: [Character: String] = [
      "∂": "partial", "∇": "nabla", "·": "cdot", "×": "times", "÷": "div", "⊙": "odot",
      "≈": "approx", "≤": "le", "≥": "ge", "≠": "ne", "→": "to", "←": "gets",
      "⇒": "Rightarrow", "∞": "infty", "√": "surd", "±": "pm", "∈": "in", "∑": "sum", "∏": "prod",
    ]
    var signs = commands.mapValues { LaTeXSign.piece(LaTeXPiece(command: $0)) }
    signs["−"] = .piece(LaTeXPiece(characters: "-"))
    signs["½"] = .piece(LaTeXPiece("\\tfrac12 ", width: LaTeXPiece.half.width))
    signs["′"] = .prime
    let accented: [Character: (accent: String, letter: String)] = [
      "ŷ": ("hat", "y"), "ĝ": ("hat", "g"), "ŵ": ("hat", "w"), "ā": ("bar", "a"),
    ]
    for (character, (accent, letter)) in accented {
      signs[character] = .accented(
        LaTeXPiece(characters: letter).within("\\\(accent){", "}"))
    }
    for (plain, small) in String.subscripts where !small.isASCII { signs[small] = .lowered(plain) }
    for (plain, small) in String.superscripts { signs[small] = .raised(plain) }
    return signs
  }()
}

/// Signs that follow one another in a formula; scripts of one kind are one script.
struct LaTeXSignRow {
  private var row = LaTeXPiece()
  private var script: (isRaised: Bool, text: String)?
  /// Whether a script would look like one of what ends here.
  private var endsInBraces = false

  var isEmpty: Bool { row.isEmpty && script == nil }

  mutating func append(_ sign: LaTeXSign) {
    switch sign {
    case .piece(let piece): append(piece, endsInBraces: false)
    case .accented(let piece): append(piece, endsInBraces: true)
    case .raised(let character): append(character, isRaised: true)
    case .lowered(let character): append(character, isRaised: false)
    case .prime:
      endScript()
      append(LaTeXPiece(characters: endsInBraces ? "{}'" : "'"), endsInBraces: false)
    }
  }

  private mutating func append(_ piece: LaTeXPiece, endsInBraces: Bool) {
    endScript()
    row += piece
    self.endsInBraces = endsInBraces
  }

  private mutating func append(_ character: Character, isRaised: Bool) {
    if script?.isRaised == isRaised {
      script?.text.append(character)
    } else {
      endScript()
      if endsInBraces { row += LaTeXPiece("{}", width: 0) }
      script = (isRaised, String(character))
    }
  }

  private mutating func endScript() {
    guard let (isRaised, text) = script else { return }
    let characters = LaTeXPiece(characters: text)
    row += isRaised ? .raised(characters) : .lowered(characters)
    (script, endsInBraces) = (nil, true)
  }

  /// The formula that the signs are; empty where there are none.
  var formula: LaTeXPiece {
    var ended = self
    ended.endScript()
    return ended.row
  }
}
