import Formulas
import Decimals
import Diagnostics
package import Lessons
import Programs
package import Tracing
import Words

/// Documents that say themselves which pieces of the trace stand where.
extension WalkthroughWriter {
  /// The prose and the pieces, in the order of the text.
  mutating func document() -> Walkthrough {
    var sections: [Walkthrough.Section] = []
    for piece in lesson.document.pieces {
      switch piece {
      case .prose(let place):
        let prose = prose(place)
        if !prose.isEmpty { sections.append(section("", .prose(prose))) }
      case .show(let place):
        if let part = lesson.shownParts[place.lowerBound] { sections += section(of: part) }
      case .lesson, .data: break
      }
    }
    return Walkthrough(
      title: titleOfRun, position: nil, prose: [], sections: sections, afterword: [],
      notes: notes)
  }

  private func section(
    _ heading: String, _ content: Walkthrough.Content
  ) -> Walkthrough.Section {
    Walkthrough.Section(heading: heading, detail: nil, content: [content])
  }

  private mutating func section(of part: ShownPart) -> [Walkthrough.Section] {
    switch part {
    case .phases(let group, let named):
      let step = min(named, trace.lastStep)
      return sections(at: step) { writer in
        let section =
          group == .given
          ? writer.given(at: step, isFirst: true)
          : writer.section(group, at: step, namesStep: step > 1)
        return [section].compactMap(\.self)
      }
    case .table(let lines, let steps):
      return [section("", .table(table(of: lines, steps)))]
    case .graph:
      let picture = GraphPicture(self, step: 1)
      return [
        Walkthrough.Section(
          heading: words(.heading(.graph)),
          detail: .row(nodes(.detail(.levels(picture.graph.levels.count)))),
          content: [.graph(picture)])
      ]
    case .claims: return claims
    case .plot(let lines): return plot(of: lines).map { [section("", .plot($0))] } ?? []
    case .value(let line, let step):
      guard let number = number(of: line, at: min(step, trace.lastStep)) else { return [] }
      let equation = Walkthrough.Equation(
        line: line, left: names.name(of: line), rows: [.number(number)], remark: nil)
      return [section("", .equation(equation))]
    }
  }

  /// The quantities at some steps, by default at those that give an overview of all.
  func table(of lines: [LineID], _ steps: ClosedRange<Int>? = nil) -> Table {
    let last = trace.lastStep
    let chosen =
      steps.map { Array($0.clamped(to: 1...last)) } ?? StepSelection.overview(to: last)
    let rows = chosen.map { step in
      [Table.Cell.integer(step)]
        + lines.map { Table.Cell(number(of: $0, at: step)) }
    }
    return Table(
      columns: [.words(words(.label(.step(stepKind))))] + lines.map { .name(names.name(of: $0)) },
      rows: rows)
  }

  private func plot(of lines: [LineID]) -> Plot? {
    let labels = lines.map { [MathNode.name(names.name(of: $0))] }
    return Plot(
      zip(lines, labels).map { line, label in
        Plot.Series(
          label, steps: 1...trace.lastStep, isJoined: lesson.joinsSteps(of: line)
        ) { value(of: line, at: $0) }
      }, by: stepKind, title: labels.count == 1 ? labels[0] : [], scale: .automatic,
      in: options.language)
  }

  /// The text of a piece of prose, with the values that stand in it.
  func text(of place: Range<Int>) -> String {
    var text = ""
    var start = place.lowerBound
    for inner in lesson.document.values where place.contains(inner.lowerBound) {
      text += lesson.source.text(start..<inner.lowerBound - 2)
      if case .value(let line, let step) = lesson.shownParts[inner.lowerBound],
        let number = number(of: line, at: min(step, trace.lastStep))
      {
        text += MathNode.number(number).text(isASCII: options.isASCII)
      }
      start = inner.upperBound + 2
    }
    return text + lesson.source.text(start..<place.upperBound)
  }
}

extension Prose {
  /// What an author says at a place of a lesson, with the values that stand in it, if there is a
  /// trace.
  package static func blocks(
    of lesson: Lesson, at place: Range<Int>, with trace: Trace?
  ) -> [Prose] {
    guard let trace else { return blocks(of: lesson.source.text(place), without: lesson.title) }
    let numbers = PageNumbers.alike(NumberStyle(lesson.precision ?? .usual))
    return WalkthroughWriter(of: lesson, trace, ShowOptions(), .inRow, numbers).prose(place)
  }
}
