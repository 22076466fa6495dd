import Formulas
import Testing

@testable import chainrule

/// Formulas as the program prints them, read by `eval`.
@Suite struct PrintedFormulasTests {
  /// What stands between two underlined headings of a printed trace.
  private func section(_ heading: String, of text: String) -> [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let heads = lines.indices.dropLast().filter { lines[$0 + 1].hasPrefix("──") }
    guard let head = heads.first(where: { lines[$0] == heading }) else { return [] }
    let end = heads.first { $0 > head } ?? lines.endIndex
    return lines[head..<end].dropFirst(2).filter { $0.isEmpty || $0.hasPrefix(" ") }
  }

  /// The formulas of a section: what stands first behind the names, without numbers and remarks.
  private func formulas(_ section: [Substring]) -> [String] {
    section.compactMap { line in
      // Names below one another end in the same column; what goes on below stands further in.
      let text = line.drop { $0 == " " }
      if text.isEmpty || text.hasPrefix("= ") || text.hasPrefix("(") { return nil }
      let sides = text.split(separator: " = ", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { return nil }
      return "\(sides[0]) = \(formula(in: sides[1]))"
    }
  }

  /// A formula up to the numbers that are equal to it; equals signs in brackets are its own.
  private func formula(in text: String) -> String {
    var depth = 0
    for index in text.indices {
      if "([{".contains(text[index]) { depth += 1 }
      if ")]}".contains(text[index]) { depth -= 1 }
      if depth == 0, text[index...].hasPrefix(" = ") { return String(text[..<index]) }
    }
    return text.split(separator: "   ").first.map(String.init) ?? text
  }

  /// What is given, as `eval` takes it: `x₁=2`, also of tables with the values of an index above.
  private func given(_ section: [Substring]) -> [String] {
    var columns: [Substring] = []
    return section.flatMap { line -> [String] in
      let equations = line.matches(of: /(\S+) = (\S+)/).map { "\($0.output.1)=\($0.output.2)" }
      if !equations.isEmpty { return equations }
      let words = line.split(separator: " ")
      guard let name = words.first, name.count > 1 else {
        columns = words
        return []
      }
      return zip(columns, words).dropFirst().map { column, number in
        let index = column.compactMap(\.wholeNumberValue).map { Array("₀₁₂₃₄₅₆₇₈₉")[$0] }
        return "\(name.dropLast())\(String(index))=\(number)"
      }
    }
  }

  @Test(
    arguments: Set(Function.elementary.values).filter { function in
      !["if", "<", "<=", ">", ">=", "=="].contains(function.name)
    }.sorted { $0.name < $1.name })
  func `an elementary function`(function: Function) throws {
    var arguments = ["x", "y", "z"].prefix(
      max(function.parameters.count, function.isVariadic ? 2 : 1))
    if case .member = function.notation { arguments = ["1", "x", "y"] }
    let numbers = ["x=0.4", "y=0.7", "z=0.2"]
    let call = "result = \(function.name)(\(arguments.joined(separator: ", ")))"
    var isOtherwise = false
    let typed = CapturedRun(["eval", call] + numbers + ["--wrt", "x"])
    let row = try #require(formulas(section("Forward", of: typed.output)).first)
    let printed = CapturedRun(["eval", row] + numbers + ["--wrt", "x"])
    #expect(typed.status == .done)
    // Functions of several numbers are written out, others by what they are made of.
    let isWrittenOut =
      function.spelledOut != nil && (function.isVariadic || function.parameters.count > 1)
    if case .written = function.notation { isOtherwise = true }
    if isWrittenOut || isOtherwise {
      let values = [typed, printed].map { section("Forward", of: $0.output).last { !$0.isEmpty } }
      #expect(values[0] == values[1], "\(row)")
    } else {
      #expect(printed.output == typed.output, "\(row)")
    }
  }

  @Test(arguments: [
    "circuit", "fan-out", "two-layer-sigmoid", "sigmoid-neuron", "softmax", "recurrent-cell",
    "newton", "published-mistake",
  ])
  func `the formulas of a lesson`(lesson: String) throws {
    let shown = CapturedRun(["show", lesson, "--all", "--decimals", "9"], width: 400).output
    let given = given(section("Given", of: shown))
    let forward = section("Forward", of: shown)
    let rows = formulas(forward).joined(separator: "; ")
    let run = CapturedRun(["eval", rows] + given + ["--decimals", "9", "--all"], width: 400)
    #expect(!given.isEmpty)
    #expect(bare(section("Forward", of: run.output)) == bare(forward), "\(run.messages)")
  }

  /// Lines without what depends on the rest of a page: blank lines about lead sentences, the room
  /// before names, which end in the same column, and the zeros at the end of numbers, which a family
  /// has where another of its members needs the places.
  private func bare(_ lines: [Substring]) -> [String] {
    lines.filter { !$0.isEmpty }.map { line in
      String(line.drop { $0 == " " }).replacing(/\.(\d*?)0+(?!\d)/) {
        $0.output.1.isEmpty ? "" : ".\($0.output.1)"
      }
    }
  }

  /// Signs that look alike, and what stands in other places than in the lesson language.
  @Test(arguments: [
    ("x×2 − ½·x", "2*x*1 - 1/2*x"), ("√x·√(x + 1)", "sqrt(x)*sqrt(x + 1)"),
    ("√x² + x³ + x⁻¹", "sqrt(x)^2 + x^3 + x^(-1)"), ("e^x·e^(−x)", "exp(x)*exp(-x)"),
    ("e^−x^2 + 1", "exp(-x^2) + 1"), ("e^σ(x)·2 + e²", "exp(sigmoid(x))*2 + exp(2)"),
    ("e", "exp(1)"), ("ln(x)·π", "log(x)*pi"), ("arcsin(x)", "asin(x)"),
    ("|x − 1| − |−|x||", "abs(x - 1) - abs(-abs(x))"), ("⌊x·5⌋", "floor(x*5)"),
    ("[x = 0.4] + 2·[x ≤ 1]", "(x == 0.4) + 2*(x <= 1)"), ("w₁·θ", "w1*theta"),
    ("v₂·V₁,₂·V₂₁", "v[2]*V[1,2]*V[2,1]"), ("ln 0.5 − ln x", "log(0.5) - log(x)"),
    ("x·ln x/2", "x*log(x)/2"), ("[1 + (2 − x)]·2", "(1 + (2 - x))*2"),
    ("[(1 − x)² + 2]/[3 − (x − 1)]", "((1 - x)^2 + 2)/(3 - (x - 1))"),
    ("2 x − 3 θ", "2*x - 3*theta"), ("2 x²", "2*x^2"), ("1/4 · x/θ", "1/4*(x/theta)"),
    ("e^−x + x^−x", "exp(-x) + x^(-x)"),
  ])
  func `other signs`(printed: String, typed: String) {
    let numbers = ["x=0.4", "w₁=−3", "θ=7", "v=[1, 2]", "V=[[1, 2], [3, 5]]"]
    func values(_ formula: String) -> String {
      let output = CapturedRun(["eval", formula] + numbers + ["--digits", "15"]).output
      let line = section("Forward", of: output).last { !$0.isEmpty }
      return line?.split(separator: " = ").last.map(String.init) ?? "none"
    }
    #expect(values(printed) == values(typed))
    #expect(values(printed) != "none")
  }

  @Test func `a power of a quantity that is called e`() {
    let run = CapturedRun(["eval", "e^x", "e=3", "x=2"])
    #expect(run.output.contains("    result = e^x = 3² = 9\n"))
  }

  /// x² is no name, also beside a quantity x2.
  @Test func `a raised number is a power`() {
    let run = CapturedRun(["eval", "x² + x₂", "x=3", "x2=5"])
    #expect(run.output.contains("    result = x² + x₂ = 3² + 5 = 14\n"))
  }

  @Test(arguments: ["e^", "√", "[", "|", "e^-", "⌊", "e^√"])
  func `what is nested deep is refused`(text: String) {
    let run = CapturedRun(["eval", String(repeating: text, count: 20_000) + "x", "x=1"])
    #expect(run.status == .unreadable)
  }

  @Test func `a mistake stands where it was typed`() {
    let run = CapturedRun(["eval", "σ(x)·q + √x", "x=1"])
    #expect(
      run.messages == """
        formula:1:15: error: 'q' is not defined
            1 | result = σ(x)·q + √x
              |               ^
        1 mistake
        """)
  }
}
