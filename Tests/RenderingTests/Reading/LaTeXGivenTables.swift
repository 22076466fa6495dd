/// Reads tables of given numbers in LaTeX or Markdown, line by line.
struct LaTeXGivenTables {
  /// Names and values that the last line has told.
  private(set) var values: [(name: String, value: String)] = []
  private var head: [String]?
  private var before: [String] = []
  /// Of LaTeX, whether the lines are those of numbers.
  private var isBelowRule = false

  mutating func read(_ line: String) {
    values = []
    if line.hasPrefix("| ") {
      readMarkdown(line)
    } else if line.hasPrefix("\\midrule") || line.hasPrefix("\\endlastfoot") {
      (head, isBelowRule) = (before, true)
    } else if line.hasPrefix("\\bottomrule") {
      (head, isBelowRule) = (nil, false)
    } else if line.hasSuffix(" \\\\"), line.contains(" & ") {
      before = line.dropLast(3).components(" & ")
      if isBelowRule { readRow(before) }
    } else if line.isEmpty {
      (head, before) = (nil, [])
    }
  }

  /// The first line may say what the columns are, and the headings stand below the rule.
  private mutating func readMarkdown(_ line: String) {
    let cells = line.dropFirst(2).dropLast(2).components(" | ")
    if cells.allSatisfy({ $0.hasPrefix("--") }) {
      head = before.contains { $0.contains("$") } ? before : []
    } else if head == nil {
      before = cells
    } else if head == [] {
      head = cells
    } else {
      readRow(cells)
    }
  }

  private mutating func readRow(_ row: [String]) {
    guard let head, head.count == row.count else { return }
    let heads = head.map(\.inDollars)
    for (top, value) in zip(heads, row).dropFirst() where value.contains(where: \.isNumber) {
      let place = top.components(" = ")
      let side = row[0].inDollars
      if place.count == 2 {
        let down = side.components(" = ")
        guard down.count == 2 else { continue }
        values.append(
          (heads[0].putting(down[1], for: down[0]).putting(place[1], for: place[0]), value))
      } else if Int(top) != nil {
        values.append((side.putting(top, for: heads[0]), value))
      } else if Int(side) != nil {
        values.append((top.putting(side, for: heads[0]), value))
      }
    }
  }
}

extension StringProtocol {
  fileprivate func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = String(self)
    while let place = rest.firstRange(of: separator) {
      parts.append(String(rest[..<place.lowerBound]))
      rest = String(rest[place.upperBound...])
    }
    return parts + [rest]
  }
}

extension String {
  /// The formula of a cell, or what stands there without one.
  fileprivate var inDollars: String {
    var text = replacing("$`", with: "").replacing("`$", with: "").replacing("$", with: "")[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    if text.hasPrefix("{"), text.hasSuffix("}") { text = text.dropFirst().dropLast() }
    return String(text)
  }

  /// The name with a number in the place of the letter of an index.
  fileprivate func putting(_ number: String, for letter: String) -> String {
    guard let mark = ranges(of: "_{").last, hasSuffix("}") else { return self }
    let indices = self[mark.upperBound...].dropLast()
    var tokens =
      indices.contains(",")
      ? String(indices).components(",").map { String($0.drop { $0 == " " }) }
      : indices.map { String($0) }
    tokens = tokens.map { $0 == letter ? number : $0 }
    let separator = tokens.contains { $0.count > 1 } ? "," : ""
    return self[..<mark.upperBound] + tokens.joined(separator: separator) + "}"
  }
}
