import Diagnostics
import Lessons
import Rendering

extension Chainrule {
  static let list = Command(
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

  static let names = Command(
    name: "names", abstract: "List every quantity of a lesson with its symbol and phase.",
    arguments: [lessonArgument],
    options: [variantOption, trialOption, asciiOption, maximumLinesOption]
  ) { invocation, surroundings in
    let lessons = try invocation.lessons(surroundings)
    try surroundings.print(namesText(lessons, isASCII: invocation.has("--ascii")))
    return .done
  }
}
