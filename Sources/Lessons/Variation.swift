import Diagnostics
import Formulas
package import Programs

extension Lesson {
  /// The lesson with a change of its program, made before anything is derived from its lines; `nil`
  /// where that is a mistake.
  package func varied(by change: ProgramChange) -> Lesson? { lowered(change, nil) }

  /// The training of one trial of the lesson's search; `nil` where that is a mistake.
  package func training(of trial: Trial) -> Lesson? {
    trial.numbers.count == kind.searchedArguments.count ? lowered(nil, trial) : nil
  }

  /// The other forms of the update rules that the lesson uses, as they are taught elsewhere.
  package var otherForms: [RuleForm] {
    rules.filter { !ownRules.contains($0.name) }.flatMap { Catalogue.otherForms[$0.name] ?? [] }
  }
}

/// An update rule of the prelude in the form of another one, under its own name.
package struct RuleForm: Sendable {
  package let rule: UpdateRule
  /// As they were typed.
  package let equations: [String]
}

extension Catalogue {
  /// The other forms of the prelude's update rules, by the name of the rule.
  fileprivate static let otherForms: [String: [RuleForm]] = {
    var pairs: [(name: String, form: String)] = []
    var written: [String: RuleForm] = [:]
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
        written[rule.name] = RuleForm(rule: rule, equations: equations)
      }
    }
    var forms: [String: [RuleForm]] = [:]
    for (name, form) in pairs {
      guard let rule = written[name]?.rule, let other = written[form],
        other.rule.parameters.map(\.name) == rule.parameters.map(\.name)
      else { preconditionFailure("\(form) is no form of \(name) with the same arguments") }
      let renamed = UpdateRule(
        other.rule.kind, name, parameters: rule.parameters, equations: other.rule.equations,
        initial: other.rule.initial)
      forms[name, default: []].append(RuleForm(rule: renamed, equations: other.equations))
    }
    return forms
  }()
}
