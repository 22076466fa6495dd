import Decimals
import Fixtures
import Formulas
import Programs
import Testing

@testable import Tracing

@Suite struct ValueNumberingTests {
  private static let sum = Formula(.sum([.line(0), .line(1)]))

  private static func numbered(_ program: Program) -> ValueNumbering {
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    return numbering
  }

  private static func numbered(given count: Int, _ formulas: Formula...) throws -> ValueNumbering {
    numbered(try Program(given: count, formulas))
  }

  @Test func `equal parts have one number`() throws {
    let numbering = try Self.numbered(
      given: 3, Formula(.product([Self.sum, .line(2)])), Formula(.quotient(Self.sum, .line(2))))
    #expect(numbering.instructions.map(\.operation) == [.add, .multiply, .divide])
    let sum = Int(numbering.instructions[0].value)
    #expect(numbering.instructions[1].operands[0] == sum)
    #expect(numbering.instructions[2].operands[0] == sum)
  }

  /// In doubles x + y and y + x are the same, x + (y + z) and (x + y) + z are not: nothing is
  /// put in another order.
  @Test func `operands keep their order`() throws {
    let numbering = try Self.numbered(given: 2, Self.sum, Formula(.sum([.line(1), .line(0)])))
    #expect(numbering.instructions.map(\.operation) == [.add, .add])
  }

  @Test func `a line of equal value is a copy`() throws {
    let numbering = try Self.numbered(given: 2, Self.sum, Self.sum, .line(2))
    #expect(numbering.instructions.map(\.operation) == [.add, .copy, .copy])
    #expect(numbering.instructions.map(\.line) == [2, 3, 4])
    let sum = Int(numbering.instructions[0].value)
    #expect(numbering.instructions.dropFirst().allSatisfy { $0.operands[0] == sum })
  }

  /// 2·3 + x, and e⁰·x: one instruction each.
  @Test func `what depends on no line is folded`() throws {
    let six = Formula(.product([.number(2), .number(3)]))
    let numbering = try Self.numbered(
      given: 1, Formula(.sum([six, .line(0)])),
      Formula(.product([.call(.exp, .zero), .line(0)])))
    #expect(numbering.instructions.map(\.operation) == [.add, .multiply])
    #expect(numbering.constants == [2, 6, 1])
  }

  @Test func `what depends on the step is not folded`() throws {
    let numbering = try Self.numbered(
      given: 0, Formula(.product([.number(2), Formula(.step)])))
    #expect(numbering.instructions.map(\.operation) == [.multiply])
  }

  @Test func `a square is a product, a negated term is subtracted`() throws {
    let numbering = try Self.numbered(
      given: 2, Formula(.power(.line(0), .number(2))),
      Formula(.sum([.line(0), Formula(.negated(.line(1)))])), Formula(.negated(.line(1))),
      .call(.sqrt, .line(0)), Formula(.power(.line(0), .number(3))))
    #expect(
      numbering.instructions.map(\.operation)
        == [.multiply, .subtract, .negate, .squareRoot, .binary(0)])
    #expect(numbering.functions == [.power])
  }

  /// Of more than 32 operations, a formula is found as a whole.
  @Test func `a large formula is numbered once`() throws {
    let terms = (0..<40).map { Formula(.product([.line(0), .number($0)])) }
    let large = Formula(.sum(terms))
    let numbering = try Self.numbered(
      given: 2, Formula(.product([large, .line(1)])), Formula(.quotient(large, .line(1))))
    // 40 products, 39 sums, and the two lines.
    #expect(numbering.instructions.count == 81)
  }

  /// A table gives w and v by turns: each family lies by itself.
  @Test func `given families lie side by side`() throws {
    var program = Program(maximumLines: .max)
    for (name, index, value) in [("w", 1, 10.0), ("v", 1, 20), ("w", 2, 11), ("v", 2, 21)] {
      try program.append(Line(.quantity(name, [index]), .param, .constant, initial: value))
    }
    #expect(Self.numbered(program).constants == [10, 11, 20, 21])
  }

  @Test func `carried lines and values of the step before are one value`() throws {
    var program = Program(maximumLines: .max)
    try program.append(Line(.named("w"), .param, .carried(from: 1)))
    try program.append(
      Line(.named("u"), .update, .formula(Formula(.sum([.line(0), Formula(.previous(1))])))))
    let numbering = Self.numbered(program)
    let operands = try #require(numbering.instructions.first).operands
    #expect(operands[0] == operands[1])
    #expect(numbering.instructions.count == 1)
  }

  @Test func `functions of many arguments keep all of them, and definitions are unfolded`() throws {
    let argmax = Formula(.call(.argmax, [.line(0), .line(1), .line(2), .line(3)]))
    let logsumexp = Formula(.call(try #require(Function.elementary["logsumexp"]), [.line(0)]))
    let numbering = try Self.numbered(given: 4, argmax, logsumexp)
    let many = try #require(numbering.instructions.first)
    #expect(many.operation == .many(0))
    #expect(numbering.manyOperands[Int(many.value)]?.count == 4)
    // max of one is that one: x + log(exp(x − x)), or x where |x| is infinite.
    #expect(
      numbering.instructions.dropFirst().map(\.operation)
        == [.unary(1), .binary(2), .subtract, .unary(3), .unary(4), .add, .choose])
  }

  @Test func `the condition that ends a run has a number`() throws {
    var program = try Program(given: 2, [Self.sum])
    program.training = Training(steps: 3, until: .call(.less, .line(2), .line(0)))
    let numbering = Self.numbered(program)
    let until = try #require(numbering.until)
    #expect(numbering.instructions.last?.value == Int32(until))
    #expect(numbering.instructions.last?.isForward == false)
  }
}
