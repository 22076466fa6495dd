import Programs

/// What begins a group of formulas, in English.
extension English {
  func sentence<Part>(_ lead: LeadPhrase<Part>) -> Sentence<Part> {
    switch lead {
    case .head(let part): return sentence(part)
    case .deltas(let objective):
      return """
        How much does \(objective) change when one of these numbers changes a little? For a net \
        input, the answer is called its δ:
        """
    case .chain(let objective):
      return """
        How much does \(objective) change when one of these numbers changes a little? The answer \
        for a number is the answer for what it goes into, times the local derivative between the \
        two; where it goes into several, these are added up.
        """
    case .units(let units): return Sentence(words(units))
    case .eachLayer(let hasBias, let activation):
      let end = activation.map { "; \(function($0)) of this net input is what it hands on" }
      return Sentence(
        "Every layer weighs what the layer before it hands on\(hasBias ? ", and adds a bias" : "")"
          + "\(end ?? "").")
    case .loss(let loss, let usesTargets, let isMaximized):
      let aim = isMaximized ? "large" : "small"
      if !usesTargets { return "\(loss) is what is to become \(aim)." }
      return isMaximized
        ? "\(loss) says how well the outputs agree with the targets; it is to become large."
        : "\(loss) says how far the outputs are from the targets; it is to become small."
    case .eachNetInput(let objective):
      return "\(objective) depends on each net input through its output alone."
    case .netInputs(let net, let objective, let path): return sentence(net, objective, path)
    case .errorsBack(let severalPaths, let activation):
      return Sentence(words(severalPaths: severalPaths, activation))
    case .errorsThroughLayers(let objective, let activation):
      let slope = activation.map { " The slope of \(function($0)) carries it on to the net input." }
      return """
        The error goes back from layer to layer. Into the last one it comes from \(objective), into \
        each one before it from the δ behind it, times the weights on the way.\(slope ?? "")
        """
    case .errorsInTime:
      return Sentence(
        "The error goes back in time, from the last to the first. To each time it comes from the "
          + "loss, or from the time after it through the weight between the two.")
    case .gradients(let sum): return Sentence(words(sum))
    case .gradientsAgain: return "The gradients, again δ times what came in."
    case .cancellation(let form, let divisor, let numbers):
      let rest = abs(divisor) == 1 ? "" : ", divided by \(abs(divisor))"
      let order = divisor < 0 ? "the target minus the output" : "the output minus the target"
      return "Remark. The factors cancel, and \(form): \(order)\(rest). So \(numbers)."
    case .outputErrors(let errors): return sentence(errors)
    case .oppositePaths: return "One path is positive, the other negative; they partly cancel."
    case .rule(let states, let letter, let isMaximized):
      return sentence(states, letter, isMaximized)
    case .equalSteps(let size):
      return "Every parameter has moved by \(size), however large its gradient is."
    }
  }

  private func sentence<Part>(_ part: StoryPart<Part>) -> Sentence<Part> {
    switch part {
    case .layer(let kind, let number):
      Sentence(words(kind) + (number.map { " \($0)" } ?? ""))
    case .layers: "The layers"
    case .loss: "Loss"
    case .derivatives(let objective): "The derivatives of \(objective)"
    }
  }

  private func function(_ activation: String) -> String {
    "the \(activation.replacing("_", with: " "))"
  }

  private func words(_ kind: Network.Layer.Kind) -> String {
    switch kind {
    case .hidden: "Hidden layer"
    case .output: "Output layer"
    case .cell: "The cell"
    case .featureMap: "Feature map"
    case .neuron: "The neuron"
    }
  }

  // Forward.

  private func words(_ units: Units) -> String {
    let bias = units.hasBias ? ", and a bias" : ""
    let function = units.activation.map(function)
    switch units.kind {
    case .cell:
      return "At each time the cell weighs its input and what it has kept from the time before"
        + (function.map { "; \($0) of this net input is what it keeps." } ?? ".")
    case .featureMap:
      return "The same few weights move along the input. At each place they weigh what lies under "
        + "them" + (units.hasBias ? ", and a bias is added" : "")
        + (function.map { "; then comes \($0) of this net input." } ?? ".")
    case .neuron:
      return "The neuron adds up its inputs, each times a weight\(bias)"
        + (function.map { "; \($0) of this net input is its output." } ?? ".")
    case .hidden, .output:
      let result = units.kind == .hidden ? "what it hands on" : "its output"
      let whole = units.takesAll ? "all net inputs" : "this net input"
      let outcome = function.map { "\($0) of \(whole) is \(result)." }
      if units.isFirst {
        return "A unit adds up the inputs, each times a weight\(bias)"
          + (outcome.map { "; \($0)" } ?? "; this net input is \(result).")
      }
      return "What the layer before hands on is weighed and added up in the same way"
        + (outcome.map { "; for each unit \($0)" } ?? "; the net input itself is the output.")
    }
  }

  // Backward.

  private func sentence<Part>(
    _ net: Part, _ objective: Part, _ path: LossPath<Part>
  ) -> Sentence<Part> {
    switch path {
    case .direct: "\(net) goes into \(objective) directly."
    case .through(let output): "\(objective) depends on \(net) through \(output) alone."
    case .throughAll(let output):
      """
      Each \(output) is made of all net inputs, so that each of these reaches \(objective) on \
      several ways; they add up.
      """
    }
  }

  private func words(severalPaths: Bool, _ activation: String?) -> String {
    let slope = activation.map { "the slope of \(function($0))" }
    if severalPaths {
      return "What a unit hands on goes to several units, so the error comes back to it on several "
        + "paths, on each a δ times the weight on the way. These add up"
        + (slope.map { ", and \($0) carries the sum on to the net input." } ?? ".")
    }
    return "What comes back to a unit is the δ behind it, times the weight on the way"
      + (slope.map { "; \($0) carries it on to the net input." } ?? ".")
  }

  private func words(_ sum: GradientSum) -> String {
    switch sum {
    case .nothing:
      "The gradient of a weight is the δ of the unit that it leads to, times what came in through it."
    case .samples:
      "What a sample says about a weight is δ times what came in through it. A weight serves all "
        + "samples, so their answers add up."
    case .times:
      "The parameters serve all times, so each gradient is a sum over them: of δ times what the "
        + "parameter was multiplied by."
    case .places:
      "The weights serve all places, so each gradient is a sum over them: of δ times what lay under "
        + "the weight."
    }
  }

  private func sentence<Part>(_ errors: [OutputError<Part>]) -> Sentence<Part> {
    let parts = errors.map { error -> Sentence<Part> in
      let amount = error.isTooLarge ? "too much" : "too little"
      let sign = error.isTooLarge ? "positive" : "negative"
      return """
        \(error.unit) gives \(amount) (\(error.output) where \(error.target) is wanted), so its δ \
        is \(sign)
        """
    }
    return "\(joined(parts, by: "; "))."
  }

  // Update.

  private func sentence<Part>(
    _ states: [Part], _ letter: Part, _ isMaximized: Bool
  ) -> Sentence<Part> {
    if states.isEmpty {
      let direction = isMaximized ? "along" : "against"
      return "Every parameter \(letter) moves \(direction) its gradient."
    }
    let kept: Sentence<Part> = listed(states.map { "\($0)" })
    let verb = states.count == 1 ? "is" : "are"
    return "From step to step, \(kept) \(verb) kept for every parameter \(letter)."
  }
}
