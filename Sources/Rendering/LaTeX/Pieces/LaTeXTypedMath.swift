/// Formulas that authors typed, as LaTeX has them.
extension LaTeXPiece {
  init(_ typed: TypedMath) { self = Self.row(typed.parts) }

  private static func row(_ parts: [TypedMath.Part]) -> LaTeXPiece {
    parts.map(LaTeXPiece.init).joined()
  }

  private init(_ part: TypedMath.Part) {
    switch part {
    case .space: self = .space
    case .sign(let character): self.init(typed: character)
    case .escape(let character): self.init("\\\(character)", width: 55)
    case .symbol(let name): self.init(command: name)
    case .words(let command, let words):
      self = LaTeXText.words(words)
        .within("\\\(command){", "}", adding: LaTeXWidth.roomOfWords)
    case .applied(let command, let arguments): self.init(command, of: arguments.map(Self.row))
    case .root(let index, let operand):
      let mark = index.map { "[\($0)]" } ?? ""
      self = Self.row(operand).inBraces.within("\\sqrt\(mark)", "", adding: 90)
    case .group(let parts): self = Self.row(parts).inBraces
    case .scripts(let part, let scripts):
      self = ([LaTeXPiece(part)] + scripts.map(LaTeXPiece.init)).joined()
    case .fenced(let opening, let inner, let closing):
      self = Self.row(inner)
        .within("\\left\(Self.ended(opening))", "\\right\(Self.ended(closing))", adding: 118)
    case .table(let name, let rows):
      self = Self.table(
        rows.map { $0.map(Self.row) }, from: "\\begin{\(name)}", to: "\\end{\(name)}",
        // A bracket would be an argument of the line break.
        columnEnd: " & ", rowEnd: "\\\\{}")
    }
  }

  private init(_ script: TypedMath.Script) {
    switch script {
    case .raised(let parts): self = .raised(Self.row(parts))
    case .lowered(let parts): self = .lowered(Self.row(parts))
    case .prime: self.init(characters: "'")
    }
  }

  /// A character; a raised or lowered one stands beside nothing.
  private init(typed character: Character) {
    if character == "<" || character == ">" {
      // Two in a row would be a quotation mark, as they are in words.
      self = LaTeXPiece(characters: String(character)) + .space
    } else if character.isASCII {
      self.init(characters: String(character))
    } else if let sign = LaTeXSign(character) {
      var row = LaTeXSignRow()
      row.append(sign)
      switch sign {
      case .raised, .lowered: self = row.formula.within("{{}", "}")
      case .piece, .accented, .prime: self = row.formula
      }
    } else {
      self = LaTeXText.words(String(character)).asWords
    }
  }

  private init(_ command: String, of arguments: [LaTeXPiece]) {
    var piece = arguments.map(\.inBraces).joined().within("\\\(command)", "")
    switch command {
    case "frac", "dfrac", "tfrac", "binom", "overset", "underset":
      piece = piece.stacked(arguments)
    case "mathbb": piece = piece.needing(.amssymb)
    default: break
    }
    self = piece
  }

  /// A delimiter; a command ends with a space.
  private static func ended(_ delimiter: String) -> String {
    delimiter.count > 2 ? delimiter + " " : delimiter
  }
}
