import Diagnostics
import Checking
import Rendering
import Words

extension MarkingReport {
  /// The report for the terminal.
  func walkthrough() -> Walkthrough {
    let remarks = remarks.map { Walkthrough.Content.remark([.words($0)]) }
    var sections: [Walkthrough.Section] = []
    if !remarks.isEmpty { sections.append(section("", remarks)) }
    for (step, marks) in groups {
      sections.append(
        section(
          namesSteps ? heading(ofStep: step) : "", [.listing(Listing(rows: rows(marks)))]))
    }
    return Walkthrough(
      title: title.printable, position: nil, prose: [], sections: sections, afterword: [],
      notes: [[.words(summary)]] + (first.map { [nodes($0)] } ?? []))
  }

  private func section(_ heading: String, _ content: [Walkthrough.Content]) -> Walkthrough.Section {
    Walkthrough.Section(heading: heading, detail: nil, content: content)
  }

  /// Answers that are plainly right share a row with their neighbours that are.
  private func rows(_ marks: ArraySlice<Marking.Mark>) -> [Listing.Row] {
    var rows: [Listing.Row] = []
    var rest = marks
    while let mark = rest.first {
      let right = listsAll ? [] : rest.prefix(while: \.isPlainlyRight)
      if right.isEmpty {
        rows.append(.entry(entry(mark)))
      } else {
        rows.append(.shared(label: label(mark), names: right.map(name), tone: tone(mark)))
      }
      rest = rest.dropFirst(max(right.count, 1))
    }
    return rows
  }

  private func entry(_ mark: Marking.Mark) -> Listing.Entry {
    Listing.Entry(
      label: label(mark), name: name(mark), value: given(mark),
      remarks: remarks(on: mark).map { $0.map(node) }, tone: tone(mark))
  }

  private func tone(_ mark: Marking.Mark) -> Tone? {
    switch mark.verdict {
    case .exact, .right: .right
    case .truncated, .follows, .slip: .doubtful
    case .wrong: .wrong
    case .blank, .unknown: nil
    }
  }

  private func label(_ mark: Marking.Mark) -> String {
    language.text(.marking(.mark(mark.verdict, isRestored: mark.isRestored)))
  }

  func node(_ part: RemarkPart) -> MathNode {
    switch part {
    case .words(let text), .typed(let text): .words(text)
    case .number(let number): .number(number)
    case .quantity(let number): name(of: number)
    case .equation(let line, let step):
      notation(at: step).equation(of: line) ?? notation(at: step).name(of: line)
    }
  }

  func nodes(_ sentence: Sentence<MathNode>) -> [MathNode] {
    sentence.pieces.map { piece in
      switch piece {
      case .words(let words): .words(words)
      case .part(let node): node
      }
    }
  }
}
