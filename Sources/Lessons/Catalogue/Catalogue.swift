import Diagnostics
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
        || Reduction.named(definition.name) != nil
        || waiting.contains(where: { $0.name == definition.name })
      {
        mistakes.append(
          Diagnostic("there is a function '\(definition.name)' already", at: definition.place))
      } else {
        waiting.append(definition)
      }
    }
    let places = Dictionary(uniqueKeysWithValues: waiting.enumerated().map { ($1.name, $0) })
    let order = DependencyOrder(
      waiting.map { definition in definition.calls.compactMap { places[$0] }.sorted() })
    for definition in order.ordered.map({ waiting[$0] }) {
      do throws(Diagnostic) {
        functions[definition.name] = try function(definition)
      } catch {
        mistakes.append(error)
        functions[definition.name] = definition.placeholder
      }
    }
    // Ten are enough.
    mistakes += order.groups.prefix(10).map { group in .circle(ofCalls: group.map { waiting[$0] }) }
    for definition in order.rest.map({ waiting[$0] }) {
      functions[definition.name] = definition.placeholder
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
    let names = parameters.map(\.name)
    // The lines 0, 1, … stand for the arguments.
    let sample = try FunctionBody(names: names, formula: definition.body, functions: functions)
      .unfolded(names.indices.map { .line($0) })
    var called: [String: Function] = [:]
    for name in definition.calls { called[name] = functions[name] }
    let body = FunctionBody(names: names, formula: definition.body, functions: called)
    return Function(
      definition.name, parameters, definition: body.callAsFunction,
      spelledOut: body.callAsFunction, uses: names.indices.map { sample.uses(ofLine: $0) },
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

extension FunctionDefinition {
  /// What stands in for a function that has a mistake, so that its calls are not reported too.
  fileprivate var placeholder: Function {
    Function(
      name, parameters.map { .init($0.name, preset: $0.preset.map { _ in .zero }) },
      definition: { _ in .zero })
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

extension Diagnostic {
  /// Functions that call themselves, directly or through each other.
  fileprivate static func circle(ofCalls functions: [FunctionDefinition]) -> Diagnostic {
    let names = functions.prefix(6).map(\.name) + (functions.count > 6 ? ["…"] : [])
    return Diagnostic(
      functions.count == 1
        ? "'\(names[0])' calls itself"
        : "these functions call each other: \(names.joined(separator: ", "))",
      at: functions[0].place, note: "a function cannot be defined by itself")
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
