import Diagnostics
import Decimals
import Formulas
import Programs
import RandomNumbers

/// A lesson's scalar lines, as its tables, declarations and equations have them.
struct Unrolled {
  /// The batches that it was unrolled for.
  let batch: BatchOption?
  /// The table that is fed in batches, where there is one.
  let batches: BatchedTable?
  let quantities: Quantities
  /// The lines and the order of their evaluation; `nil` where there are mistakes.
  let program: (lines: PerLine<Line>, order: [LineID])?
  let mistakes: [Diagnostic]
}

/// Turns declarations, tables and equations into the scalar lines of a program.
struct Unrolling {
  let source: Source
  let functions: [String: Function]
  let maximumLines: Int
  let random: RandomSource
  var quantities = Quantities()
  /// The table that is fed in batches, where there is one.
  var batches: BatchedTable?
  private(set) var mistakes: [Diagnostic] = []
  private(set) var lines = PerLine<Line>()
  /// Where each line is defined.
  private var places = PerLine<Range<Int>>()
  private var reported: Set<Diagnostic> = []

  private init(
    _ source: Source, functions: [String: Function], maximumLines: Int, random: RandomSource
  ) {
    self.source = source
    self.functions = functions
    self.maximumLines = maximumLines
    self.random = random
  }

  /// Unrolls a lesson with the rows of one batch, or of the last batch with its `rest`.
  static func run(
    _ statements: Statements, of source: Source, _ catalogue: Catalogue, maximumLines: Int,
    batch: BatchOption?, rest: Int? = nil
  ) -> Unrolled {
    var unrolling = Unrolling(
      source, functions: catalogue.functions, maximumLines: maximumLines,
      random: RandomSource(seed: statements.seed))
    unrolling.prepare(statements, batch: batch, rest: rest)
    for given in statements.given {
      switch given {
      case .table(let table): unrolling.declare(table)
      case .declaration(let declaration): unrolling.declare(declaration)
      }
    }
    let program = unrolling.define(unrolling.checked(statements.equations))
    _ = unrolling.checked(statements.deltas + statements.updates.map(\.equation))
    for formula in statements.trainings.map(\.until) + statements.claims.map(\.right) {
      unrolling.report(offsetsIn: formula)
    }
    return Unrolled(
      batch: batch, batches: unrolling.batches, quantities: unrolling.quantities,
      program: program, mistakes: unrolling.mistakes)
  }

  /// A formula may not have more operations than this, nor all formulas together.
  var maximumSize: Int { maximumLines.saturatingMultiplied(5) }

  /// Notes a mistake once, however many lines it is met in.
  mutating func report(_ mistake: Diagnostic) {
    if reported.insert(mistake).inserted { mistakes.append(mistake) }
  }

  /// Whether there are more mistakes than are shown: no more are looked for.
  private var hasManyMistakes: Bool { mistakes.count > LessonMistakes.mostShown }

  /// Notes that a mistake keeps members of a definition's family from being known.
  mutating func markBroken(_ definition: Definition) {
    quantities.markBroken(definition.equation.left.name)
  }

  /// Adds a line to the lines, and to its family, unless that has it already as one of a box.
  mutating func addLine(
    _ family: Int, _ indices: [Int], _ line: Line, at place: Range<Int>, isInBox: Bool = false
  ) throws(Diagnostic) {
    if lines.count >= maximumLines { throw tooManyLines(at: place) }
    if !isInBox, let present = quantities.add(family, indices, line: lines.endIndex) {
      throw Diagnostic(
        "'\(line.symbol)' is defined twice", at: place,
        note: "first in line \(source.line(at: places[present].lowerBound).number)")
    }
    lines.append(line)
    places.append(place)
  }

  /// Adds the next lines to their family, if they are its first and fill a box.
  mutating func addBox(_ family: Int, _ members: [[Int]]) -> Bool {
    members.count <= maximumLines - lines.count
      && quantities.add(family, members, from: lines.endIndex)
  }

  private func tooManyLines(at place: Range<Int>) -> Diagnostic {
    Diagnostic(
      "this lesson unrolls to more than \(maximumLines) lines", at: place,
      note: "--max-lines allows more")
  }

  // Equations.

  /// Adds the lines of all equations; returns them in the order of the program.
  mutating func define(_ equations: [Equation]) -> (lines: PerLine<Line>, order: [LineID])? {
    var definitions = self.definitions(of: equations)
    let indices = RangeResolution.run(definitions, &self)
    var starts: [LineID?] = []
    let firstEquation = lines.endIndex
    for (definition, indices) in zip(definitions, indices) {
      starts.append(lines.endIndex)
      guard let definition, let indices else { continue }
      addSlots(definition, indices.map(definition.members))
    }
    resolveReductions(&definitions)
    let scope = scope
    var size = 0
    for (number, definition) in definitions.enumerated() {
      guard let definition, let indices = indices[number], let start = starts[number],
        !hasManyMistakes
      else { continue }
      instantiate(definition, indices, from: start, in: scope, &size)
    }
    if !mistakes.isEmpty { return nil }
    do throws(Diagnostic) {
      return (lines, try lines.evaluationOrder(from: firstEquation) { places[$0] })
    } catch {
      report(error)
      return nil
    }
  }

