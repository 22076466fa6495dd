import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

extension RunExport {
  /// The lesson's text, piece by piece, with the values that stand in it.
  ///
  /// Where the run is cut, it has not all of them: they stay as they were typed.
  var text: [Passage] {
    let isCut = program.training?.steps != lesson.program.training?.steps
    var passages: [Passage] = []
    for piece in lesson.document.pieces {
      switch piece {
      case .prose(let place):
        let blocks = Prose.blocks(of: lesson, at: place, with: isCut ? nil : trace)
        passages += blocks.map(Passage.init)
      case .lesson(let place): passages.append(.typed(lines(of: place)))
      case .data(_, _, let place):
        let rows = lines(of: place)
        let rest = rows.count - Self.mostRows
        passages.append(
          .typed(rest > 1 ? rows.prefix(Self.mostRows) + ["… \(rest) more rows"] : rows))
      case .show: break
      }
    }
    return passages
  }

  private static let mostRows = 12

  private func lines(of place: Range<Int>) -> [String] {
    var lines = lesson.source.text(place).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
    while lines.last?.trimmed == "" { lines.removeLast() }
    return lines
  }

  /// A piece of the lesson's text.
  enum Passage {
    case words(String)
    /// Lines that stay as they are.
    case typed([String])

    init(_ prose: Prose) {
      self =
        switch prose {
        case .heading(let text), .paragraph(let text), .quote(let text): .words(text.plainText)
        case .item(let marker, _, let text): .words("\(marker) \(text.plainText)")
        case .verbatim(let lines), .table(let lines, _): .typed(lines)
        }
    }
  }
}
