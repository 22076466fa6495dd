import Formulas
import Programs
import Words

/// The constant factors of a loss, and the sums in it.
struct LossTerms {
  /// Whether terms are halved.
  var containsHalf = false
  /// How many terms are added up, and of how many the mean is taken.
  var sums: Set<Int> = []
  var means: Set<Int> = []

  /// `divisors` are what the formula is divided by where it stands.
  mutating func read(_ formula: Formula, dividedBy divisors: [Double] = []) {
    switch formula.kind {
    case .named(_, let operand), .negated(let operand): read(operand, dividedBy: divisors)
    case .quotient(let top, let bottom):
      read(top, dividedBy: divisors + [bottom.constantValue()].compactMap(\.self))
    case .product(let factors):
      let constants = factors.compactMap { $0.constantValue() }.map { 1 / $0 }
      for factor in factors where factor.constantValue() == nil {
        read(factor, dividedBy: divisors + constants)
      }
    case .sum(let terms):
      var divisors = divisors
      if let place = divisors.firstIndex(of: Double(terms.count)) {
        divisors.remove(at: place)
        means.insert(terms.count)
      } else {
        sums.insert(terms.count)
      }
      for term in terms { read(term, dividedBy: divisors) }
    case .call(let function, let arguments):
      if case .definition(let unfolded) = function.value {
        read(unfolded(arguments), dividedBy: divisors)
      } else {
        containsHalf = containsHalf || divisors.contains(2)
      }
    case .number, .line, .previous, .step, .placeholder, .power:
      containsHalf = containsHalf || divisors.contains(2)
    }
  }
}

extension LossTerms {
  /// The factors that the loss may have elsewhere, each with what may be the reason for it.
  ///
  /// Other forms of a rule are rules of the prelude, which `conventions.lesson` names. Another form of
  /// a loss is one of these factors, whether it has a name there or not: most losses are typed out,
  /// only the lesson says how many terms are averaged, and where a factor has several reasons, one
  /// remark names them all.
  var otherFactors: [(factor: Double, reason: Convention.LossReason)] {
    var factors: [(factor: Double, reason: Convention.LossReason)] = [(0.5, .withHalf)]
    if containsHalf { factors.append((2, .withoutHalf)) }
    for count in means.sorted() { factors.append((Double(count), .summedNotAveraged(count))) }
    for count in means.sorted() where count > 2 {
      factors.append((Double(count) / 2, .summedAndHalved(count)))
    }
    for count in sums.sorted() { factors.append((1 / Double(count), .averagedNotSummed(count))) }
    return factors
  }
}

extension Program {
  func lossTerms(of objective: LineID) -> LossTerms {
    let (terms, sums) = summands(of: objective)
    var found = LossTerms()
    for formula in (terms + sums).compactMap({ lines[$0].formula }) { found.read(formula) }
    return found
  }
}
