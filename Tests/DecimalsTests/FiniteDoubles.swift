import Fixtures

/// Returns doubles of random bits: any sign, any exponent, and no infinities.
func finiteDoubles(_ count: Int, seed: UInt64) -> some Sequence<Double> {
  var bits = SplitMix64(state: seed)
  return (0..<count).lazy.map { _ in Double(bitPattern: bits.next()) }.filter(\.isFinite)
}
