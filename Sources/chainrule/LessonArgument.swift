import FoundationEssentials
import Formulas
import Lessons
import Tracing

extension Invocation {
  /// The lesson that the first argument names.
  func lesson(_ surroundings: Surroundings) throws -> Lesson {
    let source = try LessonSource.find(arguments[0], surroundings)
    let limits = try limits()
    do throws(LessonMistakes) {
      return try Lesson.read(source, limits: limits)
    } catch {
      throw Failure(.unreadable, error.description)
    }
  }

  private func limits() throws(Failure) -> Limits {
    var limits = Limits()
    if let lines = try number("--max-lines", in: 1...100_000_000) { limits.lines = lines }
    return limits
  }

  /// The whole number that an option has.
  func number(_ option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Failure(
        .wrongCall,
        "Error: '\(option)' needs a whole number from \(range.lowerBound) to "
          + "\(range.upperBound), not '\(text)'")
    }
    return number
  }

  /// The steps that an option names, `N` or `A..B`, within those that there are.
  func steps(_ option: String, of trace: Trace) throws(Failure) -> ClosedRange<Int>? {
    guard let text = value(option) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isRange = parts.count == 3 && parts[1].isEmpty
    guard isRange || parts.count == 1, let first = Int(parts[0]),
      let last = Int(parts[parts.count - 1]), first <= last
    else {
      throw Failure(
        .wrongCall, "Error: '\(option)' needs a step or a range such as 1..5, not '\(text)'")
    }
    if first < 1 || last > trace.lastStep {
      let closing = trace.hasClosingPass ? ", the last of which is the pass after training" : ""
      throw Failure(
        .wrongCall,
        "Error: this lesson has \(counted(trace.lastStep, "step"))\(closing); "
          + "'\(option) \(text)' is outside")
    }
    return first...last
  }
}

/// Finds lessons: files, standard input, and what comes with the program.
enum LessonSource {
  static func find(_ name: String, _ surroundings: Surroundings) throws -> Source {
    if name == "-" { return Source(name: "standard input", bytes: try surroundings.readInput()) }
    let file = URL(filePath: name)
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if exists, !isFolder {
      let size = try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int
      if let size, size > Limits().bytes {
        throw Failure(
          .unreadable,
          "Error: '\(name)' is too large: a lesson may have \(Limits().bytes / 1_000_000) MB at most"
        )
      }
      do {
        return Source(name: name, bytes: Array(try Data(contentsOf: file)))
      } catch {
        throw Failure(.noInput, "Error: cannot read '\(name)'")
      }
    }
    if let text = ShippedLessons.text(name) { return Source(name: "\(name).md", text: text) }
    let nearest = nearestName(to: name, among: ShippedLessons.all.map(\.name))
    let hint = nearest.map { "Did you mean '\($0)'?" } ?? "'chainrule list' names those there are."
    throw Failure(
      .noInput,
      isFolder
        ? "Error: '\(name)' is a folder, not a lesson."
        : "Error: there is no file and no lesson '\(name)'. \(hint)")
  }
}
