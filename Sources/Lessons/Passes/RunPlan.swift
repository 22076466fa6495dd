import Diagnostics

/// One run of a lesson: what is asked for beside the equations.
struct PlannedRun {
  let variant: String?
  let training: TrainingStatement?
  let search: SearchStatement?
  let derivatives: [Differentiate]
  let deltas: [Equation]
  /// Those for all runs, and those for this one.
  let updates: [Equation]
  let claims: [ClaimStatement]
}

extension Statements {
  /// The runs of a lesson.
  ///
  /// A search beside a training is one of its trainings, with numbers of its
  /// own for arguments; beside several it is one more run, with the arguments of the first.
  func plannedRuns(_ mistakes: inout [Diagnostic]) -> [PlannedRun] {
    checkVariants(&mistakes)
    checkSearches(&mistakes)
    let (first, search) = (trainings.first, searches.first)
    guard let first, first.variant != nil else { return [run(nil, first, search)] }
    let runs = trainings.map { run($0.variant?.name, $0, nil) }
    return runs + (search == nil ? [] : [run(Self.searchVariant, first, search)])
  }

  private func run(
    _ variant: String?, _ training: TrainingStatement?, _ search: SearchStatement?
  ) -> PlannedRun {
    let name = training?.variant?.name
    return PlannedRun(
      variant: variant, training: training, search: search, derivatives: derivatives,
      deltas: deltas,
      updates: updates.filter { $0.variant == nil || $0.variant?.name == name }.map(\.equation),
      claims: claims)
  }

  /// The name of the search, of a lesson with variants.
  private static let searchVariant = "search"

  /// Reports several runs that cannot be told apart.
  private func checkVariants(_ mistakes: inout [Diagnostic]) {
    let hasVariants = trainings.contains { $0.variant != nil }
    let unnamed = trainings.filter { $0.variant == nil }
    for extra in hasVariants ? unnamed[...] : unnamed.dropFirst() {
      mistakes.append(
        Diagnostic(
          "a lesson has one minimize or maximize", at: extra.place,
          note: "several runs need names: 'variant slow: minimize …'"))
    }
    var names: [String] = []
    for variant in trainings.compactMap(\.variant) {
      if names.contains(variant.name) {
        mistakes.append(
          Diagnostic("there is a variant '\(variant.name)' already", at: variant.place))
      }
      names.append(variant.name)
    }
    for variant in updates.compactMap(\.variant) where !names.contains(variant.name) {
      mistakes.append(
        .unknown(
          "\(thereIsNo("variant", variant.name)) that is trained", at: variant.place,
          word: variant.name, among: names))
    }
  }

  /// Reports a search beside another one, and a variant that bears its name.
  private func checkSearches(_ mistakes: inout [Diagnostic]) {
    for extra in searches.dropFirst() {
      mistakes.append(Diagnostic("a lesson has one search", at: extra.place))
    }
    if searches.isEmpty { return }
    for variant in trainings.compactMap(\.variant) where variant.name == Self.searchVariant {
      mistakes.append(
        Diagnostic("the search itself is the variant '\(variant.name)'", at: variant.place))
    }
  }
}
