/// A mistake in a text: where it is, what is wrong in the author's words, and a way out.
package struct Diagnostic: Error, Hashable, Sendable {
  package let place: Range<Int>
  package let message: String
  package let note: String?

  package init(_ message: String, at place: Range<Int>, note: String? = nil) {
    self.message = message
    self.place = place
    self.note = note
  }

  /// So long a message may be, whatever names it quotes.
  private static let longest = 500

  /// Returns the mistake as it is shown: file, line and column, the line itself, the place marked.
  ///
  /// It is called an error, or what else it is.
  package func described(in source: Source, as kind: String = "error") -> String {
    let (number, range) = source.line(at: place.lowerBound)
    let start = min(max(place.lowerBound, range.lowerBound), range.upperBound)
    let end = min(max(place.upperBound, start), range.upperBound)
    let before = source.text(range.lowerBound..<start).replacingCommands
    // What is far behind the place is not shown, however long the line is.
    let marked = source.text(start..<min(end, start + 400)).replacingCommands
    let after = source.text(end..<min(range.upperBound, end + 400)).replacingCommands
    var lines = [
      "\(source.name.printable):\(number):\(before.count + 1): \(kind): \(message.cut(to: Self.longest))"
    ]
    let label = String(number)
    let margin = String(repeating: " ", count: max(5, label.count))
    let excerpt = Excerpt(before: before, marked: marked, after: after)
    if range.lowerBound < source.bytes.count, !source.isWide {
      lines.append(margin.dropLast(label.count) + label + " | " + excerpt.line)
      lines.append("\(margin) | \(excerpt.marks)")
    }
    if let note { lines.append("\(margin) = \(note.cut(to: Self.longest))") }
    if let (scalar, _) = source.invisibleCharacter(in: start..<min(end, start + 400)),
      !message.contains(scalar.codeAndName)
    {
      lines.append("\(margin) = the marked text holds \(scalar.codeAndName), which is invisible")
    }
    return lines.joined(separator: "\n")
  }
}

/// A line with a marked place, cut to what fits a terminal.
private struct Excerpt {
  let line: String
  let marks: String

  init(before: String, marked: String, after: String) {
    let lead = before.count > 40 ? "…" + before.suffix(39) : before
    let centre = marked.count > 30 ? marked.prefix(29) + "…" : marked[...]
    let room = max(0, 72 - lead.count - centre.count)
    let tail = after.count > room ? after.prefix(max(0, room - 1)) + "…" : after[...]
    line = lead + centre + tail
    let width = max(1, centre.count)
    marks =
      String(repeating: " ", count: lead.count) + "^" + String(repeating: "~", count: width - 1)
  }
}
