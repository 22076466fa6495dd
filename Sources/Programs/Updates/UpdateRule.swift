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
  private let indices: [String: Int]

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
    indices = Dictionary(
      equations.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    perParameter = UpdateRule.perParameter(equations)
  }

  /// The index of the equation that defines a name.
  package func index(of name: String) -> Int? { indices[name] }

  /// The equations whose values of this step an equation uses, in the order of the uses.
  func operands(of equation: Equation) -> [(equation: Int, isInReduction: Bool)] {
    var operands: [(equation: Int, isInReduction: Bool)] = []
    equation.formula.forEachName { name, isInReduction in
      if let index = indices[name.name], equations[index].isPrimed == name.isPrimed {
        operands.append((index, isInReduction))
      }
    }
    return operands
  }

  /// The names that use `w`, `g`, or such a name outside of reductions.
  private static func perParameter(_ equations: [Equation]) -> Set<String> {
    var users: [String: [String]] = [:]
    for equation in equations {
      equation.formula.forEachName { name, isInReduction in
        if !isInReduction { users[name.name, default: []].append(equation.name) }
      }
    }
    var found: Set<String> = ["w", "g"]
    var open = Array(found)
    while let name = open.popLast() {
      for user in users[name, default: []] where found.insert(user).inserted { open.append(user) }
    }
    return found
  }
}

extension ParsedFormula {
  /// Calls `body` with each name in the formula, from left to right, and whether it stands inside
  /// a `sum(p: …)`.
  fileprivate func forEachName(
    isInReduction: Bool = false, _ body: (ParsedName, _ isInReduction: Bool) -> Void
  ) {
    if case .name(let name) = kind { body(name, isInReduction) }
    var isInside = isInReduction
    if case .reduction = kind { isInside = true }
    for part in parts { part.forEachName(isInReduction: isInside, body) }
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
