import Diagnostics
import Formulas
import Programs

/// The functions that a lesson may call, and the update rules that it may name.
struct Catalogue {
  var functions: [String: Function]
  var rules: [String: UpdateRule] = [:]
  /// The names of rules that have mistakes.
  var brokenRules: Set<String> = []
  /// How arguments of rules may be printed.
  var symbols: [(name: String, symbol: PrintedSymbol)] = []

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
    let positions = Dictionary(uniqueKeysWithValues: waiting.enumerated().map { ($1.name, $0) })
    let order = DependencyOrder(
      waiting.map { definition in definition.calls.compactMap { positions[$0] }.sorted() })
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
