package import Programs

/// What begins a group of formulas that is told together.
package enum LeadPhrase<Part> {
  /// What stands before the sentences, in bold where a format has that.
  case head(StoryPart<Part>)
  /// The question that derivatives answer, before what δ stands for.
  case deltas(of: Part)
  /// The same, and what the answer is made of, in a program without neurons.
  case chain(of: Part)
  case units(Units)
  /// What all layers of one family do.
  case eachLayer(hasBias: Bool, activation: String?)
  /// What a loss measures; against targets, if there are any.
  case loss(Part, usesTargets: Bool, isMaximized: Bool)
  /// The same of net inputs that have no family.
  case eachNetInput(of: Part)
  /// How an objective depends on the net inputs of the last layer.
  case netInputs(Part, of: Part, path: LossPath<Part>)
  /// What comes back to the units of an earlier layer.
  case errorsBack(severalPaths: Bool, activation: String?)
  /// What comes back through layers of one family.
  case errorsThroughLayers(from: Part, activation: String?)
  /// What comes back from a later time.
  case errorsInTime
  case gradients(sumOver: GradientSum)
  /// Where that has been said of another layer.
  case gradientsAgain
  /// A derivative with respect to a net input in short form, and that of one with its numbers.
  case cancellation(Part, divisor: Int, numbers: Part)
  /// Which outputs are larger than wanted, and which smaller.
  case outputErrors([OutputError<Part>])
  /// The two terms that come back to each neuron have opposite signs; those of one of them.
  case oppositePaths(of: Part, Part, Part)
  /// An update rule with the states that it keeps, and the parameters' letter.
  case rule(states: [Part], letter: Part, rate: Part?, isMaximized: Bool)
  /// All parameters have moved by as much.
  case equalSteps(Part)
}

/// What a layer does with what it gets.
package struct Units: Hashable, Sendable {
  package let kind: Network.Layer.Kind
  /// Whether it gets the inputs, and not what another layer hands on.
  package let isFirst: Bool
  package let hasBias: Bool
  /// The function of the net input, if there is one with a name.
  package let activation: String?
  /// Whether that function takes all net inputs of the layer.
  package let takesAll: Bool

  package init(
    kind: Network.Layer.Kind, isFirst: Bool, hasBias: Bool, activation: String?, takesAll: Bool
  ) {
    self.kind = kind
    self.isFirst = isFirst
    self.hasBias = hasBias
    self.activation = activation
    self.takesAll = takesAll
  }
}

/// The way from the net inputs of the last layer to the loss.
package enum LossPath<Part> {
  case direct
  case through(Part)
  /// Each output is made of all net inputs.
  case throughAll(Part)
}

/// The output of a unit beside what is wanted of it.
package struct OutputError<Part> {
  package let unit: Part
  package let output: Part
  package let target: Part
  package let isTooLarge: Bool

  package init(unit: Part, output: Part, target: Part, isTooLarge: Bool) {
    self.unit = unit
    self.output = output
    self.target = target
    self.isTooLarge = isTooLarge
  }

  package func with<Other>(_ part: (Part) -> Other) -> OutputError<Other> {
    OutputError<Other>(
      unit: part(unit), output: part(output), target: part(target), isTooLarge: isTooLarge)
  }
}

/// What a gradient adds up, if it does.
package enum GradientSum: Hashable, Sendable { case nothing, samples, times, places }

/// What a group of formulas is about.
package enum StoryPart<Part> {
  case layer(Network.Layer.Kind, number: Int?)
  /// Several layers whose formulas are the same.
  case layers
  case loss
  /// The derivatives of a further objective.
  case derivatives(of: Part)
}

extension StoryPart: Equatable where Part: Equatable {}
extension StoryPart: Hashable where Part: Hashable {}
extension StoryPart: Sendable where Part: Sendable {}

/// What an index counts.
package enum Counted: Hashable, Sendable {
  case samples, times, places, inputs, outputs, units, layers
  /// Of the only hidden layer, or of one of several.
  case hiddenUnits(layer: Int?)
}
