import Programs

/// What begins a group of formulas, in English.
extension English {
  func sentence<Part>(_ lead: LeadPhrase<Part>) -> Sentence<Part> {
    switch lead {
    case .head(let part): return sentence(part)
    case .deltas(let objective):
      return """
        How much does \(objective) change when a number of the forward pass changes a little? The \
        answer is the derivative of \(objective) with respect to that number. For a net input it is \
        called δ:
        """
    case .chain(let objective):
      return """
        How much does \(objective) change when a number of the forward pass changes a little? The answer \
        for a number is the answer for what it goes into, times the local derivative between the \
        two; where it goes into several, these are added up.
        """
    case .units(let units): return Sentence(words(units))
    case .eachLayer(let hasBias, let activation): return Sentence(words(hasBias, activation))
    case .loss(let loss, let usesTargets, let isMaximized):
      let aim = isMaximized ? "large" : "small"
      if !usesTargets { return "\(loss) is what is to become \(aim)." }
      return isMaximized
        ? "\(loss) says how well the outputs agree with the targets; it is to become large."
        : "\(loss) says how far the outputs are from the targets; it is to become small."
    case .eachNetInput(let objective):
      return "Each net input acts on \(objective) through the output of its neuron alone."
    case .netInputs(let net, let objective, let path): return sentence(net, objective, path)
    case .errorsBack(let severalPaths, let activation):
      return Sentence(words(severalPaths: severalPaths, activation))
    case .errorsThroughLayers(let objective, let activation): return sentence(objective, activation)
    case .errorsInTime:
      return Sentence(
        "The error goes back in time, from the last to the first. To each time it comes from the "
          + "loss, or from the time after it through the weight between the two.")
    case .gradients(let sum): return Sentence(words(sum))
    case .gradientsAgain: return "The gradients, again δ times what the weight was multiplied by."
    case .cancellation(let form, let divisor, let numbers):
      let rest = abs(divisor) == 1 ? "" : ", divided by \(abs(divisor))"
      let order = divisor < 0 ? "the target minus the output" : "the output minus the target"
      return "Remark. The factors cancel, and \(form): \(order)\(rest). So \(numbers)."
    case .outputErrors(let errors): return sentence(errors)
    case .oppositePaths(let neuron, let first, let second):
      return """
        The two paths have opposite signs and partly cancel: to \(neuron) they bring \(first) and \
        \(second).
        """
    case .rule(let states, let letter, let rate, let isMaximized):
      return sentence(states, letter, rate, isMaximized)
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
    let bias = units.hasBias ? ", with a bias" : ""
    let function = units.activation.map(function)
    switch units.kind {
    case .cell:
      return
        "At each time the cell multiplies its input and what it has kept from the time before by "
        + "weights and adds them up\(bias)"
        + (function.map { "; \($0) of this net input is what it keeps." } ?? ".")
    case .featureMap:
      return
        "The same few weights move along the input. At each place they are multiplied by what lies "
        + "under them, and the products are added up\(bias)"
        + (function.map { "; then comes \($0) of this net input." } ?? ".")
    case .neuron:
      return "The neuron multiplies each input by a weight and adds them up\(bias)"
        + (function.map { "; \($0) of this net input is its output." } ?? ".")
    case .hidden, .output:
      let whole = units.takesAll ? "all net inputs" : "this net input"
      let outcome = function.map { "\($0) of \(whole) is its output." }
      if units.isFirst {
        return "A neuron multiplies each input by a weight and adds them up\(bias); "
          + (outcome ?? "this net input is its output.")
      }
      return "A neuron does the same with the outputs of the layer before it; "
        + (outcome ?? "the net input itself is its output.")
    }
  }

  /// What every layer does.
  private func words(_ hasBias: Bool, _ activation: String?) -> String {
    "A neuron multiplies the outputs of the layer before it by weights and adds them up"
      + (hasBias ? ", with a bias" : "")
      + (activation.map { "; \(function($0)) of this net input is its output." } ?? ".")
  }

  // Backward.

  private func sentence<Part>(_ objective: Part, _ activation: String?) -> Sentence<Part> {
    let slope = activation.map { " The slope of \(function($0)) carries it on to the net input." }
    return """
      The error goes back from layer to layer. Into the last one it comes from \(objective), into \
      each one before it from the δ behind it, times the weights on the way.\(slope ?? "")
      """
  }

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
      return
        "The output of a neuron goes to several neurons, so the error comes back to it from each of "
        + "them: its δ times the weight between the two. These are added up"
        + (slope.map { ", and \($0) carries the sum on to the net input." } ?? ".")
    }
    return "What comes back to a neuron is the δ that it leads to, times the weight between the two"
      + (slope.map { "; \($0) carries it on to the net input." } ?? ".")
  }

  private func words(_ sum: GradientSum) -> String {
    switch sum {
    case .nothing:
      "The gradient of a weight is the δ of the neuron that it leads to, times what the weight was "
        + "multiplied by."
    case .samples:
      "For one sample, the gradient of a weight is δ times what the weight was multiplied by. All samples "
        + "use the same weight, so these are added up."
    case .times:
      "All times use the same parameters, so each gradient is a sum over the times: δ times what the "
        + "parameter was multiplied by."
    case .places:
      "All places use the same weights, so each gradient is a sum over the places: δ times what lay "
        + "under the weight."
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
    _ states: [Part], _ letter: Part, _ rate: Part?, _ isMaximized: Bool
  ) -> Sentence<Part> {
    let end: Sentence<Part> = rate.map { "; \($0) is the learning rate." } ?? "."
    if states.isEmpty {
      let direction = isMaximized ? "along" : "against"
      return "Every parameter \(letter) moves \(direction) its gradient\(end)"
    }
    let kept: Sentence<Part> = listed(states.map { "\($0)" })
    let verb = states.count == 1 ? "is" : "are"
    return "From step to step, \(kept) \(verb) kept for every parameter \(letter)\(end)"
  }
}
