import Diagnostics
import Formulas
import Programs

/// One derivative that has a claim.
struct ClaimedDerivative {
  let derivative: LineID
  let statement: ClaimStatement
  let bindings: Scope.Bindings
}

/// Formulas that somebody derived by hand.
extension LoweredProgram {
  /// All claims, when all lines that they may name are where they stay.
  func claims(
    _ statements: [ClaimStatement], _ mistakes: inout [Diagnostic]
  ) -> [Lesson.Claim] {
    struct Key: Hashable {
      let label: String?
      let derivative: LineID
    }
    var claims: [Lesson.Claim] = []
    var known: Set<Key> = []
    var size = 0
    for (number, statement) in statements.enumerated() {
      do throws(Diagnostic) {
        for member in try members(of: statement) {
          let key = Key(label: statement.label, derivative: member.derivative)
          if !known.insert(key).inserted { throw twice(member) }
          claims.append(
            Lesson.Claim(
              label: statement.label, statement: number, derivative: member.derivative,
              formula: try formula(of: member, &size)))
        }
      } catch {
        mistakes.append(error)
      }
    }
    return claims
  }

  func members(of statement: ClaimStatement) throws(Diagnostic) -> [ClaimedDerivative] {
    // The indices of all its names together are those of a left side.
    let left = ParsedName(
      statement.names[0].name, indices: statement.indices, isPrimed: false,
      at: statement.derivative.place)
    let both = ParsedFormula(
      .sum([statement.derivative, statement.right]), at: statement.derivative.place)
    var found: [ClaimedDerivative] = []
    let equation = Equation(left: left, right: statement.right, ranges: statement.ranges)
    for (symbol, bindings) in try environment.members(of: equation, rangesIn: both) {
      var rest = (symbol.quantity?.indices ?? [])[...]
      let names = statement.names.map { name in
        defer { rest = rest.dropFirst(name.indices.count) }
        return (name, Array(rest.prefix(name.indices.count)))
      }
      let line = try derivative(
        of: names[0], by: Array(names.dropFirst()), at: statement.derivative.place)
      found.append(
        ClaimedDerivative(derivative: line, statement: statement, bindings: bindings))
    }
    return found
  }

  /// What is claimed; `size` counts the operations in the claims so far.
  func formula(
    of member: ClaimedDerivative, _ size: inout Int
  ) throws(Diagnostic) -> Formula {
    let room = environment.maximumLines.saturatingMultiplied(5) - size
    var instantiation = Instantiation(scope, bindings: member.bindings, maximumSize: max(room, 0))
    let formula = try instantiation.formula(member.statement.right)
    size = size.saturatingAdding(formula.size)
    return formula
  }

  /// The mistake of a second claim for a derivative.
  func twice(_ member: ClaimedDerivative) -> Diagnostic {
    let name = "'\(program.lines[member.derivative].symbol)'"
    return member.statement.label.map { label in
      Diagnostic(
        "\(name) is claimed twice under \"\(label)\"", at: member.statement.derivative.place)
    }
      ?? Diagnostic(
        "\(name) is claimed twice", at: member.statement.derivative.place,
        note: "give one of them a label: claim \"as printed\" …")
  }
}

extension ClaimStatement {
  /// The index positions of all names of the derivative.
  var indices: [ParsedFormula] { names.flatMap(\.indices) }
}
