/// The part that a line plays in a step.
package enum Phase: String, CaseIterable, Sendable {
  case input, target, const, param, forward, delta, gradient, transform, moment, update

  /// What the phase stands under.
  package var group: PhaseGroup {
    switch self {
    case .input, .target, .const, .param: .given
    case .forward: .forward
    case .delta, .gradient: .backward
    case .transform, .moment, .update: .update
    }
  }

  /// Whether the lines have no value in the pass after the last update.
  package var belongsToTraining: Bool { group == .backward || group == .update }
}

/// The phases that stand under one heading, in the order of a page.
package enum PhaseGroup: String, CaseIterable, Sendable {
  case given, forward, backward, update

  package var phases: Set<Phase> { Set(Phase.allCases.filter { $0.group == self }) }
}
