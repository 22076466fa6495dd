/// A piece of LaTeX that stands in a line: a formula, or words.
///
/// It knows its size in print and what it needs when it is made, from its parts: nothing reads
/// its text again.
package struct LaTeXPiece: Sendable {
  package private(set) var text: String
  /// In hundredths of an em, as far as line breaks need it: rather too wide than too narrow.
  private(set) var width: Int
  /// In tenths of a line.
  private(set) var height: Int
  private(set) var needs: LaTeXNeeds
  /// How wide the widest of the scripts is that it ends with, before they are made small.
  private var scripts: Int?
  /// Whether it is nothing but a script.
  private var isScript = false

  /// The heights of what fits in a line, and of a fraction or a large sign.
  static let (line, fraction) = (12, 22)

  init(_ text: String, width: Int, height: Int = line, needing packages: Set<LaTeXPackage> = []) {
    self.text = text
    self.width = width
    self.height = height
    needs = LaTeXNeeds(packages: packages, letters: LaTeXLetters(of: text))
  }

  /// Characters that are no commands, in a formula or in words.
  init(characters text: String, inWords isText: Bool = false) {
    self.init(
      text, width: text.reduce(0) { $0 + LaTeXWidth.of($1, inWords: isText) })
  }

  /// A command that takes no argument, and the space that ends it.
  init(command name: String) {
    self.init("\\\(name) ", width: LaTeXWidth.of(command: name))
  }

  /// The piece within other text, such as the braces of an argument.
  func within(_ opening: String, _ closing: String, adding room: Int = 0) -> LaTeXPiece {
    var piece = self
    piece.text = opening + text + closing
    piece.width += room
    (piece.scripts, piece.isScript) = (nil, false)
    return piece
  }

  var inBraces: LaTeXPiece { within("{", "}") }

  /// The piece as a formula among words.
  var inFormula: LaTeXPiece { within("$", "$") }

  /// Words within a formula.
  var asWords: LaTeXPiece { within("\\text{", "}", adding: LaTeXWidth.roomOfWords) }

  func needing(_ package: LaTeXPackage) -> LaTeXPiece {
    var piece = self
    piece.needs.packages.insert(package)
    return piece
  }

  // Formulas.

  static func fraction(_ top: LaTeXPiece, _ bottom: LaTeXPiece) -> LaTeXPiece {
    (top.within("\\frac{", "}") + bottom.inBraces).stacked([top, bottom])
  }

  /// The piece as one whose parts stand above one another.
  func stacked(_ parts: [LaTeXPiece]) -> LaTeXPiece {
    var piece = self
    piece.width = parts.map(\.width).reduce(0, max) + LaTeXWidth.roomOfFraction
    piece.height = max(height, Self.fraction)
    return piece
  }

  /// Stands for what fits nowhere.
  static let tooWide = LaTeXPiece("", width: 1 << 40)

  static let half = LaTeXPiece("\\tfrac{1}{2}", width: 61, height: fraction)

  static func root(_ operand: LaTeXPiece) -> LaTeXPiece {
    operand.within("\\sqrt{", "}", adding: 90)
  }

  static func raised(_ exponent: LaTeXPiece) -> LaTeXPiece { exponent.script("^") }

  static func lowered(_ index: LaTeXPiece) -> LaTeXPiece { index.script("_") }

  private func script(_ mark: String) -> LaTeXPiece {
    var piece = within("\(mark){", "}")
    piece.width = Self.small(width)
    (piece.scripts, piece.isScript) = (width, true)
    return piece
  }

  private static func small(_ width: Int) -> Int { width * 3 / 4 + 5 }

  /// The sign of a sum with what stands below and above it.
  static func sum(_ below: LaTeXPiece, _ above: LaTeXPiece?) -> LaTeXPiece {
    let scripts = [.lowered(below), above.map(raised)].compactMap { $0 }.joined()
    var piece = scripts.within("\\sum", " ")
    piece.width = max(144, scripts.width) + 17
    piece.height = max(piece.height, fraction)
    return piece
  }

  /// Rows of cells, in an environment that parts them.
  static func table(
    _ rows: [[LaTeXPiece]], from opening: String, to closing: String, columnEnd: String = " & ",
    rowEnd: String
  ) -> LaTeXPiece {
    // Behind the end of a row, a bracket would be taken for its option.
    let cells = rows.map { row in
      let cells = row.joined(by: LaTeXPiece(columnEnd, width: 0))
      return cells.text.hasPrefix("[") ? LaTeXPiece("{}", width: 0) + cells : cells
    }
    var piece = cells.joined(by: LaTeXPiece(rowEnd, width: 0)).within(opening, closing)
    let columns = rows.map(\.count).max() ?? 0
    piece.width = (0..<columns).reduce(LaTeXWidth.roomOfTable) { width, column in
      let cells = rows.map { column < $0.count ? $0[column].width : 0 }
      return width + (cells.max() ?? 0) + LaTeXWidth.roomOfColumn
    }
    if rows.count > 1 { piece.height = max(piece.height, line * rows.count + 3) }
    return piece
  }

  // Rows.

  package static func + (left: LaTeXPiece, right: LaTeXPiece) -> LaTeXPiece {
    var piece = left
    piece += right
    return piece
  }

  package static func += (left: inout LaTeXPiece, right: LaTeXPiece) {
    if right.isEmpty { return }
    left.text += right.text
    left.width += right.width
    left.height = max(left.height, right.height)
    left.needs.formUnion(right.needs)
    left.isScript = left.isScript && right.isScript
    guard right.isScript, let below = left.scripts, let above = right.scripts else {
      left.scripts = right.scripts
      return
    }
    // Scripts above and below one another take the place of the wider one.
    left.width -= small(min(below, above))
    left.scripts = max(below, above)
  }
}

extension LaTeXPiece: LinePiece {
  init() { self.init("", width: 0) }
  var isEmpty: Bool { text.isEmpty }
  static var space: LaTeXPiece { LaTeXPiece(" ", width: 0) }
}

/// A line of LaTeX.
typealias BreakableLaTeX = Breakable<LaTeXPiece>

extension [LaTeXPiece] {
  func joined(by separator: LaTeXPiece = LaTeXPiece()) -> LaTeXPiece {
    var row = LaTeXPiece()
    for (index, piece) in enumerated() {
      if index > 0 { row += separator }
      row += piece
    }
    return row
  }
}
