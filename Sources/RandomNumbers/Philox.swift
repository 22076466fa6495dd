/// The counter-based generator Philox4x64-10: a block of four words from a counter and a key.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
enum Philox {
  private static let roundCount = 10
  private static let multipliers: (UInt64, UInt64) = (0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157)
  /// What is added to the key from one round to the next: the golden ratio and √3 − 1.
  private static let keyIncrement = SIMD2<UInt64>(0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B)

  static func block(counter: SIMD4<UInt64>, key: SIMD2<UInt64>) -> SIMD4<UInt64> {
    var (block, key) = (counter, key)
    for _ in 0..<roundCount {
      let first = multipliers.0.multipliedFullWidth(by: block[0])
      let second = multipliers.1.multipliedFullWidth(by: block[2])
      block = SIMD4(
        second.high ^ block[1] ^ key[0], second.low, first.high ^ block[3] ^ key[1], first.low)
      key &+= keyIncrement
    }
    return block
  }
}
