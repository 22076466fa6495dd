import RandomNumbers
import Testing

@Suite struct NamedDistributionTests {
  private func distribution(
    _ name: String, _ values: Double...
  ) throws -> Distribution {
    let named = try #require(NamedDistribution.all.first { $0.name == name })
    return try named.distribution(values)
  }

  @Test func `each name makes its distribution`() throws {
    #expect(try distribution("uniform", -1, 2) == .uniform(-1, 2))
    #expect(try distribution("normal", 1, 2) == .normal(mean: 1, deviation: 2))
    #expect(try distribution("bernoulli", 0.25) == .bernoulli(0.25))
    // Glorot and Bengio: √(6/(2 + 4)) = 1. He: √(2/8) = ½.
    #expect(try distribution("xavier", 2, 4) == .uniform(-1, 1))
    #expect(try distribution("he", 8) == .normal(mean: 0, deviation: 0.5))
    #expect(NamedDistribution.all.count == 5)
  }

  @Test(arguments: [
    ("uniform", [2.0, 1], "the lower bound is above the upper one"),
    ("normal", [0, -1], "a standard deviation is not negative"),
    ("bernoulli", [1.5], "a probability is between 0 and 1"),
    ("xavier", [2, 0], "a fan is a number of connections: 1, 2, …"),
    ("he", [1.5], "a fan is a number of connections: 1, 2, …"),
    ("he", [1e30], "a fan is a number of connections: 1, 2, …"),
  ])
  func `a value that a parameter cannot have`(
    name: String, values: [Double], reason: String
  ) throws {
    let named = try #require(NamedDistribution.all.first { $0.name == name })
    let refusal = #expect(throws: NamedDistribution.Refusal.self) {
      try named.distribution(values)
    }
    #expect(refusal?.reason == reason)
  }

  @Test func `the bounds may be equal, and a deviation 0`() throws {
    #expect(try distribution("uniform", 1, 1) == .uniform(1, 1))
    #expect(try distribution("normal", 3, 0) == .normal(mean: 3, deviation: 0))
  }
}
