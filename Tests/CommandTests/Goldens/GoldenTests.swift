import Fixtures
import Foundation
import Lessons
import Testing

/// What commands print for the lessons that come with the program, held against the files in
/// `Tests/Goldens`.
///
/// They show how a change looks on the page. They prove nothing about truth: a wrong number is
/// recorded like a right one. That the numbers are right is what `PrintedTruthTests`, the tables in
/// `Tests/References` and the programs in `Tests/Outside` are for.
///
/// `CHAINRULE_RECORD=1 swift test --filter GoldenTests` writes the files anew; that run fails, so
/// that nobody takes it for a check.
@Suite struct GoldenTests {
  static let command = "CHAINRULE_RECORD=1 swift test --filter GoldenTests"

  private static let records = ProcessInfo.processInfo.environment["CHAINRULE_RECORD"] != nil

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a lesson is printed as before`(name: String) throws {
    let folder = ProjectFolder.goldens.appending(path: name)
    let outputs = try GoldenOutputs(of: name).texts
    let stored = (try? folder.fileNames) ?? []
    for file in Set(stored).union(outputs.keys).sorted() {
      let old = stored.contains(file) ? try folder.text(file) : nil
      guard let difference = lineDifference(of: old ?? "", from: outputs[file] ?? "") else {
        continue
      }
      if Self.records {
        try write(outputs[file], to: folder.appending(path: file))
      } else {
        Issue.record(
          """
          Tests/Goldens/\(name)/\(file) has changed (- as it was, + as it is):
          \(difference)
          To write it anew: \(Self.command)
          """)
      }
    }
    if Self.records { Issue.record("Tests/Goldens/\(name) is written anew; look at it") }
  }

  @Test func `there are files for these lessons only`() throws {
    let folders = try ProjectFolder.goldens.fileNames
    #expect(folders == ShippedLessons.all.map(\.name).sorted())
  }

  private func write(_ text: String?, to file: URL) throws {
    guard let text else { return try FileManager.default.removeItem(at: file) }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  @Test func `a difference has its lines with those around it`() {
    #expect(lineDifference(of: "a\nb", from: "a\nb") == nil)
    #expect(lineDifference(of: "a\nb\nc", from: "a\nx\nc") == "@@ line 1 @@\n a\n-b\n+x\n c")
    let old = (1...20).map(String.init)
    var new = old
    new.remove(at: 16)
    new.insert("4½", at: 4)
    #expect(
      lineDifference(
        of: old.joined(separator: "\n"), from: new.joined(separator: "\n"), context: 1)
        == "@@ line 4 @@\n 4\n+4½\n 5\n@@ line 17 @@\n 16\n-17\n 18")
    #expect(
      lineDifference(of: "", from: "a\nb\nc", maximumLines: 2)?.hasSuffix("more lines") == true)
  }

  @Test func `a sheet gets one mistake`() {
    #expect(
      GoldenOutputs.withMistake("digits 3\na = 1\nb = -0.09\nc = 2")
        == "digits 3\na = 1\nb = -0.01\nc = 2")
    #expect(GoldenOutputs.withMistake("a = 1\nb = 0") == "a = 2\nb = 0")
  }

  @Test func `the last bits of numbers are left out`() {
    #expect(
      GoldenOutputs.withoutLastBits("0.39249999999999996, 1.2345e-07, 2.5000000000000004e-07")
        == "0.3925, 1.2345e-07, 2.5e-07")
    #expect(GoldenOutputs.withoutLastBits("0.5  3.2×10⁻¹²\n0.25  2×10⁻⁵") == "0.5  ε\n0.25  2×10⁻⁵")
  }

  /// The hash of the letter a is one of the test vectors of FNV-1a with 64 bits.
  @Test func `a long text keeps its beginning, its end and a hash of what lies between`() {
    let beginning = Array(repeating: String(repeating: "x", count: 999), count: 4)
    let end = String(repeating: "z", count: 1499)
    let text = (beginning + ["a", end]).joined(separator: "\n")
    #expect(GoldenOutputs.shortened(text) == text)
    let expected = beginning + ["… 1 lines, fnv1a 0xaf63dc4c8601ec8c", end]
    #expect(
      GoldenOutputs.shortened(text, maximumBytes: 5000) == expected.joined(separator: "\n"))
  }
}
