package import Decimals
package import Programs

/// What a page, or a section of one run, is called.
package enum TitlePhrase {
  case variant(String, of: String)
  case trial(Int, of: String)
  case key(of: String)
  case answers(Int, of: String)
}

/// Where in a run a page or a table is.
package enum PositionPhrase: Sendable {
  case variants(Int)
  case at(StepKind, Int)
  /// Some steps of so many, and perhaps the pass after them.
  case steps(StepKind, ClosedRange<Int>, of: Int, andAfter: Bool)
  case after(StepKind, Int)
}

package enum HeadingPhrase {
  case group(PhaseGroup, StepKind)
  case groupAt(PhaseGroup, StepKind, Int)
  case step(StepKind, Int)
  case after(StepKind, Int)
  /// States before the first step, and those that another one leaves.
  case beforeFirst(StepKind)
  case from(StepKind, Int)
  case tables, graph, comparison, training, trials
  case search
  case trainingOfTrial(Int)
  case trainingOfBestTrial(Int)
  case byHand
  /// How one number comes about.
  case explanation
  case claims
  case gradients(step: Int)
  case result
}

/// What stands beside a heading.
package enum DetailPhrase<Part> {
  case byStep(Part)
  /// Update rules with their arguments, one applied after the other.
  case rules([Sentence<Part>])
  /// The given numbers are those of a step.
  case given(step: Int)
  /// A run of so many steps, and the number of the pass after them.
  case run(steps: Int, last: Int)
  case ended(steps: Int, by: Part, last: Int)
  /// So many trials, and the number of the row that has the best one again.
  case trials(Int, again: Int?)
  case rounded(Precision)
  case levels(Int)
}

/// What rows, columns and signs of a legend are called.
package enum LabelPhrase: Sendable {
  case inputs, targets, constants, parameters, states
  case input, target, constant, state
  case given, computed, objective, path
  case level(Int)
  case step(StepKind)
  case quantity, value, parameter
  /// The value of a parameter that an update replaces.
  case before
  case derivative, claimed
  case backward, forward, difference, error
}

/// The tables of the numbers of a step.
package enum NumberTable: String {
  case given, forward, deltas, gradients, moments, updates, changes
}

/// What a quantity is to a lesson, where that is more than a label.
package enum QuantityPhrase<Part> {
  case netInput, unitOutput
  /// A derivative of some order with respect to one quantity or several.
  case derivative(of: Part, by: [Part], order: Int, isGradient: Bool)
  case localDerivative
  /// A term of what changes gradients before the update, and one of an update rule or a search.
  case ofTransform
  case ofRule(StepKind)
  /// A parameter after the update, or what is tried next.
  case updated(Part, StepKind)
}

package enum CaptionPhrase<Part> {
  case numbers(NumberTable, at: PositionPhrase?, variant: String?, rules: Part?)
  /// An objective and the parameters at the steps of a run.
  case overview(Part)
  /// Behind the caption of a further part of a long table.
  case continued
}

/// What is left out.
package enum OmissionPhrase<Part> {
  case more(Int)
  case moreLevels(Int)
  /// Members of a family, first and further ones.
  case moreOf(Int, Part)
  case of(Int, Part)
}

/// Words within a formula that has one form where a condition holds and another one elsewhere.
package enum FormulaPhrase {
  case condition, otherwise
  /// Before the values of an index for which a general formula holds.
  case range
}

/// What is said at the end of a page.
package enum NotePhrase<Part> {
  case answers(to: Precision)
  case blanksAreMarked
  case shortenedFamilies(above: Int)
  case shown(to: Precision)
  /// By families: the largest number of each to so many digits; or, where nothing is asked for, to so many
  /// decimals, small families to so many digits. Some have more.
  case shownByFamily(FamilyDigits, raised: [(more: Int, names: [Part])])
  /// An explanation does not go back to what is given.
  case isCut
  case parametersMade(by: StepKind, Int, name: String)
  case waysOfGradients
  /// From a step on, a line of exact arithmetic is computed in doubles.
  case fractionIsTooLong(name: String, step: Int, bits: Int)
}

/// How many digits the numbers of families have.
package enum FamilyDigits: Sendable {
  /// The largest of each to so many significant digits.
  case digits(Int)
  /// So many decimals; where a page has small families, so many digits in the largest number of each.
  case decimals(Int, ofSmall: Int?)
}

/// What is said of results.
package enum RemarkPhrase<Part> {
  case noRunEnds
  case best(Part, isMaximized: Bool, variant: String, value: Part, step: Int)
  case noTrialKept
  /// The best trial, with quantities and their values.
  case bestTrial(Int, [(name: Part, value: Part)])
  /// A number that a whole training ends with.
  case outcome(trial: Int)
  case exact(Part, error: Part?)
  /// What a formula gives in doubles, which lose the digits that its value has.
  case asWritten(Part)
  /// An operation that has no value.
  case undefined(Part)
  /// A line whose result does not follow from the printed numbers.
  case needsMoreDigits
  /// Which member of a family is worked out.
  case entry(Part)
  /// Which neuron of several is worked out.
  case neuron(Part)
  /// Before the values of neurons, those that are not worked out by name.
  case inTheSameWay([Part])
  /// What the indices of a page run over, and what they count, where that is known; letters alone where
  /// tables show their values.
  case indices([(range: Part, counted: Counted?)])
  /// Before the values of all members.
  case allValues
  /// The neurons that a weight is between.
  case from(Part), to(Part)
  /// A number that is an effect of rounding, and what it is exactly, where that is known.
  case effectOfRounding(exact: Part?)
  case errors([(name: Part, error: Part)], step: Int)
  case byHand(endsAsWithoutRounding: Bool)
  case largestError(Part, error: Part, step: Int?)
  case notFiniteByHand(Part, value: Part, step: Int)
}

/// What is said in plots and graphs, and of them.
package enum PicturePhrase<Part> {
  case notPositive(Int)
  case notFinite(Int)
  case flatGround
  case groundNotFinite
  case contours(of: Part)
  case contoursAt([Part], of: Part)
  case equalRatios
  case first, last
  /// A path of two quantities over contours; curves with the ends of their axes.
  case path(x: String, y: String, over: String, curves: [String], further: Int)
  case curves([String], further: Int, x: PlottedAxis, y: PlottedAxis)
  case members(Int, of: Int, name: String)
  case lastValues(of: [String], further: Int, variant: String?)
  case givenAnew(step: Int)
  /// A program has no page for the picture.
  case tooLarge(for: Part)
  case derivatives(of: Part)
  case numbers(PositionPhrase)
  case shortened
  case graph([(value: String, derivative: String?)], isShortened: Bool)
}

/// The name of an axis, and the numbers at its ends.
package struct PlottedAxis {
  package let title: String
  package let low: String
  package let high: String
  package let isLogarithmic: Bool

  package init(title: String, low: String, high: String, isLogarithmic: Bool) {
    self.title = title
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }
}
