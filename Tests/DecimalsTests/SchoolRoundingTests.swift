import Decimals
import Testing

/// Rounding as it is done on paper.
struct `Rounding at school` {
  /// Of most ties here, the double lies below.
  @Test(arguments: [
    (0.00505, Precision.decimals(4), 0.0051), (1.005, .decimals(2), 1.01),
    (-1.005, .decimals(2), -1.01), (0.285, .decimals(2), 0.29), (0.3775, .digits(3), 0.378),
    (2.5, .digits(1), 3), (0.125, .decimals(2), 0.13), (0.5 * 0.0101, .decimals(4), 0.0051),
    (0.00504999, .decimals(4), 0.005), (0.99996, .decimals(4), 1), (123456, .digits(3), 123_000),
    (0.00004, .decimals(4), 0), (-0.00004, .decimals(4), 0), (-0.00005, .decimals(4), -0.0001),
    (1.1 * 1.1, .digits(15), 1.21), (0.990965489384496, .digits(12), 0.990965489384),
    (.infinity, .digits(3), .infinity),
  ])
  func `is half up`(value: Double, precision: Precision, rounded: Double) {
    let result = value.roundedAtSchool(to: precision)
    #expect(result == rounded)
    #expect(result.sign == rounded.sign)
  }

  @Test(
    arguments: [
      ([10.05, -10], 0.05), ([0.1, 0.2], 0.3), ([0.3, -0.1, -0.2], 0), ([1e15, 0.5], 1e15),
      ([1, 1e-14], 1.00000000000001), ([3], 3), ([.infinity, -1], .infinity),
    ] as [([Double], Double)])
  func `sums have no digits that doubles make up`(terms: [Double], sum: Double) {
    #expect(Double.sumAtSchool(of: terms) == sum)
  }
}
