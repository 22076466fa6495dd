import Formulas
import Words

/// What a page has chosen and said so far, from step to step.
struct PageState {
  /// The member that is worked out where an index runs, by its letter: one for the whole page.
  var workedIndices: [String: Int] = [:]
  /// Whether those of all letters have been chosen.
  var hasWorkedIndices = false
  /// What the page has said δ is.
  var definedDeltas: Set<Symbol> = []
  /// The derivatives whose δ a document uses in any of its pieces, in the order of the text.
  var deltasOfDocument: [LineID] = []
  /// Whether it has been said what derivatives are made of, on a page without neurons.
  var hasSaidChain = false
  /// What has been said of gradients.
  var saidOfGradients: Set<GradientSum> = []
  /// What the author has said directly before what comes next.
  var author = AuthorsLead()
  /// What δ is, where that is still to be said: before the author's words about what uses it.
  var definitions: [Walkthrough.Section] = []
  /// The gradients of single parameters that have been worked out.
  var workedGradients: Set<LineID> = []
  /// Whether members of families are left out.
  var hasOmissions = false
}
