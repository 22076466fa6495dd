import Formulas

@testable import Rendering

/// Reads LaTeX's formulas to say how wide they are in print, in hundredths of an em.
///
/// The printer knows the widths of its pieces without reading them; here they are measured.
enum MeasuredWidth {
  static func of(_ latex: String) -> Int {
    var reader = WidthReader(rest: Array(latex)[...])
    return reader.width(isText: false)
  }
}

private struct WidthReader {
  var rest: ArraySlice<Character>

  /// The width up to the end, or to the brace that closes a group.
  mutating func width(isText: Bool) -> Int {
    var total = 0
    while let character = rest.popFirst(), character != "}" {
      switch character {
      case "{": total += width(isText: isText)
      case "\\": total += command()
      case "_", "^": total += scripts(first: isText ? 50 : nil)
      case "&", "$": break
      case " ": total += isText ? 33 : 0
      default: total += width(of: character, isText: isText)
      }
    }
    return total
  }

  /// A group in braces, or a single character or command.
  private mutating func argument(isText: Bool = false) -> Int {
    guard let first = rest.popFirst() else { return 0 }
    if first == "{" { return width(isText: isText) }
    return first == "\\" ? command() : width(of: first, isText: isText)
  }

  /// Scripts above and below one another take the place of the wider one.
  private mutating func scripts(first: Int?) -> Int {
    if let first { return first }
    var widest = argument()
    while let mark = rest.first, mark == "_" || mark == "^" {
      rest.removeFirst()
      widest = max(widest, argument())
    }
    return widest * 3 / 4 + 5
  }

  private mutating func command() -> Int {
    guard let first = rest.first else { return 0 }
    var name = ""
    while let letter = rest.first, letter.isASCII, letter.isLetter {
      name.append(letter)
      rest.removeFirst()
    }
    if name.isEmpty {
      rest.removeFirst()
      return Self.spaces[first] ?? 55
    }
    switch name {
    case "frac": return max(argument(), argument()) + 24
    case "tfrac": return max(argument(), argument()) * 3 / 4 + 24
    case "sqrt": return argument() + 90
    case "text", "operatorname", "mathit", "mathrm", "textbf", "other":
      return argument(isText: true) + 10
    case "hat", "bar", "tilde": return argument()
    case "begin": return table()
    case "sum":
      guard let mark = rest.first, mark == "_" || mark == "^" else { return 161 }
      rest.removeFirst()
      return max(144, scripts(first: nil)) + 17
    default: return Self.commands[name] ?? (Self.isLetter(name) ? 65 : 53 * name.count + 17)
    }
  }

  /// The widest cell of each column of a table, and the room between them.
  private mutating func table() -> Int {
    let environment = group()
    if environment == "array" { _ = group() }
    var (cell, row, columns) = ("", 0, [0])
    var column = 0
    func endCell() {
      let width = MeasuredWidth.of(cell)
      if column < columns.count {
        columns[column] = max(columns[column], width)
      } else {
        columns.append(width)
      }
      cell = ""
    }
    while let character = rest.popFirst() {
      if character == "&" {
        endCell()
        column += 1
      } else if character == "\\", rest.first == "\\" {
        rest.removeFirst()
        endCell()
        (column, row) = (0, row + 1)
      } else if character == "\\", rest.starts(with: "end{\(environment)}") {
        rest.removeFirst("end{\(environment)}".count)
        break
      } else {
        cell.append(character)
      }
    }
    endCell()
    return columns.reduce(60) { $0 + $1 + 100 }
  }

  private mutating func group() -> String {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return "" }
    defer { rest = rest[(end + 1)...] }
    return String(rest[(rest.startIndex + 1)..<end])
  }

  /// Whether a command is a letter, and not the name of a function.
  private static func isLetter(_ name: String) -> Bool {
    GreekLetters.letter(name) != nil || name.hasPrefix("var")
  }

  private static let spaces: [Character: Int] = [",": 17, " ": 33, ";": 28, "\\": 0]

  private static let commands = [
    "cdot": 73, "times": 123, "quad": 100, "qquad": 200, "left": 20, "right": 20, "bigl": 20,
    "bigr": 20, "biggl": 36, "biggr": 36, "Biggl": 44, "Biggr": 44, "dots": 134, "le": 134,
    "ge": 134, "ne": 134, "approx": 134, "infty": 100, "partial": 60, "limits": 0,
    "displaystyle": 0,
    "allowbreak": 0, "odot": 123, "textbackslash": 50, "top": 78, "phi": 60, "iota": 40,
  ]

  private func width(of character: Character, isText: Bool) -> Int {
    guard character.isASCII else { return String(character).displayWidth > 1 ? 100 : 60 }
    switch character {
    case "0"..."9", "/": return 50
    case ".", ":", ";", "'", "!": return 28
    case ",": return isText ? 28 : 45
    case "(", ")", "[", "]", "|": return 39
    // Between operands they have spaces around them.
    case "+", "-", "*": return isText ? 50 : rest.first == " " ? 123 : 78
    case "=", "<", ">": return 134
    case "i", "j", "l", "t", "f", "r", "s": return isText ? 40 : 48
    case "m", "w": return 88
    case "A"..."Z": return 85
    default: return isText ? 53 : 60
    }
  }
}
