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
    guard let lesson = try? Lesson.read(source, limits: limits, varied: variation) else {
      return nil
    }
    return variant == nil ? lesson : lesson.variants.first { $0.variant == variant }
  }
}

extension Catalogue {
  /// The prelude's other forms of update rules, by name.
  static let otherForms: [String: [Variation]] = {
    var forms: [String: [Variation]] = [:]
    for (name, text) in EmbeddedTexts.prelude where isOfConventions(name) {
      let source = Source(name: "\(name).lesson", text: text)
      var reader = StatementReader(source, names: [])
      reader.read(0..<source.bytes.count)
      for var rule in reader.rules {
        guard let form = rule.rule(functions: prelude.functions) else {
          preconditionFailure(
            rule.mistakes.map { $0.described(in: source) }.joined(separator: "\n"))
        }
        let equations = form.equations.map { equation in
          let line = source.line(at: equation.place.lowerBound).range
          return source.text(equation.place.lowerBound..<line.upperBound)
        }
        forms[form.name, default: []].append(.rule(form, equations: equations))
      }
    }
    return forms
  }()

  /// Whether a file of the prelude holds other forms of rules that have a name already.
  static func isOfConventions(_ name: String) -> Bool { name == "conventions" }
}

extension Program {
  /// Multiplies a line by a number; where it is a sum of lines, these.
  mutating func scaleLoss(_ line: Int, by factor: Numeral) {
    if case .sum(let terms) = lines[line].formula?.kind, terms.allSatisfy({ $0.line != nil }) {
      for term in Set(terms.compactMap(\.line)).sorted() { scaleLoss(term, by: factor) }
    } else {
      scale(line, by: .number(factor))
    }
  }
}
