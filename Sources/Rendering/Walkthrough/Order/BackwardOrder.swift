import Formulas
import Lessons
import Programs

/// The order in which derivatives are told: from the objective to what it depends on, layer by layer,
/// each gradient as soon as all that it is made of has been told.
///
/// The program has them in the reverse order of its lines.
struct BackwardOrder {
  /// The lines in the order of telling.
  private(set) var told: [LineID] = []
  private let program: Program
  private let names: ProgramNames
  private let formula: (LineID) -> Formula?
  private var isTold: PerLine<Bool>
  /// What can be told, in the order of the program.
  private let lines: [LineID]
  private let isListed: PerLine<Bool>
  private var waiting = Waiting([]) { _ in [] }

  /// The derivatives of one objective: by quantities that are computed, and by given ones.
  private struct Derivatives {
    let objective: LineID
    var adjoints: [LineID: LineID] = [:]
    var gradients: [LineID] = []
  }

  /// Puts those of a program's lines in order that are listed; `formula` is what is printed of one.
  ///
  /// Derivatives that nothing asked for is made of are left out, unless all are shown.
  init(
    _ program: Program, _ names: ProgramNames, listed: [LineID], showsAll: Bool,
    formula: @escaping (LineID) -> Formula?
  ) {
    self.program = program
    self.names = names
    self.formula = formula
    if showsAll {
      lines = listed
    } else {
      let asked = listed.filter { line in
        program.lines[line].phase == .gradient || names.isAuthored(line)
          || program.lines[line].symbol.quantity != nil
      }
      var isFound = program.marks(at: asked)
      var queue = asked
      while let line = queue.popLast() {
        formula(line)?.forEachLine { operand in
          if isFound[operand] { return }
          isFound[operand] = true
          queue.append(operand)
        }
      }
      lines = listed.filter { isFound[$0] }
    }
    isTold = program.marks(at: [])
    isListed = program.marks(at: lines)
    for derivatives in firstDerivatives { tell(derivatives) }
    // What is left holds no derivative of the first order.
    for line in lines { tell(line) }
  }

  /// What is differentiated once, in the order of the derivatives.
  private var firstDerivatives: [Derivatives] {
    let positions = program.positions
    var found: [Derivatives] = []
    var indices: [LineID: Int] = [:]
    for line in lines {
      guard case .derivative(let top, let variables) = program.lines[line].symbol,
        variables.count == 1, let objective = positions[top], let variable = positions[variables[0]]
      else { continue }
      let index = indices[objective, default: found.count]
      if index == found.count {
        indices[objective] = index
        found.append(Derivatives(objective: objective))
      }
      if program.lines[variable].formula == nil {
        found[index].gradients.append(line)
      } else {
        found[index].adjoints[variable] = line
      }
    }
    return found
  }

  private mutating func tell(_ derivatives: Derivatives) {
    let gradients = derivatives.gradients.sorted { askedPlace($0) < askedPlace($1) }
    waiting = Waiting(gradients) { needed(for: $0) }
    for members in steps(of: ForwardLevels(program, objective: derivatives.objective)) {
      for member in members { derivatives.adjoints[member].map { tell($0) } }
      for gradient in waiting.takeCompleted() { tell(gradient) }
    }
  }

  /// What is asked for comes in that order.
  private func askedPlace(_ gradient: LineID) -> (Int, LineID) {
    (names.askedPlaces[gradient] ?? .max, gradient)
  }

  /// The derivatives that a gradient is made of, with those that a local one of its own is made of in its
  /// place.
  private func needed(for gradient: LineID) -> Set<LineID> {
    func operands(_ line: LineID) -> [LineID] {
      (formula(line)?.lines ?? []).filter { isListed[$0] && !isTold[$0] }
    }
    return Set(
      operands(gradient).flatMap { program.lines[$0].symbol.isLocal ? operands($0) : [$0] })
  }

  /// Tells a line, after what it uses and what has not been told.
  private mutating func tell(_ line: LineID) {
    if !isListed[line] || isTold[line] { return }
    isTold[line] = true
    for operand in formula(line)?.lines ?? [] { tell(operand) }
    told.append(line)
    waiting.note(line)
  }

  // The steps of the chain rule.

