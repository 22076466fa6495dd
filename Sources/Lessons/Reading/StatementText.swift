import Decimals
import Formulas

extension Statement {
  /// The statement in one line, with brackets around every operation.
  var text: String {
    switch self {
    case .declaration(let declaration): declaration.text
    case .samples(let samples): "samples \(samples.index) from \"\(samples.file)\""
    case .equation(let equation): "equation \(equation.text)"
    case .function(let function):
      "define \(function.name)(\(parameterList(function.parameters)))"
        + " = \(function.body.bracketed)"
    case .differentiate(let statement):
      "differentiate \(statement.target.bracketed)"
        + statement.variables.listed("wrt", by: \.bracketed)
    case .training(let training): training.text
    case .search(let search): search.text
    case .delta(let equation): "delta \(equation.text)"
    case .update(let equation, let variant):
      (variant.map { "variant \($0.name): " } ?? "") + "update \(equation.text)"
    case .claim(let claim):
      "claim " + (claim.label.map { "\"\($0)\" " } ?? "")
        + "\(claim.derivative.bracketed) = \(claim.right.bracketed)"
        + claim.ranges.listed("for", by: \.bracketed)
    case .symbol(let name, let symbol, _): "symbol \(name) = \(symbol.text)"
    case .hide(let names): "hide \(names.map(\.text).joined(separator: ", "))"
    case .digits(let count): "digits \(count)"
    case .decimals(let count): "decimals \(count)"
    case .seed(let seed): "seed \(seed)"
    case .arithmeticExact: "arithmetic exact"
    }
  }
}

/// The parameters of a function or a rule, with their presets.
func parameterList(
  _ parameters: [(name: String, preset: ParsedFormula?, place: Range<Int>)]
) -> String {
  parameters.map { $0.name + ($0.preset.map { " = \($0.bracketed)" } ?? "") }
    .joined(separator: ", ")
}

extension Array {
  /// A word and the elements between commas; nothing where there are none.
  fileprivate func listed(_ word: String, by text: (Element) -> String) -> String {
    isEmpty ? "" : " \(word) " + map(text).joined(separator: ", ")
  }
}

extension Declaration {
  fileprivate var text: String {
    let positions = positions.map { position in
      switch position {
      case .range(let low, let high): "\(low.bracketed)..\(high.bracketed)"
      case .single(let index): index.bracketed
      }
    }
    let indices = positions.isEmpty ? "" : "[\(positions.joined(separator: ", "))]"
    let content =
      switch content {
      case .values(let value): "= \(value.text)"
      case .random(let call): "~ \(call.bracketed)"
      }
    return "\(role) \(name)\(indices)\(isEachStep ? " each step" : "") \(content)"
  }
}

extension Declaration.Value {
  fileprivate var text: String {
    switch self {
    case .number(let number, _): number.text
    case .formula(let formula): formula.bracketed
    case .list(let values, _): "[" + values.map(\.text).joined(separator: ", ") + "]"
    }
  }
}

extension Equation {
  fileprivate var text: String {
    "\(left.bracketed) = \(right.bracketed)" + ranges.listed("for", by: \.bracketed)
  }
}

extension TrainingStatement {
  fileprivate var text: String {
    var parts = ["steps: \(steps)"]
    if let until { parts.append("until: \(until.bracketed)") }
    if let claims { parts.append("using claim" + (claims.label.map { " \"\($0)\"" } ?? "")) }
    if let batch {
      parts.append("batch: \(batch.size)" + (batch.index.map { " of \($0.name)" } ?? ""))
      if batch.isShuffled { parts.append("shuffle: yes") }
    }
    let rules = chain.map(\.bracketed).joined(separator: " then ")
    return (variant.map { "variant \($0.name): " } ?? "")
      + "\(isMaximizing ? "maximize" : "minimize") \(objective.bracketed)"
      + (rules.isEmpty ? "" : " by \(rules)") + parts.map { ", \($0)" }.joined()
  }
}

extension SearchStatement {
  fileprivate var text: String {
    let ranges = ranges.map { range in
      "\(range.rule.map { "\($0)." } ?? "")\(range.name.bracketed) in "
        + "[\(range.low.bracketed), \(range.high.bracketed)]\(range.isLogarithmic ? " log" : "")"
    }
    return "search \(objective.bracketed) over \(ranges.joined(separator: ", "))"
      + " by \(method.bracketed)"
  }
}

extension PrintedSymbol {
  fileprivate var text: String {
    let raised = superscript.map { isPower ? "^\($0)" : "^(\($0))" } ?? ""
    let plain = base + (self.subscript.map { "_(\($0))" } ?? "") + raised
    return accent.map { "\($0)(\(plain))" } ?? plain
  }
}
