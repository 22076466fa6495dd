import Decimals
import Fixtures
import Formulas
import Testing

/// The arithmetic of derivative lines; x, y and z are the lines 0, 1 and 2.
@Suite struct SimplificationTests {
  private static let x = Formula.line(0)
  private static let y = Formula.line(1)
  private static let z = Formula.line(2)

  private static func number(_ text: String) throws -> Formula {
    .number(try #require(Numeral(text)))
  }

  @Test func `factors 1 and terms 0 vanish`() {
    let (x, y) = (Self.x, Self.y)
    #expect(.one * x == x)
    #expect(x * .one == x)
    #expect(x / .one == x)
    #expect(.zero * x == .zero)
    #expect(.zero / x == .zero)
    #expect(Formula.total([.zero, x, .zero]) == x)
    #expect(Formula.total([]) == .zero)
    #expect(Formula.total([x, y]) == Formula(.sum([x, y])))
  }

  @Test func `a named constant is cancelled, a quantity is not`() {
    let (x, pi) = (Self.x, Formula.pi)
    #expect(pi / pi == .one)
    #expect(x * pi / pi == x)
    #expect(x / pi * pi == x)
    #expect(pi * pi / pi == pi)
    #expect(x / x == Formula(.quotient(x, x)))
  }

  /// 0/0 is not a number in IEEE 754, and neither is what it is multiplied by.
  @Test func `a typed 0 below the stroke stays`() {
    let undefined = Formula(.quotient(.zero, .zero))
    let product: Formula = undefined * .line(0)
    #expect(product != .zero)
    #expect(Formula.total([product, .line(1)]) != .line(1))
    #expect((.zero * .line(0)) == Formula.zero)
  }

  @Test func `signs stand in front, and two of them vanish`() {
    let (x, y) = (Self.x, Self.y)
    let product = Formula(.product([x, y]))
    #expect(-(-x) == x)
    #expect(-x * y == Formula(.negated(product)))
    #expect(-x * -y == product)
    #expect(x / -y == Formula(.negated(Formula(.quotient(x, y)))))
    #expect(.number(-1) * x == Formula(.negated(x)))
  }

  @Test func `the minus of a sum stays in front of it`() {
    let difference = Formula(.sum([Self.x, Formula(.negated(Self.y))]))
    #expect(-difference == Formula(.negated(difference)))
    #expect(.number(-1) * difference == Formula(.negated(difference)))
  }

  @Test func `numbers are folded exactly`() throws {
    let x = Self.x
    let half = Formula(.quotient(.number(1), .number(2)))
    #expect(.number(2) * (half * x) == x)
    #expect(.number(2) * (.number(3) * x) == Formula(.product([.number(6), x])))
    // 0.1 + 0.2 as fractions of ten, not as doubles.
    let sum = Formula.total([try Self.number("0.1"), try Self.number("0.2")])
    #expect(sum.numeral?.value == 0.3)
    let third = Formula(.quotient(.number(1), .number(3)))
    #expect(third * .number(3) == .one)
  }

  @Test func `like terms are put together`() {
    let (x, y) = (Self.x, Self.y)
    #expect(Formula.total([x, x]) == Formula(.product([.number(2), x])))
    #expect(Formula.total([x, y, -x]) == y)
    #expect(Formula.total([x, -x]) == .zero)
    #expect(
      Formula.total([.number(2) * x, y, .number(3) * x])
        == Formula(.sum([Formula(.product([.number(5), x])), y])))
  }

  @Test func `quotients of products are one fraction`() {
    let (x, y, z) = (Self.x, Self.y, Self.z)
    #expect((x / y) / z == Formula(.quotient(x, Formula(.product([y, z])))))
    #expect(x / (y / z) == Formula(.quotient(Formula(.product([x, z])), y)))
  }

  @Test func `powers 0 and 1 are written out`() {
    #expect(Self.x.raised(to: .zero) == .one)
    #expect(Self.x.raised(to: .one) == Self.x)
    #expect(Self.x.squared == Formula(.power(Self.x, .number(2))))
  }

  @Test func `a choice between 1 and 0 is its condition`() {
    let condition = Formula.call(.greater, Self.x, .zero)
    #expect(Formula.choice(condition, .one, .zero) == condition)
    #expect(Formula.choice(Self.x, .one, .zero) == .call(.choice, Self.x, .one, .zero))
  }

  /// Numerals that are equal as doubles but typed with another fraction are kept apart.
  @Test func `formulas are equal where their numbers are`() throws {
    #expect(try Self.number("0.50") == Self.number("0.5"))
    #expect(try Self.number("1e-400") != .zero)
    #expect(Formula(.sum([Self.x, Self.y])) != Formula(.sum([Self.y, Self.x])))
  }
}
