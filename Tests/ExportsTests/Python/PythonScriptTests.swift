import Testing

@testable import Exports

/// Formulas as Python has them, and what becomes of texts beside them.
@Suite struct PythonScriptTests {
  /// The right side of the first line of a script that begins with a name and `=`.
  private static func line(_ name: String, of script: String) -> String? {
    script.split(separator: "\n").lazy.map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix("\(name) = ") }.map { String($0.dropFirst(name.count + 3)) }
  }

  @Test(arguments: [
    ("-x^2", "-x**2", "-x**2"),
    ("(-x)^2", "(-x)**2", "(-x)**2"),
    ("x/(y*x)", "x/(y*x)", "x/(y*x)"),
    ("x - (y - x)", "x - (y - x)", "x - (y - x)"),
    ("if(x > y, x, 0)", "x if x > y else np.float64(0.0)", "x if x > y else torch.tensor(0.0)"),
    ("(x > y)*x", "((x > y)*1.0)*x", "((x > y)*1.0)*x"),
    ("1/0*x", "np.float64(1.0)/0*x", "torch.tensor(1.0)/0*x"),
    ("10^400*x", "np.float64(10.0)**400*x", "torch.tensor(10.0)**400*x"),
    ("sqrt(2)*x", "np.sqrt(2.0)*x", "torch.sqrt(torch.tensor(2.0))*x"),
    ("max(0, x)", "np.max([0.0, x])", "maximum(torch.tensor(0.0), x)"),
    ("007*x + .50*y", "7*x + .50*y", "7*x + .50*y"),
    ("softmax(2, x, y)", "softmax(2, x, y)", "softmax(2, x, y)"),
    ("leaky_relu(x)", "leaky_relu(x, np.float64(0.01))", "leaky_relu(x, torch.tensor(0.01))"),
    ("erf(x)*pi", "np.float64(math.erf(x))*math.pi", "torch.erf(x)*math.pi"),
    ("2*stop_gradient(x + y)", "2*(x + y)", "2*(x + y).detach()"),
    ("5", "np.float64(5.0)", "torch.tensor(5.0)"),
  ])
  func `a formula in Python`(formula: String, numpy: String, torch: String) throws {
    let run = try RunExport.of("input x = 1, y = 2\nz = \(formula)")
    #expect(Self.line("z", of: try PythonScript.numpy(run)) == numpy)
    #expect(Self.line("z", of: try PythonScript.pytorch(run)) == torch)
  }

  @Test func `Python's parser is not asked for too many brackets`() throws {
    let nested =
      String(repeating: "sin(1 + ", count: 200) + "x" + String(repeating: ")", count: 200)
    let script = try PythonScript.numpy(try RunExport.of("input x = 1\nz = \(nested)"))
    #expect(Self.line("part", of: script) != nil)
    for line in script.split(separator: "\n") where !line.hasPrefix("#") {
      var (open, most) = (0, 0)
      for character in line {
        if character == "(" { open += 1 } else if character == ")" { open -= 1 }
        most = max(most, open)
      }
      #expect(most < 100)
    }
  }

  @Test func `the lesson's text stays in comments`() throws {
    let run = try RunExport.of(
      "input x = 1 # \(hostileText)\nz = x", title: "\(hostileText)\n\n=1+1\rimport os\n\nend")
    for script in [try PythonScript.numpy(run), try PythonScript.pytorch(run)] {
      let lines = script.split(omittingEmptySubsequences: false) { $0.isNewline }
      let start = try #require(lines.firstIndex { $0.hasPrefix("import math") })
      #expect(lines[..<start].allSatisfy { $0.isEmpty || $0.hasPrefix("#") })
      // Python's reference, 2.1.4: an encoding is declared in the first or second line.
      #expect(!lines[..<2].contains { $0.contains("coding") })
      #expect(!lines[start...].contains { $0.contains("import os") || $0.contains("utf-7") })
      for scalar in script.unicodeScalars where scalar != "\n" {
        #expect(scalar.properties.generalCategory != .control)
      }
    }
  }
}
