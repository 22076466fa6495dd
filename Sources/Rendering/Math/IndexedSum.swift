import Formulas

/// A part of a long sum: a run of terms that are one formula in a running index, or any others.
struct SumSegment {
  let terms: Range<Int>
  /// How one term of the run is written with its indices; `nil` where there is no pattern.
  let pattern: SumPattern?
}

/// One term that stands for all of a run, with letters where indices run.
struct SumPattern {
  let indices: [SumIndex]
  let template: Formula
  /// What stands in the index positions of the template's lines.
  let positions: [LineID: [MathIndex]]
}

/// Finds sums over an index in terms that have been written out.
///
/// Terms belong together where they are the same formula but for members of families, and each
/// index grows by a constant from term to term, or from row to row of terms.
struct SumFinder {
  let names: ProgramNames
  /// What stands in index positions because of a sum further out.
  let positions: [LineID: [MathIndex]]
  var letters = IndexLetters()

  /// Sums of so many terms are written out.
  static let longest = 6
  /// So many, where no index runs over them: each may tell something else.
  static let longestWithoutPattern = 12

  /// Divides the terms of a sum.
  func segments(of terms: [Formula]) -> [SumSegment] {
    var segments: [SumSegment] = []
    var plain = 0
    var start = 0
    let shapes = terms.map { Shape($0, names, positions) }
    func endPlain(at end: Int) {
      if plain < end { segments.append(SumSegment(terms: plain..<end, pattern: nil)) }
    }
    while start < terms.count {
      var end = start + 1
      while end < terms.count, shapes[end].parts == shapes[start].parts { end += 1 }
      let run = start..<end
      if run.count > Self.longest, let (length, pattern) = pattern(terms[run], shapes[run]) {
        endPlain(at: start)
        segments.append(SumSegment(terms: start..<start + length, pattern: pattern))
        start += length
        plain = start
      } else {
        start = end
      }
    }
    endPlain(at: terms.count)
    return segments
  }

  /// The longest beginning of a run that one index covers, or all of it by two.
  private func pattern(
    _ terms: ArraySlice<Formula>, _ shapes: ArraySlice<Shape>
  ) -> (length: Int, SumPattern)? {
    let values = shapes.map(\.numbers)
    let steps = zip(values[1], values[0]).map(-)
    let width = values.indices.first { values[$0] != values[0].advanced(by: steps, times: $0) }
    guard let width else {
      return written(terms, shapes, [Axis(count: terms.count, steps: steps)])
    }
    if width > 1, terms.count.isMultiple(of: width) {
      let rowSteps = zip(values[width], values[0]).map(-)
      let isGrid = values.indices.allSatisfy { index in
        values[index]
          == values[0].advanced(by: rowSteps, times: index / width)
          .advanced(by: steps, times: index % width)
      }
      if isGrid {
        let axes = [
          Axis(count: terms.count / width, steps: rowSteps), Axis(count: width, steps: steps),
        ]
        return written(terms, shapes, axes)
      }
    }
    guard width > Self.longest else { return nil }
    return written(
      terms.prefix(width), shapes.prefix(width), [Axis(count: width, steps: steps)])
  }

  /// One direction in which terms follow one another, and what each index grows by.
  private struct Axis {
    let count: Int
    let steps: [Int]
    var letter = ""
    /// The value of the letter at the first term.
    var first = 1
    var isWhole = false
  }

