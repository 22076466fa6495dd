/// A page as a reader has it before them: lines of text, and what they say.
struct PrintedPage {
  /// A quantity with all that is set equal to it, the result last.
  struct Entry: Equatable {
    fileprivate(set) var step: Int
    let name: String
    let rows: [String]
    /// What is said of the exact value, on a page by hand.
    var remark: String?
    /// What is said of names whose 0 or 1 is not seen.
    var dropped: String?

    /// What the formula as it is printed gives: the result, or what the remark says.
    var written: String? {
      guard let remark, remark.hasPrefix(lossRemark) else { return rows.last }
      return remark.split(separator: " give ").last.map(String.init)
    }
  }

  private(set) var entries: [Entry] = []
  /// The arguments of update rules, by name: `rate`, `0.5`.
  private(set) var arguments: [String: String] = [:]
  /// Quantities that are printed with two values.
  private(set) var contradictions: [String] = []
  private var results: [Int: [String: PrintedValue]] = [:]
  /// What forward passes tell, at each step anew.
  private var computed: Set<String> = []

  private static let sections = ["Given", "Forward", "Backward"]

  /// Reads pages of one lesson, each of which begins with a step; what stands outside of their
  /// sections is prose.
  init(_ pages: (text: String, step: Int)...) {
    for page in pages { read(page.text, from: page.step) }
    for entry in entries {
      if let last = entry.rows.last { note(entry.name, last, at: entry.step) }
    }
  }

  /// Notes a value that stands in a table.
  mutating func note(_ name: String, _ number: String, at step: Int) {
    guard let value = PrintedValue(number) else { return }
    let other = results[step, default: [:]].updateValue(value, forKey: name)
    if let other, other != value {
      contradictions.append("\(name) is \(number) and \(other.value) at step \(step)")
    }
  }

  private mutating func read(_ text: String, from first: Int) {
    var step = first
    var section = ""
    var given = PrintedGiven()
    for block in text.split(separator: "\n\n") {
      var lines = block.split(separator: "\n").map(String.init)
      if lines.count > 1, lines[1].isRule {
        let heading = lines.removeFirst()
        let words = heading.split(separator: " ")
        section = ""
        let isAfter = heading.hasPrefix("After step ") || heading.hasPrefix("After trial ")
        let isStep = words[0] == "Step" || words[0] == "Trial"
        if isStep || isAfter, let number = Int(words[isAfter ? 2 : words.count - 1]) {
          step = isAfter ? number + 1 : number
          section = heading
        } else if Self.sections.contains(heading)
          || ["Update", "Search", "Training   ", "Trials   "].contains(where: heading.hasPrefix)
        {
          section = String(words[0])
        }
        // What does not fit beside the heading and its rule stands below, as far in.
        let indent = words[0].count + 3
        let rest = lines.prefix { line in
          line.isRule || line.prefix { $0 == " " }.count == indent
        }
        if section == "Update" || section == "Search" {
          readArguments(heading + rest.map { $0.drop { "─═-=".contains($0) } }.joined())
          lines.removeFirst(rest.count)
        } else {
          lines.removeFirst(1)
        }
      }
      if section == "Given" {
        given.read(lines)
        for (name, value) in given.values {
          entries.append(Entry(step: step, name: name, rows: [value]))
        }
        given = given.goingOn
      } else if section == "Training" || section == "Trials" {
        readTable(Array(lines.drop { !$0.hasStep }))
      } else if !section.isEmpty {
        let told = Self.linesOfEntries(lines).filter { lines in
          !lines.contains { $0.contains(Self.withoutNumbers) }
        }
        let found = told.map { Self.entry($0, at: step) }
        // Beside general formulas, a number is one.
        if found.contains(where: { $0 == nil }) { continue }
        for var entry in found.compactMap(\.self) {
          if section == "Forward" { computed.insert(entry.name) }
          // Below the update it is computed once more with what the update has made.
          if section == "Update", computed.contains(entry.name) { entry.step = step + 1 }
          entries.append(entry)
        }
      }
    }
  }

