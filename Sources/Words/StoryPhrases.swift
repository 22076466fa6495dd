package import Programs

/// What begins a group of formulas that is told together.
package enum LeadPhrase<Part> {
  /// What stands before the sentences, in bold where a format has that.
  case head(StoryPart<Part>)
  /// The question that derivatives answer, before what δ stands for.
  case deltas(of: Part)
}

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
