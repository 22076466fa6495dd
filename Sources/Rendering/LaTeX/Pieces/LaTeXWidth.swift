import Formulas

/// How wide letters and signs are in print, in hundredths of an em, as far as line breaks need it.
///
/// The widths are those of Computer Modern, rounded up: what they say fits, fits.
enum LaTeXWidth {
  static let space = 33
  static let digit = 50
  /// Around words in a formula.
  static let roomOfWords = 10
  /// Beside a fraction, around a table and beside each of its columns.
  static let (roomOfFraction, roomOfTable, roomOfColumn) = (24, 60, 100)
  /// Between the columns of a table that stands apart from the text.
  static let gap = 110

  static func of(_ character: Character, inWords isText: Bool) -> Int {
    guard character.isASCII else { return String(character).displayWidth > 1 ? 100 : 60 }
    switch character {
    case "0"..."9", "/": return digit
    case ".", ":", ";", "'", "!": return 28
    case ",": return isText ? 28 : 45
    case "(", ")", "[", "]", "|": return 39
    case "+", "-", "*": return isText ? 50 : 78
    case "=", "<", ">": return 134
    case "i", "j", "l", "t", "f", "r", "s": return isText ? 40 : 48
    case "m", "w": return 88
    case "A"..."Z": return 85
    case " ": return isText ? space : 0
    default: return isText ? 53 : 60
    }
  }

  /// Signs between operands, with the room around them.
  static let (operation, relation) = (123, 134)

  /// A command that takes no argument.
  static func of(command name: String) -> Int {
    if let width = commands[name] { return width }
    let isLetter = GreekLetters.letter(name) != nil || name.hasPrefix("var")
    return isLetter ? greek : of(word: name)
  }

  /// A command that is printed as its name, such as `\log`.
  static func of(word: String) -> Int { 53 * word.count + 17 }

  private static let greek = 65

  private static let commands = [
    "cdot": 73, "times": operation, "odot": operation, "quad": 100, "qquad": 200, "dots": 134,
    "le": relation, "ge": relation, "ne": relation, "approx": relation, "infty": 100,
    "partial": 60, "top": 78, "phi": 60, "iota": 40, "sum": 161, "displaystyle": 0,
  ]

  /// A Greek letter; those that look like Latin ones are set as these.
  static func of(greek letter: String) -> Int {
    switch letter {
    case "φ": 60
    case "ι": 40
    case "ο": 63
    case "Α", "Β", "Ε", "Ζ", "Η", "Ι", "Κ", "Μ", "Ν", "Ο", "Ρ", "Τ", "Χ": 95
    default: greek
    }
  }
}
