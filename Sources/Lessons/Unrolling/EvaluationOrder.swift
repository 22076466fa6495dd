import Diagnostics
import Formulas
import Programs

extension [Line] {
  /// The order in which lines are evaluated, by position; those before `first` stay where they are.
  ///
  /// It is that in which they stand, each preceded by whatever it uses that has not come yet.
  /// Throws where lines use each other in a circle; `place` says where a line is defined.
  func evaluationOrder(
    from first: Int, place: (Int) -> Range<Int>
  ) throws(Diagnostic) -> [Int] {
    let order = DependencyOrder(count: count - first) { line in
      var operands: [Int] = []
      self[first + line].formula?.forEachLine { if $0 >= first { operands.append($0 - first) } }
      return operands
    }
    if let circle = order.circle {
      throw .circle(
        of: circle.map { self[first + $0].symbol.description }, at: place(first + circle[0]))
    }
    return [Int](0..<first) + order.ordered.map { first + $0 }
  }
}

extension Diagnostic {
  /// Each of these uses the next one, and the last one the first.
  static func circle(of names: [String], at place: Range<Int>) -> Diagnostic {
    let shown = names.count > 6 ? names[..<3] + ["…"] + names.suffix(2) : names[...]
    let circle = (shown + [names[0]]).joined(separator: " → ")
    return Diagnostic(
      names.count == 1
        ? "'\(names[0])' depends on itself" : "these depend on each other: \(circle)", at: place)
  }
}
