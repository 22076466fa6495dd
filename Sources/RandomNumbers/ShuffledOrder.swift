extension RandomSource {
  /// Returns the indices 0..<count in the order of an epoch, from 1.
  ///
  /// Index k − 1 has random bits of its own: the first `random_raw()` of
  /// `numpy.random.Philox(key=[seed, hash], counter=[0, epoch, k, 0])`, with the hash of the name.
  /// The order is that of these bits, the smallest first; of equal ones, that of the indices.
  package func order(of count: Int, name: String, epoch: Int) -> [Int] {
    let key = SIMD2(seed, Self.hash(of: name))
    let bits = (1...max(count, 1)).map { number in
      let counter = SIMD4(
        1, UInt64(truncatingIfNeeded: epoch), UInt64(truncatingIfNeeded: number), 0)
      return Philox.block(counter: counter, key: key)[0]
    }
    return (0..<count).sorted { (bits[$0], $0) < (bits[$1], $1) }
  }
}
