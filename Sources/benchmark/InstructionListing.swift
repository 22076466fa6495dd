import Formulas
import Foundation
import Programs
import Tracing

/// A compiled program as JSON, for programs in other languages to make their own of.
///
/// A location is `r`, `p` or `b` and an address: in this step's row, in the row before, or beside
/// the rows, where first the number of the step stands and then all constants.
struct InstructionListing: Encodable {
  let name: String
  let steps: Int
  /// Name of the operation, whether it belongs to the forward pass, location of the result, operands.
  let instructions: [[String]]
  /// Row 0.
  let initial: [Double]
  let beside: [Double]
  /// The numbers that the lesson gives.
  let given: [String: Double]
  /// The column of each parameter.
  let parameters: [String: Int]
  let objective: String?

  init(_ workload: Workload) {
    let code = workload.code
    name = workload.name
    steps = workload.steps
    instructions = workload.instructions.map { instruction in
      [
        workload.name(of: instruction.operation), instruction.isForward ? "forward" : "after",
        instruction.result.text,
      ] + instruction.operands.map(\.text)
    }
    initial = (0..<code.width).map { workload.rows[0, $0] }
    beside = code.beside
    var given: [String: Double] = [:]
    var parameters: [String: Int] = [:]
    for line in workload.program.lines {
      switch line.definition {
      case .constant, .carried(from: nil): given[line.symbol.description] = line.initial
      case .carried(let source?):
        if line.phase != .param { continue }
        given[line.symbol.description] = line.initial
        parameters[line.symbol.description] = Int(code.columns[source])
      case .sequence, .shuffled, .drawn, .outcome, .absent, .formula: break
      }
    }
    self.given = given
    self.parameters = parameters
    objective = workload.objective.map { "r\(code.columns[$0])" }
  }

  func write(to url: URL) throws {
    try JSONEncoder().encode(self).write(to: url)
  }
}

extension Location {
  fileprivate var text: String {
    switch base {
    case .row: "r\(address)"
    case .previousRow: "p\(address)"
    case .beside: "b\(address)"
    }
  }
}
