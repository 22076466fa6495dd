import Diagnostics
import Formulas
import Programs

/// Formulas that somebody derived by hand: kept, and in training put in place of derivatives.
extension Completion {
  /// One derivative that has a claim.
  fileprivate struct Member {
    let derivative: Int
    let statement: ClaimStatement
    let bindings: Scope.Bindings
  }

  /// The gradient of a parameter that training takes from a claim.
  struct ClaimedGradient {
    let parameter: Int
    let line: Int
    fileprivate let member: Member
    fileprivate let use: ClaimUse
  }

  /// Keeps every claim, when all lines that it may name are where they stay.
  mutating func keep(_ statements: [ClaimStatement]) {
    struct Key: Hashable {
      let label: String?
      let derivative: Int
    }
    var known: Set<Key> = []
    for (number, statement) in statements.enumerated() {
      do throws(Diagnostic) {
        for member in try members(of: statement) {
          if !known.insert(
            Key(label: statement.label, derivative: member.derivative)
          ).inserted {
            throw twice(member)
          }
          claims.append(
            Lesson.Claim(
              label: statement.label, statement: number, derivative: member.derivative,
              formula: try formula(of: member)))
        }
      } catch {
        mistakes.append(error)
      }
    }
  }

  private func twice(_ member: Member) -> Diagnostic {
    let name = "'\(program.lines[member.derivative].symbol)'"
    return member.statement.label.map { label in
      Diagnostic(
        "\(name) is claimed twice under \"\(label)\"", at: member.statement.derivative.place)
    }
      ?? Diagnostic(
        "\(name) is claimed twice", at: member.statement.derivative.place,
        note: "give one of them a label: claim \"as printed\" …")
  }

  private func members(of statement: ClaimStatement) throws(Diagnostic) -> [Member] {
    // The indices of all its names together are those of a left side.
    let left = ParsedName(
      statement.names[0].name, indices: statement.indices, isPrimed: false,
      at: statement.derivative.place)
    let both = ParsedFormula(
      .sum([statement.derivative, statement.right]), at: statement.derivative.place)
    var found: [Member] = []
    let equation = Equation(left: left, right: statement.right, ranges: statement.ranges)
    for (symbol, _, bindings) in try members(of: equation, rangesIn: both) {
      var rest = (symbol.quantity?.indices ?? [])[...]
      let names = statement.names.map { name in
        defer { rest = rest.dropFirst(name.indices.count) }
        return (name, Array(rest.prefix(name.indices.count)))
      }
      let line = try derivative(
        of: names[0], by: Array(names.dropFirst()), at: statement.derivative.place)
      found.append(Member(derivative: line, statement: statement, bindings: bindings))
    }
    return found
  }

  private mutating func formula(of member: Member) throws(Diagnostic) -> Formula {
    let room = maximumLines.saturatingMultiplied(5) - sizeOfClaims
    var instantiation = Instantiation(scope, bindings: member.bindings, maximumSize: max(room, 0))
    let formula = try instantiation.formula(member.statement.right)
    sizeOfClaims = sizeOfClaims.saturatingAdding(formula.size)
    return formula
  }

  // In place of derivatives.

  /// Adds a line for each of the parameters whose gradient a claim is about; its formula comes
  /// when all names that it may have are known.
  ///
  /// A claim is the first transform of the chain, and its gradients are named so.
  mutating func claimedGradients(
    of parameters: [Int], _ training: TrainingStatement, _ statements: [ClaimStatement]
  ) throws(Diagnostic) -> [ClaimedGradient] {
    guard let use = training.claims else { return [] }
    if let rule = training.chain.first(where: { $0.name == "claim" }) {
      throw Diagnostic(
        "a rule called 'claim' cannot stand beside 'using claim'", at: rule.namePlace)
    }
    var members: [Int: Member] = [:]
    for statement in statements where statement.label == use.label {
      for member in try self.members(of: statement) {
        if members.updateValue(member, forKey: member.derivative) != nil { throw twice(member) }
      }
    }
    let isLast = training.chain.count <= 1
    var claimed: [ClaimedGradient] = []
    for (parameter, gradient) in gradients where parameters.contains(parameter) {
      guard let member = members[gradient] else { continue }
      let symbol = Symbol.term(
        "g", of: program.lines[parameter].symbol, block: isLast ? nil : "claim")
      try limited(use.place) { () throws(TooManyLines) in
        let line = try program.append(Line(symbol, .transform, .formula(.zero)))
        claimed.append(
          ClaimedGradient(parameter: parameter, line: line, member: member, use: use))
      }
    }
    if claimed.isEmpty {
      throw Diagnostic(
        "of these claims, none is about a gradient that an optimizer uses", at: use.place,
        note: "a claim for 'd\(training.objective.name)/dw' would be, where w is a param")
    }
    let label = use.label.map { " \"\($0.printable)\"" } ?? ""
    rules.insert(.init(name: "claim" + label, arguments: []), at: 0)
    return claimed
  }

  /// Gives claimed gradients their formulas, and puts them behind what these use.
  mutating func define(_ claimed: [ClaimedGradient]) throws(Diagnostic) {
    guard let first = claimed.first else { return }
    for gradient in claimed {
      program.define(gradient.line, as: try formula(of: gradient.member))
    }
    reorder(
      try program.lines.evaluationOrder(from: first.line) { line in
        claimed.first { $0.line == line }?.member.statement.derivative.place ?? first.use.place
      })
  }
}

extension ClaimStatement {
  /// The index positions of all names of the derivative.
  var indices: [ParsedFormula] { names.flatMap(\.indices) }
}
