import Testing

@testable import RandomNumbers

struct `Random bits` {
  /// From `numpy.random.Philox(key=key, counter=counter - 1).random_raw(4)`, NumPy 2.4; the first
  /// two inputs are those of the known-answer tests of the authors' library, Random123.
  @Test(arguments: [
    (
      SIMD2(repeating: UInt64.max), SIMD4(repeating: UInt64.max),
      SIMD4<UInt64>(
        0x87b0_92c3_013f_e90b, 0x438c_3c67_be8d_0224, 0x9cc7_d7c6_9cd7_77b6, 0xa09c_aebf_594f_0ba0)
    ),
    (
      SIMD2(0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c),
      SIMD4(
        0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89),
      SIMD4(
        0xa528_f454_03e6_1d95, 0x38c7_2dbd_566e_9788, 0xa5a1_610e_72fd_18b5, 0x57bd_43b5_e52b_7fe6)
    ),
    (
      SIMD2(0, 0), SIMD4(1, 0, 0, 0),
      SIMD4(
        0x02f4_ba64_08e4_d89b, 0x3dd6_2b0b_9ca8_c5b2, 0x1c86_67a5_5d90_2e79, 0x907d_7a05_2fd5_b4dc)
    ),
  ])
  func `Philox gives NumPy's blocks`(
    key: SIMD2<UInt64>, counter: SIMD4<UInt64>, block: SIMD4<UInt64>
  ) {
    #expect(Philox.block(counter: counter, key: key) == block)
  }

  /// From NumPy 2.4's `Philox(key=[seed, hash], counter=[0, step, 0, 0]).random_raw()`, all uint64.
  @Test(
    arguments: [
      (7, "W1[2,1]", 0, 0xef6b_ad04_2b4e_5953),
      (7, "W1[2,1]", 1, 0xb33a_b464_d1f9_0da8),
      (7, "W1[1,2]", 0, 0x9d4c_ca36_88b7_2dd5),
      (8, "W1[2,1]", 0, 0x5a05_ee58_13a4_32a3),
      (0, "β", 1_000_000, 0x4744_aac1_bdee_6255),
      (.max, "mask[3]", 1 << 40, 0xfa18_ec78_f6f2_0672),
    ] as [(UInt64, String, Int, UInt64)])
  func `seed, name and step give NumPy's first output`(
    seed: UInt64, name: String, step: Int, bits: UInt64
  ) {
    let source = RandomSource(seed: seed)
    #expect(source.bits(name: name, step: step) == bits)
    #expect(source.bits(hash: RandomSource.hash(of: name), step: step) == bits)
  }

  /// The first three from the test vectors of Fowler, Noll and Vo's reference code.
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
      ("β", 0x0ad3_fe07_b728_19b9),
    ] as [(String, UInt64)])
  func `names are hashed by FNV-1a`(name: String, hash: UInt64) {
    #expect(RandomSource.hash(of: name) == hash)
  }
}