  /// How the number of a step is printed.
  private static let stepNames: Set<String> = ["step", "t", "τ"]

  var names: Set<String> { Set(entries.map(\.name) + arguments.keys).union(Self.stepNames) }

  private mutating func readArguments(_ heading: String) {
    for part in heading.split(separator: ",") {
      let sides = part.split(separator: "=")
      // The number of the step is that of the page.
      if sides.count == 2, !Self.stepNames.contains(sides[0].trimmed) {
        arguments[sides[0].trimmed] = sides[1].trimmed
      }
    }
  }

  private mutating func readTable(_ lines: [String]) {
    let rows = lines.map { $0.split(separator: " ").map(String.init) }
    guard let header = rows.first, ["step", "trial"].contains(header[0]) else { return }
    for row in rows.dropFirst() {
      guard let step = Int(row[0]) else { continue }
      for (name, value) in zip(header, row).dropFirst() {
        entries.append(Entry(step: step, name: name, rows: [value]))
      }
    }
  }

  /// What a remark on a formula begins with that loses digits in doubles; it ends with what they give.
  private static let lossRemark = "computed so that no digits are lost:"
  /// What remarks begin with.
  private static let remarks = ["exact ", "exactly ", "rounding may decide", lossRemark]
  /// What is said of a line without its numbers.
  private static let withoutNumbers = "needs more digits"

  /// What lines begin with that leave members out.
  private static let skipped = ["    …", "    ..."]

  /// The lines of each entry of a block: entries below one another are aligned at their equals signs.
  private static func linesOfEntries(_ lines: [String]) -> [[String]] {
    func column(_ line: String) -> Int? {
      guard line.hasPrefix("    "), let equals = line.firstRange(of: " = ") else { return nil }
      let text = line.drop { $0 == " " }
      if text.hasPrefix("= ") || text.hasPrefix("(") { return nil }
      return line.distance(from: line.startIndex, to: equals.lowerBound)
    }
    let first = lines.first.flatMap(column)
    var entries: [[String]] = []
    for line in lines {
      let apart = PrintedLines.apart(line)
      if apart != [line] {
        entries += apart.map { [$0] }
      } else if !entries.isEmpty, first == nil || column(line) != first {
        entries[entries.count - 1].append(line)
      } else {
        entries.append([line])
      }
    }
    return entries
  }

  /// What stands behind the name in a line, divided at equals signs outside of brackets, and a remark
  /// behind it.
  static func rows(_ text: Substring) -> (rows: [String], remark: String?) {
    var (rows, depth, start) = ([String](), 0, text.startIndex)
    let gap = text.firstRange(of: "   ")
    let formula = text[..<(gap?.lowerBound ?? text.endIndex)]
    for index in formula.indices {
      if "([{".contains(text[index]) { depth += 1 }
      if ")]}".contains(text[index]) { depth -= 1 }
      if depth == 0, formula[index...].hasPrefix(" = ") {
        rows.append(String(text[start..<index]))
        start = text.index(index, offsetBy: 3)
      }
    }
    let remark = gap.map { String(text[$0.lowerBound...].drop { $0 == " " }) }
    return (rows + [String(formula[start...])], remark)
  }

