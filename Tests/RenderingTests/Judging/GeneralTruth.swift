import Formulas
import Lessons
import Programs
import Tracing

@testable import Rendering

/// Holds what a page says in general against the numbers of its own members, and of other runs.
struct GeneralTruth {
  let page: ToldPage
  private let indexed: IndexedText
  private let known: PrintedNames

  /// What sums of doubles in another order may differ by, beside their largest term.
  static let tolerance = 1e-9

  init(_ page: ToldPage) {
    self.page = page
    indexed = IndexedText(page.lines.keys)
    known = PrintedNames(page.lines.keys)
  }

  /// A general formula at one of its members.
  struct Instance {
    let line: LineID
    let formula: PrintedFormula
    let description: String
  }

  /// What is said in general of members, and what of that cannot be read.
  func instances() -> (found: [Instance], faults: [String]) {
    var found: [Instance] = []
    var faults: [String] = []
    let all = page.items.compactMap { section, item -> (String, [String], String)? in
      guard case .general(let left, let rows, let condition) = item, section != "Update" else {
        return nil
      }
      return (left, rows, condition)
    }
    // What stands with a number in place of a letter is meant where it stands so.
    let ends = Set(
      all.map(\.0).filter(IndexedText.hasNumber).flatMap { indexed.members(of: $0) }.map(\.name))
    for (left, rows, condition) in all {
      do {
        for member in indexed.members(of: left) {
          if !IndexedText.hasNumber(left), ends.contains(member.name) { continue }
          if isOfGiven(member.name) { continue }
          if !condition.isEmpty, !(try IndexedText.holds(condition, member.letters)) { continue }
          guard let line = page.lines[member.name] else { continue }
          for row in rows {
            let text = try indexed.instance(of: row, member.letters, where: condition)
            let formula = try PrintedFormulaParser.formula(text, known).writtenOut { _ in nil }
            found.append(
              Instance(line: line, formula: formula, description: "\(left) = \(row) \(condition)"))
          }
        }
      } catch {
        faults.append("\(left) = \(rows) \(condition) cannot be read: \(error)")
      }
    }
    return (found, faults)
  }

  /// Whether it is a derivative by what a recurrence begins with: no page says anything of it.
  private func isOfGiven(_ name: String) -> Bool {
    let program = page.lesson.program
    guard let line = page.lines[name], program.lines[line].phase == .delta,
      case .derivative(_, let variables) = program.lines[line].symbol,
      let variable = variables.last.flatMap({ program.positions[$0] })
    else { return false }
    return program.lines[variable].formula?.dependsOnLines == false
  }

  /// Formulas that do not give what a run of the same equations has.
  func faults(in trace: Trace, _ instances: [Instance]) -> [String] {
    let lines = Dictionary(
      trace.program.lines.numbered.map { ($1.symbol.description, $0) }, uniquingKeysWith: { $1 })
    func value(_ line: LineID) throws -> Double {
      let name = page.lesson.program.lines[line].symbol.description
      guard let own = lines[name], let value = trace.listedValue(of: own, at: page.step) else {
        throw NotUnderstood(text: "no number for \(name)")
      }
      return value
    }
    return instances.compactMap { instance in
      do {
        var largest = 1.0
        let result = try instance.formula.span(slack: 0) { leaf in
          switch leaf {
          case .name(let name, _):
            guard let line = page.lines[name] else { throw NotUnderstood(text: name) }
            let value = try value(line)
            largest = max(largest, abs(value))
            return Span(value)
          case .number(let number): return Span(number.value)
          default: throw NotUnderstood(text: "\(leaf)")
          }
        }
        let expected = try value(instance.line)
        let isTrue =
          abs(result.low - expected) <= Self.tolerance * largest * largest
          && abs(result.high - expected) <= Self.tolerance * largest * largest
        return isTrue
          ? nil
          : "\(instance.description): \(page.name(of: instance.line)) is \(expected), not \(result.low)"
      } catch {
        return "\(instance.description): \(error)"
      }
    }
  }

  /// Families of which several members are told, but none of whose formulas holds for all of these.
  func withoutFormula(_ instances: [Instance]) -> [String] {
    let covered = Set(instances.map(\.line))
    var missing: [String] = []
    let told = page.items.flatMap { _, item -> [LineID] in
      switch item {
      case .worked(let line, _, _): [line]
      case .table(let cells): cells.compactMap { page.lines[$0.name] }
      case .given, .general, .lead, .remark: []
      }
    }
    for family in page.names.families(of: Set(told).sorted()) where family.count > 1 {
      let open = family.filter { line in
        let phase = page.lesson.program.lines[line].phase
        return (phase == .forward || phase == .delta || phase == .gradient)
          && !covered.contains(line)
      }
      if !open.isEmpty, !areEnds(open) { missing.append(page.familyName(of: family)) }
    }
    return missing
  }

  /// Up to three members that are each written in another way: each is an end with a line of its own, and
  /// stands for no other.
  private func areEnds(_ members: [LineID]) -> Bool {
    let rows = page.items.compactMap { _, item -> String? in
      guard case .worked(let line, _, let rows) = item, members.contains(line) else { return nil }
      return rows.first.map(IndexedText.skeleton)
    }
    return members.count <= 3 && rows.count == members.count && Set(rows).count == rows.count
  }
}
