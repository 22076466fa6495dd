import Formulas
import Programs
import Tracing

/// Makes a script of a run.
struct ScriptBuilder {
  private let run: RunExport
  private let lines: ScriptLines
  /// The library that finds derivatives by itself, if there is one.
  private let differentiator: String?
  private let deepest: Int
  private var pieces: FormulaPieces

  /// A script with more is no use to a reader.
  private static let mostLines = 50_000
  private static let mostNumbers = 1_000_000
  /// More numbers of the trace are not carried, but for those of the first step and the last.
  private static let mostRecorded = 1000

  /// In no formula of the script stand more than `deepest` operations inside each other.
  static func script(
    of run: RunExport, differentiator: String?, deepest: Int
  ) throws(RunExport.Refusal) -> Script {
    if run.program.lines.count > mostLines {
      throw RunExport.Refusal(
        message: "this lesson has \(run.program.lines.count) lines, and a script has one for each; "
          + "more than \(mostLines) are not written")
    }
    var builder = ScriptBuilder(run, differentiator, deepest)
    return Script(
      lines: builder.lines, definitions: builder.definitions, body: try builder.body(),
      records: builder.records)
  }

  private init(_ run: RunExport, _ differentiator: String?, _ deepest: Int) {
    self.run = run
    self.differentiator = differentiator
    self.deepest = deepest
    lines = ScriptLines(run, librariesDifferentiate: differentiator != nil)
    pieces = FormulaPieces(deepest: deepest)
  }

  private var program: Program { run.program }

  private var definitions: [Script.Definition] {
    lines.functions.filter { $0.code == nil }.map { function in
      let count = function.parameters.count
      var pieces = FormulaPieces(behind: count, deepest: deepest)
      let (parts, result) = pieces.pieces(of: function.body(count))
      return Script.Definition(function: function, parts: parts, result: result)
    }
  }

  private mutating func body() throws(RunExport.Refusal) -> [Script.Statement] {
    guard let training = program.training else {
      var body = given
      body.append(.blank)
      if lines.countsSteps { body.append(.assignment(.step, .one)) }
      body += forward()
      body += rest()
      body.append(.remember)
      return body
    }
    let tables = GivenTables(run)
    if tables.count > Self.mostNumbers {
      throw RunExport.Refusal(
        message: "the steps of this lesson are given \(tables.count) numbers from outside, and a "
          + "script has to carry them; '--steps' takes fewer")
    }
    let (definitions, uses) = tables.statements
    var step = uses + forward()
    step.append(.closing)
    step += rest()
    if let until = training.until { step.append(.stop(until)) }
    step.append(.remember)
    step += handedOn
    return given + definitions + before(training.steps) + [.loop(step)]
  }

  // Before the first step.

  private var given: [Script.Statement] {
    var result: [Script.Statement] = []
    let headings: [(phase: Phase, heading: String)] = [
      (.input, "Inputs"), (.target, "Targets"), (.const, "Constants"), (.param, "Parameters"),
    ]
    for (phase, heading) in headings {
      let given = run.given.filter { program.lines[$0].phase == phase }
      if given.isEmpty { continue }
      result += [.blank, .comment(heading)]
      for family in given.families(of: program) {
        result.append(
          .numbers(family.map(Script.Variable.line), family.map { run.givenNumber(of: $0, at: 1) }))
      }
    }
    if !lines.arguments.isEmpty { result += [.blank, .comment("Arguments of the update rules")] }
    for argument in lines.arguments {
      result.append(.assignment(.argument(argument.formula), argument.value))
    }
    return result
  }

  /// The number of steps, and what the first one finds of the step before it.
  private func before(_ steps: Int) -> [Script.Statement] {
    var result: [Script.Statement] = [.blank, .steps(steps), .blank]
    if lines.previous.isEmpty { return result }
    result.append(.comment("Before the first step"))
    for line in lines.previous {
      let initial = run.number(program.lines[line].initial, of: line)
      result.append(.numbers([.previous(line)], [initial]))
    }
    result.append(.blank)
    return result
  }

  // One step.

  private mutating func forward() -> [Script.Statement] {
    let forward = lines.computed.filter { program.lines[$0].phase == .forward }
    if forward.isEmpty { return [] }
    return [.comment("Forward")] + forward.flatMap { assignments(of: $0) }
  }

  /// Derivatives and updates.
  private mutating func rest() -> [Script.Statement] {
    let rest = lines.computedOrFound.filter { program.lines[$0].phase != .forward }
    let isUpdate: (LineID) -> Bool = { [program] line in
      program.lines[line].phase.group == .update
    }
    var result: [Script.Statement] = []
    var found: Set<LineID> = []
    for line in rest where !isUpdate(line) {
      if result.isEmpty {
        result = [.blank, .comment(differentiator.map { "Backward, by \($0)" } ?? "Backward")]
      }
      guard let objective = lines.objectives[line], let pairs = lines.derivatives[objective] else {
        result += assignments(of: line)
        continue
      }
      if found.insert(objective).inserted { result.append(.derivatives(of: objective, pairs)) }
    }
    let updates = rest.filter(isUpdate).flatMap { assignments(of: $0) }
    if updates.isEmpty { return result }
    return result + [.blank, .comment("Update"), .untracked(updates)]
  }

  private mutating func assignments(of line: LineID) -> [Script.Statement] {
    guard let formula = program.lines[line].formula else {
      preconditionFailure("only lines with formulas are computed")
    }
    let (parts, whole) = pieces.pieces(of: formula)
    return parts.map { .assignment(.placeholder($0.number), $0.formula) } + [
      .assignment(.line(line), whole)
    ]
  }

  /// What the next step begins with.
  private var handedOn: [Script.Statement] {
    let saved: [Script.Statement] = lines.previous.filter { !lines.keepingPrevious.contains($0) }
      .map { .assignment(.previous($0), .line($0)) }
    let carried = program.lines.indices.compactMap { line -> Script.Statement? in
      guard case .carried(let source?) = program.lines[line].definition else { return nil }
      return .assignment(.line(line), .line(source))
    }
    if saved.isEmpty && carried.isEmpty { return [] }
    return [.comment("The next step begins with these")] + saved + carried
  }

  // The trace.

  private var records: [Script.Record] {
    let last = run.trace.lastStep
    let first = max(Self.mostRecorded / max(lines.computedOrFound.count, 1) - 2, 1)
    let steps =
      first + 2 >= last ? Array(1...last) : Array(1...min(first, 10)) + [last - 1, last]
    return steps.map { step in
      let values = lines.computedOrFound.compactMap { line in
        run.trace.listedValue(of: line, at: step).map { (line, $0) }
      }
      return Script.Record(step: step, values: values)
    }
  }
}

extension [LineID] {
  /// Runs of four and more members of one family; every other line alone.
  fileprivate func families(of program: Program) -> [[LineID]] {
    var runs: [[LineID]] = []
    for line in self {
      if let name = program.lines[line].symbol.quantity?.name, let last = runs.last?.last,
        program.lines[last].symbol.quantity?.name == name
      {
        runs[runs.count - 1].append(line)
      } else {
        runs.append([line])
      }
    }
    return runs.flatMap { $0.count >= 4 ? [$0] : $0.map { [$0] } }
  }
}
