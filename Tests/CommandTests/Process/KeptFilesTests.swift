import Fixtures
import Foundation
import Testing

@testable import chainrule

/// What is never lost when a command writes a file.
@Suite struct KeptFilesTests {
  private static let lesson = """
    ```lesson
    samples n from "points.csv"
    param w = 1
    L = mean(n: (w*x[n] - y[n])^2)
    differentiate L
    ```
    """
  private static let table = "x,y\n1,2\n3,4\n"

  private func inFolderOfLesson(_ body: (_ folder: URL, _ lesson: String) throws -> Void) throws {
    try inTemporaryFolder { folder in
      let lesson = folder.appending(path: "lesson.md")
      try Data(Self.lesson.utf8).write(to: lesson)
      try Data(Self.table.utf8).write(to: folder.appending(path: "points.csv"))
      try body(folder, lesson.path)
    }
  }

  @Test(arguments: [
    ["trace"], ["show"], ["gradcheck"], ["explain", "L"], ["export", "--to", "numpy"],
  ])
  func `what a command reads is not overwritten`(command: [String]) throws {
    try inFolderOfLesson { folder, lesson in
      let table = folder.appending(path: "points.csv")
      let link = folder.appending(path: "link.csv")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: table)
      for output in [table.path, link.path, folder.path + "/./points.csv"] {
        let run = CapturedRun([command[0], lesson] + command.dropFirst() + ["-o", output])
        #expect(run.status == .cannotWrite)
        #expect(run.messages.contains("is read by this command"))
      }
      #expect(try String(contentsOf: table, encoding: .utf8) == Self.table)
      #expect(try folder.fileNames.sorted() == ["lesson.md", "link.csv", "points.csv"])
    }
  }

  @Test func `a link to what is not there is not replaced`() throws {
    try inFolderOfLesson { folder, lesson in
      let link = folder.appending(path: "link.csv").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
      let run = CapturedRun(["trace", lesson, "-o", link])
      #expect(run.status == .cannotWrite)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "nowhere")
    }
  }

  @Test func `a name of a lesson has no line break`() {
    let run = CapturedRun(["new", "a\nb"])
    #expect(run.status == .wrongCall)
    #expect(run.messages.contains("is no name of a lesson"))
  }
}
