import Fixtures
import Formulas
import Programs
import Testing

@testable import Tracing

@Suite struct InstructionSorterTests {
  /// The groups of a program, with what they were made of.
  private struct Sorted {
    var numbering: ValueNumbering
    let chains: Chains
    let groups: [InstructionSorter.Group]

    init(_ program: Program) {
      numbering = ValueNumbering(program)
      numbering.numberAll()
      chains = Chains(numbering)
      var sorter = InstructionSorter(numbering, chains)
      var columns = PerLine<Int32>(repeating: -1, count: program.lines.count)
      var width = 0
      var places = numbering.values.map { value in
        if case .constant(let index) = value { return Location(base: .beside, address: index + 1) }
        return Location()
      }
      var beside = [0] + numbering.constants
      sorter.layOut(&columns, &width, &places, &beside)
      groups = sorter.groups
    }
  }

  @Test(arguments: 0..<60)
  func `operands come before users, and each chain once`(seed: Int) throws {
    let sorted = Sorted(try RandomPrograms.program(seed: seed))
    var stored: Set<Int> = []
    for group in sorted.groups {
      let chains = group.elements.map { sorted.chains.elements(from: $0) }
      for element in chains.joined() {
        #expect(stored.isSuperset(of: element.operands(sorted.numbering)))
      }
      for element in chains.joined() where element.operation == .store {
        #expect(stored.insert(Int(element.first)).inserted)
      }
    }
    let firsts = sorted.groups.flatMap(\.elements)
    #expect(
      firsts.sorted() == sorted.chains.chains.filter { $0.count > 0 }.map(\.first).sorted())
  }

  @Test(arguments: 0..<60)
  func `a group has one shape, and forward groups come first`(seed: Int) throws {
    let sorted = Sorted(try RandomPrograms.program(seed: seed))
    for group in sorted.groups {
      let shapes = group.elements.map { first in
        sorted.chains.elements(from: first).map { [Int($0.operation.rawValue), Int($0.function)] }
      }
      #expect(Set(shapes).count == 1)
    }
    let stages = sorted.groups.map(\.isForward)
    #expect(stages == stages.filter(\.self) + stages.filter { !$0 })
  }

  /// Lines alternate between two shapes; each shape is a group, its members in their order.
  @Test func `lines are sorted by shape, then by their operands`() throws {
    let formulas = [3, 2, 1, 0].flatMap { place in
      [Formula(.product([.line(place), .line(4)])), Formula(.quotient(.line(place), .line(4)))]
    }
    let sorted = Sorted(try Program(given: 5, formulas))
    #expect(sorted.groups.map(\.elements.count) == [4, 4])
    let operands = sorted.groups[0].elements.map { sorted.chains.elements[Int($0)].first }
    #expect(operands == [0, 1, 2, 3])
  }
}
