package import Formulas
package import Programs

/// A piece of the trace that a document shows where it stands.
package enum ShownPart: Sendable {
  case phases(PhaseGroup, step: Int)
  /// What belongs to one part of a network, of the way forward or back.
  case subject(Subject, PhaseGroup, step: Int)
  /// Quantities by name, as a page tells them.
  case quantities([LineID], Telling, step: Int)
  /// Without steps, an overview of all.
  case table([LineID], steps: ClosedRange<Int>?)
  case plot([LineID])
  case graph
  case claims
  case value(LineID, step: Int)

  package enum Subject: Sendable {
    /// By its place among the layers, from the input on.
    case layer(Int)
    case loss
  }

  /// How much is told of quantities.
  package enum Telling: String, CaseIterable, Sendable {
    case whole
    /// What holds for all members, without numbers.
    case general
    /// Formula, numbers and result of each.
    case worked
  }

  /// The step whose lines it tells; `nil` for what is about the run, or one number.
  package var step: Int? {
    switch self {
    case .phases(_, let step), .subject(_, _, let step), .quantities(_, _, let step): step
    case .table, .plot, .graph, .claims, .value: nil
    }
  }
}