  /// The definitions of the equations whose names are all known; `nil` for the others.
  private mutating func definitions(of equations: [Equation]) -> [Definition?] {
    var definitions: [Definition?] = []
    for equation in equations {
      do throws(Diagnostic) {
        let family = try quantities.family(
          equation.left.name, rank: equation.left.indices.count, at: equation.left.place)
        quantities.markEquations(of: family)
        definitions.append(try Definition(equation, family: family, quantities))
      } catch {
        report(error)
        quantities.markBroken(equation.left.name)
        definitions.append(nil)
      }
    }
    for number in definitions.indices {
      guard let definition = definitions[number] else { continue }
      if hasManyMistakes {
        definitions[number] = nil
        continue
      }
      var check = NameCheck(quantities, functions, indices: definition.indices.map(\.name))
      check.run(definition)
      for mistake in check.mistakes { report(mistake) }
      if !check.mistakes.isEmpty {
        definitions[number] = nil
        markBroken(definition)
      }
    }
    return definitions
  }

  /// Adds a line for each member of a definition; their formulas come later.
  private mutating func addSlots(_ definition: Definition, _ members: [[Int]]) {
    let left = definition.equation.left
    let isInBox = addBox(definition.family, members)
    for indices in members {
      let line = Line(.quantity(left.name, indices), .forward, .formula(.zero))
      do throws(Diagnostic) {
        try addLine(definition.family, indices, line, at: left.place, isInBox: isInBox)
      } catch {
        report(error)
      }
    }
  }

  /// Widens a definition's family by the values of its indices.
  mutating func settle(_ definition: Definition, _ values: [[Int]]) {
    let isRunning = definition.isRunning
    for value in values {
      quantities.cover(definition.family, definition.members(value)[...], isRunning: isRunning)
    }
  }

  /// Settles what the indices of reductions run over, where it is not typed.
  ///
  /// Definitions that have a mistake, or use a quantity whose definition has one, are dropped.
  private mutating func resolveReductions(_ definitions: inout [Definition?]) {
    for number in definitions.indices {
      guard let definition = definitions[number] else { continue }
      let hasBroken = !mistakes.isEmpty || !quantities.brokenNames.isEmpty
      if hasBroken, quantities.usesBroken(definition.equation.right) {
        definitions[number] = nil
        continue
      }
      definition.equation.right.forEachNode { node in
        guard case .reduction(let reduction) = node.kind else { return }
        for index in reduction.indices where index.range == nil {
          if !resolve(index, of: reduction) { definitions[number] = nil }
        }
      }
    }
  }

  /// Settles what one index of a reduction runs over; `false` where that is a mistake.
  private mutating func resolve(_ index: ParsedIndex, of reduction: ParsedReduction) -> Bool {
    do throws(Diagnostic) {
      quantities.reductionRanges[index.place.lowerBound] = try quantities.range(
        of: index.name, at: index.place, in: reduction.body,
        remedy: { "write '\(reduction.name)(\($0): …)'" })
      return true
    } catch {
      report(error)
      return false
    }
  }

  /// Writes out one definition; `size` counts the operations of all equations so far.
  private mutating func instantiate(
    _ definition: Definition, _ indices: [[Int]], from start: LineID, in scope: Scope,
    _ size: inout Int
  ) {
    if size > maximumSize { return }
    for (offset, bindings) in indices.enumerated() {
      var instantiation = Instantiation(
        scope, bindings: definition.bound(bindings), maximumSize: maximumSize)
      do throws(Diagnostic) {
        let formula = try instantiation.formula(definition.equation.right)
        size = size.saturatingAdding(formula.size)
        if size > maximumSize {
          throw Diagnostic(
            "this unrolls to more than \(maximumSize) operations",
            at: definition.equation.left.place, note: "--max-lines allows more")
        }
        if mistakes.isEmpty { lines[start.advanced(by: offset)].definition = .formula(formula) }
      } catch {
        // Another member is likely to have the same mistake in the same place.
        return report(error)
      }
    }
  }

  /// What the names of a lesson's equations mean.
  private var scope: Scope {
    var scope = Scope(functions: functions)
    let references = PerLine(lines.indices.map { Formula.line($0) })
    let quantities = quantities
    scope.quantity = { (name, indices) throws(Diagnostic) in
      if name.isPrimed {
        throw Diagnostic("a primed name cannot be used in an equation", at: name.place)
      }
      return references[try quantities.line(name, indices)]
    }
    scope.derivative = { (_, _, place) throws(Diagnostic) in
      throw Diagnostic(
        "a derivative cannot be used in an equation", at: place,
        note: "a delta may name it: delta d1 = …")
    }
    scope.integer = { quantities.integer($0.name) }
    scope.range = { (index, _) throws(Diagnostic) in
      guard let range = quantities.reductionRanges[index.place.lowerBound] else {
        throw Diagnostic("nothing says what '\(index.name)' runs over", at: index.place)
      }
      return range
    }
    return scope
  }
}