  private func written(
    _ terms: ArraySlice<Formula>, _ shapes: ArraySlice<Shape>, _ given: [Axis]
  ) -> (length: Int, SumPattern)? {
    guard given.allSatisfy({ axis in axis.steps.contains { $0 != 0 } }) else { return nil }
    let first = shapes[shapes.startIndex]
    var axes = given
    var letters = letters
    for axis in axes.indices {
      let others = axes.indices.filter { $0 != axis }
      let leader = first.numbers.indices.first { slot in
        axes[axis].steps[slot] == 1 && others.allSatisfy { given[$0].steps[slot] == 0 }
      }
      let origin = leader.map { first.origins[$0] }
      let known = origin.flatMap { names.indexName($0.family, $0.position) }
      axes[axis].letter = known.flatMap { letters.contains($0) ? nil : $0 } ?? letters.next()
      letters.use(axes[axis].letter)
      if let leader, let origin {
        axes[axis].first = first.numbers[leader]
        axes[axis].isWhole =
          names.extent(origin.family, origin.position)
          == axes[axis].first...(axes[axis].first + axes[axis].count - 1)
      }
    }
    let expressions = first.numbers.indices.map { slot -> MathIndex in
      var constant = first.numbers[slot]
      var linear: [MathIndex.LinearTerm] = []
      for axis in axes where axis.steps[slot] != 0 {
        linear.append(.init(factor: axis.steps[slot], letter: axis.letter))
        constant -= axis.steps[slot] * axis.first
      }
      return linear.isEmpty ? .number(constant) : .linear(linear, constant: constant)
    }
    for (term, shape) in zip(terms, shapes) {
      guard let positions = shape.positions(with: expressions) else { continue }
      let indices = axes.map { axis in
        SumIndex(
          letter: axis.letter,
          range: axis.isWhole ? nil : axis.first...(axis.first + axis.count - 1))
      }
      return (terms.count, SumPattern(indices: indices, template: term, positions: positions))
    }
    return nil
  }
}

/// A term with the numbers in its index positions taken out.
private struct Shape {
  enum Part: Hashable {
    case operation(Int, operands: Int)
    case function(Function)
    case leaf(Formula)
    case line(Symbol, isPrevious: Bool)
    case index(MathIndex)
  }

  private(set) var parts: [Part] = []
  /// The numbers that stand in index positions.
  private(set) var numbers: [Int] = []
  private(set) var origins: [(family: String, position: Int)] = []
  /// The lines of the term, and what each has in its index positions: a place in `numbers`, or
  /// an expression of a sum further out.
  private var lines: [(line: LineID, slots: [(number: Int?, index: MathIndex)])] = []

  init(_ term: Formula, _ names: ProgramNames, _ outer: [LineID: [MathIndex]]) {
    add(term, names, outer)
  }

  private mutating func add(
    _ formula: Formula, _ names: ProgramNames, _ outer: [LineID: [MathIndex]]
  ) {
    switch formula.kind {
    case .number, .step, .placeholder, .named:
      return parts.append(.leaf(formula))
    case .line(let line):
      return add(line, isPrevious: false, names, outer)
    case .previous(let line):
      return add(line, isPrevious: true, names, outer)
    case .sum(let terms): parts.append(.operation(0, operands: terms.count))
    case .product(let factors): parts.append(.operation(1, operands: factors.count))
    case .quotient: parts.append(.operation(2, operands: 2))
    case .power: parts.append(.operation(3, operands: 2))
    case .negated: parts.append(.operation(4, operands: 1))
    case .call(let function, let arguments):
      parts.append(.function(function))
      parts.append(.operation(5, operands: arguments.count))
    }
    for part in formula.parts { add(part, names, outer) }
  }

  private mutating func add(
    _ line: LineID, isPrevious: Bool, _ names: ProgramNames, _ outer: [LineID: [MathIndex]]
  ) {
    let symbol = names.symbol(of: line)
    parts.append(.line(symbol.family, isPrevious: isPrevious))
    let indices = outer[line] ?? symbol.allIndices.map { .number($0) }
    var slots: [(number: Int?, index: MathIndex)] = []
    for (index, origin) in zip(indices, symbol.indexPositions) {
      if case .number(let number) = index {
        slots.append((numbers.count, index))
        numbers.append(number)
        origins.append(origin)
      } else {
        parts.append(.index(index))
        slots.append((nil, index))
      }
    }
    lines.append((line, slots))
  }

  /// What each line has in its index positions; `nil` where one line stands in two places whose
  /// indices run differently.
  func positions(with expressions: [MathIndex]) -> [LineID: [MathIndex]]? {
    var result: [LineID: [MathIndex]] = [:]
    for (line, slots) in lines {
      let indices = slots.map { slot in slot.number.map { expressions[$0] } ?? slot.index }
      if let known = result[line], known != indices { return nil }
      result[line] = indices
    }
    return result
  }
}

extension [Int] {
  fileprivate func advanced(by steps: [Int], times count: Int) -> [Int] {
    zip(self, steps).map { $0 + count * $1 }
  }
}
