import Formulas
import Programs

/// The neurons of a layer of scalars, one as the other: each quantity of theirs is a column.
struct NeuronBlock {
  /// The lines of each quantity, by neurons, in the order of telling.
  let columns: [[LineID]]
  /// What the names of each column have in common.
  let names: [MathName]
  /// What is left of the names, the same in all columns.
  let rests: [String]
  /// How the neurons are called.
  let labels: [String]

  /// So many neurons with one line each are worked out one by one.
  private static let fewNeurons = 3

  /// `nil` where the lines are not the same quantities of each neuron, or where their names do not say
  /// what belongs together.
  ///
  /// `isTaken` says whether something has such a name already; `formula` is what is printed of a line.
  init?(
    _ lines: [LineID], _ rows: NeuronRows, _ names: ProgramNames, isTaken: (CommonName) -> Bool,
    formula: (LineID) -> Formula?
  ) {
    guard let columns = Self.columns(of: lines, rows),
      columns.count > 1 || columns[0].count > Self.fewNeurons
    else { return nil }
    // Where δ is one neuron's already, ∂L/∂z stands for those of the others.
    let common = columns.compactMap { lines in
      [lines.map(names.name(of:)), lines.map(names.derivative(of:))].lazy
        .compactMap(CommonName.init(of:)).first { !isTaken($0) }
    }
    guard common.count == columns.count, let first = common.first, !first.rests.isEmpty,
      common.allSatisfy({ $0.rests == first.rests }),
      columns.allSatisfy({ $0.areAlike(formula) })
    else { return nil }
    self.columns = columns
    self.names = common.map(\.name)
    rests = first.rests
    labels = first.labels
    let places = Dictionary(
      uniqueKeysWithValues: columns.flatMap { zip($0, $0.indices) })
    for (line, neuron) in places {
      let operands = formula(line)?.lines ?? []
      if operands.contains(where: { places[$0] ?? neuron != neuron }) { return nil }
    }
  }

  private static func columns(of lines: [LineID], _ rows: NeuronRows) -> [[LineID]]? {
    var columns: [[Int: LineID]] = []
    var indices: [NeuronRows.Column: Int] = [:]
    var count = 0
    for line in lines {
      guard let place = rows.place(of: line) else { return nil }
      let index = indices[place.column, default: columns.count]
      if index == columns.count {
        indices[place.column] = index
        columns.append([:])
      }
      columns[index][place.neuron] = line
      count = place.count
    }
    let complete = columns.map { column in (0..<count).compactMap { column[$0] } }
    return !complete.isEmpty && complete.allSatisfy { $0.count == count } ? complete : nil
  }

  var neurons: Range<Int> { columns[0].indices }
}

extension ProgramNames {
  /// The name of a line that δ is not put for.
  fileprivate func derivative(of line: LineID) -> MathName {
    notation.name(program.lines[line].symbol)
  }
}

extension [LineID] {
  /// Whether what is printed of all is the same up to names.
  func areAlike(_ formula: (LineID) -> Formula?) -> Bool {
    let forms = map { formula($0)?.withNamesByAppearance }
    return forms.allSatisfy { $0 != nil && $0 == forms[0] }
  }
}
