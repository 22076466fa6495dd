import Diagnostics
import Lessons
import Programs
import Tracing

/// Prints what a lesson has become after one stage on its way to the engine.
enum StageCommand {
  static let command = Command(
    name: "stage", abstract: "For developers: print what a lesson is after one stage.",
    arguments: [
      CommonOptions.lesson,
      .init(name: "stage", help: "One of \(stageNames.joined(separator: ", "))."),
    ],
    options: [CommonOptions.variant, CommonOptions.trial, CommonOptions.maximumLines]
  ) { invocation, surroundings in
    let word = invocation.arguments[1]
    if let (_, text) = stagesOfReading.first(where: { $0.name == word }) {
      let found = try LessonSource.find(invocation.arguments[0], surroundings)
      let shown: String
      do throws(LessonMistakes) {
        shown = try text(found)
      } catch {
        throw Failure(.unreadable, error.description)
      }
      try surroundings.print(shown)
    } else if let (_, text) = stagesOfPrograms.first(where: { $0.name == word }) {
      let texts = try invocation.lessons(surroundings).map { lesson in
        (lesson.variant.map { "variant \($0)\n" } ?? "") + text(lesson.program)
      }
      try surroundings.print(texts.joined(separator: "\n\n"))
    } else {
      throw Failure.noSuch(
        "stage", word.printable, "; there is \(stageNames.joined(separator: ", "))",
        nearest: nearestName(to: word, among: stageNames))
    }
    return .done
  }

  private static let stageNames = stagesOfReading.map(\.name) + stagesOfPrograms.map(\.name)

  private static let stagesOfReading:
    [(name: String, text: @Sendable (LessonSource) throws(LessonMistakes) -> String)] = [
      ("tokens", { found throws(LessonMistakes) in try tokensText(of: found.source) }),
      (
        "statements",
        { found throws(LessonMistakes) in
          try statementsText(of: found.source, files: found.files)
        }
      ),
    ]

  private static let stagesOfPrograms: [(name: String, text: @Sendable (Program) -> String)] = [
    ("lines", { $0.listing() }),
    ("derivatives", { $0.listing { $0.phase == .delta || $0.phase == .gradient } }),
    ("instructions", { instructionsText(of: $0) }),
    ("batches", { CompiledProgram($0).batchesText(of: $0) }),
  ]
}
