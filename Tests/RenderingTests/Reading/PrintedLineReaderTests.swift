import Decimals
import Testing

/// The reader of printed lines, on pages written by hand.
struct `The reader of printed lines` {
  private static func kinds(
    _ line: String, given: String, inFull: String
  ) -> [PrintedLineReader.Fault.Kind] {
    let page = PrintedPage(
      ("Given\n─────\n    \(given)   inputs\n\nForward\n───────\n\(line)\n", 1))
    let result = line.split(separator: "=").last ?? ""
    let full = PrintedPage(
      ("Given\n─────\n    \(inFull)   inputs\n\nForward\n───────\n    y =\(result)\n", 1))
    let reader = PrintedLineReader(
      page, inFull: full, names: PrintedNames(page.names.union(["y"])))
    return reader.report().faults.map(\.kind)
  }

  private static let inputs = "a = 1.23456    b = 1.22113"
  private static let rounded = "a = 1.23    b = 1.22"

  @Test(
    arguments: [
      ("    y = a·b\n      = 1.23·1.22\n      = 1.51", []),
      ("    y = a·b\n      = 1.23·1.22\n      = 1.5", []),
      ("    y = a − b\n      = 1.23456 − 1.22113\n      = 0.0134", [.operand, .operand]),
      ("    y = 1/(1 + e^a)\n      = 1/(1 + e^1.23)\n      = 0.225", []),
      ("    y = a·b\n      = 1.23·1.22\n      = 1.61", [.names, .numbers]),
      ("    y = a·b\n      = 1.24·1.22\n      = 1.51", [.operand]),
      ("    y = 2·a\n      = 3·1.23\n      = 2.47", [.operand, .numbers]),
      ("    y = a − b\n      = 1.23 − 1.22\n      = 0.0134", [.numbers]),
      ("    y = a − b\n      = 1.2345 − 1.2211\n      = 0.0134", [.operand, .operand]),
      ("    y = 1/(1 + e^a)\n      = 1/(1 + e^−1.23)\n      = 0.225", [.numbers]),
      ("    y = a·c\n      = 1.23·1.22\n      = 1.51", [.unclear]),
    ] as [(String, [PrintedLineReader.Fault.Kind])])
  func `tells true lines from false ones`(
    line: String, faults: [PrintedLineReader.Fault.Kind]
  ) {
    let kinds = Self.kinds(line, given: Self.rounded, inFull: Self.inputs)
    #expect(kinds == faults, "\(line)")
  }

  @Test(arguments: [
    ("−2² + 3·(−4)", -16.0), ("10⁻⁸·2×10⁸", 2), ("½·(1.5 − 0.5)²", 0.5), ("√(3² + 4²)", 5),
    ("{2 if 3 > 2; 5 otherwise}", 2), ("if(3 <= 2, 2, 5)", 5), ("|1 − 4|/⌊2.9⌋", 1.5),
    ("max(1, 7e-1) - (2 == 2)", 0), ("exp(0) + 0.5¹", 1.5), ("8/4/2", 1), ("0.5^−1", 2),
  ])
  func `knows arithmetic`(text: String, value: Double) throws {
    let formula = try PrintedFormulaParser.formula(text, PrintedNames([]))
    let span = try formula.span(slack: 0) { leaf in
      if case .number(let number) = leaf { Span(number.value) } else { .nothing }
    }
    #expect(span.low <= value && value <= span.high && span.high - span.low < 1e-12, "\(span)")
  }
}
