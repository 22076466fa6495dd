import Testing

@testable import Lessons
@testable import chainrule

/// `Docs/optimizers.md`: the update rules of the prelude, as equations and as they are printed.
enum OptimizersPage {
  static var text: String {
    get throws {
      """
      # Optimizers and transforms

      An optimizer says how a parameter changes, a transform how its gradient is changed before. Each stands here with its source,
      with its equations as the language has them, and with its lines as chainrule prints them. In the equations w is a parameter, g
      its gradient, `m'` the value of m after this step and `m` the one before it, which at the first step is 0. An argument with a
      value behind it may be left out.

      The printed lines are those of the second step for one parameter, w, that begins at 1 and whose L = w² is to become small.
      Arguments that have no value of their own are 0.1. m(w)⁻ is what m(w) was after the step before, and w⁺ is the new w.

      How to use them, and how to write others, is in [the lesson language](lesson-language.md#optimizers-and-transforms).

      \(try sections("optimizer", heading: "Optimizers"))
      \(try sections("transform", heading: "Transforms"))
      ## Other forms

      What others teach under the same name. A lesson cannot call these, but a sheet that keeps to one is
      [marked](marking.md#conventions) by it.

      \(otherForms)

      """
    }
  }

  private static func sections(_ word: String, heading: String) throws -> String {
    let files = PreludeFile.all.filter { !Catalogue.isOfConventions($0.name) }
    let rules = files.flatMap(\.definitions).filter { $0.word == word }
    return "## \(heading)\n\n" + (try rules.map(section)).joined(separator: "\n")
  }

  private static func section(_ rule: PreludeFile.Definition) throws -> String {
    """
    ### \(rule.name)

    \(rule.comment.isEmpty ? "" : rule.comment + "\n\n")\(indented(rule.lines))

    Printed:

    \(indented(try printedLines(rule)))

    """
  }

  private static var otherForms: String {
    PreludeFile.all.filter { Catalogue.isOfConventions($0.name) }.flatMap(\.definitions)
      .map { "\($0.comment)\n\n\(indented($0.lines))" }.joined(separator: "\n\n")
  }

  private static func indented(_ lines: [String]) -> String {
    lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
  }

  /// What `show` prints of the second step's update.
  private static func printedLines(_ rule: PreludeFile.Definition) throws -> [String] {
    let isOptimizer = rule.word == "optimizer"
    let chain = "\(rule.name)\(arguments(rule))\(isOptimizer ? "" : " then gd(0.1)")"
    let lesson = "```lesson\nparam w = 1\nL = w^2\nminimize L by \(chain), steps: 2\n```\n"
    let phases = isOptimizer ? "moment,update" : "transform"
    let run = CapturedRun(["show", "-", "--step", "2", "--only", phases], input: lesson)
    try #require(run.status == .done, "\(rule.name): \(run.messages)")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let update = lines.drop { !$0.hasPrefix("Update") }.dropFirst().drop { $0.hasPrefix("     ") }
    return update.prefix { !$0.hasPrefix("Shown") }.dropLast().map { String($0.dropFirst(2)) }
  }

  /// A value for each argument that needs one.
  private static func arguments(_ rule: PreludeFile.Definition) -> String {
    let names = rule.lines[0].split(separator: "(").last?.split(separator: ",") ?? []
    let count = names.count { !$0.contains("=") }
    return count == 0 ? "" : "(\(Array(repeating: "0.1", count: count).joined(separator: ", ")))"
  }
}
