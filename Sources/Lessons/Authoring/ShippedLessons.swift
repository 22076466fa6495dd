/// The lessons that come with the program.
package enum ShippedLessons {
  /// A chapter's title, and its lessons in the order in which they are taught.
  package typealias Chapter = (title: String, lessons: [(name: String, text: String)])

  /// The chapters of `lessons/chapters.txt`: each is a line with its title, and below it the names
  /// of its lessons, indented.
  package static let chapters: [Chapter] = {
    var chapters: [Chapter] = []
    for line in EmbeddedTexts.chapters.split(separator: "\n") {
      let name = String(line.drop { $0 == " " })
      if name.count == line.count {
        chapters.append((name, []))
      } else if let text = text(name) {
        chapters[chapters.count - 1].lessons.append((name, text))
      }
    }
    return chapters
  }()

  /// All lessons in the order of their chapters.
  package static var all: [(name: String, text: String)] { chapters.flatMap(\.lessons) }

  package static func text(_ name: String) -> String? {
    EmbeddedTexts.lessons.first { $0.name == name }?.text
  }
}
