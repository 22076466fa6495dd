import Diagnostics
import Formulas

/// An equation whose left side has been told apart into indices and numbers.
struct Definition {
  enum Position {
    case literal(Int)
    /// The position of an index among the definition's own.
    case index(Int)
  }

  let equation: Equation
  let family: Int
  let positions: [Position]
  /// The indices of the left side, with the ranges that `for` gives; in the order of `for` first.
  let indices: [ParsedIndex]

  init(_ equation: Equation, family: Int, _ quantities: Quantities) throws(Diagnostic) {
    self.equation = equation
    self.family = family
    var indices = equation.ranges
    for (position, index) in indices.enumerated() {
      if indices[..<position].contains(where: { $0.name == index.name }) {
        throw Diagnostic("'\(index.name)' has two ranges", at: index.place)
      }
    }
    var positions: [Position] = []
    var used: Set<String> = []
    for part in equation.left.indices {
      if let name = part.bareName, quantities.integer(name) == nil {
        used.insert(name)
        let known = indices.firstIndex { $0.name == name }
        if known == nil { indices.append(ParsedIndex(name: name, range: nil, place: part.place)) }
        positions.append(.index(known ?? indices.count - 1))
      } else {
        var scope = Scope(functions: [:])
        scope.integer = { quantities.integer($0.name) }
        positions.append(.literal(try Instantiation(scope, maximumSize: 1).integer(part)))
      }
    }
    if let extra = equation.ranges.first(where: { !used.contains($0.name) }) {
      throw Diagnostic("'\(extra.name)' is no index of the left side", at: extra.place)
    }
    for index in indices {
      if index.name.isReserved {
        throw Diagnostic("'\(index.name)' is reserved", at: index.place)
      }
    }
    self.positions = positions
    self.indices = indices
  }

  /// The indices of the member that the values of the definition's indices give.
  func members(_ values: [Int]) -> [Int] {
    positions.map { position in
      switch position {
      case .literal(let index): index
      case .index(let ownIndex): values[ownIndex]
      }
    }
  }

  /// Whether the left side has the indices in the order in which their values are found.
  var namesIndicesInOrder: Bool {
    let ownIndices = positions.compactMap { position -> Int? in
      if case .index(let ownIndex) = position { return ownIndex }
      return nil
    }
    return ownIndices == ownIndices.sorted()
  }

  func bound(_ values: [Int]) -> Scope.Bindings {
    zip(indices, values).map { (name: $0.name, value: $1) }
  }

  var isRunning: [Bool] {
    positions.map { position in
      if case .index = position { return true }
      return false
    }
  }
}
