/// How random bits become a number.
///
/// Of the 64 bits, the upper 53 count: they are a multiple of 2⁻⁵³ in 0..<1.
package enum Distribution: Hashable, Sendable {
  /// Any number from the first bound to the second; the second only where rounding reaches it.
  case uniform(Double, Double)
  case normal(mean: Double, deviation: Double)
  /// 1 with the given probability, else 0.
  case bernoulli(Double)

  /// Returns Glorot and Bengio's uniform initialization: ∓√(6/(in + out)).
  ///
  /// "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
  /// equation 16.
  package static func xavier(fanIn: Int, fanOut: Int) -> Distribution {
    let bound = (6 / (Double(fanIn) + Double(fanOut))).squareRoot()
    return .uniform(-bound, bound)
  }

  /// Returns He, Zhang, Ren and Sun's normal initialization: mean 0, deviation √(2/in).
  ///
  /// "Delving Deep into Rectifiers", ICCV 2015, equation 10.
  package static func he(fanIn: Int) -> Distribution {
    .normal(mean: 0, deviation: (2 / Double(fanIn)).squareRoot())
  }

  /// Returns the number that the bits stand for, always the same for the same bits.
  package func value(from bits: UInt64) -> Double {
    let count = bits >> 11
    switch self {
    case .uniform(let low, let high):
      return low + (high - low) * (Double(count) * 0x1p-53)
    case .normal(let mean, let deviation):
      return mean + deviation * standardNormal(count)
    case .bernoulli(let probability):
      return Double(count) * 0x1p-53 < probability ? 1 : 0
    }
  }
}

/// Returns Φ⁻¹((count + ½)·2⁻⁵³) for a count below 2⁵³.
///
/// In the upper half the argument would be rounded, up to 1 and so to infinity; there the lower
/// half's value is mirrored.
private func standardNormal(_ count: UInt64) -> Double {
  let mirrored = (1 << 53) - 1 - count
  return count < mirrored
    ? normalQuantile((Double(count) + 0.5) * 0x1p-53)
    : -normalQuantile((Double(mirrored) + 0.5) * 0x1p-53)
}
