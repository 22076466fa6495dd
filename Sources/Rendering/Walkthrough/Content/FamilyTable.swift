import Decimals

/// Families in tables: the members of one index in columns beside each other, those of two in a matrix.
extension Table {
  /// How families stand in a table.
  package struct FamilyShape: Hashable, Sendable {
    /// Columns beside each other that play one part.
    package struct Span: Hashable, Sendable {
      package let label: String
      package let count: Int
    }

    /// A family of two indices, one of which runs down and the other across.
    package struct Matrix: Hashable, Sendable {
      package let name: MathName
      package let down: String
      package let across: String
    }

    /// What all columns but the first are, from left to right; empty where that is not said.
    package var spans: [Span] = []
    package var matrix: Matrix?
    /// Whether it reads better with a row for each family.
    package var prefersRows = false
    /// Whether each family has a row.
    package var hasRows = false
  }

  /// More rows or columns than this are shortened to the first three and the last.
  static let mostRows = 12

  /// Families of one index, a column for each; up to `mostAsRows` of them are rows where they fit.
  ///
  /// `cell` has what belongs to a value of the index and to one of the columns.
  init(
    index letter: String, _ values: [Int], _ names: [MathName], spans: [FamilyShape.Span] = [],
    to most: Int = mostRows, mostAsRows: Int = 1,
    _ cell: (_ value: Int, _ column: Int) -> Cell
  ) {
    let rows = values.shortened(to: most).map { value -> [Cell] in
      guard let value else {
        return [.formula(.ellipsis(nil))] + names.map { _ in .empty }
      }
      return [.integer(value)] + names.indices.map { cell(value, $0) }
    }
    self.init(columns: ([.letter(letter)] + names).map(MathNode.name), rows: rows)
    families = FamilyShape(
      spans: spans, prefersRows: names.count <= mostAsRows && values.count > names.count)
  }

  /// A family of two indices, the first of which runs down.
  init(
    matrix name: MathName, down: (letter: String, values: [Int]),
    across: (letter: String, values: [Int]), label: String? = nil, to most: Int = mostRows,
    _ cell: (_ down: Int, _ across: Int) -> Cell
  ) {
    let columns = across.values.shortened(to: most)
    let rows = down.values.shortened(to: most).map { row -> [Cell] in
      [row.map(Cell.integer) ?? .formula(.ellipsis(nil))]
        + columns.map { column in
          guard let row, let column else { return .empty }
          return cell(row, column)
        }
    }
    let matrix = FamilyShape.Matrix(name: name, down: down.letter, across: across.letter)
    self.init(
      columns: [matrix.corner]
        + columns.map { value in
          value.map { .number(.init(significand: String($0))) } ?? .ellipsis(nil)
        }, rows: rows)
    families = FamilyShape(
      spans: label.map { [.init(label: $0, count: columns.count)] } ?? [], matrix: matrix)
  }

  /// The table with rows for its columns; what spans say stands at the end of each row.
  var transposed: Table {
    guard let families else { return self }
    let heads = rows.map { $0[0].node }
    let isLabelled = families.matrix == nil && !families.spans.isEmpty
    let labels = families.spans.flatMap { span in
      [span.label] + Array(repeating: "", count: span.count - 1)
    }
    let rows = (1..<columns.count).map { column -> [Cell] in
      [Cell(columns[column])] + self.rows.map { $0[column] }
        + (isLabelled ? [.words(labels[column - 1])] : [])
    }
    let matrix = families.matrix.map {
      FamilyShape.Matrix(name: $0.name, down: $0.across, across: $0.down)
    }
    var table = Table(
      columns: [matrix?.corner ?? columns[0]] + heads + (isLabelled ? [.words("")] : []),
      rows: rows, title: title)
    table.families = FamilyShape(
      spans: matrix == nil
        ? [] : families.spans.prefix(1).map { .init(label: $0.label, count: heads.count) },
      matrix: matrix, hasRows: matrix == nil)
    return table
  }

  /// The table as it reads best, where it fits; else with the rows for columns; else as it is.
  func turned(toFit fits: (Table) -> Bool) -> Table {
    guard let families else { return self }
    let turned = transposed
    return (families.prefersRows ? [turned, self] : [self, turned]).first(where: fits) ?? self
  }

  /// What each column is, where that is said; the first is none of them.
  var labels: [String?] {
    let spans = families?.spans ?? []
    let labels = spans.flatMap { Array(repeating: Optional($0.label), count: $0.count) }
    return labels.isEmpty ? columns.map { _ in nil } : [nil] + labels
  }

  /// The table with the family's name in its corner, and the letters of its indices beside their values.
  var withNameInCorner: Table {
    guard let matrix = families?.matrix else { return self }
    func label(_ letter: String, _ value: MathNode) -> MathNode {
      guard case .number = value else { return value }
      return .row([.name(.letter(letter)), .sign(.equals), value])
    }
    var table = Table(
      columns: [.name(matrix.name)] + columns.dropFirst().map { label(matrix.across, $0) },
      rows: rows.map { row in
        [.formula(label(matrix.down, row[0].node))] + row.dropFirst()
      }, title: title)
    table.families = FamilyShape(spans: families?.spans ?? [])
    return table
  }
}

extension Table.FamilyShape.Matrix {
  /// The letters of the indices: n\\j.
  fileprivate var corner: MathNode {
    .row([.name(.letter(down)), .words("\\"), .name(.letter(across))])
  }
}

extension Table.Cell {
  fileprivate init(_ node: MathNode) {
    switch node {
    case .name(let name): self = .name(name)
    case .number(let number): self = .number(number)
    default: self = .formula(node)
    }
  }

  fileprivate var node: MathNode {
    switch self {
    case .integer(let number): .number(.init(significand: String(number)))
    case .number(let number): .number(number)
    case .name(let name): .name(name)
    case .words(let words): .words(words)
    case .formula(let node): node
    case .empty: .words("")
    }
  }
}

extension Array {
  /// All elements, or of more than so many the first three and the last, with `nil` for those between.
  func shortened(to most: Int) -> [Element?] {
    if count <= most { return self }
    let all: [Element?] = self
    return all.prefix(3) + [nil] + all.suffix(1)
  }
}
