import Diagnostics
package import Decimals
import Formulas
package import Programs

/// The same lesson under another convention.
package enum Variation: Sendable {
  /// The loss multiplied by a number: without its ½, or as a sum in place of a mean.
  case loss(times: Numeral)
  /// Another form of an update rule.
  case rule(UpdateRule, equations: [String])
}

extension Lesson {
  /// The other forms of the update rules that the lesson uses, as they are taught elsewhere.
  package var otherRules: [Variation] { rules.flatMap { Catalogue.otherForms[$0.name] ?? [] } }

  /// The lesson under another convention; `nil` where it cannot be read so.
  package func varied(by variation: Variation, limits: Limits = Limits()) -> Lesson? {
    read(variation, kind.trial, limits)
  }

  /// The training of one trial of the lesson's search; `nil` where it cannot be read so.
  package func training(of trial: Trial, limits: Limits = Limits()) -> Lesson? {
    trial.numbers.count == kind.searchedArguments.count ? read(nil, trial, limits) : nil
  }

  private func read(_ variation: Variation?, _ trial: Trial?, _ limits: Limits) -> Lesson? {
    let texts = Dictionary(
      uniqueKeysWithValues: sampleFiles.map { ($0.name, $0.file.text($0.file.bytes.indices)) })
    guard
      let lesson = try? Lesson.read(
        source, limits: limits, files: SampleFiles(texts), varied: variation, trial: trial)
    else { return nil }
    return variant == nil ? lesson : lesson.variants.first { $0.variant == variant }
  }
}

extension Catalogue {
  /// The other forms of the prelude's update rules, by the name of the rule.
  static let otherForms: [String: [Variation]] = {
    var pairs: [(name: String, form: String)] = []
    var written: [String: (rule: UpdateRule, equations: [String])] = [:]
    for (name, text) in EmbeddedTexts.prelude {
      let source = Source(name: "\(name).lesson", text: text)
      var reader = StatementReader(source, names: [])
      reader.read(0..<source.bytes.count)
      for case .equation(let equation) in reader.statements {
        pairs.append((equation.left.name, equation.right.bareName ?? ""))
      }
      for rule in reader.rules.compactMap({ prelude.rules[$0.name] }) {
        let equations = rule.equations.map { equation in
          let line = source.line(at: equation.place.lowerBound).range
          return source.text(equation.place.lowerBound..<line.upperBound)
        }
        written[rule.name] = (rule, equations)
      }
    }
    var forms: [String: [Variation]] = [:]
    for (name, form) in pairs {
      guard let rule = written[name]?.rule, let (other, equations) = written[form],
        other.parameters.map(\.name) == rule.parameters.map(\.name)
      else { preconditionFailure("\(form) is no form of \(name) with the same arguments") }
      let renamed = UpdateRule(
        other.kind, name, parameters: rule.parameters, equations: other.equations,
        initial: other.initial)
      forms[name, default: []].append(.rule(renamed, equations: equations))
    }
    return forms
  }()
}