  /// Quantities whose derivatives are told together: a family, with the one that it is a function of
  /// member by member, or what a recurrence computes at one time.
  private func steps(of levels: ForwardLevels) -> [[LineID]] {
    var steps: [[LineID]] = []
    var isTaken: Set<LineID> = []
    let groupOfLine = Dictionary(
      uniqueKeysWithValues: levels.groups.enumerated().flatMap { index, group in
        group.lines.map { ($0, index) }
      })
    for group in levels.groups where !isTaken.contains(group.lines[0]) {
      if group.isRecurrence {
        steps += times(of: group, levels.distances)
        continue
      }
      let members = group.lines.sorted { precedes($0, $1) }
      let operands = members.compactMap { onlyOperand(of: $0, levels) }
      let index = operands.first.flatMap { groupOfLine[$0] }
      let isActivation =
        operands.count == members.count
        && index.map { index in
          !levels.groups[index].isRecurrence && levels.groups[index].lines.count == members.count
            && operands.allSatisfy { groupOfLine[$0] == index }
        } == true
      guard isActivation else {
        steps.append(members)
        continue
      }
      isTaken.formUnion(operands)
      steps.append(zip(members, operands).flatMap { [$0, $1] })
    }
    return steps
  }

  /// The line that a quantity is a function of, where that one is used nowhere else.
  private func onlyOperand(of line: LineID, _ levels: ForwardLevels) -> LineID? {
    guard let operands = program.lines[line].formula?.lines, operands.count == 1,
      program.lines[operands[0]].formula != nil, levels.users[operands[0]] == [line]
    else { return nil }
    return operands[0]
  }

  private func precedes(_ left: LineID, _ right: LineID) -> Bool {
    let (first, second) = (indices(of: left), indices(of: right))
    return first == second ? left < right : first.lexicographicallyPrecedes(second)
  }

  private func indices(of line: LineID) -> [Int] { program.lines[line].symbol.allIndices }

  /// The members of a recurrence by the index that it goes along, from the objective's end.
  private func times(of group: ForwardLevels.Group, _ distances: PerLine<Int>) -> [[LineID]] {
    let byDistance = group.lines.sorted {
      (distances[$0], $0) < (distances[$1], $1)
    }
    guard let (times, isAscending) = recursion(of: group) else { return [byDistance] }
    return Dictionary(grouping: byDistance) { times[$0] ?? 0 }
      .sorted { isAscending ? $0.key > $1.key : $0.key < $1.key }.map(\.value)
  }

  /// The value of the one index that members use others at another value of, always in one direction.
  private func recursion(of group: ForwardLevels.Group) -> (
    times: [LineID: Int], isAscending: Bool
  )? {
    let members = Set(group.lines)
    let letters = group.lines[0..<1].flatMap { line in
      program.lines[line].symbol.indexPositions.compactMap {
        names.indexName($0.family, $0.position)
      }
    }
    for letter in letters {
      var times: [LineID: Int] = [:]
      for line in group.lines {
        let symbol = program.lines[line].symbol
        let position = symbol.indexPositions.firstIndex {
          names.indexName($0.family, $0.position) == letter
        }
        times[line] = position.map { symbol.allIndices[$0] }
      }
      if times.count < members.count { continue }
      var directions: Set<Int> = []
      for line in group.lines {
        for operand in program.lines[line].formula?.lines ?? [] where members.contains(operand) {
          directions.insert(((times[line] ?? 0) - (times[operand] ?? 0)).signum())
        }
      }
      directions.remove(0)
      if directions.count == 1 { return (times, directions.contains(1)) }
    }
    return nil
  }
}

extension Program {
  /// For each line, whether it is one of these.
  fileprivate func marks(at lines: [LineID]) -> PerLine<Bool> {
    var marks = PerLine(repeating: false, count: self.lines.count)
    for line in lines { marks[line] = true }
    return marks
  }
}

/// Gradients that wait for what they are made of.
private struct Waiting {
  private let places: [LineID: Int]
  private var missing: [LineID: Int] = [:]
  private var dependents: [LineID: [LineID]] = [:]
  private var completed: [LineID] = []

  init(_ gradients: [LineID], needed: (LineID) -> Set<LineID>) {
    places = Dictionary(uniqueKeysWithValues: zip(gradients, 0...))
    for gradient in gradients {
      let lines = needed(gradient)
      missing[gradient] = lines.count
      for line in lines { dependents[line, default: []].append(gradient) }
      if lines.isEmpty { completed.append(gradient) }
    }
  }

  /// Notes that a line has been told.
  mutating func note(_ line: LineID) {
    for gradient in dependents[line] ?? [] {
      missing[gradient, default: 0] -= 1
      if missing[gradient] == 0 { completed.append(gradient) }
    }
  }

  /// Those that wait for nothing more, in the order in which they were given.
  mutating func takeCompleted() -> [LineID] {
    defer { completed = [] }
    return completed.sorted { places[$0, default: 0] < places[$1, default: 0] }
  }
}
