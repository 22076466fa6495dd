/// Sets equations below one another, aligned at their equals signs, in lines that fit the page.
struct LaTeXEquations {
  /// How wide a line may be, in hundredths of an em.
  let width: Int
  let math: LaTeXMath
  /// Room to write in, above each blank.
  let space: PaperLength

  /// A line of an alignment: what stands before the equals signs, and behind.
  struct Line {
    let left: LaTeXPiece
    let right: LaTeXPiece
    /// Whether an equation begins here.
    let isFirst: Bool
    /// The number of its row, on a worksheet.
    var number: String?
    /// Room above it.
    var space: PaperLength?

    /// What ends the line above; no page ends between a row and the room to work it out.
    func `break`(after line: Line) -> String {
      if let space { return " \\\\*[\(space.text)]" }
      return isFirst ? " \\\\[\(line.space == nil ? "1ex" : "3ex")]" : " \\\\"
    }

    /// How high it is in print, in tenths of a line.
    var height: Int { max(left.height, right.height) + (isFirst ? 4 : 0) }

    /// The line as it appears on a slide, from some moment on.
    func appearing(at moment: Int) -> Line {
      func uncovered(_ piece: LaTeXPiece) -> LaTeXPiece {
        piece.isEmpty ? piece : piece.within("\\uncover<\(moment)->{", "}")
      }
      return Line(left: uncovered(left), right: uncovered(right), isFirst: isFirst)
    }
  }

  init(width: Int, space: PaperLength = .centimetre) {
    self.width = width
    self.space = space
    math = LaTeXMath(widest: width / 2)
  }

  /// Space for an equals sign, and for what further lines of a row are set in by.
  private static let equals = 134
  private static let indent = 100
  /// For the number of a row.
  private static let numberWidth = 273

  /// The left sides that share a column; a wider one has a line of its own.
  func leftWidth(of equations: [Walkthrough.Equation]) -> Int {
    equations.map { math.piece($0.left).width }.filter { $0 <= width / 3 }.reduce(0, max)
  }

  func lines(_ equation: Walkthrough.Equation, leftWidth: Int, oneByOne: Bool) -> [Line] {
    let left = math.piece(equation.left)
    let isWide = left.width > leftWidth
    let isBlank = equation.rows.last == .blank
    var lines = rightSides(equation, leftWidth: leftWidth, oneByOne: oneByOne || isBlank)
    // A wide name stands above its rows, in no column.
    if isWide { lines.insert(LaTeXPiece(), at: 0) }
    let start = isWide ? left.within("\\rlap{$\\displaystyle ", "$}") : left
    return lines.enumerated().map { index, line in
      Line(
        left: index == 0 ? start : LaTeXPiece(), right: line, isFirst: index == 0,
        number: index == 0 ? equation.row?.text : nil,
        space: isBlank && index + 1 == lines.count ? space : nil)
    }
  }

  /// What stands behind the equals signs: all rows in one line where they fit, else below one
  /// another.
  private func rightSides(
    _ equation: Walkthrough.Equation, leftWidth: Int, oneByOne: Bool
  ) -> [LaTeXPiece] {
    let room =
      width - leftWidth - Self.equals - (equation.row == nil ? 0 : Self.numberWidth)
    let equals = LaTeXPiece("= ", width: Self.equals)
    let rows = equation.rows.map(math.breakable)
    var lines: [LaTeXPiece] = []
    let whole = rows.reduce(-Self.equals) { $0 + $1.width + Self.equals }
    if !oneByOne, whole <= room, !equation.isLongSum {
      lines = [rows.map { equals + $0.unbroken }.joined(by: .space)]
    } else {
      for row in rows {
        for (index, line) in row.lines(width: room - Self.indent).enumerated() {
          lines.append((index == 0 ? equals : LaTeXPiece("\\quad {}", width: Self.indent)) + line)
        }
      }
    }
    if let remark = equation.remark {
      for line in math.breakable(remark).lines(width: room - Self.indent) {
        lines.append(LaTeXPiece(command: "quad") + line)
      }
    }
    return lines
  }

  /// An alignment of lines, as it stands in a document.
  static func alignment(_ lines: [Line], in environment: String = "align*") -> LaTeXBlock {
    let rows = lines.enumerated().map { index, line -> LaTeXBlock in
      let number = line.number.map { " \\tag*{\($0)}" } ?? ""
      let end = index + 1 == lines.count ? "" : lines[index + 1].break(after: line)
      return "\(line.left) &\(line.right.isEmpty ? "" : " ")\(line.right)\(number)\(end)"
    }
    return "\\begin{\(environment)}\n\(rows.parted(by: "\n"))\n\\end{\(environment)}"
  }
}

extension Walkthrough.Equation {
  /// Whether its terms are easier to compare in numbers when these stand below the names.
  fileprivate var isLongSum: Bool {
    guard rows.count > 1, case .row(let nodes) = rows[0] else { return false }
    return nodes.count { $0 == .sign(.plus) || $0 == .sign(.minus) } > 1
  }
}
