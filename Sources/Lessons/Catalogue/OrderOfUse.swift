/// Things put in order, each after those that it uses; of several that could come next, the first.
struct OrderOfUse {
  private(set) var ordered: [Int] = []
  /// What uses itself, or each other, or such things; in the order given.
  private(set) var rest: [Int] = []

  /// - Parameter uses: for each thing, the places of those that it uses, each once.
  init(_ uses: [[Int]]) {
    var users: [[Int]] = Array(repeating: [], count: uses.count)
    for (user, used) in uses.enumerated() {
      for place in used { users[place].append(user) }
    }
    var missing = uses.map(\.count)
    // What can come next, the first one last.
    var ready = Array(missing.indices.filter { missing[$0] == 0 }.reversed())
    while let next = ready.popLast() {
      ordered.append(next)
      for user in users[next] {
        missing[user] -= 1
        if missing[user] == 0 {
          ready.insert(user, at: (ready.lastIndex { $0 > user } ?? -1) + 1)
        }
      }
    }
    rest = missing.indices.filter { missing[$0] > 0 }
  }
}
