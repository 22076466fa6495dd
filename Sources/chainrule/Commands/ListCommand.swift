import Diagnostics
import Lessons

enum ListCommand {
  static let command = Command(
    name: "list",
    abstract: "List the lessons that come with the program, in the order of teaching.",
    arguments: [],
    options: []
  ) { _, surroundings in
    let lessons = ShippedLessons.all.map { lesson in
      var mistakes: [Diagnostic] = []
      let source = Source(name: lesson.name, text: lesson.text)
      return (name: lesson.name, title: Document.read(source, &mistakes).title)
    }
    let width = lessons.map(\.name.count).max() ?? 0
    for lesson in lessons {
      let padding = String(repeating: " ", count: width - lesson.name.count + 2)
      try surroundings.print(lesson.name + padding + lesson.title)
    }
    return .done
  }
}
