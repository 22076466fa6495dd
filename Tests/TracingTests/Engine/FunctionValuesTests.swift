import Fixtures
import Formulas
import Testing

@testable import Lessons

/// Every function of the language against mpmath with 50 digits.
///
/// The table is `References/functions.csv`, which `References/functions.py` writes.
@Suite struct FunctionValuesTests {
  /// Relative for values.
  ///
  /// What cancels or overflows is to be written in another form instead.
  static let valueTolerance = 1e-12
  /// Absolute for derivatives below 1: some formulas cancel, as they are taught.
  ///
  /// The derivative of tanh is 1 − tanh², that of softsign a difference of two quotients.
  static let derivativeTolerance = 1e-12
  /// Relative for derivatives, however small: half of a double's digits.
  static let keptDigits = 1e-8
  /// What the references' differences leave of a smaller derivative is 0.
  static let leastReference = 1e-60

  /// A function at one place.
  struct Row: Sendable {
    let function: String
    let arguments: [String]
    let value: Double
    /// By each argument; none where the value is not a number.
    let derivatives: [Double]

    init(_ cells: [String]) throws {
      function = cells[0]
      arguments = cells[1].split(separator: " ").map(String.init)
      value = try #require(Double(cells[2]))
      derivatives = cells[3].split(separator: " ").compactMap { Double(String($0)) }
      let isComplete = value.isNaN || derivatives.count == arguments.count
      try #require(isComplete)
    }

    /// The call with the parameters a, b, … in it; operators stand between theirs.
    var lesson: String {
      let names = Row.names.prefix(arguments.count)
      let isOperator = function.allSatisfy { !$0.isLetter }
      let call =
        isOperator
        ? names.joined(separator: function) : "\(function)(\(names.joined(separator: ", ")))"
      let numbers = zip(names, arguments).map { "\($0) = \($1)" }.joined(separator: ", ")
      return "param \(numbers)\ny = \(call)\ndifferentiate y"
    }

    static let names = ["a", "b", "c", "d"]
  }

  static let rows: [String: [Row]] = {
    let rows = (try? ReferenceTable("functions.csv").rows.map(Row.init)) ?? []
    return Dictionary(grouping: rows, by: \.function)
  }()

  @Test(arguments: rows.keys.sorted())
  func `a function and its derivative by each argument`(function: String) throws {
    for row in try #require(FunctionValuesTests.rows[function]) {
      let place = "\(function) at \(row.arguments.joined(separator: ", "))"
      let lesson = try TracedLesson(row.lesson)
      let value = try lesson.value("y")
      if row.value.isNaN {
        #expect(value.isNaN, "\(place) is \(value)")
        continue
      }
      #expect(
        agrees(value, row.value, within: FunctionValuesTests.valueTolerance),
        "\(place) is \(value), not \(row.value)")
      for (name, expected) in zip(Row.names, row.derivatives) {
        let derivative = try lesson.value("dy/d\(name)")
        #expect(
          agrees(
            derivative, expected, within: FunctionValuesTests.derivativeTolerance, floor: 1)
            && agrees(
              derivative, expected, within: FunctionValuesTests.keptDigits,
              floor: FunctionValuesTests.leastReference),
          "\(place): dy/d\(name) is \(derivative), not \(expected)")
      }
    }
  }

  @Test func `the table leaves no function out`() throws {
    // A member of a family and the learning rates of steps have tests of their own.
    let others = try Set(["softmax"] + OptimizersTests.schedules)
    let missing = Set(Catalogue.prelude.functions.keys).subtracting(others)
      .subtracting(FunctionValuesTests.rows.keys)
    #expect(missing.sorted() == [])
  }

  @Test func `every function has its places`() {
    for (function, rows) in FunctionValuesTests.rows { #expect(rows.count >= 8, "\(function)") }
  }
}
