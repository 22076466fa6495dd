package import Formulas

/// What the steps of a program's run are.
package enum RunKind: Sendable {
  /// One pass, without updates.
  case single
  case training
  /// Each step is a trial: of other numbers for parameters, or, where arguments of the training are
  /// searched, of a whole training with other ones.
  case search(over: [Symbol])
  /// The training that one trial of a search is.
  case trial(Trial)

  package var isSearch: Bool {
    if case .search = self { true } else { false }
  }

  /// The arguments that are searched, where each trial is a training.
  package var searchedArguments: [Symbol] {
    if case .search(let arguments) = self { arguments } else { [] }
  }

  /// Whether each step is a trial, and each trial a training.
  package var searchesTrainings: Bool { !searchedArguments.isEmpty }

  package var trial: Trial? {
    if case .trial(let trial) = self { trial } else { nil }
  }
}

/// A trial of a search over arguments of `minimize`.
package struct Trial: Sendable {
  package let number: Int
  /// The arguments, in the order of the search.
  package let numbers: [Double]

  package init(_ number: Int, _ numbers: [Double]) {
    self.number = number
    self.numbers = numbers
  }
}
