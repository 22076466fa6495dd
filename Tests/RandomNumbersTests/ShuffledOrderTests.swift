import RandomNumbers
import Testing

struct `Orders of epochs` {
  /// Made with NumPy 2.4: the places sorted by the first output of
  /// `Philox(key=[seed, hash("row")], counter=[0, epoch, k, 0])` for k = 1, 2, …, all uint64.
  @Test(
    arguments: [
      (1, 1, [3, 1, 0, 2]), (1, 2, [0, 1, 2, 3]), (1, 3, [0, 3, 2, 1]),
      (3, 1, [1, 4, 3, 0, 6, 5, 2]), (3, 2, [6, 4, 5, 0, 3, 2, 1]),
      (0, 1_000_000, [5, 4, 9, 8, 3, 6, 7, 2, 0, 1]), (5, 1, [0]), (5, 2, []),
      (.max, 1 << 40, [2, 3, 1, 4, 0]),
    ] as [(UInt64, Int, [Int])])
  func `seed and epoch give the order of NumPy's bits`(seed: UInt64, epoch: Int, order: [Int]) {
    #expect(RandomSource(seed: seed).order(of: order.count, name: "row", epoch: epoch) == order)
  }

  /// Each of 24 orders is expected 250 times in 6000 epochs; six deviations of 15.5 are 93.
  @Test func `all orders of four come about as often`() {
    var counts: [[Int]: Int] = [:]
    for epoch in 1...6000 {
      counts[RandomSource(seed: 1).order(of: 4, name: "row", epoch: epoch), default: 0] += 1
    }
    #expect(counts.count == 24)
    for (order, count) in counts {
      #expect(order.sorted() == [0, 1, 2, 3])
      #expect(abs(count - 250) < 93, "\(order)")
    }
  }
}
