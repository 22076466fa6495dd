/// Sebastiano Vigna's SplitMix64, for the same bit patterns on every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

/// Returns doubles of random bits: any sign, any exponent, and no infinities.
func finiteDoubles(_ count: Int, seed: UInt64) -> some Sequence<Double> {
  var bits = SplitMix64(state: seed)
  return (0..<count).lazy.map { _ in Double(bitPattern: bits.next()) }.filter(\.isFinite)
}
