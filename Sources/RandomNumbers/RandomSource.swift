/// Random bits that depend on nothing but a seed, a quantity's name and the step.
///
/// A quantity keeps its values whatever else is drawn. They are the first `random_raw()` of
/// `numpy.random.Philox(key=[seed, hash], counter=[0, step, 0, 0])` with both given as uint64 arrays
/// (from a plain list, NumPy takes large words through floats).
package struct RandomSource: Hashable, Sendable {
  package let seed: UInt64

  package init(seed: UInt64) {
    self.seed = seed
  }

  /// Returns the bits of the quantity with the given plain name, such as `W1[2,1]`.
  package func bits(name: String, step: Int) -> UInt64 {
    bits(hash: Self.hash(of: name), step: step)
  }

  /// Returns the bits of the quantity whose name has the given ``hash(of:)``.
  ///
  /// NumPy counts up before its first block, hence the 1.
  package func bits(hash: UInt64, step: Int) -> UInt64 {
    let counter = SIMD4(1, UInt64(truncatingIfNeeded: step), 0, 0)
    return Philox.block(counter: counter, key: SIMD2(seed, hash))[0]
  }

  /// Returns the 64-bit FNV-1a hash of the name's UTF-8 bytes (Fowler, Noll and Vo).
  package static func hash(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }
}
