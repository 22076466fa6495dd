import Decimals
import Formulas

/// Scripts for lessons of `arithmetic exact`: each line in fractions, as long as there is one.
extension PythonDialect {
  static let fractions = PythonDialect(
    library: "NumPy",
    preparation: [
      "import operator", "from fractions import Fraction", "", "import numpy as np", "",
      "# 1/0 is inf and 0/0 is nan, without a warning", "np.seterr(all=\"ignore\")", "", "",
      exactNumbers,
    ],
    number: "exact", step: "counted", code: { $0.numpy }, differentiates: false,
    computesFractions: true,
    ownNames: [
      "Fraction", "Number", "OverflowError", "any", "bits", "bool", "choice", "counted", "exact",
      "inexact", "isinstance", "line", "most_bits", "most_bits_of_step_power", "nearest",
      "operation", "operator", "power", "repr", "str",
    ])

  /// What `ExactNumber` is, in Python.
  private static let exactNumbers = """
    # The most bits that the fraction of a line may have, and a power with the step as exponent
    most_bits, most_bits_of_step_power = \(ExactNumber.mostBits), \(ExactNumber.mostBitsOfStepPower)


    def bits(fraction):
        return max(fraction.numerator.bit_length(), fraction.denominator.bit_length())


    def nearest(fraction):
        # The double nearest to a fraction.
        try:
            return fraction.numerator/fraction.denominator
        except OverflowError:
            return math.inf if fraction > 0 else -math.inf


    def operation(of_doubles, of_fractions=None):
        # An operation has a fraction where all its operands have one, beside what doubles give.
        def result(*operands):
            operands = [exact(operand) for operand in operands]
            value = of_doubles(*[operand.value for operand in operands])
            counts = any(operand.counts for operand in operands)
            fractions = [operand.fraction for operand in operands]
            if of_fractions is None or any(fraction is None for fraction in fractions):
                return Number(value, None, counts)
            fraction = of_fractions(*fractions)
            # On the way to a line's value it may be longer, since terms may cancel
            if fraction is None or bits(Fraction(fraction)) > 4*most_bits:
                return Number(value, None, counts)
            return Number(value, Fraction(fraction), counts)
        return result


    def power(base, exponent):
        # There is a fraction where the exponent is a whole number, and the result not too long.
        x, n = base.value, exponent.value
        value = x*x if n == 2 else x**n
        counts = base.counts or exponent.counts
        x, n = base.fraction, exponent.fraction
        if x is None or n is None or n.denominator > 1 or not -2**63 <= n < 2**63:
            return Number(value, None, counts)
        allowed = most_bits_of_step_power if exponent.counts else 4*most_bits
        if x == 0 and n < 0 or (bits(x) - 1)*abs(n) > allowed:
            return Number(value, None, counts)
        return Number(value, Fraction(x**int(n)), counts)


    class Number:
        # What doubles give, a fraction or None, and whether the number of the step went into it.
        def __init__(self, value, fraction=None, counts=False):
            self.value, self.fraction, self.counts = np.float64(value), fraction, counts

        def item(self):
            return self.value.item()

        def __bool__(self):
            return bool(line(self).value != 0)

        def __pow__(self, exponent):
            return power(self, exact(exponent))

        def __rpow__(self, base):
            return power(exact(base), self)

        __neg__ = operation(operator.neg, operator.neg)
        __add__ = operation(operator.add, operator.add)
        __radd__ = operation(lambda a, b: b + a, lambda a, b: b + a)
        __sub__ = operation(operator.sub, operator.sub)
        __rsub__ = operation(lambda a, b: b - a, lambda a, b: b - a)
        __mul__ = operation(operator.mul, operator.mul)
        __rmul__ = operation(lambda a, b: b*a, lambda a, b: b*a)
        __truediv__ = operation(operator.truediv, lambda a, b: a/b if b else None)
        __rtruediv__ = operation(lambda a, b: b/a, lambda a, b: b/a if a else None)
        __lt__ = operation(operator.lt, operator.lt)
        __le__ = operation(operator.le, operator.le)
        __gt__ = operation(operator.gt, operator.gt)
        __ge__ = operation(operator.ge, operator.ge)
        __eq__ = operation(operator.eq, operator.eq)


    def exact(number):
        # A number as it is typed: 0.1 is 1/10.
        if isinstance(number, Number):
            return number
        fraction = Fraction(number if isinstance(number, str) else repr(number))
        return Number(nearest(fraction), fraction)


    def inexact(number):
        # A number of which no fraction is known.
        return Number(number)


    def counted(step):
        # The number of the step.
        return Number(step, Fraction(step), True)


    def choice(condition, first, second):
        # Only the branch that is taken needs a fraction.
        condition, first, second = exact(condition), exact(first), exact(second)
        value = first.value if condition.value != 0 else second.value
        if condition.fraction is None:
            return Number(value)
        taken = first if condition.fraction != 0 else second
        return Number(value, taken.fraction, taken.counts)


    def line(result):
        # What a line comes to: its fraction rounded once, or else what doubles give.
        result = exact(result)
        if result.fraction is None or bits(result.fraction) > most_bits:
            return Number(result.value)
        return Number(nearest(result.fraction), result.fraction)
    """
}

extension PythonFormulas {
  /// A function as one of exact numbers: how it is computed in doubles, and, where it has an exact
  /// value, in fractions.
  func operation(_ function: Function, _ code: FunctionCode, named name: String) -> String {
    var lines: [String] = []
    let parameters: String
    let ofDoubles: String
    switch dialect.code(code) {
    case .call(let template):
      let own = function.parameters.map(\.name).joined(separator: ", ")
      parameters = function.isVariadic ? "*" + own : own
      let pieces = template.split(separator: "{}", omittingEmptySubsequences: false)
      ofDoubles = "lambda \(parameters): \(pieces.joined(separator: parameters))"
    case .definition(_, let names, let body):
      parameters = names
      lines.append("def \(name)(\(parameters)):")
      lines += body.split(separator: "\n").map { "    \($0)" }
      lines += ["", ""]
      ofDoubles = name
    }
    let ofFractions = code.fractions.map { ", lambda \(parameters): \($0)" } ?? ""
    lines.append("\(name) = operation(\(ofDoubles)\(ofFractions))")
    return lines.joined(separator: "\n")
  }

  /// A typed number that stands in a formula: a whole one is an integer of Python.
  static func exactText(_ numeral: Numeral) -> String {
    let text = numeral.text.drop { $0 == "-" }
    let isWhole = text.allSatisfy { ("0"..."9").contains($0) }
    if isWhole, text.first != "0" || text == "0" { return numeral.text }
    let number = GivenNumber(value: numeral.value, fraction: Fraction(numeral))
    return number.isShortest == false ? "exact(\"\(numeral.text)\")" : exactValue(number)
  }

  /// A given number as an exact one.
  static func exactValue(_ number: GivenNumber) -> String {
    number.fraction == nil ? exactText(number) : "exact(\(exactText(number)))"
  }

  /// A given number, as `exact` takes it.
  static func exactText(_ number: GivenNumber) -> String {
    guard let fraction = number.fraction else { return "inexact(\(decimal(number.value)))" }
    if number.isShortest == true { return decimal(number.value) }
    let (top, bottom) = fraction.decimalParts
    return "\"\(fraction.isNegative ? "-" : "")\(top)/\(bottom)\""
  }
}

extension GivenNumber {
  /// Whether the fraction is the decimal that Python writes of the double; `nil` without a fraction.
  fileprivate var isShortest: Bool? {
    fraction.map { $0 == ExactNumber(written: value).fraction }
  }
}
