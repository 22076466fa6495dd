import Diagnostics

// Checks of claims and gradients.

extension English {
  func sentence<Part>(_ claim: ClaimPhrase<Part>) -> Sentence<Part> {
    switch claim {
    case .hold(let count, let all, let steps, let points):
      let extent = "\(counted(steps, "step")) and \(counted(points, "random point"))"
      return "\(claims(count, of: all)) \(count == 1 ? "holds" : "hold"), at \(extent)."
    case .fail(1, of: 1): return "The claim FAILS."
    case .fail(let count, let all):
      return "\(count) of \(all) claims \(count == 1 ? "fails" : "fail")."
    case .undecided(let count):
      return """
        \(counted(count, "claim")) could not be decided: values are not finite, or only rounding.
        """
    case .skipped(let count, let all):
      return """
        At up to \(count) of \(counted(all, "random point")), values are not finite or only \
        rounding; these count for nothing.
        """
    case .omitted(let count, let failing):
      let verdict =
        switch failing {
        case 0: "none of which fails"
        case count: count == 1 ? "which fails too" : "which fail too"
        default: "of which \(failing) \(failing == 1 ? "fails" : "fail")"
        }
      return "and \(count) more, \(verdict); --all shows them"
    case .holds: return "holds"
    case .notDecided: return "not decided"
    case .fails(let failure?):
      return "FAILS \(failure.isAround ? "around" : "at") step \(failure.step)"
    case .fails(nil): return "FAILS"
    case .difference(let name, let story, let derivative):
      return "\(name) \(words(story)) the derivative is \(derivative), but as claimed:"
    }
  }

  private func claims(_ count: Int, of all: Int) -> String {
    if count < all { return "\(count) of \(all) claims" }
    return switch count {
    case 1: "The claim"
    case 2: "Both claims"
    default: "All \(count) claims"
    }
  }

  private func words(_ story: ClaimStory) -> String {
    switch story {
    case .byChance(let steps, let step):
      let run = steps == 1 ? "at the starting values" : "at all \(steps) steps of the run"
      return "agrees \(run) by chance. At a random point around step \(step)"
    case .forTheseInputs(let step):
      return "agrees for the inputs as they are, with any parameters. At a random point around "
        + "step \(step), with other inputs,"
    case .onlyAround(let step):
      return "agrees at random points around the run, but at step \(step), where there may be a "
        + "kink,"
    case .plainly(let step): return "fails: at step \(step)"
    }
  }

  func sentence<Part>(_ gradient: GradientPhrase<Part>) -> Sentence<Part> {
    switch gradient {
    case .notMeasured: return "not measured"
    case .onlyRounding: return "only rounding"
    case .kink: return "kink"
    case .jump: return "jump"
    case .stopped: return "stop_gradient"
    case .notFinite: return "not finite"
    case .fails: return "FAILS"
    case .omitted(let count): return "and \(count) more that agree; --all shows them"
    case .slopes(let objective, let variable, let left, let right):
      return """
        \(objective) has a kink here: along \(variable) its slope is \(left) on the left and \
        \(right) on the right.
        """
    case .jumps(let objective, let variable): return "\(objective) jumps here, along \(variable)."
    case .stops(let objective, let variable):
      return """
        stop_gradient: \(objective) is not differentiated through it; along \(variable) the \
        differences see its whole slope.
        """
    case .modesAgree(let gradient, let value):
      return """
        Backward and forward give \(gradient) = \(value), but differences do not: at a kink of one part, the \
        chain rule need not hold.
        """
    }
  }

  func sentence<Part>(_ result: GradientResultPhrase<Part>) -> Sentence<Part> {
    switch result {
    case .noGradients: return "This lesson has no gradient to check."
    case .agree(let count, let all, nil): return "\(gradients(count, of: all)) exactly."
    case .agree(let count, let all, let error?):
      return "\(gradients(count, of: all)), to a relative error of \(error) or less."
    case .skipped(let count):
      let gradients = count == 1 ? "gradient of a step was" : "gradients of a step were"
      return "\(count) more \(gradients) not checked; --all checks every one."
    case .forwardOnly(let count):
      return """
        \(counted(count, "gradient")) \(count == 1 ? "is" : "are") the same backward and forward, \
        which is no check of the rules that both share; differences would say nothing but rounding.
        """
    case .onlyRounding(let count):
      return "\(counted(count, "gradient")) no more than the rounding of larger terms."
    case .atKinks(let count):
      return "\(counted(count, "gradient")) at a kink, where there is no one slope to measure."
    case .atJumps(let count):
      return "\(counted(count, "gradient")) at a jump, where there is no slope to measure."
    case .stopped(let count):
      return """
        \(counted(count, "gradient")) with stop_gradient, through which nothing is \
        differentiated, though differences see it.
        """
    case .notFinite(let count):
      return "\(counted(count, "gradient")) not finite, or of an objective that is not finite."
    case .fails(let gradient, let step): return "FAILS at step \(step): \(gradient)"
    case .ownUpdates(let parameters, let gradients):
      let have = parameters.count == 1 ? "has an update of its own" : "have updates of their own"
      return gradients.count == 0
        ? "\(listed(parameters)) \(have), in which no gradient stands."
        : "\(listed(parameters)) \(have), of which the gradients are checked: \(listed(gradients))."
    case .noControl: return "No control: no gradient here would show a wrong derivative."
    case .control(let line, let failures, let count):
      let found =
        switch failures {
        case 0: "none fails: this check proves nothing."
        case 1: "1 of \(count) fails, as it should."
        default: "\(failures) of \(count) fail, as they should."
        }
      return "Control: \(line) made 1 % too large; \(found)"
    }
  }

  private func gradients(_ count: Int, of all: Int) -> String {
    switch (count, all) {
    case (1, 1): "The gradient agrees"
    case (2, 2): "Both gradients agree"
    case (1, _): "1 gradient agrees"
    default: "\(count == all ? "All " : "")\(count) gradients agree"
    }
  }
}
