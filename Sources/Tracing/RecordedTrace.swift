import FoundationEssentials
import Formulas
package import Programs

/// A trace that was written as JSON, before it is held against its program.
package struct RecordedTrace: Decodable {
  package let format: String
  package let version: Int
  /// The text of the lesson.
  package let source: String
  fileprivate let lines: [RecordedLine]
  fileprivate let steps: [[RecordedValue]]
  fileprivate let stepNumbers: [Int]
  fileprivate let completedSteps: Int

  /// Reads what ``JSONExport`` writes; throws `RecordedTraceMistake`.
  package static func read(_ bytes: [UInt8]) throws(RecordedTraceMistake) -> RecordedTrace {
    let trace: RecordedTrace
    do {
      trace = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      let reason = (error as? DecodingError)?.inWords ?? "\(error)"
      throw RecordedTraceMistake("this JSON is not a trace: \(reason)")
    }
    if trace.format != "chainrule-trace" || trace.version != 1 {
      throw RecordedTraceMistake(
        "this JSON has the format '\(trace.format)', version \(trace.version); "
          + "'chainrule-trace', version 1, can be read")
    }
    return trace
  }
}

/// Why a recorded trace cannot be shown.
package struct RecordedTraceMistake: Error {
  package let message: String

  fileprivate init(_ message: String) { self.message = message }
}

private struct RecordedLine: Decodable {
  let quantity: String
  let phase: String
  let formula: String?
}

/// A number, one of the words for those that are not finite, or none.
private struct RecordedValue: Decodable {
  let value: Double?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = nil
    } else if let number = try? container.decode(Double.self) {
      value = number
    } else {
      switch try container.decode(String.self) {
      case "nan": value = .nan
      case "inf": value = .infinity
      case "-inf": value = -.infinity
      case let word:
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "'\(word)' is not a number")
      }
    }
  }
}

extension DecodingError {
  /// What is wrong, and where.
  fileprivate var inWords: String {
    switch self {
    case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      let path = context.codingPath.map { key in
        key.intValue.map { "number \($0 + 1)" } ?? "'\(key.stringValue)'"
      }
      return (path + [context.debugDescription]).joined(separator: ": ")
    @unknown default: return "\(self)"
    }
  }
}

extension Trace {
  /// How far a recorded value may be from what its formula gives, for the last digits of another
  /// machine's elementary functions, relative to the value.
  private static let tolerance = 1e-9
  /// The same for what is left when terms cancel, relative to the terms.
  private static let rounding = 1e-12

  /// A trace with recorded values in place of computed ones.
  ///
  /// Every value has to be what its formula gives, with the recorded numbers of the step before.
  package init(
    _ recorded: RecordedTrace, of program: Program, memory: Int = RowStore.halfOfMachine
  ) throws {
    let lines = program.lines
    let name = { (line: Int) in lines[line].symbol.description }
    let (rows, _) = recorded.completedSteps.addingReportingOverflow(
      program.training == nil ? 0 : 1)
    let isWhole =
      recorded.lines.count == lines.count && recorded.steps.count == rows
      && (1...(program.training?.steps ?? 1)).contains(recorded.completedSteps)
      && recorded.steps.allSatisfy { $0.count == lines.count }
      && recorded.stepNumbers == Array(1...max(1, recorded.steps.count))
    if !isWhole {
      throw RecordedTraceMistake(
        "this trace is a part; a whole one is written without --steps, --every, --where and --only")
    }
    for (line, record) in zip(lines.indices, recorded.lines) {
      guard record.quantity == name(line), record.phase == lines[line].phase.rawValue,
        record.formula == lines[line].formula?.text(naming: name)
      else {
        throw RecordedTraceMistake(
          "this trace does not belong to its lesson: it has '\(record.quantity)' where the lesson "
            + "has \(name(line))")
      }
    }
    try self.init(
      program, steps: recorded.completedSteps, values: recorded.steps.map { $0.map(\.value) },
      memory: memory)
    try check(recorded)
  }

  /// Computes each step anew from the recorded one before it.
  private func check(_ recorded: RecordedTrace) throws {
    let single = try SingleStep(program)
    for step in 1...lastStep {
      for line in program.lines.indices {
        guard let value = previousValue(of: line, at: step) else { continue }
        single.setPrevious(line, to: value, before: step)
      }
      single.run(step: step)
      for line in program.lines.indices where lists(line, at: step) {
        guard let found = recorded.steps[step - 1][line].value else {
          throw RecordedTraceMistake("\(program.lines[line].symbol) has no value at step \(step)")
        }
        let expected = single.computes(line) ? single[line] : value(of: line, at: step) ?? .nan
        if !isRight(found, expected, line, at: step) {
          throw RecordedTraceMistake(
            "at step \(step), \(program.lines[line].symbol) is \(found), where its formula gives "
              + "\(expected)")
        }
      }
    }
  }

  private func isRight(_ found: Double, _ expected: Double, _ line: Int, at step: Int) -> Bool {
    if found == expected || found.isNaN && expected.isNaN { return true }
    guard let formula = program.lines[line].formula else { return false }
    let magnitude = formula.magnitude(
      line: { abs(value(of: $0, at: step) ?? .nan) }, value: { value(of: $0, at: step) ?? .nan })
    return abs(found - expected) <= Self.tolerance * abs(expected) + Self.rounding * magnitude
  }
}
