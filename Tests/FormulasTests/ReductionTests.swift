import Diagnostics
import Fixtures
import Formulas
import Testing

/// What reductions write out to, over members that are lines 1, 2, ….
@Suite struct ReductionTests {
  /// The formula of a reduction over so many members; `i` is the index that `own` binds.
  private static func writtenOut(_ name: String, _ count: Int, own: Int? = nil) throws -> Formula {
    let source = Source(name: "formula", text: "\(name)(i in 1..\(count): x[i])")
    var tokenizer = Tokenizer(source, in: 0..<source.bytes.count)
    let tokens = try #require(try tokenizer.nextStatement())
    var parser = FormulaParser(source, tokens) { $0 == "x" }
    var scope = Scope(functions: Function.elementary)
    scope.quantity = { (_, indices) throws(Diagnostic) in .line(LineID(indices[0])) }
    var instantiation = Instantiation(
      scope, bindings: own.map { [("i", $0)] } ?? [], maximumSize: 1000)
    return try instantiation.formula(parser.formula())
  }

  private static let members = [Formula.line(1), .line(2), .line(3)]

  @Test func `three members`() throws {
    let mean = Formula(.quotient(Formula(.sum(Self.members)), .number(3)))
    #expect(try Self.writtenOut("sum", 3) == Formula(.sum(Self.members)))
    #expect(try Self.writtenOut("mean", 3) == mean)
    #expect(try Self.writtenOut("product", 3) == Formula(.product(Self.members)))
    for name in ["max", "min", "logsumexp"] {
      let function = try #require(Function.elementary[name])
      #expect(try Self.writtenOut(name, 3) == Formula(.call(function, Self.members)))
    }
    #expect(
      try Self.writtenOut("softmax", 3, own: 2)
        == Formula(.call(.softmax, [.number(2)] + Self.members)))
  }

  @Test func `one member`() throws {
    for name in ["sum", "product", "max", "min"] {
      #expect(try Self.writtenOut(name, 1) == .line(1))
    }
    #expect(try Self.writtenOut("mean", 1) == Formula(.quotient(.line(1), .one)))
  }

  @Test func `no members`() throws {
    #expect(try Self.writtenOut("sum", 0) == .zero)
    #expect(try Self.writtenOut("product", 0) == .one)
    for name in ["mean", "max", "min", "logsumexp"] {
      let error = #expect(throws: Diagnostic.self) { try Self.writtenOut(name, 0) }
      #expect(error?.message == "'\(name)' of nothing has no value")
    }
  }

  @Test func `a softmax needs an index of the equation`() throws {
    #expect(throws: Diagnostic.self) { try Self.writtenOut("softmax", 3) }
    #expect(Reduction.all.filter(\.isOfEach).map(\.name) == ["softmax"])
  }
}
