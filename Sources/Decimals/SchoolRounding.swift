/// Arithmetic on paper, in doubles: what these lose is made good before it decides a rounding.
///
/// A sum or a product of numbers with few digits has few digits itself, and may lie exactly between
/// two neighbours. 0.5·0.0101 is 0.00505 and rounds to 0.0051, although the double lies below.
extension Double {
  /// What a few operations in doubles may lose, relative to the largest of their numbers.
  private static let loss = 0x1p-50

  /// The value rounded half up to the given precision; one that is not finite stays.
  package func roundedAtSchool(to precision: Precision) -> Double {
    isFinite ? onPaper(beside: self).rounded(to: precision, .halfUp).value : self
  }

  /// The sum, from left to right, without the digits that are the rounding of its largest term.
  package static func sumAtSchool(of terms: [Double]) -> Double {
    let sum = terms.dropFirst().reduce(terms[0], +)
    guard sum.isFinite, let largest = terms.map(\.magnitude).max() else { return sum }
    return sum.onPaper(beside: largest).value
  }

  /// The short decimal that the value may be, computed with a number of some size; else the value.
  private func onPaper(beside size: Double) -> DecimalExpansion {
    let exact = DecimalExpansion(exactly: self)
    let last = DecimalExpansion(exactly: size).exponent - TypedNumber.digitsOfDoubles + 1
    let short = exact.rounded(toPlace: last)
    return abs(short.value - self) <= abs(size) * Self.loss ? short : exact
  }
}
