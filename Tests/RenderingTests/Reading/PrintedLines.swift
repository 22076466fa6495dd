/// Lines of a page, taken apart where equations stand beside each other.
enum PrintedLines {
  /// The room between formulas beside each other.
  private static let gap = "     "
  /// The room before a remark, and between numbers that are given.
  private static let smallGap = "   "

  /// The equations of a line, each as a line of its own; the line where it is no more than one.
  static func apart(_ line: String) -> [String] {
    guard line.hasPrefix("    "), line.contains(" =") else { return [line] }
    return cells(line) ?? formulas(line) ?? [line]
  }

  /// Formulas beside each other.
  private static func formulas(_ line: String) -> [String]? {
    let margin = line.prefix { $0 == " " }
    var parts: [String] = []
    var rest = line[margin.endIndex...]
    while let end = rest.firstRange(of: gap) {
      parts.append(String(rest[..<end.lowerBound]))
      rest = rest[end.upperBound...].drop { $0 == " " }
    }
    parts.append(String(rest))
    let isEach = parts.allSatisfy { part in
      part.contains(" = ") && !part.hasPrefix("= ") && !part.hasPrefix("(")
        && !part.contains(smallGap)
    }
    guard parts.count > 1, isEach else { return nil }
    return ["\(margin)\(parts[0])"] + parts.dropFirst().map { "    \($0)" }
  }

  /// The values of a row of a grid: `to o1  ∂E/∂w₅ =  0.08  ∂E/∂w₆ =  −0.02`.
  private static func cells(_ line: String) -> [String]? {
    let cells = line.cells
    guard cells.count > 2, !cells.count.isMultiple(of: 2) else { return nil }
    let pairs = stride(from: 1, to: cells.count, by: 2).map { (cells[$0], cells[$0 + 1]) }
    guard pairs.allSatisfy({ $0.0.hasSuffix(" =") && PrintedValue($0.1) != nil }) else {
      return nil
    }
    return pairs.map { "    \($0) \($1)" }
  }
}

extension StringProtocol {
  /// The parts between gaps of two spaces and more.
  var cells: [String] { split(separator: "  ").map(\.trimmed).filter { !$0.isEmpty } }

  var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
