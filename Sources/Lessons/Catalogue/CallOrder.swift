import Diagnostics
import Formulas

/// The order in which functions can be defined: each after those that it calls.
struct CallOrder {
  private(set) var ordered: [FunctionDefinition] = []
  /// Functions that call themselves, or such functions.
  private(set) var rest: [FunctionDefinition] = []
  private(set) var circles: [Diagnostic] = []

  init(_ definitions: [FunctionDefinition]) {
    let places = Dictionary(uniqueKeysWithValues: definitions.enumerated().map { ($1.name, $0) })
    let calls = definitions.map { definition in definition.calls.compactMap { places[$0] } }
    let order = OrderOfUse(calls)
    ordered = order.ordered.map { definitions[$0] }
    rest = order.rest.map { definitions[$0] }
    findCircles(order.rest, calls, definitions)
  }

  /// Notes functions that call themselves, directly or through each other; ten are enough.
  private mutating func findCircles(
    _ left: [Int], _ calls: [[Int]], _ definitions: [FunctionDefinition]
  ) {
    func reached(from start: Int) -> Set<Int> {
      var reached: Set<Int> = []
      var open = [start]
      while let next = open.popLast() {
        for called in calls[next] where reached.insert(called).inserted { open.append(called) }
      }
      return reached
    }
    var seen: Set<Int> = []
    for place in left.prefix(1000) where !seen.contains(place) && circles.count < 10 {
      let all = reached(from: place)
      guard all.contains(place) else { continue }
      let circle = left.prefix(1000).filter {
        all.contains($0) && reached(from: $0).contains(place)
      }
      seen.formUnion(circle)
      let names = circle.prefix(6).map { definitions[$0].name } + (circle.count > 6 ? ["…"] : [])
      circles.append(
        Diagnostic(
          circle.count == 1
            ? "'\(names[0])' calls itself"
            : "these functions call each other: \(names.joined(separator: ", "))",
          at: definitions[place].place, note: "a function cannot be defined by itself"))
    }
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
