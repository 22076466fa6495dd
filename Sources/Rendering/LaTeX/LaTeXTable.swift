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
    let turned = self.turned(table)
    let columns = self.columns(of: turned)
    return parts(columns, turned.columnsTogether).enumerated().map { index, part in
      block(part.map { columns[$0] }, table, part: index, isOnSlide: isOnSlide)
    }.parted(by: "\n\n")
  }

  /// The room between tables beside each other.
  private static let gap = 200

  /// Tables of families: as many beside each other as fit.
  func besideEachOther(_ tables: [Table]) -> [LaTeXBlock] {
    var groups: [[Table]] = []
    var taken = 0
    for table in tables {
      let own = total(of: turned(table))
      let isShort = table.rows.count <= Self.longest
      if taken > 0, isShort, taken + Self.gap + own <= width {
        groups[groups.count - 1].append(table)
        taken += Self.gap + own
      } else {
        groups.append([table])
        taken = isShort ? own : 0
      }
    }
    return groups.map { group in
      if group.count == 1 { return block(group[0], isOnSlide: false) }
      let tabulars = group.map { table -> LaTeXBlock in
        let columns = self.columns(of: turned(table))
        return tabular(columns, rows(of: columns), at: "[t]")
      }.parted(by: "\\qquad\n")
      return "\\begin{center}\n\(tabulars)\n\\end{center}"
    }
  }

  private func turned(_ table: Table) -> Table {
    table.turned { total(of: $0) <= width }.withNameInCorner
  }

  private func total(of table: Table) -> Int {
    columns(of: table).reduce(0) { $0 + $1.width }
  }

  private func columns(of table: Table) -> [Column] {
    zip(table.columns.indices, table.labels).map { column, label in
      Column(
        label: label, heading: LaTeXText.row([table.columns[column]]),
        cells: table.rows.map { $0[column] }, math: math)
    }
  }

  private func parts(_ columns: [Column], _ groups: [Range<Int>]) -> [[Int]] {
    var parts: [[Int]] = [[]]
    var used = 0
    for group in groups {
      let own = columns[group].reduce(0) { $0 + $1.width }
      if used + own > width, parts[parts.count - 1].count > 1 {
        parts.append([0])
        used = columns[0].width
      }
      parts[parts.count - 1] += group
      used += own
    }
    return parts
  }

  private func block(
    _ columns: [Column], _ table: Table, part: Int, isOnSlide: Bool
  ) -> LaTeXBlock {
    let rows = rows(of: columns)
    let caption = table.title.map { title -> LaTeXBlock in
      let continued: LaTeXBlock = part == 0 ? "" : " \(LaTeXText.words(title.continued))"
      return
        "\\caption{\(LaTeXText.row(title.caption))\(continued).}\(label(title, part: part))"
    }
    if table.rows.count > Self.longest, !isOnSlide { return long(columns, caption, rows) }
    let inner = tabular(columns, rows)
    guard let caption, !isOnSlide else { return "\\begin{center}\n\(inner)\n\\end{center}" }
    let begin = ("\\begin{table}[\(floats ? "htbp" : "H")]" as LaTeXBlock)
      .needing(floats ? [] : [.float])
    return "\(begin)\n\\centering\n\(caption)\n\(inner)\n\\end{table}"
  }

  private func tabular(
    _ columns: [Column], _ rows: LaTeXBlock, at place: String = ""
  ) -> LaTeXBlock {
    """
    \\begin{tabular}\(place){
    \(specification(of: columns))
    }
    \(heads(of: columns))
    \(rows)
    \\bottomrule
    \\end{tabular}
    """
  }

  private func specification(of columns: [Column]) -> String {
    columns.map { "  \($0.specification)" }.joined(separator: "\n")
  }

  private func rows(of columns: [Column]) -> LaTeXBlock {
    (columns.first?.cells.indices ?? 0..<0).map { index in row(columns.map { $0.cells[index] }) }
      .parted(by: "\n")
  }

  /// All above the rows of numbers.
  private func heads(of columns: [Column]) -> LaTeXBlock {
    let packages: Set<LaTeXPackage> =
      columns.contains(where: \.isNumeric) ? [.booktabs, .siunitx] : [.booktabs]
    let head = row(columns.map(\.heading))
    return ("\\toprule\n\(labels(of: columns))\(head)\n\\midrule" as LaTeXBlock)
      .needing(packages)
  }

  /// The line above the headings, with a rule below each of its words; empty where it says nothing.
  private func labels(of columns: [Column]) -> LaTeXBlock {
    var spans: [(label: String?, columns: ClosedRange<Int>)] = []
    for (place, column) in columns.enumerated() {
      if let last = spans.last, last.label == column.label {
        spans[spans.count - 1].columns = last.columns.lowerBound...place
      } else {
        spans.append((column.label, place...place))
      }
    }
    if spans.allSatisfy({ $0.label == nil }) { return "" }
    let cells = spans.map { span -> LaTeXBlock in
      guard let label = span.label else { return "" }
      return "\\multicolumn{\(span.columns.count)}{c}{\(LaTeXText.words(label))}"
    }.parted(by: " & ")
    let rules = spans.filter { $0.label != nil }.map { span in
      "\\cmidrule(lr){\(span.columns.lowerBound + 1)-\(span.columns.upperBound + 1)}"
    }.joined(separator: " ")
    return "\(cells) \\\\\n\(rules)\n"
  }

  private func row(_ cells: [LaTeXPiece]) -> LaTeXBlock {
    "\(cells.parted(by: " & ")) \\\\"
  }

  private func long(
    _ columns: [Column], _ caption: LaTeXBlock?, _ rows: LaTeXBlock
  ) -> LaTeXBlock {
    let top: LaTeXBlock = caption.map { "\($0) \\\\\n" } ?? ""
    let heads = heads(of: columns)
    let begin = ("\\begin{longtable}{\n\(specification(of: columns))\n}\n" as LaTeXBlock)
      .needing([.longtable])
    let both: LaTeXBlock = "\(top)\(heads)\n\\endfirsthead\n\(heads)\n\\endhead\n"
    return "\(begin)\(both)\\bottomrule\n\\endlastfoot\n\(rows)\n\\end{longtable}"
  }

  private func label(_ title: Table.Title, part: Int) -> String {
    "\\label{tab:\(name)-\(title.key.asLabel)\(part == 0 ? "" : "-part\(part + 1)")}"
  }

  /// A column: as many digits before and behind the point as any of its numbers has.
  private struct Column {
    /// What it is, with the columns beside it.
    let label: String?
    let heading: LaTeXPiece
    let cells: [LaTeXPiece]
    let specification: String
    let width: Int
    /// Whether its numbers are aligned; all else stands in braces then.
    let isNumeric: Bool

    init(label: String?, heading: LaTeXPiece, cells: [Table.Cell], math: LaTeXMath) {
      self.label = label
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
