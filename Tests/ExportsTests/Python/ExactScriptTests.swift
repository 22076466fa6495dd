import Decimals
import Formulas
import Testing

@testable import Exports

/// Scripts of lessons that say `arithmetic exact`; Tests/Outside/check_exports.py runs such scripts.
@Suite struct ExactScriptTests {
  private static func script(_ statements: String) throws -> [Substring] {
    try PythonScript.numpy(try RunExport.of("arithmetic exact\n" + statements))
      .split(separator: "\n")
  }

  /// A whole number beside another value is one of Python; what Python would compute by itself, or
  /// round, is made exact first.
  @Test(arguments: [
    ("2*x + 1", "2*x + 1"), ("0.1*x", "exact(0.1)*x"),
    ("0.10*x - 007", "exact(0.1)*x - exact(7.0)"),
    ("1/3", "exact(1)/3"), ("x + 1/3", "x + exact(1)/3"), ("2*3*x", "exact(2)*3*x"),
    ("2^0.5*x", "2**exact(0.5)*x"), ("2^3*x", "exact(2)**3*x"), ("-x^2", "-x**2"),
    ("5", "5"), ("pi*x", "inexact(math.pi)*x"),
    ("x*0.1000000000000000055", "x*exact(\"0.1000000000000000055\")"),
    ("123456789012345678901*x", "123456789012345678901*x"), ("(x > y)*x", "(x > y)*x"),
    ("1 == 1", "exact(1) == 1"), ("if(x > y, x, 0)", "choice(x > y, x, 0)"),
    ("max(0, x) + floor(x)", "max_2(0, x) + floor(x)"), ("exp(2)*relu(x)", "exp(2)*relu(x)"),
    ("half_squared_error(x, 2)", "half_squared_error(x, exact(2))"),
  ])
  func `a formula of exact numbers in Python`(formula: String, python: String) throws {
    let lines = try Self.script("input x = 1, y = 2\nz = \(formula)")
    #expect(lines.contains("z = line(\(python))"), "\(lines.filter { $0.hasPrefix("z = ") })")
  }

  @Test func `numbers are given as they are typed, and those that are drawn have no fraction`()
    throws
  {
    let lines = try Self.script(
      """
      input a = 0.30, b = 1/3, c = sqrt(2), d ~ uniform(0, 1)
      input e each step = [0.5, 2/7]
      param w = -2/3
      L = a*b*c*d*e*w
      minimize L, steps: 2
      update w = w - L
      """)
    for line in [
      "a = exact(0.3)", "b = exact(\"1/3\")", "c = inexact(1.4142135623730951)",
      "w = exact(\"-2/3\")", "    [0.5],", "    [\"2/7\"],",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("d = inexact(0.") })
  }

  @Test func `functions say how they are computed in doubles and in fractions`() throws {
    let lines = try Self.script("input x = 1\ny = abs(x) + exp(x) + max(x, 2, 3)")
    for line in [
      "abs_2 = operation(lambda x: np.abs(x), lambda x: abs(x))",
      "exp = operation(lambda x: np.exp(x))",
      "max_2 = operation(lambda *a: np.max([*a]), lambda *a: max(a))",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }

  @Test func `the number of the step is counted, and conditions are lines`() throws {
    let lines = try Self.script(
      "param w = 1\nL = w*0.5^step\nminimize L, steps: 2, until: L < 0.1\nupdate w = w/2")
    #expect(lines.contains("    step = counted(count)"))
    #expect(lines.contains("    if line(L < exact(0.1)):"))
    #expect(lines.contains("    w = w_new"))
  }

  @Test func `names of the script's own are kept free`() throws {
    let lines = try Self.script("input exact = 1, line = 2, repr = 3\ny = exact*line*repr")
    #expect(lines.contains("y = line(exact_2*line_2*repr_2)"))
  }

  @Test func `others than scripts for NumPy have no fractions`() throws {
    let run = try RunExport.of("arithmetic exact\nparam w = 0.1\nx = w - 0.1")
    func refusal(_ write: () throws -> Void) -> String {
      do {
        try write()
        return ""
      } catch let refusal as RunExport.Refusal {
        return refusal.message
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal { _ = try PythonScript.pytorch(run) }.contains("'--to numpy'"))
    #expect(refusal { _ = try Spreadsheet.bytes(run) }.contains("'--to numpy'"))
  }
}
