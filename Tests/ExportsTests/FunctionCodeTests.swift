import Decimals
import Formulas
import Testing

@testable import Exports

/// How the elementary functions are written in Python and in spreadsheets.
@Suite struct FunctionCodeTests {
  /// Choices have signs of the languages instead.
  private static let names = Function.elementary.keys.filter { $0 != Function.choice.name }.sorted()

  @Test(arguments: names) func `a function has code for NumPy and PyTorch`(name: String) throws {
    let code = try #require(Function.elementary[name]?.code)
    for python in [code.numpy, code.torch] {
      switch python {
      case .call(let template):
        #expect(
          template.contains("({})") || template.contains("[{}]") || template.contains("({}, "))
      case .definition(_, let parameters, let body):
        #expect(!parameters.isEmpty)
        #expect(body.split(separator: "\n").last?.hasPrefix("return ") == true)
      }
    }
  }

  @Test(arguments: names) func `a function with an exact value has it in Python's fractions too`(
    name: String
  ) throws {
    let function = try #require(Function.elementary[name])
    #expect((function.exact == nil) == (function.code?.fractions == nil))
  }

  /// Also where a difference of nearly equal numbers would lose digits.
  @Test(arguments: names, [-0.4, 0, 1e-7, 0.3])
  func `a function has its value in cells too`(name: String, x: Double) throws {
    let function = try #require(Function.elementary[name])
    let first: Formula = name == Function.softmax.name ? .one : .number(Numeral(x))
    let count = max(function.parameters.count, function.isVariadic ? 3 : 1)
    let rest = (1..<count).map { Formula.number(Numeral(0.2 * Double($0))) }
    let call = Formula(.call(function, [first] + rest))
    var known: [Formula: Formula] = [:]
    let inCells = call.inCells(&known)
    let value = try #require(call.constantValue())
    let found = try #require(inCells.constantValue())
    #expect(found.isNaN == value.isNaN)
    #expect(value.isNaN || found == value || abs(found - value) <= 1e-15 * abs(value))
    // Every function that is left is one of spreadsheets, whose names are in capitals.
    let cells = CellFormulas(
      line: { "A\($0.index)" }, previous: { "B\($0.index)" }, part: { "D\($0)" },
      argument: { _ in nil }, step: "C1")
    let text = cells.text(inCells)
    // What is written as another formula, or is its argument, may have none left.
    let mayHaveNone = function.isWrittenOtherwise || function == .stopGradient
    #expect(text == text.uppercased() && text.contains("(") || mayHaveNone, "\(text)")
  }
}

extension Function {
  fileprivate var isWrittenOtherwise: Bool {
    if case .written = notation { return true }
    return false
  }
}
