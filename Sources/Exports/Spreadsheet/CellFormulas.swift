import Decimals
import Formulas

/// Writes formulas as spreadsheets have them.
struct CellFormulas {
  /// The cell of a line, of a line in the step before, of a part, of a hyper-parameter, and of the
  /// step.
  ///
  /// A name that is no hyper-parameter has no cell: its value is written.
  let line: (LineID) -> String
  let previous: (LineID) -> String
  let part: (Int) -> String
  let argument: (Formula) -> String?
  let step: String

  func text(_ formula: Formula) -> String { spelling.text(formula) }

  private var spelling: FormulaSpelling {
    FormulaSpelling(line: line, powersAreLikeInSpreadsheets: true, special: spelled)
  }

  private func spelled(
    _ spelling: FormulaSpelling, _ formula: Formula
  ) -> FormulaSpelling.Spelled? {
    switch formula.kind {
    case .number(let numeral):
      let text = Self.number(numeral.value)
      return (text, text.hasPrefix("-") ? .unary : .operand)
    case .named("pi", _): return ("PI()", .operand)
    case .named: return argument(formula).map { ($0, .operand) }
    case .step: return (step, .operand)
    case .previous(let line): return (previous(line), .operand)
    case .placeholder(let number): return (part(number), .operand)
    case .call(let function, let arguments):
      if function.isInfix {
        return ("IF(\(condition(formula, spelling)), 1, 0)", .operand)
      }
      if function == .choice {
        let branches = spelling.list(Array(arguments.dropFirst()))
        return ("IF(\(condition(arguments[0], spelling)), \(branches))", .operand)
      }
      guard case .function(let name)? = function.code?.cell else {
        preconditionFailure("'\(function.name)' is no function of spreadsheets; see inCells")
      }
      return ("\(name)(\(spelling.list(arguments)))", .operand)
    default: return nil
    }
  }

  private func condition(_ formula: Formula, _ spelling: FormulaSpelling) -> String {
    guard case .call(let function, let sides) = formula.kind, function.isInfix else {
      return "\(spelling.text(formula, in: .sum))<>0"
    }
    let sign = function == .equal ? "=" : function.name
    return sides.map { spelling.text($0, in: .sum) }.joined(separator: sign)
  }

  /// A number as spreadsheets read it; they have none as large as infinity.
  static func number(_ value: Double) -> String {
    value.isFinite ? shortest(value).uppercased() : value > 0 ? largestText : "-\(largestText)"
  }

  /// The largest number that spreadsheets read.
  static let largest = 9.99999999999999e307
  static let largestText = "9.99999999999999E+307"
}

extension Formula {
  /// The formula with functions that spreadsheets have.
  func inCells(_ known: inout [Formula: Formula]) -> Formula {
    if parts.isEmpty { return self }
    if let result = known[self] { return result }
    var result: Formula
    if case .named(_, let value) = kind {
      result = value.dependsOnLines ? value.inCells(&known) : self
    } else {
      result = self
      if case .call(let function, let arguments) = kind, let simpler = function.inCells(arguments) {
        result = simpler.inCells(&known)
      } else {
        result = mapParts { $0.inCells(&known) }
      }
    }
    known[self] = result
    return result
  }
}

extension Function {
  /// A call in simpler terms, where spreadsheets lack the function.
  fileprivate func inCells(_ arguments: [Formula]) -> Formula? {
    switch (code?.cell, value) {
    case (.function, _): return nil
    case (.formula(let make), _): return make(arguments)
    case (.definition, .definition(let unfolded)), (nil, .definition(let unfolded)):
      return unfolded(arguments)
    case (.definition, _): preconditionFailure("'\(name)' has no definition to be written out")
    // Comparisons and choices.
    case (nil, _): return nil
    }
  }
}
