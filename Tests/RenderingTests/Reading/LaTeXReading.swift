import Words

@testable import Rendering

/// Reads pages in LaTeX, or in Markdown with its formulas, and says them as a terminal would.
///
/// It knows of LaTeX only what stands on such pages. Each name gets a letter and a number, the
/// same on all pages that one reader reads.
final class LaTeXReading {
  private var names: [String: String] = [:]

  private func name(_ latex: String) -> String {
    let key = latex.filter { $0 != " " }
    // A quantity that is called t has indices on these pages.
    if ["\\mathit{step}", "t", "\\tau"].contains(key) { return "step" }
    // What a search has kept is read as the terminal has it: before the first step it is not 0.
    if key == "\\mathit{best}" { return "best" }
    if let kept = key.between("\\mathit{best}_{", "}") { return "best(\(name(kept)))" }
    if let known = names[key] { return known }
    names[key] = "Q\(names.count)"
    return names[key] ?? ""
  }

  // Pages.

  /// A page as the terminal would have it, with its headings, given numbers and equations.
  func page(_ text: String) throws -> String {
    var lines: [String] = []
    var equations: [String]?
    var tables = LaTeXGivenTables()
    var isGiven = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("\\begin{align") {
        equations = []
      } else if line.hasPrefix("\\end{align") {
        lines += try entries(equations ?? [])
        equations = nil
      } else if equations != nil {
        equations?.append(line)
      } else if let heading = line.between("\\subsection*{", "}") ?? line.after("## ") {
        isGiven = heading == "Given"
        lines += ["", try self.heading(heading), "────"]
      } else if let given = given(line) {
        lines.append("    " + (try given.map(equation).joined(separator: "  ")))
      } else if isGiven {
        tables.read(line)
        lines += try tables.values.map { "    \(try plain($0.name)) = \(try number($0.value))" }
      }
    }
    return lines.joined(separator: "\n")
  }

  private func heading(_ text: String) throws -> String {
    guard let colon = text.firstRange(of: ": ") else { return text }
    let detail = try text[colon.upperBound...].pieces.map { piece in
      piece.isFormula ? try equation(piece.text) : piece.text
    }
    return "\(text[..<colon.lowerBound])   \(detail.joined())"
  }

  /// The equations of a line of given numbers.
  private func given(_ line: String) -> [String]? {
    let labels = WalkthroughWriter.roles.flatMap { [$0.label.one, $0.label.many] }.map {
      English().text(.label($0))
    }
    guard labels.contains(where: { line.hasPrefix("\($0) & ") || line.hasPrefix("- \($0): ") })
    else { return nil }
    return line.pieces.filter(\.isFormula).map(\.text)
  }

  /// A number in a table: a formula, or as it is.
  private func number(_ cell: String) throws -> String {
    let formula = cell.pieces.first(where: \.isFormula)?.text
    return try formula.map(plain) ?? cell
  }

  private func equation(_ latex: String) throws -> String {
    let sides = try LaTeXParts(latex).rows
    return try sides.map(plain).joined(separator: " = ")
  }

  /// The lines of an alignment, each equation as a block of its own.
  private func entries(_ lines: [String]) throws -> [String] {
    var blocks: [(left: String, right: String)] = []
    for line in lines {
      guard let mark = line.firstRange(of: "&") else { throw NotUnderstood(text: line) }
      let left = line[..<mark.lowerBound].trimmed
      var right = line[mark.upperBound...].trimmed
      for end in ["\\\\", "\\\\[1ex]"] where right.hasSuffix(end) {
        right = right.dropLast(end.count).trimmed
      }
      if left.isEmpty, let last = blocks.indices.last {
        blocks[last].right += " " + (right.after("\\quad {}") ?? right)
      } else {
        blocks.append((left.between("\\rlap{$\\displaystyle ", "$}") ?? left, right))
      }
    }
    return try blocks.flatMap { left, right -> [String] in
      // A remark on names that are not seen, in parentheses of any size.
      let mark = " \\quad ("
      let parts = right.replacing(" \\quad \\biggl(", with: mark)
        .replacing(" \\quad \\Biggl(", with: mark).replacing(" \\quad \\left(", with: mark).split(
          separator: mark, maxSplits: 1
        ).map(
          String.init)
      let rows = try LaTeXParts(parts[0]).rows.map { try plain($0).replacing("  ", with: " ") }
      let name = "    " + (try plain(left))
      let indent = String(repeating: " ", count: name.count + 1)
      let remark = try parts.dropFirst().map { remark in
        indent + "  (" + (try plain(remark.replacing("\\text{, }", with: ", ")))
      }
      return ["", name + " = " + rows[0]] + rows.dropFirst().map { indent + "= " + $0 } + remark
    }
  }

  // Formulas.

  func plain(_ latex: String) throws -> String {
    // Between arguments there are commas; all other small spaces stand for products.
    var rest = Array(
      latex.replacing(", \\,", with: ", ").replacing(",\\,", with: ", "))[...]
    return try formula(&rest)
  }

  private func formula(_ rest: inout ArraySlice<Character>) throws -> String {
    var text = ""
    while !rest.isEmpty { text += try atom(&rest) }
    return text
  }

  private func atom(_ rest: inout ArraySlice<Character>) throws -> String {
    guard let first = rest.first else { return "" }
    if first.isNumber { return number(&rest) }
    if first == "\\" { return try command(&rest) }
    if first == "{" {
      let inner = rest.group()
      // A name that has a superscript already, or a formula that is raised.
      let mark = rest.script("^")
      if let mark, mark == "+" || mark == "-" { return name(inner) + Self.marks[mark, default: ""] }
      let base = "(\(try plain(inner)))"
      return try mark.map { "\(base)^(\(try plain($0)))" } ?? base
    }
    if first == "^" {
      let exponent = rest.script("^") ?? ""
      return "^(\(try plain(exponent)))"
    }
    rest.removeFirst()
    if first == "e", let exponent = rest.script("^") { return "e^(\(try plain(exponent)))" }
    if first.isLetter { return try named(String(first), &rest) }
    return String(first)
  }

  private func number(_ rest: inout ArraySlice<Character>) -> String {
    var digits = String(rest.prefix { $0.isNumber || $0 == "." })
    rest.removeFirst(digits.count)
    if rest.starts(with: "\\times 10^") {
      rest.removeFirst("\\times 10".count)
      return digits + "e" + (rest.script("^") ?? "")
    }
    if digits == "10", let exponent = rest.script("^") { digits = "1e\(exponent)" }
    return digits
  }

  private static let marks = ["+": "'", "-": "_old"]

  /// A name with what stands above and below it; a number above is a power.
  private func named(_ base: String, _ rest: inout ArraySlice<Character>) throws -> String {
    var (own, mark, power) = (base, "", "")
    while let sign = rest.first, sign == "^" || sign == "_" {
      let script = rest.script(sign) ?? ""
      let isName = sign == "_" || script.hasPrefix("(")
      if isName {
        own += "\(sign){\(script)}"
      } else if let known = Self.marks[script] {
        mark = known
      } else {
        power = "^(\(try plain(script)))"
      }
    }
    if ["(", "\\biggl(", "\\Biggl(", "\\left("].contains(where: { rest.starts(with: $0) }) {
      return Self.functions[own, default: own]
    }
    return name(own) + mark + power
  }

  private static let functions = ["\\sigma": "sigmoid", "\\pi": "pi"]

  private func command(_ rest: inout ArraySlice<Character>) throws -> String {
    let word = String(rest.dropFirst().prefix { $0.isASCII && $0.isLetter })
    let sign = rest.dropFirst().first ?? " "
    rest = rest.dropFirst(max(word.count, 1) + 1)
    if word.isEmpty { return try spaced(sign) }
    if rest.first == " " { rest.removeFirst() }
    switch word {
    case "frac", "tfrac":
      let (top, bottom) = (rest.group(), rest.group())
      let isFactor = ["(", "\\biggl(", "\\Biggl(", "\\left("].contains { rest.starts(with: $0) }
      if top == "1", isFactor {
        // A long sum stands behind the fraction that it is multiplied by: it is divided.
        return "(\(try fenced(&rest))/(\(try plain(bottom))))"
      }
      if !top.hasPrefix("\\partial") { return "((\(try plain(top)))/(\(try plain(bottom))))" }
      return "∂" + name("\(top)/\(bottom)")
    case "sqrt": return "sqrt(\(try plain(rest.group())))"
    case "cdot": return "*"
    case "biggl", "biggr", "Biggl", "Biggr", "left", "right": return ""
    case "lvert", "lfloor":
      return word == "lvert" ? "abs(" : "floor("
    case "rvert", "rfloor": return ")"
    case "operatorname": return function(rest.group(), &rest)
    case "mathrm" where Self.isFunction(rest): return function(rest.group(), &rest)
    case "begin": return try cases(&rest)
    case "dots": return "…"
    case "sum": return "Σ"
    case "pi": return "pi"
    case "infty": return "∞"
    case "le": return " <= "
    case "ge": return " >= "
    case "ne": return " != "
    case "lt": return " < "
    case "gt": return " > "
    case "text":
      let words = rest.group()
      if words == " if " || words == " otherwise" { return words }
      return try named("\\text{\(words)}", &rest)
    case "mathit", "hat", "bar", "tilde", "mathrm":
      return try named("\\\(word){\(rest.group())}", &rest)
    case "ln" where rest.first.map { $0.isLetter || $0.isNumber || $0 == "\\" } ?? false:
      // Without parentheses, of what stands next; larger ones have a command.
      if ["\\bigg", "\\Bigg", "\\left"].contains(where: { rest.starts(with: $0) }) { return "ln" }
      return "ln(\(try atom(&rest)))"
    default:
      let isCall =
        rest.first == "(" || rest.starts(with: "\\bigg") || rest.starts(with: "\\Bigg")
        || rest.starts(with: "\\left")
      return isCall && word != "sigma" ? word : try named("\\\(word)", &rest)
    }
  }

  /// Whether a name in upright letters is that of a function: a small space is before its arguments.
  private static func isFunction(_ rest: ArraySlice<Character>) -> Bool {
    var rest = rest
    _ = rest.group()
    _ = rest.script("_")
    return rest.starts(with: "\\,")
  }

  private func function(_ name: String, _ rest: inout ArraySlice<Character>) -> String {
    let function = name.replacing("\\_", with: "_")
    let member = rest.script("_")
    if rest.starts(with: "\\,") { rest.removeFirst(2) }
    guard let member else { return function }
    rest = rest.drop { $0 != "(" }.dropFirst()
    return "\(function)(\(member), "
  }

  /// What stands in parentheses, with them.
  private func fenced(_ rest: inout ArraySlice<Character>) throws -> String {
    var (text, depth) = ("", 0)
    while !rest.isEmpty {
      let next = try atom(&rest)
      depth += next.count { $0 == "(" } - next.count { $0 == ")" }
      text += next
      if depth == 0, !next.isEmpty { break }
    }
    return text
  }

  private func spaced(_ sign: Character) throws -> String {
    switch sign {
    case ",": return "*"
    case "{", "}", " ": return String(sign)
    default: throw NotUnderstood(text: "\\\(sign)")
    }
  }

  private func cases(_ rest: inout ArraySlice<Character>) throws -> String {
    guard rest.group() == "cases" else { throw NotUnderstood(text: String(rest)) }
    var (cells, depth) = ([""], 0)
    while !rest.isEmpty, depth >= 0 {
      if rest.starts(with: "\\begin") { depth += 1 }
      if rest.starts(with: "\\end") { depth -= 1 }
      if depth < 0 {
        rest.removeFirst("\\end{cases}".count)
      } else if depth == 0, rest.first == "&" || rest.starts(with: "\\\\") {
        rest.removeFirst(rest.first == "&" ? 1 : 2)
        cells.append("")
      } else if let next = rest.popFirst() {
        cells[cells.count - 1].append(next)
      }
    }
    let words = ["\\text{if }", "\\text{otherwise}"]
    let parts = try cells.map { cell in
      try plain(words.reduce(cell.trimmed) { $1 == $0 ? "" : $0.after($1) ?? $0 })
    }
    guard parts.count == 4 else { throw NotUnderstood(text: "\(cells)") }
    return "{\(parts[0]) if \(parts[1]); \(parts[2]) otherwise}"
  }
}

