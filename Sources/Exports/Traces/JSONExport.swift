import Decimals
import Diagnostics
package import Formulas
package import Programs
package import Tracing

/// What a JSON trace says of its lesson and its lines, before any value.
package struct TraceDescription {
  package let program: Program
  package let title: String
  /// The name of the run, where the lesson has several.
  package let variant: String?
  /// The trial of the lesson's search, and its arguments, where this is the training of one.
  package let trial: (number: Int, arguments: [Double])?
  /// The text of the lesson.
  package let source: String
  /// The texts of the files that it reads.
  package let files: [(name: String, text: String)]
  /// The lines that are written, in their order.
  package let lines: [LineID]
  /// The printed name of a line, in LaTeX.
  package let symbol: (LineID) -> String
  /// The right side of a line, in LaTeX; `nil` where it has none.
  package let formula: (LineID) -> String?
  /// The same for the steps whose batch is shorter.
  package let formulaOfLastBatch: (LineID) -> String?

  package init(
    _ program: Program, title: String, variant: String?,
    trial: (number: Int, arguments: [Double])? = nil, source: String,
    files: [(name: String, text: String)], lines: [LineID],
    symbol: @escaping (LineID) -> String, formula: @escaping (LineID) -> String?,
    formulaOfLastBatch: @escaping (LineID) -> String?
  ) {
    self.program = program
    self.title = title
    self.variant = variant
    self.trial = trial
    self.source = source
    self.files = files
    self.lines = lines
    self.symbol = symbol
    self.formula = formula
    self.formulaOfLastBatch = formulaOfLastBatch
  }

  /// Writes the members of the object, without braces; `space` parts the lines.
  fileprivate func write(
    as format: String, between space: String = "\n", to output: inout OutputBuffer
  ) throws {
    output += "\"format\": \"\(format)\", \"version\": 1"
    output += ", \"lesson\": \(title.inJSON)"
    if let variant { output += ", \"variant\": \(variant.inJSON)" }
    if let trial {
      let numbers = trial.arguments.map(shortest).joined(separator: ", ")
      output += ", \"trial\": {\"number\": \(trial.number), \"arguments\": [\(numbers)]}"
    }
    output += ", \"source\": \(source.inJSON)"
    if !files.isEmpty {
      let members = files.map { "\($0.name.inJSON): \($0.text.inJSON)" }
      output += ", \"files\": {\(members.joined(separator: ", "))}"
    }
    output += ", "
    try write(lines, of: program, formula, between: space, to: &output)
    if let last = program.lastBatch {
      let changed = lines.filter { last.changes($0, of: program) }
      output += ", \"lastBatch\": {\"every\": \(last.period), "
      try write(
        changed, of: program.at(last.period), formulaOfLastBatch, between: space, to: &output)
      output += "}"
    }
  }

  private func write(
    _ lines: [LineID], of program: Program, _ formula: (LineID) -> String?, between space: String,
    to output: inout OutputBuffer
  ) throws {
    output += "\"lines\": ["
    for (index, line) in lines.enumerated() {
      output += (index == 0 ? "" : ",") + space
      write(line, of: program, formula, to: &output)
      try output.flushIfLarge()
    }
    output += "]"
  }

  private func write(
    _ position: LineID, of program: Program, _ formula: (LineID) -> String?,
    to output: inout OutputBuffer
  ) {
    let line = program.lines[position]
    let name = { (line: LineID) in program.lines[line].symbol.description }
    let latex = symbol(position) + (formula(position).map { " = " + $0 } ?? "")
    let operands = line.formula?.lines ?? []
    output += "{\"quantity\": \(name(position).inJSON), \"phase\": \"\(line.phase.rawValue)\""
    output += ", \"formula\": \(line.formula?.text(naming: name).inJSON ?? "null")"
    output += ", \"latex\": \(latex.inJSON), \"symbol\": \(symbol(position).inJSON)"
    output += ", \"uses\": [\(operands.map { name($0).inJSON }.joined(separator: ", "))]}"
  }

  /// Writes the values of one step, `null` where it has none.
  fileprivate func writeValues(
    at step: Int, of trace: Trace, to output: inout OutputBuffer
  ) throws {
    output += "["
    for (index, line) in lines.enumerated() {
      if index > 0 { output += ", " }
      guard let value = trace.listedValue(of: line, at: step) else {
        output += "null"
        continue
      }
      if value.isFinite {
        appendShortest(value, to: &output.bytes)
      } else {
        output += "\"\(shortest(value))\""
      }
      try output.flushIfLarge()
    }
    output += "]"
  }
}

/// A trace as one JSON object: the lesson, its lines, and an array of values for each step.
package struct JSONExport: TraceExport {
  private let description: TraceDescription
  private var steps: [Int] = []

  package init(_ description: TraceDescription) { self.description = description }

  package func begin(_ output: inout OutputBuffer) throws {
    output += "{"
    try description.write(as: "chainrule-trace", to: &output)
    output += ",\n\"steps\": ["
  }

  package mutating func write(
    _ step: Int, of trace: Trace, to output: inout OutputBuffer
  ) throws {
    output += steps.isEmpty ? "\n" : ",\n"
    steps.append(step)
    try description.writeValues(at: step, of: trace, to: &output)
  }

  package func end(_ trace: Trace, _ output: inout OutputBuffer) throws {
    let numbers = steps.map(String.init).joined(separator: ", ")
    output += "],\n\"stepNumbers\": [\(numbers)], \"completedSteps\": \(trace.steps)}\n"
  }
}

/// A trace as JSON Lines: an object with the lesson and its lines, then an object for each step.
package struct JSONLinesExport: TraceExport {
  private let description: TraceDescription

  package init(_ description: TraceDescription) { self.description = description }

  package func begin(_ output: inout OutputBuffer) throws {
    output += "{"
    try description.write(as: "chainrule-trace", between: " ", to: &output)
    output += "}\n"
  }

  package func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws {
    output += "{\"step\": \(step), \"values\": "
    try description.writeValues(at: step, of: trace, to: &output)
    output += "}\n"
  }
}

extension String {
  /// The text as a JSON string, in quotation marks.
  package var inJSON: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isCommand:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// What the columns and rows of a trace that is an array are.
package enum ColumnsExport {
  private static let format = "chainrule-trace-columns"

  /// What such a file begins with.
  package static let beginning = "{\"format\": \"\(format)\""

  package static func write(
    _ description: TraceDescription, stepNumbers: [Int], to output: inout OutputBuffer
  ) throws {
    output += "{"
    try description.write(as: format, to: &output)
    output += ",\n\"stepNumbers\": [\(stepNumbers.map(String.init).joined(separator: ", "))]}\n"
    try output.flush()
  }
}
