import Diagnostics
import Decimals
import Fixtures
import Formulas
import Testing

/// The text of a formula reads as the same formula again.
@Suite struct FormulaTextTests {
  private static let names: PerLine = ["x", "y", "dE/dw"]

  /// A formula in the lines x and y, and in a third one that is a derivative.
  private static func formula(_ text: String) throws -> Formula {
    let source = Source(name: "formula", text: text)
    var tokenizer = Tokenizer(source, in: 0..<source.bytes.count)
    var parser = FormulaParser(source, try tokenizer.nextStatement() ?? []) {
      ["x", "y", "E", "w"].contains($0)
    }
    var scope = Scope(functions: Function.elementary)
    scope.quantity = { (name, _) throws(Diagnostic) in .line(name.name == "x" ? 0 : 1) }
    scope.derivative = { (_, _, _) throws(Diagnostic) in .line(2) }
    scope.term = { (call) throws(Diagnostic) in
      call.name == "previous" ? Formula(.previous(1)) : nil
    }
    var instantiation = Instantiation(scope, maximumSize: 1000)
    let parsed = try parser.formula()
    try parser.expectEnd()
    return try instantiation.formula(parsed)
  }

  /// What is typed here is typed with no more brackets than needed, and comes back as it is.
  @Test(arguments: [
    "x", "-x", "-(-x)", "x + y + 2", "x - y - 2", "x - (y - 2)", "(x + y) + 2", "x + (y + 2)",
    "-x + y", "-(x + y)", "x*y*2", "x*(y*2)", "(x*y)*2", "x/y/2", "x/(y/2)", "x*y/2", "x*(y/2)",
    "x/y*2", "(x/y)*2*y", "-x*y", "-(x*y)", "x*(-y)", "x/(-y)", "x^2", "-x^2", "(-x)^2", "x^-2",
    "x^y^2", "(x^y)^2", "2^-x^2", "(x + y)^2", "(x*y)^2", "x^(y + 1)", "x^(y*2)", "x*y^2", "x/y^2",
    "exp(-x)", "max(x, y, 2)", "if(x < y, x, -y)", "(x < y)*2", "2*(x == y)", "(x <= y) + 1",
    "softmax(2, x, y)", "dE/dw*x", "dE/dw/x", "x/(dE/dw)", "dE/dw^2", "(dE/dw + x)*y", "1e-8*x",
    "0.9*previous(y) + (1 - 0.9)*x", "step*x", "pi*x", "x*0.10",
  ])
  func `a formula as one types it`(text: String) throws {
    let formula = try Self.formula(text)
    #expect(formula.text { Self.names[$0] } == text.replacingSpelling)
    #expect(try Self.formula(formula.text { Self.names[$0] }) == formula)
  }

  /// A seeded walk over all kinds of formulas; the text has to come back as the same tree.
  @Test(arguments: 0..<300)
  func `a random formula comes back`(seed: Int) throws {
    var random = Draws(state: UInt64(seed))
    let formula = random.formula(depth: 5)
    let text = formula.text { Self.names[$0] }
    #expect(try Self.formula(text) == formula, "\(text)")
  }

  /// Hyper-parameters stand as numbers, so that the text can be evaluated by itself.
  @Test func `a named value is written as its value`() {
    let rate = Formula(.named("rate", Formula(.quotient(.number(1), .number(3)))))
    let formula = Formula(.product([.line(0), rate]))
    #expect(formula.text { Self.names[$0] } == "x*(1/3)")
  }
}

extension String {
  /// `(x/y)*2*y` needs no brackets: a product goes from left to right.
  fileprivate var replacingSpelling: String { self == "(x/y)*2*y" ? "x/y*2*y" : self }
}

/// A linear congruential generator (Knuth, MMIX), and formulas drawn with it.
private struct Draws {
  var state: UInt64

  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }

  mutating func formula(depth: Int) -> Formula {
    if depth == 0 { return leaf() }
    let left = formula(depth: depth - 1 - below(2) * (depth - 1))
    switch below(8) {
    case 0: return Formula(.sum([left, formula(depth: depth - 1), leaf()]))
    case 1: return Formula(.sum([left, Formula(.negated(formula(depth: depth - 1)))]))
    case 2: return Formula(.product([left, formula(depth: depth - 1), leaf()]))
    case 3: return Formula(.quotient(left, formula(depth: depth - 1)))
    case 4: return Formula(.power(left, formula(depth: depth - 1)))
    case 5: return Formula(.negated(left))
    case 6: return .call(.less, left, formula(depth: depth - 1))
    default: return .call(.exp, left)
    }
  }

  private mutating func leaf() -> Formula {
    switch below(6) {
    case 0: .line(0)
    case 1: .line(1)
    case 2: .line(2)
    case 3: Formula(.previous(1))
    case 4: Formula(.step)
    default: .number(below(100))
    }
  }
}
