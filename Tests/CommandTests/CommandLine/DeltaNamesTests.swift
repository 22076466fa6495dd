import Testing

@testable import chainrule

/// δ, wherever a command takes the name of a quantity or a phase.
@Suite struct DeltaNamesTests {
  private func output(_ words: String..., input: String = "") -> String {
    let run = CapturedRun(words, input: input)
    #expect(run.status == .done, "\(run.messages)")
    return run.output
  }

  @Test(arguments: ["δo1", "δₒ₁", "delta_o1", "∂E/∂netₒ₁"])
  func `plot and trace take it`(name: String) {
    let plain = output("plot", "two-layer-sigmoid", "dE/dnet_o1")
    #expect(output("plot", "two-layer-sigmoid", name) == plain)
    #expect(
      output("trace", "two-layer-sigmoid", "--where", name)
        == output("trace", "two-layer-sigmoid", "--where", "dE/dnet_o1"))
  }

  @Test(arguments: ["δ2", "δ⁽²⁾", "delta2", "dL/dz2"])
  func `a family without indices`(name: String) {
    let rows = output("trace", "xor", "--where", name, "--steps", "1").split(separator: "\n")
    #expect(rows.count == 5)
    #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("1,delta,dL/dz2[") })
  }

  @Test func `--only takes it for the phase`() {
    #expect(
      output("show", "xor", "--only", "δ,gradient") == output("show", "xor", "--only", "backward"))
  }

  /// Every way of writing it on a sheet; δ is 0.138498562.
  @Test(arguments: [
    "δo1 = 0.1385", "δ_o1 = 0.1385", "δₒ₁ = 0.1385", "delta_o1 = 0.1385", "-δo1 = -0.1385",
    "δo1*out_h1 = 0.0822", "dE/dw5 = δo1*out_h1 = 0.1385*0.5933 = 0.0822",
    "∂E/∂w₅ = δₒ₁·outₕ₁ = 0.0822", "let d = δo1\nd = 0.1385",
  ])
  func `a sheet takes it`(sheet: String) {
    #expect(
      output("check", "two-layer-sigmoid", "-", input: sheet + "\n").contains("\n1 right.\n"))
  }

  @Test func `a sheet of other lessons takes it`() {
    let sheet = "δ2[4] = 0.0923\nδ⁽²⁾₄ = 0.0923\nδ2 = [0.1250, -0.1205, -0.1613, 0.0923]\n"
    #expect(output("check", "xor", "-", input: sheet).contains("\n6 right.\n"))
    #expect(
      output("check", "recurrent-cell", "-", input: "δ3 = -0.3293\nδ_1 = -0.0773\n")
        .contains("\n2 right.\n"))
  }

  /// Every name that is listed, left blank: none is unknown.
  @Test(arguments: ["two-layer-sigmoid", "xor", "softmax", "recurrent-cell"])
  func `a sheet takes every name as it is printed`(lesson: String) {
    let names = output("names", lesson).split(separator: "\n").map { $0.prefix { $0 != " " } }
    let sheet = names.map { "\($0) =\n" }.joined()
    let run = CapturedRun(["check", lesson, "-"], input: sheet)
    #expect(run.output.contains("\n\(names.count) left blank.\n"), "\(run.output.suffix(300))")
  }

  @Test(arguments: [("two-layer-sigmoid", 1), ("xor", 9), ("softmax", 1), ("recurrent-cell", 1)])
  func `explain takes every name as it is printed`(lesson: String, stride: Int) {
    let names = output("names", lesson).split(separator: "\n").map { $0.prefix { $0 != " " } }
    for (place, name) in names.enumerated() where place % stride == 0 {
      let text = output("explain", lesson, String(name), "--depth", "1")
      #expect(text.contains("How this comes about:   \(name)\n"))
    }
  }
}
