/// What is said of claims.
package enum ClaimPhrase<Part> {
  /// So many claims of all.
  case hold(Int, of: Int, steps: Int, points: Int)
  case fail(Int, of: Int)
  case undecided(Int)
  /// At up to so many of all random points there is nothing to compare.
  case skipped(Int, of: Int)
  case omitted(Int, failing: Int)
  case holds, notDecided
  /// At a step, or around it.
  case fails(ClaimFailure?)
  case difference(Part, ClaimStory, derivative: Part)
}

/// The step at which a claim fails, or around which.
package struct ClaimFailure {
  package let step: Int
  package let isAround: Bool

  package init(step: Int, isAround: Bool) {
    self.step = step
    self.isAround = isAround
  }
}

/// How a claim fails.
package enum ClaimStory {
  /// It agrees at all steps of the run, but not at a point around one of them.
  case byChance(steps: Int, around: Int)
  case forTheseInputs(around: Int)
  case onlyAround(step: Int)
  case plainly(step: Int)
}

/// What is said of a gradient.
package enum GradientPhrase<Part> {
  case notMeasured, onlyRounding, kink, jump, stopped, notFinite, fails
  case omitted(Int)
  case slopes(Part, along: Part, left: Part, right: Part)
  case jumps(Part, along: Part)
  case stops(Part, along: Part)
  case modesAgree(Part, value: Part)
}

/// What a check of all gradients comes to.
package enum GradientResultPhrase<Part> {
  case noGradients
  /// So many gradients of all, exactly where there is no error.
  case agree(Int, of: Int, error: Part?)
  case forwardOnly(Int)
  /// So many gradients were not checked.
  case skipped(Int)
  case onlyRounding(Int)
  case atKinks(Int)
  case atJumps(Int)
  case stopped(Int)
  case notFinite(Int)
  case fails(Part, step: Int)
  /// Parameters with updates of their own, and the gradients that stand in these.
  case ownUpdates(SomeNames<Part>, gradients: SomeNames<Part>)
  case noControl
  /// A line made too large, and how many of the gradients show it.
  case control(Part, failures: Int, of: Int)
}

/// The first of some names, and how many there are beside them.
package struct SomeNames<Part> {
  package let names: [Part]
  package let further: Int

  /// Keeps so many at most.
  package init(_ names: some Collection<Part>, atMost most: Int) {
    self.names = Array(names.prefix(most))
    further = names.count - self.names.count
  }

  package var count: Int { names.count + further }
}
