import Fixtures
import Formulas
import Programs
import Testing
import Tracing

@testable import Exports

/// What a script does, before a language writes it.
@Suite struct ScriptBuilderTests {
  private static func script(_ statements: String, differentiator: String? = nil) throws -> (
    script: Script, program: Program
  ) {
    let run = try RunExport.of(statements)
    let script = try ScriptBuilder.script(of: run, differentiator: differentiator, deepest: 50)
    return (script, run.program)
  }

  /// The statements of a step, each in a word and the lines that it is about.
  private static func step(of script: Script, _ program: Program) -> [String] {
    func name(_ line: LineID) -> String { program.lines[line].symbol.description }
    func word(_ statement: Script.Statement) -> [String] {
      switch statement {
      case .loop(let statements): statements.flatMap(word)
      case .assignment(.line(let line), let formula):
        ["\(name(line)) = \(formula.text(naming: name))"]
      case .assignment(.previous(let line), _): ["keep \(name(line))"]
      case .derivatives(let objective, let pairs):
        pairs.map { "\(name($0.line)) from \(name(objective)) by \(name($0.by))" }
      case .untracked(let statements): ["update"] + statements.flatMap(word)
      case .closing: ["closing"]
      case .stop: ["stop"]
      case .remember: ["remember"]
      case .row(let lines, _, let period):
        ["row \(lines.map(name)) \(period.map(String.init) ?? "once")"]
      case .blank, .comment, .assignment, .numbers, .table, .column, .members, .steps: []
      }
    }
    return script.body.flatMap(word)
  }

  @Test func `a step goes forwards, ends after the last update, and hands on the parameters`()
    throws
  {
    let (script, program) = try Self.script(
      "param w = 1\nL = w^2\nminimize L by gd(0.1), steps: 3, until: L < 0.5")
    #expect(
      Self.step(of: script, program) == [
        "L = w^2", "closing", "dL/dw = 2*w", "update", "w' = w - 0.1*dL/dw", "stop", "remember",
        "w = w'",
      ])
    // The last one is the forward pass after the last update.
    #expect(script.records.map(\.step) == [1, 2, 3, 4])
  }

  @Test func `a library finds the derivatives in their place`() throws {
    let (script, program) = try Self.script(
      "input x = 2\nparam w = 1\nz = w*x\nL = z^2\nminimize L by gd(0.1), steps: 3",
      differentiator: "PyTorch")
    #expect(
      Self.step(of: script, program) == [
        "z = w*x", "L = z^2", "closing", "dL/dz from L by z", "dL/dw from L by w", "update",
        "w' = w - 0.1*dL/dw", "remember", "w = w'",
      ])
    #expect(script.lines.leaves == [1])
  }

  /// A state that is used before it is computed needs no second variable.
  @Test func `a state is kept by its own variable`() throws {
    let (script, program) = try Self.script(
      "param w = 1\nL = w^2\nminimize L by momentum(0.1, 0.9), steps: 2")
    #expect(script.lines.previous.count == 1)
    #expect(script.lines.keepingPrevious == Set(script.lines.previous))
    #expect(!Self.step(of: script, program).contains { $0.hasPrefix("keep") })
  }

  @Test func `what steps are given begins again after its last row`() throws {
    let (script, program) = try Self.script(
      "input x each step = [1, 2]\nparam w = 1\nL = (w*x)^2\nminimize L by gd(0.1), steps: 4")
    #expect(Self.step(of: script, program).first == "row [\"x\"] 2")
  }
}
