/// The structured name of a quantity.
///
/// It is spelled as text only where it is shown, exported or looked up, so that
/// nothing ever has to take a name apart again.
package indirect enum Symbol: Hashable, Sendable {
  /// A quantity of the lesson, such as `net_h1` or `W1[2,1]`.
  case quantity(String, [Int])
  /// A parameter after this step's update, such as `w5'`.
  case updated(Symbol)
  /// A total derivative: of one quantity, by one quantity for each order.
  case derivative(of: Symbol, by: [Symbol])
  /// The partial derivative of one line's formula by one of its operands.
  case local(of: Symbol, by: Symbol)
  /// A term or state of an update rule: of one parameter, or of all (`nil`).
  ///
  /// `block` is given where the bare name would not be unique.
  case term(String, of: Symbol?, block: String?)

  /// A quantity without indices.
  package static func named(_ name: String) -> Symbol { .quantity(name, []) }

  /// A hash at little cost: there are as many symbols as lines.
  package var mixedHash: Int {
    switch self {
    case .quantity(let name, let indices):
      indices.reduce(name.hashValue) { $0.mixed(with: $1) }
    case .updated(let symbol):
      symbol.mixedHash.mixed(with: -1)
    case .derivative(let objective, let variables):
      variables.reduce(objective.mixedHash.mixed(with: -2)) { $0.mixed(with: $1.mixedHash) }
    case .local(let line, let operand):
      line.mixedHash.mixed(with: -3).mixed(with: operand.mixedHash)
    case .term(let name, let symbol, let block):
      name.hashValue.mixed(with: block.hashValue).mixed(with: symbol?.mixedHash ?? -4)
    }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(mixedHash) }

  /// The base name and indices of a quantity of the lesson; `nil` for every other symbol.
  package var quantity: (name: String, indices: [Int])? {
    if case .quantity(let name, let indices) = self { return (name, indices) }
    return nil
  }
}

extension Symbol {
  /// Whether this is the partial derivative of one line by an operand.
  package var isLocal: Bool {
    if case .local = self { return true }
    return false
  }
}

extension Symbol: CustomStringConvertible {
  /// The name in plain text, as exports, answer sheets and queries use it.
  package var description: String {
    switch self {
    case .quantity(let name, let indices):
      return Symbol.spelling(name, indices)
    case .updated(let parameter):
      return "\(parameter)'"
    case .derivative(let objective, let variables):
      if case .derivative(let base, let earlier) = objective {
        return Symbol.derivative(of: base, by: earlier + variables).description
      }
      let order = variables.count == 1 ? "" : String(variables.count)
      let below = variables.map { "d\($0.asOperand)" }.joined()
      return "d\(order)\(objective.asOperand)/\(below)"
    case .local(let line, let operand):
      return "d\(line.asOperand)/d\(operand.asOperand)"
    case .term(let name, let parameter, let block):
      let qualified = block.map { "\($0).\(name)" } ?? name
      return parameter.map { "\(qualified)(\($0))" } ?? qualified
    }
  }

  private var asOperand: String {
    switch self {
    case .derivative, .local: "(\(self))"
    case .quantity, .updated, .term: description
    }
  }

  /// A name with its indices in brackets, or the bare name where there are none.
  package static func spelling(_ name: String, _ indices: [Int]) -> String {
    indices.isEmpty ? name : "\(name)[\(indices.map(String.init).joined(separator: ","))]"
  }
}
