import Diagnostics
import FoundationEssentials
package import Lessons

/// The worked examples in `Tests/Published`: each a lesson, its printed numbers as an answer sheet,
/// and a table of what they should be.
package enum PublishedExamples {
  /// The names of the examples, which are those of their files without endings.
  package static let names: [String] = {
    let ending = ".expected.csv"
    return ((try? ProjectFolder.published.fileNames) ?? []).filter { $0.hasSuffix(ending) }
      .map { String($0.dropLast(ending.count)) }
  }()

  /// The text of a file, such as `mazur-2015.answers`.
  package static func text(_ file: String) throws -> String {
    try ProjectFolder.published.text(file)
  }
}

extension Lesson {
  /// The lesson of a published example.
  package static func published(_ name: String) throws -> Lesson {
    try read(Source(name: name, text: try PublishedExamples.text("\(name).md")))
  }

  /// A lesson that comes with the program.
  package static func shipped(_ name: String) throws -> Lesson {
    guard let text = ShippedLessons.text(name) else { throw NoSuchLesson(name: name) }
    return try read(Source(name: name, text: text), files: .shipped)
  }
}

/// Thrown where a test asks for a lesson that does not come with the program.
private struct NoSuchLesson: Error {
  let name: String
}
