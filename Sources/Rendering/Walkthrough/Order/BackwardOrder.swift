import Formulas
import Lessons
import Programs

/// The order in which derivatives are told: from the objective to what it depends on, layer by layer,
/// each gradient as soon as all that it is made of has been told.
///
/// The program has them in the reverse order of its lines.
struct BackwardOrder {
  /// The lines of each group, in the order of telling.
  private(set) var groups: [[LineID]] = []
  private let program: Program
  private let names: ProgramNames
  private let formula: (LineID) -> Formula?
  private var isTold: Set<LineID> = []
  /// What can be told, in the order of the program.
  private let lines: [LineID]
  private let isListed: Set<LineID>

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
      var found = Set(asked)
      var queue = asked
      while let line = queue.popLast() {
        for operand in formula(line)?.lines ?? [] where found.insert(operand).inserted {
          queue.append(operand)
        }
      }
      lines = listed.filter(found.contains)
    }
    isListed = Set(lines)
    for objective in objectives { tell(objective) }
    // What is left holds no derivative of the first order.
    let rest = lines.filter { !isTold.contains($0) }
    let group = rest.flatMap { telling($0) }
    if !group.isEmpty { groups.append(group) }
  }

  /// What is differentiated once, in the order of the derivatives.
  private var objectives: [LineID] {
    var found: [LineID] = []
    for line in lines {
      guard case .derivative(let top, let variables) = program.lines[line].symbol,
        variables.count == 1, let objective = program.positions[top], !found.contains(objective)
      else { continue }
      found.append(objective)
    }
    return found
  }

  private mutating func tell(_ objective: LineID) {
    var adjoints: [LineID: LineID] = [:]
    var gradients: [LineID] = []
    for line in lines {
      guard case .derivative(let top, let variables) = program.lines[line].symbol,
        variables.count == 1, program.positions[top] == objective,
        let variable = program.positions[variables[0]]
      else { continue }
      adjoints[variable] = line
      if program.lines[variable].formula == nil { gradients.append(line) }
    }
    let levels = ForwardLevels(program, objective: objective)
    for members in steps(of: levels) {
      var group = members.compactMap { adjoints[$0] }.flatMap { telling($0) }
      let completed = gradients.filter { !isTold.contains($0) && isComplete($0) }
      group += completed.flatMap { telling($0) }
      if !group.isEmpty { groups.append(group) }
    }
  }

  /// Whether all derivatives that a gradient is made of have been told, but for those that belong to it
  /// alone.
  private func isComplete(_ gradient: LineID) -> Bool {
    (formula(gradient)?.lines ?? []).allSatisfy { operand in
      !isListed.contains(operand) || isTold.contains(operand)
        || program.lines[operand].symbol.isLocal
          && (formula(operand)?.lines ?? []).allSatisfy {
            !isListed.contains($0) || isTold.contains($0)
          }
    }
  }

  /// A line, after what it uses and what has not been told.
  private mutating func telling(_ line: LineID) -> [LineID] {
    guard isListed.contains(line), isTold.insert(line).inserted else { return [] }
    let operands = (formula(line)?.lines ?? []).filter { isListed.contains($0) }
    return operands.flatMap { telling($0) } + [line]
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
  private func times(of group: ForwardLevels.Group, _ distances: [LineID: Int]) -> [[LineID]] {
    let byDistance = group.lines.sorted {
      (distances[$0, default: 0], $0) < (distances[$1, default: 0], $1)
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
