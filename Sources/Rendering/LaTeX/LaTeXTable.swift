import Decimals

/// Sets tables with rules above and below, numbers aligned at their decimal points.
struct LaTeXTable {
  /// How wide a table may be, in hundredths of an em.
  let width: Int
  /// What a label begins with.
  let name: String
  /// Where it may stand: in a document of our own where it is mentioned, not amid later prose.
  let placement: String
  let math = LaTeXMath(isInline: true)

  /// More rows than this may go on on the next page.
  private static let longest = 35

  /// A table in parts where it is too wide, each with the first column.
  func text(_ table: Table, isOnSlide: Bool) -> String {
    let columns = table.columns.indices.map { column in
      Column(
        heading: heading(table.columns[column]), cells: table.rows.map { $0[column] }, math: math)
    }
    return parts(columns).enumerated().map { place, part in
      text(part.map { columns[$0] }, table, part: place, isOnSlide: isOnSlide)
    }.joined(separator: "\n\n")
  }

  private func parts(_ columns: [Column]) -> [[Int]] {
    var parts: [[Int]] = [[]]
    var used = 0
    for (place, column) in columns.enumerated() {
      if used + column.width > width, parts[parts.count - 1].count > 1 {
        parts.append([0])
        used = columns[0].width
      }
      parts[parts.count - 1].append(place)
      used += column.width
    }
    return parts
  }

  private func text(_ columns: [Column], _ table: Table, part: Int, isOnSlide: Bool) -> String {
    let specification = columns.map { "  \($0.specification)" }.joined(separator: "\n")
    let head = columns.map(\.heading).joined(separator: " & ") + " \\\\"
    let rows = table.rows.indices.map { row in
      columns.map { $0.cells[row] }.joined(separator: " & ") + " \\\\"
    }
    let caption = table.title.map { title in
      (
        title: LaTeXFormat.text(title.caption)
          + (part == 0 ? "" : " " + LaTeXText.escaped(title.continued)),
        label: label(title, part: part)
      )
    }
    let numbers = "\\toprule\n\(head)\n\\midrule"
    if rows.count > Self.longest, !isOnSlide {
      let top = caption.map { "\\caption{\($0.title).}\($0.label) \\\\\n" } ?? ""
      let begin = "\\begin{longtable}{\n\(specification)\n}\n"
      return begin + "\(top)\(numbers)\n\\endfirsthead\n\(numbers)\n\\endhead\n\\bottomrule\n"
        + "\\endlastfoot\n\(rows.joined(separator: "\n"))\n\\end{longtable}"
    }
    let inner =
      "\\begin{tabular}{\n\(specification)\n}\n\(numbers)\n\(rows.joined(separator: "\n"))\n"
      + "\\bottomrule\n\\end{tabular}"
    guard let caption else { return "\\begin{center}\n\(inner)\n\\end{center}" }
    if isOnSlide { return "\\begin{center}\n\(inner)\n\\end{center}" }
    return
      "\\begin{table}[\(placement)]\n\\centering\n\\caption{\(caption.title).}\(caption.label)\n"
      + "\(inner)\n\\end{table}"
  }

  private func label(_ title: Table.Title, part: Int) -> String {
    "\\label{tab:\(name)-\(title.key.asLabel)\(part == 0 ? "" : "-part\(part + 1)")}"
  }

  private func heading(_ node: MathNode) -> String { LaTeXFormat.text([node]) }

  /// A column: as many digits before and behind the point as any of its numbers has.
  private struct Column {
    let heading: String
    let cells: [String]
    let specification: String
    let width: Int

    init(heading: String, cells: [Table.Cell], math: LaTeXMath) {
      var format = NumberFormat()
      for cell in cells { format.widen(for: cell) }
      let isNumeric = format.isNumeric
      self.heading = isNumeric ? "{\(heading)}" : heading
      self.cells = cells.map { cell in
        switch cell {
        case .integer(let number): return String(number)
        case .number(let number):
          if let plain = number.plain { return isNumeric ? plain : "$\(math.text(number))$" }
          return "{$\(math.text(number))$}"
        case .name(let name):
          return isNumeric ? "{$\(math.text(name))$}" : "$\(math.text(name))$"
        case .words(let words): return "{\(LaTeXText.escaped(words))}"
        case .formula(let node): return "{\(LaTeXFormat.text([node]))}"
        case .empty: return ""
        }
      }
      specification = isNumeric ? "S[table-format=\(format.specification)]" : "l"
      let widest = self.cells.map { LaTeXWidth.of($0) }.max() ?? 0
      let own = isNumeric ? format.width : widest
      self.width = max(own, LaTeXWidth.of(self.heading)) + 110
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
