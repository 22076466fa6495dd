package import Decimals
package import Programs
package import Words

/// What is shown of a lesson, and how.
package struct ShowOptions: Sendable {
  package var phases = Set(Phase.allCases)
  /// The steps to show; by default the first, then an overview of all.
  package var steps: ClosedRange<Int>?
  /// The precision, where it is not the lesson's own.
  package var precision: Precision?
  /// What every line is rounded to, where the numbers are those of working by hand.
  package var byHand: Precision?
  package var working = Working.chain
  /// Whether every member of a family and every term of a sum is shown.
  package var showsAll = false
  /// Whether names, signs and powers are written in plain ASCII characters.
  package var isASCII = false
  /// Whether text is for a terminal with colours.
  package var usesColour = false
  /// Whether the numbers stand in tables.
  package var tables = Tables.none
  /// Whether families are shown as matrices.
  package var showsMatrices = false
  /// Where it is a worksheet or its key.
  package var exercise: Exercise?
  /// How many columns a line has.
  package var width = 80
  /// The language of all that is said beside the lesson's own words.
  package var language: any Language = English()

  package enum Tables: Sendable {
    case none, afterWorking
    /// Without their working.
    case alone
  }

  package init() {}

  /// The steps to show; of all, the first.
  var shownSteps: ClosedRange<Int> { steps ?? 1...1 }

  var showsWholeLesson: Bool { phases.count == Phase.allCases.count }

  /// Whether what comes of the whole run is shown.
  package var showsRun: Bool { steps == nil && showsWholeLesson }
}