/// What is set equal in a formula, parted at the equals signs that stand in no brackets.
private struct LaTeXParts {
  private(set) var rows: [String] = []

  init(_ latex: String) throws {
    var (row, depth) = ("", 0)
    for (place, character) in zip(latex.indices, latex) {
      if latex[place...].hasPrefix("\\begin{") { depth += 1 }
      if latex[place...].hasPrefix("\\end{") { depth -= 1 }
      if "{[(".contains(character) { depth += 1 }
      if "}])".contains(character) { depth -= 1 }
      if character == "=", depth == 0 {
        rows.append(row)
        row = ""
      } else {
        row.append(character)
      }
    }
    rows = (rows + [row]).map(\.trimmed).filter { !$0.isEmpty }
    if rows.isEmpty { throw NotUnderstood(text: latex) }
  }
}

extension ArraySlice<Character> {
  /// Takes a group in braces, or a single character.
  fileprivate mutating func group() -> String {
    while first == " " { removeFirst() }
    guard popFirst() == "{" else { return "" }
    var (text, depth) = ("", 1)
    while let character = popFirst() {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { break }
      text.append(character)
    }
    return text
  }

  fileprivate mutating func script(_ sign: Character) -> String? {
    guard first == sign else { return nil }
    removeFirst()
    return group()
  }
}

extension StringProtocol {
  /// Text, and formulas between dollar signs.
  fileprivate var pieces: [(text: String, isFormula: Bool)] {
    String(self).replacing("$`", with: "$").replacing("`$", with: "$")
      .split(separator: "$", omittingEmptySubsequences: false).enumerated().map {
        (String($1), $0 % 2 == 1)
      }
  }

  fileprivate func after(_ start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }

  fileprivate func between(_ start: String, _ end: String) -> String? {
    hasPrefix(start) && hasSuffix(end)
      ? String(dropFirst(start.count).dropLast(end.count)) : nil
  }
}
