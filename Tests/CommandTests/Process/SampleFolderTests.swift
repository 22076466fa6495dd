import Fixtures
import Foundation
import Testing

@testable import chainrule

/// Which files a lesson's `samples` may read.
@Suite struct SampleFolderTests {
  private static func lesson(_ file: String) -> String {
    """
    # Points
    ```lesson
    samples n from "\(file)"
    param w = 1
    L = mean(n: (w*x[n] - y[n])^2)
    minimize L by gd(rate: 0.1), steps: 1
    ```

    """
  }

  /// w·x − y is −1 and 0, so L = 1/2 and ∂L/∂w = (2·(−1)·1 + 2·0·2)/2 = −1.
  private static let table = "x,y\n1,2\n2,2\n"

  private func inFolder(_ file: String, _ body: (_ folder: URL) throws -> Void) throws {
    try inTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        at: folder.appending(path: "course/data"), withIntermediateDirectories: true)
      for path in ["course/points.csv", "course/data/points.csv", "outside.csv", "course/nan.csv"] {
        let text = path.contains("nan") ? "x,y\n1,2\n2,zwei\n" : Self.table
        try Data(text.utf8).write(to: folder.appending(path: path))
      }
      try Data(Self.lesson(file).utf8).write(to: folder.appending(path: "course/lesson.md"))
      try body(folder)
    }
  }

  private func run(_ folder: URL) -> CapturedRun {
    CapturedRun(["trace", folder.appending(path: "course/lesson.md").path])
  }

  @Test(arguments: ["points.csv", "data/points.csv", "./data//points.csv"])
  func `a file below the lesson's folder is read`(file: String) throws {
    try inFolder(file) { folder in
      let run = run(folder)
      #expect(run.status == .done, "\(run.messages)")
      #expect(run.output.contains("1,forward,L,0.5\n1,gradient,dL/dw,-1.0\n"))
    }
  }

  @Test func `a link within the folder is read, one that leads out is not`() throws {
    let refusals = [
      ("in.csv", "points.csv", nil), ("out.csv", "../outside.csv", "leads out"),
      ("away.csv", "/etc/passwd", "leads out"), ("data/up", "../..", "leads out"),
      ("none.csv", "nowhere.csv", "there is no file"), ("loop.csv", "loop.csv", "cannot read"),
    ]
    for (name, target, refusal) in refusals {
      try inFolder(name == "data/up" ? "data/up/outside.csv" : name) { folder in
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(path: "course/\(name)").path, withDestinationPath: target)
        let run = run(folder)
        #expect(run.status == (refusal == nil ? .done : .unreadable), "\(name)")
        if let refusal { #expect(run.messages.contains(refusal), "\(name): \(run.messages)") }
        #expect(run.messages.contains("lesson.md:3:16: error: ") == (refusal != nil))
      }
    }
  }

  /// A folder whose name goes on like the lesson's is another folder.
  @Test func `a folder beside the lesson's is outside`() throws {
    try inFolder("link.csv") { folder in
      try FileManager.default.createDirectory(
        at: folder.appending(path: "course-2"), withIntermediateDirectories: true)
      try Data(Self.table.utf8).write(to: folder.appending(path: "course-2/points.csv"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "course/link.csv").path,
        withDestinationPath: "../course-2/points.csv")
      #expect(run(folder).messages.contains("'link.csv' leads out of the lesson's own folder"))
    }
  }

  /// A pipe that nobody writes to is not waited for.
  @Test func `what is no file is refused`() throws {
    try inFolder("data") { folder in
      #expect(run(folder).messages.contains("'data' is a folder, not a table"))
    }
    try inFolder("pipe") { folder in
      #expect(mkfifo(folder.appending(path: "course/pipe").path, 0o600) == 0)
      #expect(run(folder).messages.contains("'pipe' is not a file"))
    }
  }

  @Test func `a file that is too large is refused`() throws {
    try inFolder("large.csv") { folder in
      let bytes = Data(count: 16_000_001)
      try bytes.write(to: folder.appending(path: "course/large.csv"))
      #expect(run(folder).messages.contains("lesson.md:3:16: error: a file may have 16 MB at most"))
    }
  }

  @Test func `a mistake in a file has the file's name, line and column`() throws {
    try inFolder("nan.csv") { folder in
      let path = folder.appending(path: "course/nan.csv").path
      #expect(run(folder).messages.contains("\(path):3:3: error: 'zwei' is not a number"))
    }
  }

  @Test func `a lesson from standard input reads no file`() {
    let run = CapturedRun(["trace", "-"], input: Self.lesson("README.md"))
    #expect(run.status == .unreadable)
    #expect(
      run.messages.hasPrefix(
        "standard input:3:16: error: a lesson from standard input has no folder with files\n"))
  }

  @Test(arguments: ["points.csv", "data/points.csv"])
  func `a JSON trace has the files of its lesson`(file: String) throws {
    try inFolder(file) { folder in
      let path = folder.appending(path: "course/lesson.md").path
      let trace = CapturedRun(["trace", path, "--format", "json"]).output
      #expect(trace.contains("\"files\": {\"\(file)\": \"x,y\\n1,2\\n2,2\\n\"}"))
      let shown = CapturedRun(["show", "-"], input: trace)
      #expect(shown.status == .done, "\(shown.messages)")
      #expect(shown.output == CapturedRun(["show", path]).output)
      let changed = trace.replacing("\\n2,2\\n", with: "\\n2,3\\n")
      #expect(CapturedRun(["show", "-"], input: changed).messages.contains("y[2] is 2.0"))
      let without = trace.replacing("\"files\"", with: "\"others\"")
      #expect(
        CapturedRun(["show", "-"], input: without).messages.contains(
          "this trace does not have the files of its lesson"))
    }
  }

  /// Batches are numbers that are given anew, which a recorded trace is checked for.
  @Test(arguments: ["no", "yes"])
  func `a JSON trace of batches is shown again`(shuffle: String) throws {
    let lesson =
      "# Batches\n```data n\nx\n1\n2\n3\n4\n```\n```lesson\nparam w = 1\nL = mean(n: (w*x[n])^2)\n"
      + "minimize L by gd(rate: 0.1), steps: 5, batch: 2, shuffle: \(shuffle)\n```\n"
    let trace = CapturedRun(["trace", "-", "--format", "json"], input: lesson).output
    #expect(!trace.contains("\"files\""))
    let shown = CapturedRun(["show", "-", "--step", "4"], input: trace)
    #expect(shown.output == CapturedRun(["show", "-", "--step", "4"], input: lesson).output)
    #expect(shown.status == .done, "\(shown.messages)")
  }
}
