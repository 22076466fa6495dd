import Programs
import Testing

@Suite struct DependencyOrderTests {
  /// Graphs of up to eight things, from nearly no uses to nearly all, with and without circles.
  private static func randomGraphs(_ count: Int) -> [[[Int]]] {
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      // A linear congruential generator, whose high bits are the better ones.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<count).map { _ in
      let size = 1 + random(8)
      let rarity = 1 + random(6)
      let isAcyclic = random(2) == 0
      return (0..<size).map { user in
        (0..<size).filter { ($0 < user || !isAcyclic) && random(rarity) == 0 }
          .sorted { _, _ in random(2) == 0 }
      }
    }
  }

  /// What each thing reaches through at least one use, by Warshall's algorithm.
  private static func reached(_ uses: [[Int]]) -> [[Bool]] {
    var reached = uses.map { used in uses.indices.map(used.contains) }
    for middle in uses.indices {
      for start in uses.indices where reached[start][middle] {
        for end in uses.indices where reached[middle][end] { reached[start][end] = true }
      }
    }
    return reached
  }

  @Test func `operands come first`() {
    for uses in Self.randomGraphs(500) {
      let ordered = DependencyOrder(uses).ordered
      let isFirst = ordered.indices.allSatisfy { place in
        uses[ordered[place]].allSatisfy(ordered[..<place].contains)
      }
      #expect(isFirst)
    }
  }

  @Test func `what reaches a circle is left out, and nothing else`() {
    for uses in Self.randomGraphs(500) {
      let order = DependencyOrder(uses)
      let reached = Self.reached(uses)
      let left = uses.indices.filter { thing in
        reached[thing][thing] || uses.indices.contains { reached[thing][$0] && reached[$0][$0] }
      }
      #expect(order.rest == left)
      #expect((order.ordered + order.rest).sorted() == Array(uses.indices))
    }
  }

  @Test func `a circle is one, and is told wherever there is one`() {
    for uses in Self.randomGraphs(500) {
      let order = DependencyOrder(uses)
      #expect((order.circle == nil) == order.rest.isEmpty)
      guard let circle = order.circle else { continue }
      #expect(Set(circle).count == circle.count)
      for (user, used) in zip(circle, circle.dropFirst() + circle.prefix(1)) {
        #expect(uses[user].contains(used))
      }
    }
  }

  @Test func `groups are the things that reach each other`() {
    for uses in Self.randomGraphs(500) {
      let reached = Self.reached(uses)
      var groups: [[Int]] = []
      for thing in uses.indices where reached[thing][thing] && !groups.joined().contains(thing) {
        groups.append(uses.indices.filter { reached[thing][$0] && reached[$0][thing] })
      }
      #expect(DependencyOrder(uses).groups == groups)
    }
  }

  /// A thing is brought forward only by one that uses it: each that comes is the first one that is
  /// left, or is reached by it.
  @Test func `the order is that of the numbers where uses leave it free`() {
    for uses in Self.randomGraphs(500) {
      let order = DependencyOrder(uses)
      if !order.rest.isEmpty { continue }
      let reached = Self.reached(uses)
      var left = order.ordered.sorted()
      for thing in order.ordered {
        let first = left.first ?? -1
        #expect(thing == first || reached[first][thing])
        left.removeAll { $0 == thing }
      }
    }
  }

  @Test func `what is in order stays so`() {
    #expect(DependencyOrder([[], [0], [], [2, 0]]).ordered == [0, 1, 2, 3])
  }

  /// 0 uses 3 and 2, in this order; 3 uses 1.
  @Test func `operands that have not come yet come in the order of their mention`() {
    #expect(DependencyOrder([[3, 2], [], [], [1]]).ordered == [1, 3, 2, 0])
  }

  /// 1 and 3 use each other, 4 uses itself, 0 uses 1.
  @Test func `circles beside each other are told apart`() {
    let order = DependencyOrder([[1], [2, 3], [], [1], [4]])
    #expect(order.ordered == [2])
    #expect(order.rest == [0, 1, 3, 4])
    #expect(order.circle == [1, 3])
    #expect(order.groups == [[1, 3], [4]])
  }

  @Test func `a long chain is no deep recursion`() {
    let count = 200_000
    let chain = DependencyOrder(count: count) { $0 + 1 < count ? [$0 + 1] : [] }
    #expect(chain.ordered == (0..<count).reversed())
    let ring = DependencyOrder(count: count) { [($0 + 1) % count] }
    #expect(ring.circle == Array(0..<count))
    #expect(ring.ordered.isEmpty)
  }
}
