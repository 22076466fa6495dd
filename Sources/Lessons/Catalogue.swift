import Formulas
import Programs

/// The functions that a lesson may call, and the update rules that it may name.
struct Catalogue {
  var functions: [String: Function]
  var rules: [String: UpdateRule] = [:]
  /// The names of rules that have mistakes.
  var brokenRules: Set<String> = []

  /// A function whose definition is larger than this when it is unfolded is refused.
  static let maximumSize = 100_000

  /// Adds an author's functions, each after those that it calls.
  mutating func define(_ definitions: [FunctionDefinition], _ mistakes: inout [Diagnostic]) {
    var waiting: [FunctionDefinition] = []
    for definition in definitions {
      if Function.elementary[definition.name] != nil
        || ParsedReduction.names.contains(definition.name)
        || waiting.contains(where: { $0.name == definition.name })
      {
        mistakes.append(
          Diagnostic("there is a function '\(definition.name)' already", at: definition.place))
      } else {
        waiting.append(definition)
      }
    }
    reportCircles(in: waiting, &mistakes)
    var names = Set(waiting.map(\.name))
    while let next = waiting.firstIndex(where: { $0.calls.isDisjoint(with: names) }) {
      let definition = waiting.remove(at: next)
      names.remove(definition.name)
      do throws(Diagnostic) {
        functions[definition.name] = try function(definition)
      } catch {
        mistakes.append(error)
        functions[definition.name] = definition.placeholder
      }
    }
    for definition in waiting { functions[definition.name] = definition.placeholder }
  }

  /// Reports functions that call themselves, directly or through each other.
  private func reportCircles(in definitions: [FunctionDefinition], _ mistakes: inout [Diagnostic]) {
    let calls = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0.calls) })
    func reached(from name: String) -> Set<String> {
      var reached: Set<String> = []
      var open = [name]
      while let next = open.popLast() {
        for called in calls[next] ?? [] where calls[called] != nil {
          if reached.insert(called).inserted { open.append(called) }
        }
      }
      return reached
    }
    var reported: Set<String> = []
    for definition in definitions where !reported.contains(definition.name) {
      let all = reached(from: definition.name)
      guard all.contains(definition.name) else { continue }
      let circle = definitions.map(\.name).filter {
        all.contains($0) && reached(from: $0).contains(definition.name)
      }
      reported.formUnion(circle)
      mistakes.append(
        Diagnostic(
          circle.count == 1
            ? "'\(definition.name)' calls itself"
            : "these functions call each other: \(circle.joined(separator: ", "))",
          at: definition.place, note: "a function cannot be defined by itself"))
    }
  }

  private func function(_ definition: FunctionDefinition) throws(Diagnostic) -> Function {
    var parameters: [Function.Parameter] = []
    for parameter in definition.parameters {
      var instantiation = Instantiation(
        Scope(functions: functions), maximumSize: Catalogue.maximumSize)
      let preset = try parameter.preset.map { preset throws(Diagnostic) in
        try instantiation.formula(preset)
      }
      parameters.append(.init(parameter.name, preset: preset))
    }
    let body = FunctionBody(
      names: parameters.map(\.name), formula: definition.body, functions: functions)
    // The lines 0, 1, … stand for the arguments.
    let sample = try body.unfolded(parameters.indices.map { .line($0) })
    return Function(
      definition.name, parameters, value: .definition(body.callAsFunction),
      spelledOut: body.callAsFunction, uses: parameters.indices.map { sample.uses(ofLine: $0) },
      ownSize: sample.size)
  }
}

extension FunctionDefinition {
  /// What stands in for a function that has a mistake, so that its calls are not reported too.
  fileprivate var placeholder: Function {
    Function(
      name, parameters.map { .init($0.name, preset: $0.preset.map { _ in .zero }) },
      value: .definition { _ in .zero })
  }

  /// The names of the functions that the body calls.
  fileprivate var calls: Set<String> {
    var names: Set<String> = []
    body.forEachNode { node in
      if case .call(let call) = node.kind { names.insert(call.name) }
    }
    return names
  }
}

private struct FunctionBody: Sendable {
  let names: [String]
  let formula: ParsedFormula
  let functions: [String: Function]

  @Sendable func callAsFunction(_ arguments: [Formula]) -> Formula {
    do throws(Diagnostic) {
      return try unfolded(arguments)
    } catch {
      preconditionFailure("a definition is checked when it is read: \(error.message)")
    }
  }

  func unfolded(_ arguments: [Formula]) throws(Diagnostic) -> Formula {
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
    var instantiation = Instantiation(scope, maximumSize: Catalogue.maximumSize)
    let result = try instantiation.formula(formula)
    if arguments.allSatisfy({ $0.size == 1 }), result.size > Catalogue.maximumSize {
      throw Diagnostic(
        "this grows to more than \(Catalogue.maximumSize) operations", at: formula.place)
    }
    return result
  }
}

extension Formula {
  /// How often the line stands in the formula when every definition is unfolded.
  fileprivate func uses(ofLine line: Int) -> Int {
    if case .line(let other) = kind { return other == line ? 1 : 0 }
    var count = 0
    for (index, part) in parts.enumerated() {
      var factor = 1
      if case .call(let function, _) = kind { factor = function.uses(ofArgument: index) }
      count = count.saturatingAdding(part.uses(ofLine: line).saturatingMultiplied(factor))
    }
    return count
  }
}
