import Formulas
import Lessons
import Programs

/// Scalars of a network's layers that are alike: for each line the column of a table of neurons that it
/// stands in, and the neuron.
struct NeuronRows {
  /// What the lines of one column are: quantities of a row, or derivatives of and by such.
  enum Column: Hashable {
    case quantity(row: Int)
    case derivative(of: Symbol, byRow: Int)
    /// Of the quantity that is each neuron's own.
    case local(ofRow: Int, byRow: Int)
    /// Of one quantity that all neurons act on.
    case part(of: Symbol, byRow: Int)
  }

  struct Place {
    let column: Column
    let neuron: Int
    /// How many neurons there are.
    let count: Int
    let layer: Int
  }

  private let program: Program
  private let network: Network
  private let positions: Program.Positions
  private var rows: [LineID: (row: Int, place: Int, count: Int)] = [:]

  /// `nil` where there are no layers.
  init?(_ program: Program, _ names: ProgramNames) {
    guard let objective = names.objective, !names.network.layers.isEmpty else { return nil }
    self.program = program
    network = names.network
    positions = program.positions
    let hasScalars = network.layers.contains { layer in
      layer.lines.count { program.lines[$0].symbol.allIndices.isEmpty } > 1
    }
    if !hasScalars { return }
    for (row, members) in ForwardLevels(program, objective: objective).rows.enumerated() {
      for (place, line) in members.enumerated() { rows[line] = (row, place, members.count) }
    }
  }

  /// `nil` for what belongs to no layer, or is like no other line.
  func place(of line: LineID) -> Place? {
    switch program.lines[line].symbol {
    case .quantity:
      return place(by: line) { .quantity(row: $0.row) }
    case .derivative(let top, let variables) where variables.count == 1:
      return positions[variables[0]].flatMap { variable in
        place(by: variable) { .derivative(of: top, byRow: $0.row) }
      }
    case .local(let user, let operand):
      guard let userLine = positions[user], let operand = positions[operand] else { return nil }
      let userLayer = network.layer(of: userLine)
      return place(by: operand) { own in
        if userLayer == nil || userLayer == network.layer(of: operand), let row = rows[userLine],
          row.place == own.place, row.count == own.count
        {
          return .local(ofRow: row.row, byRow: own.row)
        }
        return .part(of: user, byRow: own.row)
      }
    case .derivative, .updated, .term: return nil
    }
  }

  private func place(
    by quantity: LineID, _ column: ((row: Int, place: Int, count: Int)) -> Column
  ) -> Place? {
    guard let layer = network.layer(of: quantity), let own = rows[quantity] else { return nil }
    return Place(column: column(own), neuron: own.place, count: own.count, layer: layer)
  }

  /// Whether a line is a derivative by one parameter that is a scalar.
  func isGradient(_ line: LineID) -> Bool {
    guard program.lines[line].phase == .gradient,
      case .derivative(_, let variables) = program.lines[line].symbol
    else { return false }
    return variables.count == 1 && program.lines[line].symbol.allIndices.isEmpty
  }
}
