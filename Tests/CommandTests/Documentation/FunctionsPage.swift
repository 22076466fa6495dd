import Diagnostics
import Foundation
import Formulas
import Programs
import Testing

@testable import Lessons
@testable import chainrule

/// `Docs/functions.md`: the elementary functions, the reductions and the functions of the prelude.
enum FunctionsPage {
  static var text: String {
    get throws {
      """
      # Functions

      Every function that a formula may call: how it is written in a lesson, how it is printed, its derivative, and where it has a
      kink or a jump. Derivatives are formulas of the lesson language. A function's own value stands in them where the derivative
      is computed from it, as in `sigmoid(x)*(1 - sigmoid(x))`. At a kink the slopes on both sides are given, and between them what
      the derivative is taken to be there. Kinks and jumps were looked for where all arguments are whole numbers from −3 to 3.

      What the functions are in words, and how to define others, is in
      [the lesson language](lesson-language.md#elementary-functions).

      ## Elementary functions

      | function | printed | derivative | kinks and jumps |
      | --- | --- | --- | --- |
      \(try elementary.map(row).joined(separator: "\n"))

      ## Comparisons

      A comparison is 1 where it holds, else 0. It is printed in Iverson's brackets.

      | comparison | printed | derivative |
      | --- | --- | --- |
      \(try Function.comparisons.map(comparisonRow).joined(separator: "\n"))

      ## Reductions

      Reductions run over an index, here over the family z[1], z[2], z[3].

      | reduction | printed | derivative |
      | --- | --- | --- |
      \(try Reduction.all.map(\.name).map(reductionRow).joined(separator: "\n"))

      \(try PreludeFile.all.map(section).joined())
      """
    }
  }

  // Tables.

  /// The elementary functions by name; one that has two names comes once.
  private static var elementary: [Function] {
    Set(Function.elementary.values).sorted { $0.name < $1.name }
  }

  private static func row(_ function: Function) throws -> String {
    let facts = FunctionFacts(function)
    let names = Function.elementary.filter { $0.value == function && $0.key != function.name }.keys
    let others = names.sorted().map { ", also called `\($0)`" }.joined()
    return tableRow([
      code(facts.signature) + others, try facts.printed, derivatives(facts), facts.kink,
    ])
  }

  private static func comparisonRow(_ function: Function) throws -> String {
    let facts = FunctionFacts(function)
    return tableRow([code(facts.signature), try facts.printed, derivatives(facts)])
  }

  /// The derivatives of a reduction, as a lesson that uses it has them.
  private static func reductionRow(_ name: String) throws -> String {
    // A member of a family of results belongs to an index of the equation.
    var isFamily = false
    if case .member = Function.elementary[name]?.notation { isFamily = true }
    let call = "\(name)(k: z[k])"
    let equation = "y\(isFamily ? "[k]" : "") = \(call)"
    let result = Symbol.quantity("y", isFamily ? [1] : [])
    let lesson = try Lesson.read(
      Source(
        name: name,
        text: "```lesson\nparam z[1..3] = [1, 3, 2]\n\(equation)\ndifferentiate \(result)\n```\n"))
    let lines = lesson.program.lines
    let derivatives = try [1, 2].map { index in
      let symbol = Symbol.derivative(of: result, by: [.quantity("z", [index])])
      let position = try #require(lesson.program.positions[symbol])
      let formula = try #require(lines[position].formula)
      return "with respect to z[\(index)]: " + code(formula.text { lines[$0].symbol.description })
    }
    return tableRow([
      code(isFamily ? equation : call),
      try printedRightSide(of: "\(equation); \(result)", ["z=[1,3,2]"]),
      (isFamily ? "of y[1] " : "") + derivatives.joined(separator: "; "),
    ])
  }

  private static func derivatives(_ facts: FunctionFacts) -> String {
    let all = facts.derivatives
    return all.map { (all.count > 1 ? "with respect to \($0.name): " : "") + code($0.formula) }
      .joined(separator: "; ")
  }

  private static func code(_ formula: String) -> String { "`\(formula)`" }

  private static func tableRow(_ cells: [String]) -> String {
    let escaped = cells.map { $0.components(separatedBy: "|").joined(separator: "\\|") }
    return "| \(escaped.joined(separator: " | ")) |"
  }

  // The prelude.

  private static func section(_ file: PreludeFile) throws -> String {
    let functions = file.definitions.filter { $0.word == "define" }
    if functions.isEmpty { return "" }
    let title = file.name.prefix(1).uppercased() + file.name.dropFirst()
    return """
      ## \(title)

      \(file.introduction)

      \(try functions.map(entry).joined(separator: "\n"))

      """
  }

  private static func entry(_ definition: PreludeFile.Definition) throws -> String {
    let function = try #require(Catalogue.prelude.functions[definition.name])
    let facts = FunctionFacts(function)
    let body = try #require(definition.lines[0].components(separatedBy: ") = ").dropFirst().first)
    var notes = ["Printed: \(try facts.printedForm(of: body))"]
    for derivative in facts.derivatives {
      notes.append("Derivative with respect to \(derivative.name): \(code(derivative.formula))")
    }
    if !facts.kink.isEmpty { notes.append(facts.kink) }
    return """
      ### \(definition.name)

      \(definition.comment.isEmpty ? "" : definition.comment + "\n\n")    \(definition.lines[0])

      \(notes.map { "- \($0)" }.joined(separator: "\n"))

      """
  }
}
