/// A distribution as it is named, with parameters: `normal(mean, deviation)`.
///
/// To add one is to add a row to ``all``.
package struct NamedDistribution: Sendable {
  /// Thrown where a parameter has a value that it cannot have.
  package struct Refusal: Error {
    /// What is wrong, in words.
    package let reason: String
  }

  package let name: String
  package let parameters: [String]
  private let refusal: String
  private let isMet: @Sendable ([Double]) -> Bool
  private let make: @Sendable ([Double]) -> Distribution

  private init(
    _ name: String, _ parameters: [String], _ refusal: String,
    where isMet: @escaping @Sendable ([Double]) -> Bool,
    _ make: @escaping @Sendable ([Double]) -> Distribution
  ) {
    self.name = name
    self.parameters = parameters
    self.refusal = refusal
    self.isMet = isMet
    self.make = make
  }

  /// The distribution for a finite value of each parameter.
  package func distribution(_ values: [Double]) throws(Refusal) -> Distribution {
    precondition(values.count == parameters.count, "each parameter has a value")
    if !isMet(values) { throw Refusal(reason: refusal) }
    return make(values)
  }

  package static let all = [
    NamedDistribution(
      "uniform", ["low", "high"], "the lower bound is above the upper one",
      where: { $0[0] <= $0[1] }, { .uniform($0[0], $0[1]) }),
    NamedDistribution(
      "normal", ["mean", "deviation"], "a standard deviation is not negative",
      where: { $0[1] >= 0 }, { .normal(mean: $0[0], deviation: $0[1]) }),
    NamedDistribution(
      "bernoulli", ["p"], "a probability is between 0 and 1",
      where: { (0...1).contains($0[0]) }, { .bernoulli($0[0]) }),
    NamedDistribution(
      "xavier", ["fan_in", "fan_out"], fans, where: areFans,
      { .xavier(fanIn: Int($0[0]), fanOut: Int($0[1])) }),
    NamedDistribution("he", ["fan_in"], fans, where: areFans, { .he(fanIn: Int($0[0])) }),
  ]

  private static let fans = "a fan is a number of connections: 1, 2, …"

  @Sendable private static func areFans(_ values: [Double]) -> Bool {
    values.allSatisfy { value in Int(exactly: value).map { $0 > 0 } == true }
  }
}
