import Diagnostics
import Formulas
import Programs

/// Lines that use each other in a circle, by position.
struct Circle: Error {
  let lines: [Int]

  /// The mistake, placed where the first of the lines is defined.
  func described(_ program: [Line], _ places: [Range<Int>]) -> Diagnostic {
    let names = lines.map { program[$0].symbol.description }
    let shown = names.count > 6 ? names[..<3] + ["…"] + names.suffix(2) : names[...]
    let circle = (shown + [names[0]]).joined(separator: " → ")
    return Diagnostic(
      names.count == 1
        ? "'\(names[0])' depends on itself" : "these depend on each other: \(circle)",
      at: places[lines[0]])
  }
}

/// The order in which equations are evaluated: as written, each preceded by whatever it uses
/// that has not come yet.
enum EvaluationOrder {
  private enum State { case new, open, done }

  /// Returns the positions of all lines in order; the lines before `first` stay where they are.
  static func of(_ lines: [Line], from first: Int) throws(Circle) -> [Int] {
    let operands = lines[first...].map { line in
      var used: [Int] = []
      line.formula?.forEachLine { if $0 >= first { used.append($0 - first) } }
      return used
    }
    let isInOrder = operands.indices.allSatisfy { line in
      operands[line].allSatisfy { $0 < line }
    }
    if isInOrder { return Array(lines.indices) }
    var order = Array(0..<first)
    var states = [State](repeating: .new, count: operands.count)
    for root in operands.indices where states[root] == .new {
      // A path of lines, each of which uses the next one; no recursion, chains may be long.
      var path: [(line: Int, next: Int)] = [(root, 0)]
      states[root] = .open
      while let (line, next) = path.last {
        if next == operands[line].count {
          states[line] = .done
          order.append(first + line)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let operand = operands[line][next]
        switch states[operand] {
        case .done: break
        case .new:
          states[operand] = .open
          path.append((operand, 0))
        case .open:
          let start = path.firstIndex { $0.line == operand } ?? 0
          throw Circle(lines: path[start...].map { first + $0.line })
        }
      }
    }
    return order
  }
}
