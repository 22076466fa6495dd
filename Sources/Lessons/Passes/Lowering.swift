import Programs
import Diagnostics
import Decimals
import Formulas

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
struct Lowering {
  private let run: PlannedRun
  private let catalogue: Catalogue
  private let maximumLines: Int
  private let seed: UInt64
  /// The one trial that is asked for, where it is not the search.
  private let trial: Trial?
  /// What the objective is multiplied by, under another convention.
  var lossFactor: Numeral?

  init(
    _ run: PlannedRun, _ catalogue: Catalogue, maximumLines: Int, seed: UInt64,
    trial: Trial?
  ) {
    self.run = run
    self.catalogue = catalogue
    self.maximumLines = maximumLines
    self.seed = seed
    self.trial = trial
  }

  private func environment(_ unrolled: Unrolled) -> Environment {
    Environment(
      quantities: unrolled.quantities, catalogue: catalogue, maximumLines: maximumLines)
  }

  /// What can be said of the run before the equations are lines.
  func mistakes(before unrolled: Unrolled) -> [Diagnostic] {
    environment(unrolled).mistakes(in: run)
  }

  /// Lowers the run; where the last batch of an epoch is shorter, once more with its rows.
  func lowered(
    _ unrolled: Unrolled, _ mistakes: inout [Diagnostic], withRest: (Int) -> Unrolled
  ) -> LoweredRun? {
    guard var lowered = lowered(unrolled, &mistakes) else { return nil }
    if let batches = unrolled.batches, let rest = batches.rest {
      let short = withRest(rest)
      var found = short.mistakes + self.mistakes(before: short)
      let loweredShort = found.isEmpty ? self.lowered(short, &found) : nil
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
      var program = try LoweredProgram(lines, order, in: environment, seed: seed)
      try program.differentiate(run.derivatives, run.training, lossFactor: lossFactor)
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
