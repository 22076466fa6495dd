import Diagnostics
import Formulas
import Lessons
import Testing

/// Expects exactly the mistakes that are marked, in the order of the text.
///
/// Each place is put between « and »; marks may not overlap. Text without a fence is put into a
/// block of its own. A message may be followed by ` = ` and the note.
func expectMistakes(
  _ marked: String, _ messages: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  var text = ""
  var places: [Range<Int>] = []
  var start = 0
  for character in marked.contains("```") ? marked : "```lesson\n\(marked)\n```\n" {
    switch character {
    case "«": start = text.utf8.count
    case "»": places.append(start..<text.utf8.count)
    default: text.append(character)
    }
  }
  let expected = zip(places, messages).map { "\($0.0): \($0.1)" }
  #expect(places.count == messages.count, "marks and messages", sourceLocation: sourceLocation)
  let mistakes = mistakes(in: Source(name: "lesson.md", text: text))
  let found = mistakes.map { mistake in
    let note = mistake.note.map { " = \($0)" } ?? ""
    let index = places.firstIndex(of: mistake.place) ?? messages.count
    let wantsNote = index < messages.count && messages[index].contains(" = ")
    return "\(mistake.place): \(mistake.message)\(wantsNote ? note : "")"
  }
  #expect(found == expected, sourceLocation: sourceLocation)
}

/// The mistakes of a lesson in the order of the text; none where it can be read.
func mistakes(in source: Source, limits: Limits = Limits()) -> [Diagnostic] {
  do throws(LessonMistakes) {
    _ = try Lesson.read(source, limits: limits)
    return []
  } catch {
    return error.mistakes.sorted {
      ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound)
    }
  }
}
