package import Diagnostics

/// What a lesson may ask for at most.
package struct Limits: Sendable {
  /// Scalar lines, derivatives and updates included.
  package var lines = 2_000_000
  /// Bytes of text.
  package var bytes = 16_000_000

  package init() {}
}

/// The mistakes of a lesson, all together.
package struct LessonMistakes: Error, Sendable, CustomStringConvertible {
  package let source: Source
  package let mistakes: [Diagnostic]
  /// The mistakes in the files that the lesson names.
  package var fileMistakes: [(file: Source, mistakes: [Diagnostic])] = []

  /// After so many mistakes no more are looked for.
  static let mostShown = 50

  /// The mistakes in the order of the text, then those of each file, and how many there are.
  package var description: String {
    let ordered = ([(source, mistakes)] + fileMistakes).flatMap { source, mistakes in
      mistakes.sorted { $0.place.lowerBound < $1.place.lowerBound }.map { ($0, source) }
    }
    let shown = ordered.prefix(Self.mostShown)
    let lines = shown.map { $0.described(in: $1) }
    let count =
      ordered.count > shown.count
      ? "more than \(shown.count) mistakes" : counted(shown.count, "mistake")
    return (lines + [count]).joined(separator: "\n")
  }
}
