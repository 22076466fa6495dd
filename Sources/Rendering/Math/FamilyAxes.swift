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

extension ProgramNames {
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
