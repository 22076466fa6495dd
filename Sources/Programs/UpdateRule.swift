package import Formulas

/// An optimizer or a transform: equations that stand for every parameter.
///
/// `w` is a parameter and `g` its gradient. A primed name is the value after this
/// step; all but `w'` and `g'` are states, carried from step to step.
package struct UpdateRule: Sendable {
  package enum Kind: String, Sendable {
    case optimizer, transform

    /// The primed name that a rule of this kind has to define.
    package var result: String { self == .optimizer ? "w" : "g" }
  }

  package struct Equation: Sendable {
    package let name: String
    package let isPrimed: Bool
    package let formula: ParsedFormula
    package let place: Range<Int>

    package init(_ name: String, isPrimed: Bool, _ formula: ParsedFormula, at place: Range<Int>) {
      self.name = name
      self.isPrimed = isPrimed
      self.formula = formula
      self.place = place
    }
  }

  package let kind: Kind
  package let name: String
  package let parameters: [Function.Parameter]
  package let equations: [Equation]
  /// The values that states start from, where it is not 0.
  package let initial: [String: Double]
  /// The names that have one value for each parameter, not one for all.
  package let perParameter: Set<String>

  /// Makes a rule of equations whose names have been checked.
  package init(
    _ kind: Kind, _ name: String, parameters: [Function.Parameter], equations: [Equation],
    initial: [String: Double]
  ) {
    self.kind = kind
    self.name = name
    self.parameters = parameters
    self.equations = equations
    self.initial = initial
    var names: Set<String> = ["w", "g"]
    var count = 0
    while count != names.count {
      count = names.count
      for equation in equations where equation.formula.names(outsideReductions: names) {
        names.insert(equation.name)
      }
    }
    perParameter = names
  }

  package func equation(_ name: String) -> Equation? { equations.first { $0.name == name } }
}

extension ParsedFormula {
  /// Whether one of the names stands in the formula outside a `sum(p: …)`.
  fileprivate func names(outsideReductions names: Set<String>) -> Bool {
    if case .reduction = kind { return false }
    if case .name(let name) = kind, names.contains(name.name) { return true }
    return parts.contains { $0.names(outsideReductions: names) }
  }
}

/// A rule with the arguments of one call, as formulas over the lesson's lines.
package struct RuleCall: Sendable {
  package let rule: UpdateRule
  package let arguments: [Formula]

  package init(_ rule: UpdateRule, arguments: [Formula]) {
    self.rule = rule
    self.arguments = arguments
  }
}
