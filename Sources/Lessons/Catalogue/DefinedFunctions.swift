import Diagnostics
import Formulas

extension Catalogue {
  /// The function that an author defines; the catalogue has those that it calls.
  func function(_ definition: FunctionDefinition) throws(Diagnostic) -> Function {
    var parameters: [Function.Parameter] = []
    for parameter in definition.parameters {
      var instantiation = Instantiation(
        Scope(functions: functions), maximumSize: Catalogue.maximumSize)
      let preset = try parameter.preset.map { preset throws(Diagnostic) in
        try instantiation.formula(preset)
      }
      parameters.append(.init(parameter.name, preset: preset))
    }
    let names = parameters.map(\.name)
    let sample = try FunctionBody(names: names, formula: definition.body, functions: functions)
      .unfolded(names.indices.map { .placeholder($0) })
    var called: [String: Function] = [:]
    for name in definition.calls { called[name] = functions[name] }
    let body = FunctionBody(names: names, formula: definition.body, functions: called)
    return Function(
      definition.name, parameters, definition: body.callAsFunction,
      spelledOut: body.callAsFunction, uses: names.indices.map { sample.uses(ofPlaceholder: $0) },
      ownSize: sample.size,
      ownDepth: sample.depth)
  }
}

private struct FunctionBody: Sendable {
  let names: [String]
  let formula: ParsedFormula
  /// The functions that the body calls.
  let functions: [String: Function]

  @Sendable func callAsFunction(_ arguments: [Formula]) -> Formula {
    do throws(Diagnostic) {
      return try unfolded(arguments, maximumSize: nil)
    } catch {
      preconditionFailure("a definition is checked when it is read: \(error.message)")
    }
  }

  func unfolded(
    _ arguments: [Formula], maximumSize: Int? = Catalogue.maximumSize
  ) throws(Diagnostic) -> Formula {
    var scope = Scope(functions: functions)
    scope.knowsStep = false
    scope.quantity = { (name, _) throws(Diagnostic) in
      guard let index = names.firstIndex(of: name.name), name.indices.isEmpty, !name.isPrimed else {
        throw .unknown(
          "a function sees its arguments only, not '\(name.name)'", at: name.place,
          word: name.name, among: names)
      }
      return arguments[index]
    }
    var instantiation = Instantiation(scope, maximumSize: maximumSize)
    let result = try instantiation.formula(formula)
    if let maximumSize, result.size > maximumSize {
      throw Diagnostic("this grows to more than \(maximumSize) operations", at: formula.place)
    }
    return result
  }
}

extension FunctionDefinition {
  /// What stands in for a function that has a mistake, so that its calls are not reported too.
  var placeholder: Function {
    Function(
      name, parameters.map { .init($0.name, preset: $0.preset.map { _ in .zero }) },
      definition: { _ in .zero })
  }

  /// The names of the functions that the body calls.
  var calls: Set<String> {
    var names: Set<String> = []
    body.forEachNode { node in
      if case .call(let call) = node.kind { names.insert(call.name) }
    }
    return names
  }
}

extension Formula {
  /// How often a placeholder stands in the formula when every definition is unfolded.
  fileprivate func uses(ofPlaceholder number: Int) -> Int {
    if case .placeholder(let other) = kind { return other == number ? 1 : 0 }
    var count = 0
    for (index, part) in parts.enumerated() {
      var factor = 1
      if case .call(let function, _) = kind { factor = function.uses(ofArgument: index) }
      count = count.saturatingAdding(part.uses(ofPlaceholder: number).saturatingMultiplied(factor))
    }
    return count
  }
}
