import Decimals

/// Sets tables with rules above and below, numbers aligned at their decimal points.
struct LaTeXTable {
  /// How wide a table may be, in hundredths of an em.
  let width: Int
  /// What a label begins with.
  let name: String
  /// Whether it may stand elsewhere than where it is mentioned, amid later prose.
  let floats: Bool
  let math = LaTeXMath(isInline: true)

  /// More rows than this may go on on the next page.
  private static let longest = 35

  /// A table in parts where it is too wide, each with the first column.
  func block(_ table: Table, isOnSlide: Bool) -> LaTeXBlock {
    let columns = table.columns.indices.map { column in
      Column(
        heading: LaTeXText.row([table.columns[column]]), cells: table.rows.map { $0[column] },
        math: math)
    }
    return parts(columns).enumerated().map { index, part in
      block(part.map { columns[$0] }, table, part: index, isOnSlide: isOnSlide)
    }.parted(by: "\n\n")
  }

  private func parts(_ columns: [Column]) -> [[Int]] {
    var parts: [[Int]] = [[]]
    var used = 0
    for (index, column) in columns.enumerated() {
      if used + column.width > width, parts[parts.count - 1].count > 1 {
        parts.append([0])
        used = columns[0].width
      }
      parts[parts.count - 1].append(index)
      used += column.width
    }
    return parts
  }

  private func block(
    _ columns: [Column], _ table: Table, part: Int, isOnSlide: Bool
  ) -> LaTeXBlock {
    let specification = columns.map { "  \($0.specification)" }.joined(separator: "\n")
    let head = row(columns.map(\.heading))
    let rows = table.rows.indices.map { index in row(columns.map { $0.cells[index] }) }
      .parted(by: "\n")
    let caption = table.title.map { title -> LaTeXBlock in
      let continued: LaTeXBlock = part == 0 ? "" : " \(LaTeXText.words(title.continued))"
      return
        "\\caption{\(LaTeXText.row(title.caption))\(continued).}\(label(title, part: part))"
    }
    let packages: Set<LaTeXPackage> =
      columns.contains(where: \.isNumeric) ? [.booktabs, .siunitx] : [.booktabs]
    let numbers = ("\\toprule\n\(head)\n\\midrule" as LaTeXBlock).needing(packages)
    if table.rows.count > Self.longest, !isOnSlide {
      return long(specification, caption, numbers, rows)
    }
    let inner: LaTeXBlock =
      "\\begin{tabular}{\n\(specification)\n}\n\(numbers)\n\(rows)\n\\bottomrule\n\\end{tabular}"
    guard let caption, !isOnSlide else { return "\\begin{center}\n\(inner)\n\\end{center}" }
    let begin = ("\\begin{table}[\(floats ? "htbp" : "H")]" as LaTeXBlock)
      .needing(floats ? [] : [.float])
    return "\(begin)\n\\centering\n\(caption)\n\(inner)\n\\end{table}"
  }

  private func row(_ cells: [LaTeXPiece]) -> LaTeXBlock {
    "\(cells.parted(by: " & ")) \\\\"
  }

  private func long(
    _ specification: String, _ caption: LaTeXBlock?, _ numbers: LaTeXBlock, _ rows: LaTeXBlock
  ) -> LaTeXBlock {
    let top: LaTeXBlock = caption.map { "\($0) \\\\\n" } ?? ""
    let begin = ("\\begin{longtable}{\n\(specification)\n}\n" as LaTeXBlock).needing([.longtable])
    let heads: LaTeXBlock = "\(top)\(numbers)\n\\endfirsthead\n\(numbers)\n\\endhead\n"
    return "\(begin)\(heads)\\bottomrule\n\\endlastfoot\n\(rows)\n\\end{longtable}"
  }

  private func label(_ title: Table.Title, part: Int) -> String {
    "\\label{tab:\(name)-\(title.key.asLabel)\(part == 0 ? "" : "-part\(part + 1)")}"
  }

  /// A column: as many digits before and behind the point as any of its numbers has.
  private struct Column {
    let heading: LaTeXPiece
    let cells: [LaTeXPiece]
    let specification: String
    let width: Int
    /// Whether its numbers are aligned; all else stands in braces then.
    let isNumeric: Bool

    init(heading: LaTeXPiece, cells: [Table.Cell], math: LaTeXMath) {
      var format = NumberFormat()
      for cell in cells { format.widen(for: cell) }
      let isNumeric = format.isNumeric
      self.isNumeric = isNumeric
      self.heading = isNumeric ? heading.inBraces : heading
      self.cells = cells.map { cell in
        switch cell {
        case .integer(let number): return LaTeXPiece(characters: String(number))
        case .number(let number):
          guard let plain = number.plain else { return math.piece(number).inFormula.inBraces }
          return isNumeric ? LaTeXPiece(characters: plain) : math.piece(number).inFormula
        case .name(let name):
          let formula = math.piece(name).inFormula
          return isNumeric ? formula.inBraces : formula
        case .words(let words): return LaTeXText.words(words).inBraces
        case .formula(let node): return LaTeXText.row([node]).inBraces
        case .empty: return LaTeXPiece()
        }
      }
      specification = isNumeric ? "S[table-format=\(format.specification)]" : "l"
      let own = isNumeric ? format.width : self.cells.map(\.width).reduce(0, max)
      width = max(own, heading.width) + LaTeXWidth.gap
    }
  }
}

/// The digits that a column of numbers needs.
private struct NumberFormat {
  private var whole = 1
  private var decimals = 0
  private var exponent = 0
  private var isNegative = false
  private var hasNegativeExponent = false
  private(set) var isNumeric = false

  mutating func widen(for cell: Table.Cell) {
    switch cell {
    case .integer(let number): widen(for: NumberText(significand: String(number)))
    case .number(let number): widen(for: number)
    case .name, .words, .formula, .empty: break
    }
  }

  private mutating func widen(for number: NumberText) {
    guard number.plain != nil else { return }
    isNumeric = true
    let digits = number.magnitude.significand.split(separator: ".")
    whole = max(whole, digits[0].count)
    decimals = max(decimals, digits.count > 1 ? digits[1].count : 0)
    isNegative = isNegative || number.isNegative
    guard let power = number.exponent else { return }
    exponent = max(exponent, String(abs(power)).count)
    hasNegativeExponent = hasNegativeExponent || power < 0
  }

  var specification: String {
    let power = exponent == 0 ? "" : "e\(hasNegativeExponent ? "-" : "")\(exponent)"
    return "\(isNegative ? "-" : "")\(whole)\(decimals == 0 ? "" : ".\(decimals)")\(power)"
  }

  /// In hundredths of an em.
  var width: Int {
    50 * (whole + decimals) + (decimals == 0 ? 0 : 28) + (isNegative ? 78 : 0)
      + (exponent == 0 ? 0 : 223 + 35 * exponent + (hasNegativeExponent ? 60 : 0))
  }
}

extension NumberText {
  /// The number as a column of numbers takes it; `nil` where it is infinite or none.
  fileprivate var plain: String? {
    guard significand.last?.isNumber == true else { return nil }
    return significand + (exponent.map { "e\($0)" } ?? "")
  }
}
