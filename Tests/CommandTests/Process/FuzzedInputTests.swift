import Fixtures
import Foundation
import Lessons
import Testing

/// What fuzzing begins with, and what it found.
@Suite struct FuzzedInputTests {
  private func expectNoFault(_ kind: FuzzedInput.Kind, _ text: String) throws {
    try inTemporaryFolder { folder in
      let fault = try FuzzedInput(kind, Array(text.utf8)).firstFault(in: folder) { words, input in
        let run = CapturedRun(words, input: String(decoding: input, as: UTF8.self))
        return .init(
          status: run.status.rawValue, output: run.output,
          messages: run.messages.isEmpty ? [] : [run.messages])
      }
      #expect(fault == nil, "\(fault ?? "")")
    }
  }

  @Test(arguments: ["circuit", "perceptron", "noise", "random-search", "published-mistake"])
  func `a lesson goes through every command`(name: String) throws {
    let text = try #require(ShippedLessons.text(name))
    try expectNoFault(.lesson, text)
    let trace = CapturedRun(["trace", name, "--format", "json", "--steps", "1"])
    try expectNoFault(.trace, trace.output)
  }

  @Test func `a sheet for each lesson`() throws {
    for (index, lesson) in ShippedLessons.all.prefix(10).enumerated() {
      let sheet = try ProjectFolder.goldens.appending(path: lesson.name).text("answers.txt")
      try expectNoFault(.sheet, String(UnicodeScalar(UInt8(index))) + sheet)
    }
  }

  @Test(arguments: [
    (FuzzedInput.Kind.formulas, "z=w*x;a=tanh(z)\nw=2\nx=[1,2]"), (.formulas, "\u{1B}[31m\u{202E}"),
    (.table, "x,y\n1,2\n3,4.5"), (.table, "x,\u{8}y\n1"), (.words, "show\n-\n--format\nlatex"),
    (.words, "help\n\u{7}"), (.trace, "{\"format\": \"\u{1B}\"}"),
  ])
  func `other inputs`(kind: FuzzedInput.Kind, text: String) throws {
    try expectNoFault(kind, text)
  }
}
