import Fixtures
import Formulas
import Programs
import Testing
import Tracing

@testable import Exports

/// Formulas as spreadsheets have them.
@Suite struct CellFormulasTests {
  /// In Excel -x^2 is (−x)² and 2^3^2 is (2³)²: Microsoft, "Calculation operators and precedence".
  @Test(arguments: [
    ("-x^2", ["-(A1^2)"]), ("(-x)^2", ["(-A1)^2"]), ("2^x^2", ["2^(A1^2)"]), ("x^-1", ["A1^(-1)"]),
    ("x/(y*x)", ["A1/(A2*A1)"]), ("1e-8*x", ["1E-08*A1"]), ("pi*x", ["PI()*A1"]),
    ("if(x == y, x, 0)", ["IF(A1=A2, A1, 0)"]), ("(x >= y)*x", ["IF(A1>=A2, 1, 0)*A1"]),
    ("if(x, y, 0)", ["IF(A1<>0, A2, 0)"]), ("log(x)", ["LN(A1)"]), ("floor(x)", ["INT(A1)"]),
    ("sigmoid(x)", ["1/(1 + EXP(MIN(-A1, 709)))"]), ("max(x, y, 3)", ["MAX(A1, A2, 3)"]),
    ("2*stop_gradient(x + y)", ["2*(A1 + A2)"]), ("relu(x)", ["MAX(A1, 0)"]),
    ("half_squared_error(x, y)", ["1/2*(A1 - A2)^2"]),
    ("softmax(1, x, y)", ["EXP(A1 - MAX(A1, A2))", "A3/(A3 + EXP(A2 - MAX(A1, A2)))"]),
  ])
  func `a formula in cells`(formula: String, cells: [String]) throws {
    let run = try RunExport.of("input x = 1, y = 2\nz = \(formula)")
    var known: [Formula: Formula] = [:]
    var pieces = FormulaPieces(largest: 120, deepest: 16, sharesRepetitions: true)
    let whole = try #require(run.program.lines[2].formula)
    let (parts, rest) = pieces.pieces(of: whole.inCells(&known))
    let writer = CellFormulas(
      line: { "A\($0.index + 1)" }, previous: { "B\($0.index)" }, part: { "A\($0 + 3)" },
      argument: { _ in nil }, step: "C1")
    #expect((parts.map(\.formula) + [rest]).map(writer.text) == cells)
  }

  /// Excel refuses formulas of more than 8192 characters and functions of more than 255 arguments.
  @Test(arguments: ["sum(i: x[i]*x[i])", "max(i: x[i])", "product(i: x[i])", "softmax(1, 2, 3)"])
  func `long formulas are split for spreadsheets`(formula: String) throws {
    let run = try RunExport.of("input x[1..1000] ~ normal(0, 1)\nz = \(formula)")
    var known: [Formula: Formula] = [:]
    var pieces = FormulaPieces(largest: 120, deepest: 16, sharesRepetitions: true)
    let whole = try #require(run.program.lines[1000].formula).inCells(&known)
    let (parts, rest) = pieces.pieces(of: whole)
    for piece in parts.map(\.formula) + [rest] { #expect(piece.size <= 120) }
    // Put together again, the pieces have the value of the whole, to the last bit.
    var values: [Int: Double] = [:]
    let value = { (formula: Formula) in
      formula.value(
        step: 1, line: { run.trace.value(of: $0, at: 1) }, previous: { _ in nil },
        placeholder: { values[$0] })
    }
    for part in parts { values[part.number] = value(part.formula) }
    #expect(value(rest) == value(whole))
  }
}
