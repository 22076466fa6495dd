import Fixtures
import Foundation
import Testing

@testable import chainrule

/// Traces as JSON, JSON Lines and NPY, and shown again.
@Suite struct TraceFormatsTests {
  /// L = (w·x)² at w = 3, x = 2: 36, with the derivative 2·w·x² = 24; a quarter of it less is −3.
  private static let lesson = """
    # A square, and a "quotation" with a \\

    ```lesson
    input x = 2
    param w = 3
    z = w*x
    L = z^2
    minimize L by momentum(rate: 0.25), steps: 1
    ```
    """

  private struct Line: Decodable, Equatable {
    var quantity: String
    var phase: String
    var formula: String?
    var latex: String
    var uses: [String]
  }

  private struct Header: Decodable {
    var format: String
    var version: Int
    var lesson: String
    var source: String
    var lines: [Line]
  }

  private struct Whole: Decodable {
    var steps: [[Double?]]
    var stepNumbers: [Int]
    var completedSteps: Int
  }

  private static let lines = [
    Line(quantity: "x", phase: "input", formula: nil, latex: "x", uses: []),
    Line(quantity: "w", phase: "param", formula: nil, latex: "w", uses: []),
    Line(
      quantity: "z", phase: "forward", formula: "w*x", latex: "z = w\\,x", uses: ["w", "x"]),
    Line(quantity: "L", phase: "forward", formula: "z^2", latex: "L = z^{2}", uses: ["z"]),
    Line(
      quantity: "dL/dz", phase: "delta", formula: "2*z",
      latex: "\\frac{\\partial L}{\\partial z} = 2\\,z", uses: ["z"]),
    Line(
      quantity: "dL/dw", phase: "gradient", formula: "dL/dz*x",
      latex:
        "\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial z}\\cdot x",
      uses: ["dL/dz", "x"]),
    Line(
      quantity: "v(w)", phase: "moment", formula: "0.9*previous(v(w)) + dL/dw",
      latex: "v_{w} = \\mu \\,v_{w}^{-} + \\frac{\\partial L}{\\partial w}",
      uses: ["dL/dw"]),
    Line(
      quantity: "w'", phase: "update", formula: "w - 0.25*v(w)",
      latex: "w^{+} = w - \\eta \\,v_{w}", uses: ["w", "v(w)"]),
  ]

  private static let values: [[Double?]] = [
    [2, 3, 6, 36, 12, 24, 24, -3], [nil, nil, -6, 36, nil, nil, nil, nil],
  ]

