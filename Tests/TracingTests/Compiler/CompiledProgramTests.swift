import Fixtures
import Formulas
import Programs
import Testing

@testable import Tracing

@Suite struct CompiledProgramTests {
  @Test(arguments: 0..<300)
  func `a random program runs to the bits of its formulas`(seed: Int) throws {
    let program = try RandomPrograms.program(seed: seed)
    let trace = try Trace(running: program)
    var before = PerLine(program.lines.map(\.initial))
    for step in 1...trace.lastStep {
      let values = program.plainValues(at: step, after: before)
      for (position, line) in program.lines.numbered {
        guard let traced = trace.value(of: position, at: step) else {
          // The closing pass has forward lines only.
          #expect(step > trace.steps && line.phase != .forward)
          continue
        }
        #expect(
          traced.isSame(as: values[position]), "\(line.symbol) at step \(step) of seed \(seed)")
      }
      before = values
    }
  }

  /// What is given anew comes first; constants and carried lines are in no row.
  @Test(arguments: 0..<60)
  func `each computed line has a column of its own`(seed: Int) throws {
    let program = try RandomPrograms.program(seed: seed)
    let code = CompiledProgram(program)
    var columns: [Int] = []
    for (line, column) in zip(program.lines, code.columns) {
      switch line.definition {
      case .formula: columns.append(Int(column))
      case .sequence:
        columns.append(Int(column))
        #expect(column < code.givenEachStep.count)
      default: #expect(column == -1)
      }
    }
    #expect(columns.sorted() == Array(0..<code.width))
  }

  /// Members of one shape run as one batch, and lie side by side in their order.
  @Test func `the members of a family are one batch side by side`() throws {
    let formulas = (0..<6).map { Formula(.product([.line(LineID($0)), .line(6)])) }
    let code = CompiledProgram(try Program(given: 7, formulas))
    #expect(Array(code.columns.suffix(6)) == [0, 1, 2, 3, 4, 5])
    #expect(code.batches.map(\.count) == [4, 2])
    let step = try #require(code.steps.first)
    #expect(step.operation == .setProduct)
    #expect(step.first.access == .contiguous)
    #expect(step.second.access == .broadcast)
    #expect(step.stores)
  }

  /// x0·x1 + x2·x3 + x4·x5: the second product is added like the third, two places on.
  @Test func `a step with operands that move on is done again`() throws {
    let products = stride(from: 0, to: 6, by: 2).map {
      Formula(.product([.line(LineID($0)), .line(LineID($0 + 1))]))
    }
    let code = CompiledProgram(try Program(given: 6, [Formula(.sum(products))]))
    #expect(code.steps.map(\.operation) == [.setProduct, .addProduct])
    #expect(code.steps.map(\.count) == [1, 2])
    #expect(code.steps[1].first.stride == 2)
  }

  @Test func `beside the rows lie the step and the constants`() throws {
    let code = CompiledProgram(try Program(given: 2, [Formula(.sum([.line(0), .number(7)]))]))
    // The given numbers are 2 and 3.
    #expect(Array(code.beside.prefix(4)) == [0, 2, 3, 7])
  }

  @Test func `the forward pass has the first batches`() throws {
    let code = CompiledProgram(
      try Program(
        given: 2,
        [
          (.forward, Formula(.product([.line(0), .line(1)]))),
          (.update, Formula(.sum([.line(2), .line(0)]))),
        ]))
    #expect(code.batches.count == 2)
    #expect(code.forwardBatches == 1)
  }
}
