/// The order in which things can be evaluated that use each other: as they are numbered, each
/// preceded by whatever it uses that has not come yet.
///
/// What is on a circle has no place in the order, nor has what uses such a thing.
package struct DependencyOrder: Sendable {
  package let ordered: [Int]
  /// What the order leaves out, as it is numbered.
  package let rest: [Int]
  /// The first circle that is met: each of its members uses the next one, the last one the first.
  package let circle: [Int]?
  /// The things that use each other, directly or through others: each such group as it is numbered,
  /// and the groups by their first members.
  package let groups: [[Int]]

  /// Puts the numbers below `count` in order; `operands` are what one of them uses.
  package init(count: Int, operands: (Int) -> [Int]) {
    var search = DepthFirstSearch(count: count)
    for root in 0..<count where search.isNew(root) { search.visit(root, operands) }
    ordered = search.ordered
    circle = search.circle
    rest = (0..<count).filter { search.isLeftOut[$0] }
    groups = search.groups.sorted { $0[0] < $1[0] }
  }

  package init(_ operands: [[Int]]) {
    self.init(count: operands.count) { operands[$0] }
  }
}

/// Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM Journal on Computing 1, 1972; not
/// recursive, since chains may be long.
private struct DepthFirstSearch {
  /// A thing that waits for what it uses.
  private struct Visit {
    let node: Int
    let operands: [Int]
    var next = 0
    /// The earliest visit that is known to be reached from here.
    var earliest: Int
  }

  private(set) var ordered: [Int] = []
  private(set) var groups: [[Int]] = []
  private(set) var circle: [Int]?
  private(set) var isLeftOut: [Bool]
  /// When each was visited first: -1 before, and `settled` when its group is known.
  private var times: [Int]
  private static let settled = Int.max
  private var clock = 0
  /// Each uses the next one.
  private var path: [Visit] = []
  /// What was visited and is not settled.
  private var open: [Int] = []

  init(count: Int) {
    times = Array(repeating: -1, count: count)
    isLeftOut = Array(repeating: false, count: count)
  }

  func isNew(_ node: Int) -> Bool { times[node] < 0 }

  mutating func visit(_ root: Int, _ operands: (Int) -> [Int]) {
    begin(root, operands)
    while let last = path.indices.last {
      let next = path[last].next
      guard next < path[last].operands.count else {
        end()
        continue
      }
      path[last].next += 1
      let operand = path[last].operands[next]
      if isNew(operand) {
        begin(operand, operands)
        continue
      }
      path[last].earliest = min(path[last].earliest, times[operand])
      if circle == nil, times[operand] < Self.settled {
        circle = path.drop { $0.node != operand }.map(\.node)
      }
    }
  }

  private mutating func begin(_ node: Int, _ operands: (Int) -> [Int]) {
    times[node] = clock
    path.append(Visit(node: node, operands: operands(node), earliest: clock))
    open.append(node)
    clock += 1
  }

  private mutating func end() {
    let visit = path.removeLast()
    if visit.earliest < times[visit.node] {
      path[path.count - 1].earliest = min(path[path.count - 1].earliest, visit.earliest)
      return
    }
    var group: [Int] = []
    repeat { group.append(open.removeLast()) } while group.last != visit.node
    for node in group { times[node] = Self.settled }
    if group.count > 1 || visit.operands.contains(visit.node) {
      groups.append(group.sorted())
      for node in group { isLeftOut[node] = true }
    } else if visit.operands.contains(where: { isLeftOut[$0] }) {
      isLeftOut[visit.node] = true
    } else {
      ordered.append(visit.node)
    }
  }
}
