import Fixtures
import Decimals
import Foundation
import Testing

@testable import Lessons

/// `Docs/optimizers.md`: the update rules of the prelude side by side.
///
/// What computes the same and the first steps are those of `References/optimizers.csv`, which the
/// tests hold every rule against.
struct OptimizersPage {
  private let families: [(title: String, rules: [PreludeFile.Definition])]
  private let forms: [(name: String, form: String)]
  private let reference: Reference

  init() throws {
    var families: [(title: String, rules: [PreludeFile.Definition])] = []
    for rule in PreludeFile.all.flatMap(\.definitions) where rule.word != "define" {
      if families.last?.title != rule.family { families.append((rule.family, [])) }
      families[families.count - 1].rules.append(rule)
    }
    self.families = families
    forms = PreludeFile.all.flatMap(\.forms)
    reference = try Reference()
  }

  var text: String {
    get throws {
      """
      # Optimizers and transforms

      An optimizer says how a parameter changes, a transform how its gradient is changed before. Books and libraries have several
      rules under one name; here each has a name of its own. It stands with its source and with its equations as the language has
      them: w is a parameter, g its gradient, `m'` the value of m after this step and `m` the one before it, which at the first step
      is 0. An argument with a value behind it may be left out.

      How to use them, and how to write others, is in [the lesson language](lesson-language.md#optimizers-and-transforms).

      \(contents)

      **Who computes the same.** Calls of libraries that lead to the same numbers stand below the equations, with the rule's
      arguments by their names; defaults of the libraries may be others. Every call was made and compared
      (\(reference.versions)), and every rule was written out from its source once more with 50 digits.
      [By library](#by-library) lists the calls the other way round.

      **First steps.** The tables have u and v after each of five steps from u = 2 and v = −1. The gradients are given: 8, 2, 7, −1 and 6
      for u, and 0.5, −0.25, 0, 0.001 and −2 for v. The rate is 0.1, and all other arguments are as they are preset. Where epsilon stands
      makes no difference in five digits here.

      \(try families.map(section).joined(separator: "\n"))
      ## By library

      \(libraries)

      """
    }
  }

  private var contents: String {
    let lines = families.map { family in
      "- \(link(family.title)): \(family.rules.map { link($0.name) }.joined(separator: ", "))"
    }
    return (lines + ["- \(link("By library"))"]).joined(separator: "\n")
  }

  private func link(_ heading: String) -> String {
    "[\(heading)](#\(heading.lowercased().split(separator: " ").joined(separator: "-")))"
  }

  private func section(_ family: (title: String, rules: [PreludeFile.Definition])) throws -> String
  {
    """
    ## \(family.title)

    \(try firstSteps(of: family.rules))

    \(family.rules.map(entry).joined(separator: "\n\n"))

    """
  }

  private func entry(_ rule: PreludeFile.Definition) -> String {
    var paragraphs = [
      "### \(rule.name)", rule.comment, rule.lines.map { "    " + $0 }.joined(separator: "\n"),
    ]
    let calls = (reference.calls[rule.name] ?? []).map(\.inMarkdown)
    if !calls.isEmpty {
      paragraphs.append("Computes the same: " + calls.joined(separator: ", ") + ".")
    }
    for (name, form) in forms where form == rule.name {
      paragraphs.append(
        "A sheet that has this for \(link(name)) is [marked](marking.md#conventions) by it.")
    }
    return paragraphs.joined(separator: "\n\n")
  }

  private func firstSteps(of rules: [PreludeFile.Definition]) throws -> String {
    let rows = try rules.map { rule in
      let run = try #require(reference.runs[rule.name])
      let arguments = rule.word == "transform" ? run.call.dropFirst(rule.name.count) : ""
      return "| \(link(rule.name))\(arguments) | \(run.steps.joined(separator: " | ")) |"
    }
    return
      (["| u, v after step | 1 | 2 | 3 | 4 | 5 |", "| --- | --- | --- | --- | --- | --- |"] + rows)
      .joined(separator: "\n")
  }

  /// Each call of a library, with the rule that it is.
  private var libraries: String {
    let rules = families.flatMap(\.rules)
    let lines = rules.flatMap { rule in
      (reference.calls[rule.name] ?? []).map { "- \($0.inMarkdown): \(link(rule.name))" }
    }
    let groups = Dictionary(grouping: lines) { $0.prefix { $0 != "." } }
    return groups.keys.sorted().map { groups[$0]?.joined(separator: "\n") ?? "" }
      .joined(separator: "\n\n")
  }
}

/// What others compute, by the name of the rule.
private struct Reference {
  /// A call of a library, and what else has to be so.
  struct Call: Equatable {
    let text: String
    var inMarkdown: String {
      let parts = text.components(separatedBy: " with ")
      return "`\(parts[0])`" + parts.dropFirst().map { " with `\($0)`" }.joined()
    }
  }

  private(set) var calls: [String: [Call]] = [:]
  /// The first call on the given gradients, and both parameters after each step.
  private(set) var runs: [String: (call: String, steps: [String])] = [:]
  let versions: String

  init() throws {
    var all: Set<String> = []
    for row in try ReferenceTable("optimizers.csv").rows {
      let (title, objective, version, text, quantity) = (row[0], row[1], row[2], row[3], row[4])
      let name = String(title.prefix { $0 != "(" })
      if !text.isEmpty { all.insert(version) }
      // A schedule says nothing of the rule that it is given to, a chain nothing of one transform.
      if title.contains(", step") || title.components(separatedBy: " then ").count > 2 { continue }
      let call = Call(text: text)
      if !text.isEmpty, calls[name]?.contains(call) != true {
        calls[name, default: []].append(call)
      }
      guard objective == "sequence", text.isEmpty, ["u'", "v'"].contains(quantity) else { continue }
      let values = try row[5..<10].map { try #require(Double($0)).shown }
      if let run = runs[name] {
        if run.call == title { runs[name]?.steps = zip(run.steps, values).map { "\($0), \($1)" } }
      } else {
        runs[name] = (title, values)
      }
    }
    versions = all.sorted().joined(separator: ", ")
  }
}

extension Double {
  /// Five digits, without zeros at the end.
  fileprivate var shown: String {
    let text = DecimalExpansion(exactly: self).rounded(to: .digits(5)).positional()
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
