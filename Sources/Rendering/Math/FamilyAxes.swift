import Formulas

/// What the indices of a family run along.
struct FamilyAxes {
  let indices: [AxisIndex]
  /// The numbers along each axis, in order.
  let values: [[Int]]
  /// The position of the first index along each axis.
  let leaders: [Int]
  /// Whether no index is so much more than another.
  let isPlain: Bool

  /// `nil` where there are no members.
  init?(of members: [[Int]]) {
    guard let first = members.first else { return nil }
    var indices: [AxisIndex] = []
    var leaders: [Int] = []
    for index in first.indices {
      let shifted = leaders.firstIndex { leader in
        (members.count > 1 || first[index] == first[leader])
          && members.allSatisfy { $0[index] - $0[leader] == first[index] - first[leader] }
      }
      let isConstant = members.allSatisfy { $0[index] == first[index] }
      if isConstant, members.count > 1 {
        indices.append(AxisIndex(constant: first[index]))
      } else if let axis = shifted {
        indices.append(
          AxisIndex(factors: [axis: 1], constant: first[index] - first[leaders[axis]]))
      } else {
        indices.append(.axis(leaders.count))
        leaders.append(index)
      }
    }
    self.indices = indices
    self.leaders = leaders
    values = leaders.map { leader in Set(members.map { $0[leader] }).sorted() }
    isPlain = indices.allSatisfy { $0.factors.isEmpty || $0.onlyAxis != nil }
  }

  /// A member that stands for itself: no index runs.
  init(ofOne member: [Int]) {
    (values, leaders, isPlain) = ([], [], true)
    indices = member.map { AxisIndex(constant: $0) }
  }

  /// The numbers along each axis, by axis.
  var lines: [Int: [Int]] {
    Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0, $1) })
  }

  func isFull(_ count: Int) -> Bool { values.reduce(1) { $0 * $1.count } == count }

  func coordinates(of indices: [Int]) -> [Int] { leaders.map { indices[$0] } }
}

extension AxisIndex {
  /// The index with a letter for each axis.
  func index(_ letters: [String]) -> MathIndex {
    if factors.isEmpty { return .number(constant) }
    let terms = factors.sorted { $0.key < $1.key }.map { axis, factor in
      MathIndex.LinearTerm(factor: factor, letter: letters[axis])
    }
    return .linear(terms, constant: constant)
  }
}

extension ProgramNames {
  /// The name of the members of a family, with a letter where an index runs and a number where it does not.
  func name(of line: LineID, _ axes: FamilyAxes, _ letters: [String]) -> MathName {
    notation.name(symbol(of: line), indices: axes.indices.map { $0.index(letters) })
  }

  /// A letter for each axis of a family.
  func letters(of axes: FamilyAxes, _ line: LineID) -> [String] {
    let own = indexNames(of: line)
    var letters = IndexLetters()
    return axes.leaders.map { leader in
      let letter = letters.choice(own[leader])
      letters.use(letter)
      return letter
    }
  }
}

/// For which values of their indices some members of a family are meant, and others not.
struct AxisCondition {
  enum Relation: CaseIterable {
    case less, greater, unequal

    var signs: (sign: String, ascii: String, latex: String) {
      switch self {
      case .less: ("<", "<", "<")
      case .greater: (">", ">", ">")
      case .unequal: ("≠", "!=", "\\ne")
      }
    }

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .less: left < right
      case .greater: left > right
      case .unequal: left != right
      }
    }
  }

  let left: AxisIndex
  let relation: Relation
  let right: AxisIndex

  private func holds(at axes: [Int]) -> Bool {
    relation.holds(left.value(at: axes), right.value(at: axes))
  }

  /// The condition that members fulfil and the others do not; `.some(nil)` where their places say it, or
  /// where the others are what a recurrence begins with; `nil` where there is none.
  static func separating(_ members: [[Int]], from others: [[Int]], _ axes: FamilyAxes)
    -> AxisCondition??
  {
    let others = others.filter { indices in
      let coordinates = axes.coordinates(of: indices)
      return zip(axes.indices, indices).allSatisfy { $0.value(at: coordinates) == $1 }
    }.map(axes.coordinates(of:))
    if others.isEmpty { return .some(nil) }
    let own = members.map(axes.coordinates(of:))
    for axis in axes.values.indices {
      guard let least = axes.values[axis].first, let most = axes.values[axis].last else { continue }
      if others.allSatisfy({ $0[axis] == 0 }), least == 1 { return .some(nil) }
      let index = AxisIndex.axis(axis)
      for condition in [
        AxisCondition(left: index, relation: .less, right: AxisIndex(constant: most + 1)),
        AxisCondition(left: index, relation: .greater, right: AxisIndex(constant: least - 1)),
      ] where others.allSatisfy({ !condition.holds(at: $0) }) { return condition }
      let besides = AxisCondition(
        left: index, relation: .unequal, right: AxisIndex(constant: others[0][axis]))
      if own.allSatisfy(besides.holds), others.allSatisfy({ !besides.holds(at: $0) }) {
        return besides
      }
    }
    for first in axes.values.indices {
      for second in axes.values.indices where second > first {
        for relation in Relation.allCases {
          let condition = AxisCondition(
            left: .axis(second), relation: relation, right: .axis(first))
          if own.allSatisfy({ condition.holds(at: $0) }),
            others.allSatisfy({ !condition.holds(at: $0) })
          {
            return condition
          }
        }
      }
    }
    return nil
  }
}
