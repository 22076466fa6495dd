import Diagnostics
import FoundationEssentials
import Formulas
package import Programs

/// A trace that was written as JSON, before it is compared with its program.
package struct RecordedTrace: Decodable {
  private let format: String
  private let version: WholeNumber
  /// The text of the lesson.
  package let source: String
  /// The run of a lesson that has several.
  package let variant: String?
  /// The trial of the lesson's search, where this is the training of one.
  package let trial: RecordedTrial?
  /// The texts of the files that the lesson reads, by their names; `nil` where it reads none.
  package let files: [String: String]?
  fileprivate let lines: [RecordedLine]
  /// What is different where the last batch of an epoch is shorter.
  fileprivate let lastBatch: RecordedLastBatch?
  fileprivate let steps: [[RecordedValue]]
  private let stepNumbers: [WholeNumber]
  fileprivate let completedSteps: WholeNumber

  /// What is larger is refused: numbers take many times as much memory while they are decoded.
  package static let maximumBytes = 64_000_000

  /// Whether a text begins as a JSON object does, perhaps after a byte-order mark and white space.
  package static func isBegun(by bytes: [UInt8]) -> Bool {
    bytes.withoutByteOrderMark.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
  }

  /// Reads what ``JSONExport`` writes; throws `RecordedTraceMistake`.
  package static func read(_ bytes: [UInt8]) throws(RecordedTraceMistake) -> RecordedTrace {
    if bytes.count > maximumBytes {
      throw RecordedTraceMistake(
        "this trace is larger than \(maximumBytes / 1_000_000) MB, which is the most that is read; "
          + "its lesson can be shown instead")
    }
    let trace: RecordedTrace
    do {
      trace = try JSONDecoder().decode(Self.self, from: Data(bytes.withoutByteOrderMark))
    } catch {
      let reason = (error as? DecodingError)?.inWords ?? "it cannot be decoded"
      throw RecordedTraceMistake("this JSON is not a trace: \(reason)")
    }
    if trace.format != "chainrule-trace" || trace.version.value != 1 {
      throw RecordedTraceMistake(
        "this JSON has the format '\(trace.format)', version \(trace.version.value); "
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

/// A trial of a search over arguments of `minimize`.
package struct RecordedTrial: Decodable {
  package let number: Int
  package let arguments: [Double]
}

private struct RecordedLine: Decodable {
  let quantity: String
  let phase: String
  let formula: String?
}

private struct RecordedLastBatch: Decodable {
  let every: WholeNumber
  let lines: [RecordedLine]
}

private struct WholeNumber: Decodable {
  let value: Int

  init(from decoder: any Decoder) throws {
    guard let number = try? decoder.singleValueContainer().decode(Int.self) else {
      throw DecodingError.typeMismatch(
        Int.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
    }
    value = number
  }
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
      switch try? container.decode(String.self) {
      case "nan": value = .nan
      case "inf": value = .infinity
      case "-inf": value = -.infinity
      default:
        throw DecodingError.typeMismatch(
          Double.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
      }
    }
  }
}

extension DecodingError {
  /// What is wrong, and where.
  fileprivate var inWords: String {
    switch self {
    case .keyNotFound(let key, let context):
      return context.path + "'\(key.stringValue)' is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return "\(context.path)\(Self.inJSON(type)) is expected"
    case .dataCorrupted(let context):
      return context.path + "it is not valid JSON"
    @unknown default: return "it cannot be decoded"
    }
  }

  /// What JSON calls the values that a type is decoded from.
  private static func inJSON(_ type: any Any.Type) -> String {
    switch type {
    case is [Any].Type: "an array"
    case is [String: Any].Type: "an object"
    case is String.Type: "a string"
    case is Int.Type: "a whole number"
    default: "a number, null, \"nan\", \"inf\" or \"-inf\""
    }
  }
}

extension DecodingError.Context {
  /// The names and positions on the way to a value, such as `'steps': number 1: `.
  fileprivate var path: String {
    codingPath.map { key in
      (key.intValue.map { "number \($0 + 1)" } ?? "'\(key.stringValue)'") + ": "
    }.joined()
  }
}

extension RecordedTrace {
  /// Throws `RecordedTraceMistake` where the trace is not that of a whole run of the program.
  fileprivate func check(against program: Program) throws(RecordedTraceMistake) {
    let completedSteps = completedSteps.value
    for (row, values) in steps.enumerated() where values.count != lines.count {
      throw RecordedTraceMistake(
        "number \(row + 1) of 'steps' has \(counted(values.count, "value")), "
          + "'lines' has \(lines.count)")
    }
    if stepNumbers.count != steps.count {
      throw RecordedTraceMistake(
        "'stepNumbers' has \(counted(stepNumbers.count, "number")), 'steps' has \(steps.count)")
    }
    let planned = program.plannedSteps
    if !(1...planned).contains(completedSteps) {
      throw RecordedTraceMistake(
        "'completedSteps' is \(completedSteps); its lesson has \(counted(planned, "step"))")
    }
    let rows = completedSteps + (program.training == nil ? 0 : 1)
    if steps.count > rows {
      throw RecordedTraceMistake(
        "'completedSteps' is \(completedSteps), for which there are too many 'steps': "
          + "\(steps.count), not \(rows)")
    }
    if lines.count < program.lines.count || stepNumbers.map(\.value) != Array(1...rows) {
      throw RecordedTraceMistake(
        "this trace is a part; a whole one is written without --steps, --every, --where and --only")
    }
    try checkLines(against: program)
    try checkLastBatch(against: program)
  }

  private func checkLastBatch(against program: Program) throws(RecordedTraceMistake) {
    let last = program.lastBatch
    let short = program.at(last?.period ?? 1)
    let changed = program.lines.indices.filter { last?.changes($0, of: program) ?? false }
    let name = { (line: LineID) in program.lines[line].symbol.description }
    let own = changed.map { (name($0), short.lines[$0].formula?.text(naming: name)) }
    let theirs = (lastBatch?.lines ?? []).map { ($0.quantity, $0.formula) }
    if lastBatch?.every.value != last?.period || !own.elementsEqual(theirs, by: ==) {
      throw RecordedTraceMistake("the last batch of an epoch is another one in its lesson")
    }
  }

  private func checkLines(against program: Program) throws(RecordedTraceMistake) {
    let name = { (line: LineID) in program.lines[line].symbol.description }
    for (position, record) in PerLine(lines).numbered {
      let isLine = program.lines.indices.contains(position)
      guard isLine, record.quantity == name(position) else {
        let own = isLine ? "'\(name(position))'" : "nothing more"
        throw RecordedTraceMistake(
          "this trace does not belong to its lesson: it has '\(record.quantity)' where the lesson "
            + "has \(own)")
      }
      let line = program.lines[position]
      if record.phase != line.phase.rawValue {
        throw RecordedTraceMistake("'\(record.quantity)' has another phase in its lesson")
      }
      if record.formula != line.formula?.text(naming: name) {
        throw RecordedTraceMistake("'\(record.quantity)' has another formula in its lesson")
      }
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
    try recorded.check(against: program)
    try self.init(
      program, steps: recorded.completedSteps.value,
      values: recorded.steps.map { PerLine($0.map(\.value)) }, memory: memory)
    try check(recorded)
  }

  /// Computes each step anew from the recorded one before it.
  private func check(_ recorded: RecordedTrace) throws {
    if program.arithmetic == .exact { return try checkExactly(recorded) }
    let single = try SingleStep(program)
    for step in 1...lastStep {
      single.setPrevious(from: self, before: step)
      single.run(step: step)
      for line in program.lines.indices where lists(line, at: step) {
        guard let found = recorded.steps[step - 1][line.index].value,
          let expected = single.computes(line) ? single[line] : value(of: line, at: step)
        else {
          throw RecordedTraceMistake("\(program.lines[line].symbol) has no value at step \(step)")
        }
        if !isRight(found, expected, line, at: step) {
          throw RecordedTraceMistake(
            "at step \(step), \(program.lines[line].symbol) is \(found), where its formula gives "
              + "\(expected)")
        }
      }
    }
  }

  /// Computes the whole run anew: rows of doubles do not tell the fractions.
  private func checkExactly(_ recorded: RecordedTrace) throws {
    let own = try Trace(running: program.shortened(to: steps))
    if own.steps != steps {
      throw RecordedTraceMistake(
        "'completedSteps' is \(steps), where its lesson comes to \(own.steps)")
    }
    for step in 1...lastStep {
      for line in program.lines.indices where lists(line, at: step) {
        let expected = own.value(of: line, at: step)
        let found = value(of: line, at: step)
        if let expected, let found, isRight(found, expected, line, at: step) { continue }
        throw RecordedTraceMistake(
          "at step \(step), \(program.lines[line].symbol) is \(found ?? .nan), where its formula "
            + "gives \(expected ?? .nan)")
      }
    }
  }

  private func isRight(_ found: Double, _ expected: Double, _ line: LineID, at step: Int) -> Bool {
    if found == expected || found.isNaN && expected.isNaN { return true }
    guard let formula = program.line(line, at: step).formula else { return false }
    let magnitude = formula.value(
      step: step, line: { value(of: $0, at: step).map { Magnitude($0) } ?? .unknown },
      previous: { previousValue(of: $0, at: step).map { Magnitude($0) } ?? .unknown })
    return abs(found - expected) <= Self.tolerance * abs(expected) + Self.rounding * magnitude.size
  }
}