  /// An entry, with the lines of each row joined.
  private static func entry(_ lines: [String], at step: Int) -> Entry? {
    guard let first = lines.first, first.hasPrefix("    "),
      !skipped.contains(where: first.hasPrefix)
    else { return nil }
    let equals = first.firstRange(of: " = ")
    let name = equals.map { first[..<$0.lowerBound] } ?? first[...]
    let column = equals.map { first.distance(from: first.startIndex, to: $0.lowerBound) + 1 } ?? 6
    var (rows, behind) = equals.map { Self.rows(first[$0.upperBound...]) } ?? ([], nil)
    let isDropped = behind?.hasPrefix("(") ?? false
    let isRemark = behind.map { text in Self.remarks.contains(where: text.hasPrefix) } ?? false
    if behind != nil, !isDropped, !isRemark { return nil }
    var (remark, dropped) = (isRemark ? behind : nil, isDropped ? behind : nil)
    for line in lines.dropFirst() {
      let text = String(line.drop { $0 == " " })
      let indent = line.prefix { $0 == " " }.count
      if indent == column, text.hasPrefix("= ") {
        rows.append(String(text.dropFirst(2)))
      } else if text.hasPrefix("("), text.firstRange(of: " = ") != nil, indent > column {
        dropped = text
      } else if let before = dropped {
        dropped = "\(before) \(text)"
      } else if remark != nil || Self.remarks.contains(where: text.hasPrefix) {
        remark = (remark.map { $0 + " " } ?? "") + text
      } else if !rows.isEmpty {
        rows[rows.count - 1] += " " + text
      }
    }
    // What the author typed: pages have brackets for indices only where they have no ∂.
    if name.contains("∂"), name.contains("[") { return nil }
    if rows.contains(where: \.isTypedProduct) { return nil }
    // `δ = ∂E/∂z = …`: the quantity's other name.
    if rows.count > 1, rows[0].isDerivative, !name.trimmed.isDerivative { rows.removeFirst() }
    // A general formula has no number.
    if rows.last.flatMap(PrintedValue.init) == nil { return nil }
    return Entry(
      step: step, name: name.trimmed, rows: rows, remark: remark,
      dropped: dropped.map { String($0.dropFirst().dropLast()) })
  }

  /// The value of a name in a formula of some step, as it is printed elsewhere on the page.
  func value(of name: String, at step: Int, isPrevious: Bool = false) -> PrintedValue? {
    if isPrevious { return results[step - 1]?[name] ?? (step == 1 ? start(of: name) : nil) }
    if let value = results[step]?[name] { return value }
    if arguments[name] != nil { return nil }
    let updated = results[step - 1].flatMap { $0[name + "⁺"] ?? $0[name + "'"] }
    let first = computed.contains(name) ? nil : results[results.keys.min() ?? 1]?[name]
    let given = updated ?? first
    return given ?? (Self.stepNames.contains(name) ? PrintedValue(String(step)) : nil)
  }
}

extension PrintedPage {
  /// A state before the first step: 0, but the best trial of a search is the given one, and nothing
  /// is kept yet that could be better.
  private func start(of name: String) -> PrintedValue? {
    if name == "best" { return PrintedValue("inf") }
    if !name.hasPrefix("best(") { return PrintedValue("0") }
    return value(of: String(name.dropFirst("best(".count).dropLast()), at: 1)
  }
}

/// A printed number with its sign.
struct PrintedValue: Equatable {
  let isNegative: Bool
  let number: PrintedNumber

  init?(_ text: String) {
    guard let formula = try? PrintedFormulaParser.formula(text, PrintedNames([])) else {
      return nil
    }
    self.init(formula)
  }

  init?(_ formula: PrintedFormula) {
    var (formula, isNegative) = (formula, false)
    while case .negated(let operand) = formula { (formula, isNegative) = (operand, !isNegative) }
    guard case .number(let number) = formula else { return nil }
    (self.isNegative, self.number) = (isNegative, number)
  }

  var value: Double { isNegative ? -number.value : number.value }
}

extension StringProtocol {
  /// Whether the line heads a table by step.
  fileprivate var hasStep: Bool {
    let first = split(separator: " ").first
    return first == "step" || first == "trial"
  }

  /// Whether the line above is a heading.
  fileprivate var isRule: Bool {
    let rule = prefix { "─═-=".contains($0) }
    return rule.count > 2 && (rule.count == count || dropFirst(rule.count).hasPrefix("   "))
  }

  /// Whether it is a product of plain numbers with room about its sign, which only an author writes so.
  fileprivate var isTypedProduct: Bool {
    contains(" · ") && allSatisfy { "0123456789.−·() ".contains($0) }
  }

  /// Whether this is the name of a derivative and nothing else.
  fileprivate var isDerivative: Bool {
    !contains(where: " ·*".contains)
      && (hasPrefix("∂") || hasPrefix("d") && firstRange(of: "/d") != nil)
  }
}
