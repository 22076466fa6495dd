import Formulas
import Programs
import Tracing
import Words

/// Gradients that one δ completes: all general formulas, an entry of each family, then the values of all.
extension WalkthroughWriter {
  /// The parts with families of gradients that follow each other as one.
  func gatheringGradients(_ parts: [RowPart]) -> [RowPart] {
    var gathered: [RowPart] = []
    var rest = parts[...]
    while let part = rest.first {
      let blocks = rest.lazy.map(gradients(in:)).prefix { $0 != nil }.compactMap { $0 }
      if blocks.count > 1 {
        gathered.append(.gradientFamilies(Array(blocks)))
        rest = rest.dropFirst(blocks.count)
      } else {
        gathered.append(part)
        rest = rest.dropFirst()
      }
    }
    return gathered
  }

  /// A family of gradients that has a general formula.
  private func gradients(in part: RowPart) -> FamilyBlock? {
    guard case .family(let block) = part, block.families.count == 1, block.lines.count > 1,
      block.lines.allSatisfy({ program.lines[$0].phase == .gradient }),
      !formulas(of: block).isEmpty
    else { return nil }
    return block
  }

  private func formulas(of block: FamilyBlock) -> [GeneralFormula] {
    GeneralFormulaFinder(layout: layout, formula: folding.formula(of:)).formulas(of: block.lines)
  }

  mutating func told(
    gradientFamilies blocks: [FamilyBlock], at step: Int
  ) -> [Walkthrough.Content] {
    let formulas = blocks.map(self.formulas(of:))
    var content: [Walkthrough.Content] = [.general(formulas.flatMap(\.self))]
    if blocks.allSatisfy(isWorkedOut(whole:)) {
      for (block, formulas) in zip(blocks, formulas) {
        content += instances(block.lines, of: formulas, at: step)
      }
      return content
    }
    // All members of one would stand below the indices of another one's entry.
    var place: [String: Int] = [:]
    for (block, formulas) in zip(blocks, formulas) {
      let cells = FamilyCells(block, names)
      content += entries(
        at: workedCoordinates(of: formulas, cells, at: step), cells, formulas, at: step,
        after: &place)
    }
    content.append(.remark(nodes(.remark(.allValues))))
    let writer = self
    let shared = GivenTables(
      families: blocks.compactMap { GivenFamily($0.lines, "", names) }, mostRows: Table.mostRows,
      cell: { writer.cell($0, at: step) })
    let (tables, told) = shared.tables
    let alone = blocks.filter { !told.contains($0.lines[0]) }.flatMap { block in
      self.tables(of: FamilyCells(block, names), at: step)
    }
    return content + (tables + alone).map { .table($0) }
  }
}
