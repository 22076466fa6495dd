import RandomNumbers
import Testing

struct Distributions {
  /// Python's numbers for W1[2,1], seed 7, step 0: NumPy's Philox, `statistics.NormalDist`.
  @Test func `a draw can be had again in Python`() {
    let bits = RandomSource(seed: 7).bits(name: "W1[2,1]", step: 0)
    #expect(Distribution.uniform(-1, 1).value(from: bits) == 0.8704735060078856)
    #expect(Distribution.normal(mean: 0, deviation: 1).value(from: bits) == 1.5159717573626732)
  }

  @Test func `the least and the greatest bits stay inside`() {
    let unit = Distribution.uniform(0, 1)
    #expect(unit.value(from: 0) == 0)
    #expect(unit.value(from: .max) == 1 - 0x1p-53)
    let normal = Distribution.normal(mean: 0, deviation: 1)
    #expect(abs(normal.value(from: 0) + 8.292361075813595) < 1e-14)
    #expect(normal.value(from: .max) == -normal.value(from: 0))
    #expect(normal.value(from: 1 << 63) == -normal.value(from: (1 << 63) - 1))
    #expect(normal.value(from: 1 << 63) > 0)
  }

  @Test func `a certain and an impossible event`() {
    for bits: UInt64 in [0, 1 << 63, .max] {
      #expect(Distribution.bernoulli(1).value(from: bits) == 1)
      #expect(Distribution.bernoulli(0).value(from: bits) == 0)
    }
    #expect(Distribution.bernoulli(0.5).value(from: (1 << 63) - 1) == 1)
    #expect(Distribution.bernoulli(0.5).value(from: 1 << 63) == 0)
  }

  @Test func `initializations have the published widths`() {
    #expect(Distribution.xavier(fanIn: 2, fanOut: 4) == .uniform(-1, 1))
    #expect(Distribution.he(fanIn: 8) == .normal(mean: 0, deviation: 0.5))
  }

  /// Mean and variance by the distributions' own formulas, `(b − a)²/12` and `p(1 − p)`.
  ///
  /// Over n draws a mean strays by √(variance/n), and a variance by at most √(2/n) of itself; four
  /// of these are allowed.
  @Test(arguments: [
    (Distribution.uniform(-3, 1), -1, 16.0 / 12),
    (.normal(mean: 2, deviation: 0.5), 2, 0.25),
    (.bernoulli(0.8), 0.8, 0.16),
  ])
  func `moments over names and over steps`(
    distribution: Distribution, mean: Double, variance: Double
  ) {
    let count = 100_000
    let source = RandomSource(seed: 7)
    let hash = RandomSource.hash(of: "W1[2,1]")
    let overSteps = (0..<count).map { source.bits(hash: hash, step: $0) }
    let overNames = (0..<count).map { source.bits(name: "x[\($0)]", step: 0) }
    for bits in [overSteps, overNames] {
      let values = bits.map(distribution.value(from:))
      let average = values.reduce(0, +) / Double(count)
      let spread = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count)
      #expect(abs(average - mean) < 4 * (variance / Double(count)).squareRoot())
      #expect(abs(spread - variance) < 4 * variance * (2 / Double(count)).squareRoot())
    }
  }
}
