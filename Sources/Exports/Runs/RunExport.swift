import Decimals
import Diagnostics
import Formulas
package import Lessons
package import Programs
package import Tracing

/// One run of a lesson, to be written as a program of another kind.
package struct RunExport {
  package let lesson: Lesson
  /// The lesson's program, which may be cut to fewer steps.
  package var program: Program { trace.program }
  package let trace: Trace

  /// Throws where one formula after the other does not give the run.
  package init(_ lesson: Lesson, _ trace: Trace) throws(Refusal) {
    if let line = trace.program.lines.first(where: \.isOutcome) {
      throw Refusal(
        message: "'\(line.symbol)' is what a whole training comes to, at each step of a search; "
          + "scripts and spreadsheets have one training. Export a run of the lesson that is no "
          + "search over arguments of 'minimize'")
    }
    // The first steps may all have whole batches.
    if let last = trace.program.lastBatch, trace.lastStep >= last.period {
      throw Refusal(
        message: "step \(last.period) has fewer rows than the others: scripts and spreadsheets do "
          + "the same at every step. Export the steps before it, with "
          + "'--steps \(max(last.period - 2, 1))', or choose a batch that divides the rows")
    }
    self.lesson = lesson
    self.trace = trace
  }

  /// Why a run cannot be written.
  package struct Refusal: Error {
    package let message: String
  }

  /// Whether lines are computed in fractions.
  var isExact: Bool { program.arithmetic == .exact }

  /// Throws where the run needs fractions, which `others` don't have.
  func refuseFractions(in others: String) throws(Refusal) {
    guard isExact else { return }
    throw Refusal(
      message: "this lesson says 'arithmetic exact', and \(others) would compute it in doubles: at "
        + "a threshold they may come to other numbers. '--to numpy' writes a script that computes "
        + "in fractions")
  }

  /// What is said of steps that are left out; `nil` where there are none.
  var noteOnSteps: String? {
    guard let planned = lesson.program.training?.steps, planned > trace.steps else { return nil }
    if let all = program.training?.steps, all > trace.steps {
      return "The run ended after step \(trace.steps) of \(planned), by its condition."
    }
    return "Of the lesson's \(planned) steps these are the first \(trace.steps)."
  }

  /// The lines that are known before the first step.
  var given: [LineID] {
    program.lines.indices.filter { line in
      switch program.lines[line].definition {
      case .constant, .carried: true
      case .sequence, .shuffled, .drawn: program.training == nil
      case .formula, .outcome, .absent: false
      }
    }
  }

  /// The lines whose value of the step before is used, and by which lines.
  var usersOfPrevious: [LineID: [LineID]] {
    var users: [LineID: [LineID]] = [:]
    for (position, line) in program.lines.numbered {
      guard let formula = line.formula else { continue }
      for previous in formula.previousLines { users[previous, default: []].append(position) }
    }
    return users
  }

  /// The number that a line without a formula has at a step.
  func givenNumber(of line: LineID, at step: Int) -> GivenNumber {
    guard let value = trace.value(of: line, at: step) else {
      preconditionFailure("what is given has a number at every step")
    }
    return switch program.lines[line].definition {
    case .drawn: GivenNumber(value: value, fraction: nil)
    // A parameter begins with what the line has that it is carried from.
    case .carried(let source?): number(value, of: source)
    case .constant, .sequence, .shuffled, .carried(nil), .formula, .outcome, .absent:
      number(value, of: line)
    }
  }

  /// A number that the lesson gives for a line, with its fraction where the run is exact.
  func number(_ value: Double, of line: LineID) -> GivenNumber {
    if !isExact { return GivenNumber(value: value, fraction: nil) }
    let exact: ExactNumber = program.lines[line].number(of: value)
    return GivenNumber(value: value, fraction: exact.fraction)
  }
}

/// A number that is known beforehand.
struct GivenNumber: Hashable {
  let value: Double
  /// What it is exactly, where the run is exact and the number has a fraction.
  let fraction: Fraction?
}

extension Formula {
  /// Whether formulas call the value by a name of its own: it is a hyper-parameter.
  var isArgument: Bool {
    if case .named(let name, _) = kind { return name != "pi" && !dependsOnLines }
    return false
  }
}
