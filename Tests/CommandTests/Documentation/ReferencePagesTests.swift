import Foundation
import Formulas
import Testing

@testable import Lessons
@testable import chainrule

/// The pages of the documentation that are written from what the program holds.
///
/// `CHAINRULE_RECORD=1 swift test --filter ReferencePagesTests` writes them anew; that run fails,
/// so that nobody takes it for a check.
@Suite struct ReferencePagesTests {
  @Test func `the page of the commands is up to date`() throws {
    try check("Docs/commands.md", CommandsPage.text)
  }

  @Test func `the page of the functions is up to date`() throws {
    try check("Docs/functions.md", try FunctionsPage.text)
  }

  @Test func `the page of the optimizers is up to date`() throws {
    try check("Docs/optimizers.md", try OptimizersPage().text)
  }

  static let command = "CHAINRULE_RECORD=1 swift test --filter ReferencePagesTests"

  private func check(_ path: String, _ text: String) throws {
    let file = DocumentationPage.file(path)
    let stored = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let difference = Self.difference(of: stored, from: text)
    if ProcessInfo.processInfo.environment["CHAINRULE_RECORD"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(path) is \(difference == nil ? "as it was" : "written anew"); look at it")
    } else if let difference {
      Issue.record("\(path) is stale from \(difference)\nTo write it anew: \(Self.command)")
    }
  }

  /// The first line in which a page differs from what would be written now; `nil` for no difference.
  private static func difference(of stored: String, from text: String) -> String? {
    if stored == text { return nil }
    let old = stored.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(old, new).prefix { $0 == $1 }.count
    return """
      line \(place + 1) on:
      - \(place < old.count ? old[place] : "(the end)")
      + \(place < new.count ? new[place] : "(the end)")
      """
  }

  @Test func `a stale page is noticed`() throws {
    #expect(Self.difference(of: "a\nb\n", from: "a\nb\n") == nil)
    #expect(Self.difference(of: "a\nb\n", from: "a\nc\n") == "line 2 on:\n- b\n+ c")
    #expect(Self.difference(of: "", from: "a") == "line 1 on:\n- \n+ a")
    #expect(Self.difference(of: "a\nb", from: "a") == "line 2 on:\n- b\n+ (the end)")
  }

  @Test func `the pages leave nothing of the prelude out`() throws {
    let definitions = PreludeFile.all.flatMap(\.definitions)
    let prelude = Catalogue.prelude
    let functions = Set(prelude.functions.keys).subtracting(Function.elementary.keys)
    #expect(Set(definitions.filter { $0.word == "define" }.map(\.name)) == functions)
    #expect(Set(definitions.filter { $0.word != "define" }.map(\.name)) == Set(prelude.rules.keys))
    #expect(definitions.allSatisfy { $0.lines.count > 1 || $0.word == "define" })
  }

  /// Hand calculation: |x|' = −1 below 0 and 1 above, sign(0) = 0; max of equals is the first.
  @Test func `kinks and jumps of functions that everybody knows`() throws {
    let expected = [
      "abs": "Kink at x = 0: slope −1 below, 0 there, 1 above.",
      "relu": "Kink at x = 0: slope 0 below, 0 there, 1 above.",
      "leaky_relu": "Kink at x = 0: slope 0.01 below, 0.01 there, 1 above.",
      "max": "Kink, for example at a1 = 0, a2 = 0: slope along a1 0 below, 1 there, 1 above; "
        + "along a2 0 below, 0 there, 1 above.",
      "sign": "Jump at x = 0.", "floor": "Jump, for example at x = 0.",
      "sigmoid": "", "sqrt": "", "log": "", "elu": "",
    ]
    for (name, text) in expected {
      let function = try #require(Catalogue.prelude.functions[name])
      #expect(FunctionFacts(function).kink == text, "\(name)")
    }
  }
}