  private func decoded<Value: Decodable>(_ text: some StringProtocol) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }

  private func expectHeader(_ header: Header) {
    #expect(header.format == "chainrule-trace")
    #expect(header.version == 1)
    #expect(header.lesson == "A square, and a \"quotation\" with a \\")
    #expect(header.source == Self.lesson)
    #expect(header.lines == Self.lines)
  }

  @Test func `JSON`() throws {
    let run = CapturedRun(["trace", "-", "--format", "json"], input: Self.lesson)
    #expect(run.status == .done)
    expectHeader(try decoded(run.output))
    let whole: Whole = try decoded(run.output)
    #expect(whole.steps == Self.values)
    #expect(whole.stepNumbers == [1, 2])
    #expect(whole.completedSteps == 1)
  }

  @Test func `underscores in the names of functions are escaped in LaTeX`() throws {
    let lesson = "```lesson\np = 0.5\nL = binary_cross_entropy(p, 1)\n```"
    let run = CapturedRun(["trace", "-", "--format", "json"], input: lesson)
    let header: Header = try decoded(run.output)
    let latex = try #require(header.lines.last).latex
    #expect(latex.hasPrefix("L = \\operatorname{binary\\_cross\\_entropy}"), "\(latex)")
  }

  @Test func `JSON Lines`() throws {
    struct Step: Decodable {
      var step: Int
      var values: [Double?]
    }
    let run = CapturedRun(["trace", "-", "--format", "jsonl"], input: Self.lesson)
    let lines = run.output.split(separator: "\n")
    expectHeader(try decoded(try #require(lines.first)))
    let steps: [Step] = try lines.dropFirst().map { try decoded($0) }
    #expect(steps.map(\.step) == [1, 2])
    #expect(steps.map(\.values) == Self.values)
  }

  @Test func `values that are not finite are words`() throws {
    let lesson = "```lesson\nx = 0\na = 1/x\nb = -a\nc = a + b\n```"
    let run = CapturedRun(["trace", "-", "--format", "json"], input: lesson)
    #expect(run.status == .notFinite)
    #expect(run.output.contains("[0, \"inf\", \"-inf\", \"nan\"]"))
  }

  /// The bytes as the format's description has them: magic, version, header length, header, data.
  @Test func `NPY, with a file that names the columns`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "trace.npy").path
      let run = CapturedRun(["trace", "-", "--format", "npy", "-o", path], input: Self.lesson)
      #expect(run.status == .done)
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
      #expect(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
      let length = Int(bytes[8]) + 256 * Int(bytes[9])
      #expect((10 + length).isMultiple(of: 64))
      let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
      #expect(header.hasPrefix("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 8), }"))
      #expect(header.hasSuffix(" \n"))
      let numbers = stride(from: 10 + length, to: bytes.count, by: 8).map { start in
        Double(
          bitPattern: bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        )
      }
      let expected = Self.values.flatMap { $0 }
      #expect(numbers.count == expected.count)
      for (number, value) in zip(numbers, expected) {
        #expect(value.map { $0 == number } ?? number.isNaN)
      }
      struct Columns: Decodable {
        var format: String
        var lines: [Line]
        var stepNumbers: [Int]
      }
      let text = try String(
        contentsOfFile: folder.appending(path: "trace.json").path, encoding: .utf8)
      let columns: Columns = try decoded(text)
      #expect(columns.format == "chainrule-trace-columns")
      #expect(columns.lines == Self.lines)
      #expect(columns.stepNumbers == [1, 2])
    }
  }

  /// Ended by its condition, the run has fewer rows than it might have had.
  @Test func `NPY of a run that ends early`() throws {
    try inTemporaryFolder { folder in
      let lesson = Self.lesson.replacing("steps: 1", with: "steps: 1000, until: w' < 0")
      let path = folder.appending(path: "trace.npy").path
      #expect(
        CapturedRun(["trace", "-", "--format", "npy", "-o", path], input: lesson).status == .done)
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
      #expect(String(decoding: bytes.prefix(128), as: UTF8.self).contains("'shape': (2, 8), }"))
      #expect(bytes.count == 128 + 2 * 8 * 8)
    }
  }

  @Test(arguments: ["csv", "npy"])
  func `steps that an early end leaves out are refused, and no file is written`(
    format: String
  ) throws {
    try inTemporaryFolder { folder in
      let lesson = Self.lesson.replacing("steps: 1", with: "steps: 1000, until: w' < 0")
      let path = folder.appending(path: "trace.npy").path
      let run = CapturedRun(
        ["trace", "-", "--format", format, "--steps", "1..5", "-o", path], input: lesson)
      #expect(run.status == .wrongCall)
      #expect(
        run.messages
          == "Error: this lesson has 2 steps, the last of which is the pass after training; "
          + "1..5 is outside")
      let names = try folder.fileNames
      #expect(names == [])
    }
  }

  @Test func `a file that is something else is not written over with columns`() throws {
    try inTemporaryFolder { folder in
      let other = folder.appending(path: "trace.json").path
      try Data("{\"mine\": 1}".utf8).write(to: URL(filePath: other))
      let run = CapturedRun(
        ["trace", "-", "--format", "npy", "-o", folder.appending(path: "trace.npy").path],
        input: Self.lesson)
      #expect(run.status == .cannotWrite)
      #expect(run.messages.hasSuffix("is there already, and is something else; move it away"))
      #expect(try folder.fileNames == ["trace.json"])
      #expect(try String(contentsOfFile: other, encoding: .utf8) == "{\"mine\": 1}")
    }
  }

  @Test(arguments: [
    (["--every", "4"], [1, 4, 8, 11]), (["--every", "5"], [1, 5, 10, 11]),
    (["--every", "100"], [1, 11]), (["--every", "3", "--steps", "2..10"], [2, 3, 6, 9, 10]),
    (["--every", "2", "--steps", "4"], [4]),
  ])
  func `every so-manieth step`(options: [String], steps: [Int]) throws {
    let lesson = Self.lesson.replacing("steps: 1", with: "steps: 10")
    let run = CapturedRun(["trace", "-", "--wide"] + options, input: lesson)
    let rows = run.output.split(separator: "\n").dropFirst()
    #expect(rows.map { $0.prefix { $0 != "," } } == steps.map { "\($0)" })
    #expect(run.messages.hasPrefix("Note: of 11 steps, the first, the multiples of "))
    let json = CapturedRun(["trace", "-", "--format", "json"] + options, input: lesson)
    let whole: Whole = try decoded(json.output)
    #expect(whole.stepNumbers == steps)
    #expect(whole.completedSteps == 10)
  }

  @Test func `a trace needs memory for two steps`() {
    let lesson = Self.lesson.replacing("steps: 1", with: "steps: 1000")
    let all = CapturedRun(["trace", "-"], input: lesson)
    let little = CapturedRun(["trace", "-", "--memory", "200"], input: lesson)
    #expect(little.status == .done)
    #expect(little.output == all.output)
    let less = CapturedRun(["trace", "-", "--memory", "50"], input: lesson)
    #expect(less.status == .unreadable)
    #expect(less.messages.hasPrefix("Error: the values of two steps take "))
  }

  @Test(arguments: ["circuit", "two-layer-sigmoid", "xor"])
  func `a JSON trace is shown as its lesson is`(name: String) {
    let trace = CapturedRun(["trace", name, "--format", "json"]).output
    for options in [[], ["--step", "1", "--all"]] {
      let shown = CapturedRun(["show", "-"] + options, input: trace)
      #expect(shown.status == .done, "\(shown.messages)")
      #expect(shown.output == CapturedRun(["show", name] + options).output)
    }
  }

  /// The recorded numbers are shown, not computed again: here with other last digits.
  @Test func `the recorded values are shown`() {
    let trace = CapturedRun(["trace", "-", "--format", "json"], input: Self.lesson).output
      .replacing("[2, 3, 6, 36,", with: "[2, 3, 6, 36.0000000001,")
    let shown = CapturedRun(["show", "-", "--digits", "14"], input: trace)
    #expect(shown.output.contains("= 36.0000000001\n"))
  }

  /// L is (2·2⁻³³)² = 2⁻⁶⁴ here; a tolerance relative to 1 would not notice.
  @Test func `a small number that is not true`() {
    let lesson = Self.lesson.replacing("param w = 3", with: "param w = 1.1641532182693481e-10")
    let trace = CapturedRun(["trace", "-", "--format", "json"], input: lesson).output
    #expect(CapturedRun(["show", "-"], input: trace).status == .done)
    let changed = trace.replacing(", 5.421010862427522e-20,", with: ", 5.421010872427522e-20,")
    #expect(changed != trace)
    #expect(CapturedRun(["show", "-"], input: changed).status == .unreadable)
  }

  @Test(arguments: [
    ("[2, 3, 6, 36,", "[2, 3, 6, 37,", "at step 1, L is 37.0, where its formula gives 36.0"),
    ("[2, 3, 6, 36,", "[2, 3, 6, 36.0000001,", "at step 1, L is 36.0000001, where"),
    ("[2, 3, 6, 36,", "[2, 4, 6, 36,", "at step 1, w is 4.0, where its formula gives 3.0"),
    ("[2, 3, 6, 36,", "[2, 3, null, 36,", "z has no value at step 1"),
    (
      "\"completedSteps\": 1", "\"completedSteps\": 9223372036854775807",
      "its lesson has 1 step"
    ),
    ("\"version\": 1", "\"version\": 2", "version 2"),
    ("\"format\"", "\"fromat\"", "'format' is missing"),
    ("\"w*x\"", "\"w + x\"", "'z' has another formula in its lesson"),
    ("input x", "input y", "'x' is not defined"),
  ])
  func `a trace that is not true`(original: String, changed: String, message: String) {
    let trace = CapturedRun(["trace", "-", "--format", "json"], input: Self.lesson).output
    #expect(trace.contains(original))
    let run = CapturedRun(["show", "-"], input: trace.replacing(original, with: changed))
    #expect(run.status == .unreadable)
    #expect(run.output == "")
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
