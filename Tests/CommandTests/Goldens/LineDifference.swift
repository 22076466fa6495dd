/// What differs between two texts, as a unified difference of lines with some context; `nil` for
/// nothing.
func lineDifference(
  of old: String, from new: String, context: Int = 2, maximumLines: Int = 60
) -> String? {
  if old == new { return nil }
  let lines = MarkedLine.all(of: old, from: new)
  var shown: [String] = []
  var end = 0
  for (place, line) in lines.enumerated() where line.mark != " " {
    let start = max(end, place - context)
    if start > end || end == 0 { shown.append("@@ line \(lines[start].number) @@") }
    end = max(end, start)
    // What follows up to the next change is context, as far as it goes.
    let next = min(place + context + 1, lines.count)
    if end < next { shown += lines[end..<next].map(\.text) }
    end = max(end, next)
  }
  let rest = shown.count - maximumLines
  return (shown.prefix(maximumLines) + (rest > 0 ? ["… \(rest) more lines"] : []))
    .joined(separator: "\n")
}

/// A line of two texts: kept, removed or added.
private struct MarkedLine {
  let mark: String
  let content: Substring
  /// The number of the line in the new text, or of the one before which it stood.
  let number: Int

  var text: String { mark + content }

  static func all(of old: String, from new: String) -> [MarkedLine] {
    let old = old.split(separator: "\n", omittingEmptySubsequences: false)
    let new = new.split(separator: "\n", omittingEmptySubsequences: false)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [MarkedLine] = []
    var (before, after) = (0, 0)
    while before < old.count || after < new.count {
      if removed.contains(before) {
        lines.append(MarkedLine(mark: "-", content: old[before], number: after + 1))
        before += 1
      } else if inserted.contains(after) {
        lines.append(MarkedLine(mark: "+", content: new[after], number: after + 1))
        after += 1
      } else {
        lines.append(MarkedLine(mark: " ", content: new[after], number: after + 1))
        (before, after) = (before + 1, after + 1)
      }
    }
    return lines
  }
}
