import Diagnostics
import FoundationEssentials
import Lessons

/// A lesson's text, and where the files come from that it names.
struct LessonSource {
  let source: Source
  let files: SampleFiles

  /// Finds a lesson: a file, standard input, or what comes with the program.
  static func find(_ name: String, _ surroundings: Surroundings) throws -> LessonSource {
    if name == "-" {
      return LessonSource(
        source: Source(name: "standard input", bytes: try surroundings.readInput()),
        files: .none(because: "a lesson from standard input has no folder with files"))
    }
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if exists, !isFolder {
      return LessonSource(
        source: Source(name: name, bytes: try surroundings.read(path: name)),
        files: .beside(lesson: name, surroundings.filesRead))
    }
    if let text = ShippedLessons.text(name) {
      return LessonSource(source: Source(name: "\(name).md", text: text), files: .shipped)
    }
    let nearest = nearestName(to: name, among: ShippedLessons.all.map(\.name))
    let hint = nearest.map { "Did you mean '\($0)'?" } ?? "'chainrule list' names those there are."
    throw Failure(
      .noInput,
      isFolder
        ? "Error: '\(name)' is a folder, not a lesson."
        : "Error: there is no file and no lesson '\(name)'. \(hint)")
  }
}
