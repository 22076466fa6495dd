package import Diagnostics

/// Where the files come from that lessons name in `samples`.
///
/// The names it is asked for are relative paths without `..`.
package struct SampleFiles: Sendable {
  /// Returns the file of a name, of which no more than so many bytes and one are needed.
  package typealias Find =
    @Sendable (_ name: String, _ maximum: Int) throws(NoSampleFile) -> Source

  private let find: Find

  package init(_ find: @escaping Find) { self.find = find }

  /// No files: whatever is asked for is refused, for a reason.
  package static func none(because reason: String) -> SampleFiles {
    SampleFiles { _, _ throws(NoSampleFile) in throw NoSampleFile(reason) }
  }

  /// The texts of files, by name.
  package init(_ texts: [String: String]) {
    self.init { name, _ throws(NoSampleFile) in
      guard let text = texts[name] else { throw NoSampleFile("there is no file '\(name)' here") }
      return Source(name: name, text: text)
    }
  }

  /// The files that stand beside the lessons that come with the program.
  package static var shipped: SampleFiles {
    SampleFiles(Dictionary(uniqueKeysWithValues: EmbeddedTexts.samples.map { ($0.name, $0.text) }))
  }

  func file(_ name: String, maximum: Int) throws(NoSampleFile) -> Source {
    if name.isEmpty { throw NoSampleFile("a file needs a name") }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw NoSampleFile("a file's name has no control characters")
    }
    if name.hasPrefix("/") {
      throw NoSampleFile("a file is named from the lesson's own folder, not from '/'")
    }
    if name.split(separator: "/").contains("..") {
      throw NoSampleFile("'..' may lead out of the lesson's own folder")
    }
    return try find(name, maximum)
  }
}

/// Why a file that a lesson names is not read.
package struct NoSampleFile: Error, Sendable {
  let reason: String
  let note: String?

  package init(_ reason: String, note: String? = nil) {
    self.reason = reason
    self.note = note
  }
}

/// The files that a lesson names, each read once, and all together no larger than a lesson may be.
struct ReadSampleFiles {
  private let files: SampleFiles
  private let maximum: Int
  private var left: Int
  private(set) var read: [(name: String, file: Source)] = []

  init(_ files: SampleFiles, limits: Limits) {
    self.files = files
    maximum = limits.bytes
    left = maximum
  }

  mutating func file(of statement: SamplesStatement) throws(Diagnostic) -> Source {
    if let known = read.first(where: { $0.name == statement.file }) { return known.file }
    do throws(NoSampleFile) {
      let file = try files.file(statement.file, maximum: left)
      if file.bytes.count > left {
        let size = "\(maximum / 1_000_000) MB"
        throw NoSampleFile(
          left < maximum
            ? "the files of a lesson may have \(size) together" : "a file may have \(size) at most")
      }
      left -= file.bytes.count
      read.append((statement.file, file))
      return file
    } catch {
      throw Diagnostic(error.reason, at: statement.place, note: error.note)
    }
  }
}
