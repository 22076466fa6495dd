import Diagnostics
import Formulas
import Programs

/// What lowering makes of one run of a lesson.
struct LoweredRun {
  var program: LoweredProgram
  /// The transforms and the optimizer, in the order of their use.
  var rules: [Lesson.Rule] = []
  var givenUpdates: Set<Symbol> = []
  /// The arguments of the training's rules that are searched.
  var searched: [SearchedArgument] = []
  var claims: [Lesson.Claim] = []
}

/// The passes from the lines of the equations to the program of a run: they add what is asked for
/// beside the equations.
///
/// A lesson keeps what they begin with. A change of its program, or one trial of its search, is the
/// same run lowered another way.
struct Lowering {
  let run: PlannedRun
  let unrolled: Unrolled
  /// With the rows of the last batch of an epoch, where these are fewer.
  let shorter: Unrolled?
  private(set) var catalogue: Catalogue
  let maximumLines: Int
  let seed: UInt64
  let arithmetic: Arithmetic
  /// The one trial that is asked for, where it is not the search.
  var trial: Trial?
  /// The lines that have other formulas.
  private(set) var lineChange: LineChange?

  /// Makes a change, of lines before anything is derived from them.
  mutating func apply(_ change: ProgramChange) {
    switch change {
    case .lines(let change): lineChange = change
    case .rule(let rule): catalogue.rules[rule.name] = rule
    }
  }

  private func environment(_ unrolled: Unrolled) -> Environment {
    Environment(
      quantities: unrolled.quantities, catalogue: catalogue, maximumLines: maximumLines)
  }

  /// What can be said of the run before it is lowered.
  var mistakes: [Diagnostic] { environment(unrolled).mistakes(in: run) }

  /// Lowers the run; where the last batch of an epoch is shorter, once more with its rows.
  func lowered(_ mistakes: inout [Diagnostic]) -> LoweredRun? {
    guard var lowered = lowered(unrolled, &mistakes) else { return nil }
    if let batches = unrolled.batches, let shorter {
      var found = shorter.mistakes + environment(shorter).mistakes(in: run)
      let loweredShort = found.isEmpty ? self.lowered(shorter, &found) : nil
      lowered.add(loweredShort, found, of: batches, &mistakes)
    }
    if let search = run.search, trial == nil {
      do throws(Diagnostic) {
        try lowered.search(search, isOfTrainings: run.training != nil)
      } catch {
        mistakes.append(error)
      }
    }
    return lowered
  }

  private func lowered(_ unrolled: Unrolled, _ mistakes: inout [Diagnostic]) -> LoweredRun? {
    guard let (lines, order) = unrolled.program else { return nil }
    let environment = environment(unrolled)
    do throws(Diagnostic) {
      var program = try LoweredProgram(lines, order, in: environment, seed: seed, arithmetic)
      if let lineChange { program.program = program.program.changed(by: lineChange) }
      try program.differentiate(run.derivatives, run.training)
      let deltas = environment.sorted(run.deltas, isTraining: run.training != nil)
      program.define(deltas.early, &mistakes)
      var searched = try environment.searchedArguments(of: run, trial)
      var trained: TrainedRules?
      if let training = run.training {
        trained = try program.train(training, run, deltas.late, &searched, &mistakes)
      }
      let claims = program.claims(run.claims, &mistakes)
      return LoweredRun(
        program: program, rules: trained?.rules ?? [], givenUpdates: trained?.givenUpdates ?? [],
        searched: searched, claims: claims)
    } catch {
      mistakes.append(error)
      return nil
    }
  }
}
