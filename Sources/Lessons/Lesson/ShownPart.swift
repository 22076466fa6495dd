package import Formulas
package import Programs

/// A piece of the trace that a document shows where it stands.
package enum ShownPart: Sendable {
  case phases(PhaseGroup, step: Int)
  /// Without steps, an overview of all.
  case table([LineID], steps: ClosedRange<Int>?)
  case plot([LineID])
  case graph
  case claims
  case value(LineID, step: Int)
}
