import Diagnostics
import Formulas
import Foundation
import Lessons
import Programs
import Tracing

/// A lesson to be measured, read and compiled.
struct Workload {
  let name: String
  let path: String
  let source: Source
  let program: Program
  let code: CompiledProgram
  let instructions: [Instruction]
  /// The rows, in memory that is used for every run.
  let rows: PreparedRun
  /// The parameters after the last step.
  let finalParameters: [String: Double]
  let objective: LineID?

  init(path: String) throws {
    let url = URL(fileURLWithPath: path)
    name = url.deletingPathExtension().lastPathComponent
    self.path = path
    source = Source(name: path, bytes: Array(try Data(contentsOf: url)))
    let lesson = try Lesson.read(source)
    program = lesson.program
    objective = lesson.objective
    code = CompiledProgram(program)
    instructions = code.instructions(of: program)
    rows = try PreparedRun(program, code)
    finalParameters = try program.finalParameters()
  }

  /// The paths of the lessons that come with the benchmark.
  static func shipped() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Workloads")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      .map { folder.appendingPathComponent($0).path }
  }

  var steps: Int { program.training?.steps ?? 1 }
  /// Row 0, the steps, and the pass after training where there is one.
  var rowCount: Int { steps + (program.training == nil ? 1 : 2) }
  var traceBytes: Int { code.width * rowCount * MemoryLayout<Double>.stride }

  /// Compares the updates of the last step, as `chainrule` writes them, with the final parameters.
  func check(updates: String) throws {
    var written: [String: Double] = [:]
    for row in updates.split(separator: "\n").dropFirst() {
      // A quantity may have commas of its own, in quotation marks.
      let fields = row.split(separator: ",")
      let quantity = fields.dropFirst(2).dropLast().joined(separator: ",")
      written[quantity.filter { $0 != "\"" }] = fields.last.flatMap { Double($0) }
    }
    for line in program.lines where line.phase == .param {
      guard case .carried(let source?) = line.definition else { continue }
      let update = program.lines[source].symbol.description
      if written[update] != finalParameters[line.symbol.description] {
        throw Competitor.Failed(description: "\(name): chainrule wrote another \(update)")
      }
    }
  }

  /// How many values a step logs, and how many all steps log.
  var logged: (eachStep: Int, all: Int) {
    let eachStep = program.lines.indices.count { code.columns[$0] >= 0 && !program.isCarried($0) }
    let forward = program.lines.indices.count {
      code.columns[$0] >= 0 && program.lines[$0].phase == .forward
    }
    return (eachStep, eachStep * steps + (program.training == nil ? 0 : forward))
  }

  /// The text without what is learned: it is read in full, but not differentiated.
  var withoutTraining: Source {
    let lines = String(decoding: source.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    return Source(
      name: source.name, text: lines.filter { !$0.hasPrefix("minimize ") }.joined(separator: "\n"))
  }

  /// The instructions that write lines, in the order of the lines.
  var instructionsOfLines: [Instruction] {
    let byColumn = Dictionary(
      uniqueKeysWithValues: instructions.filter { $0.result.base == .row }.map {
        ($0.result.address, $0)
      })
    return code.columns.compactMap { byColumn[Int($0)] }
  }

  func name(of operation: Tracing.Operation) -> String {
    switch operation {
    case .unary(let index), .binary(let index), .many(let index): code.functions[index].name
    default: "\(operation)"
    }
  }

  /// The program with as many more steps as a trace of so many bytes needs.
  func lengthened(toBytes bytes: Int) throws -> (program: Program, bytes: Int) {
    let rowBytes = code.width * MemoryLayout<Double>.stride
    let longer = max(steps, bytes / rowBytes + 1)
    var program = program
    program.training = Training(steps: longer, until: nil)
    return (program, (longer + 2) * rowBytes)
  }
}

extension Program {
  /// The parameters after the last step.
  func finalParameters() throws -> [String: Double] {
    let trace = try Trace(running: self)
    var values: [String: Double] = [:]
    for (position, line) in lines.numbered where line.phase == .param {
      values[line.symbol.description] = trace.value(of: position, at: trace.lastStep)
    }
    return values
  }

  func isCarried(_ line: LineID) -> Bool {
    if case .carried = lines[line].definition { return true }
    return false
  }
}
