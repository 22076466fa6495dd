import Diagnostics
import Formulas
import Programs

extension PerLine<Line> {
  /// The order in which lines are evaluated; those before `first` stay where they are.
  ///
  /// It is that in which they stand, each preceded by whatever it uses that has not come yet.
  /// Throws where lines use each other in a circle; `place` says where a line is defined.
  func evaluationOrder(
    from first: LineID, place: (LineID) -> Range<Int>
  ) throws(Diagnostic) -> [LineID] {
    let order = DependencyOrder(count: first.distance(to: endIndex)) { number in
      var operands: [Int] = []
      self[first.advanced(by: number)].formula?.forEachLine {
        if $0 >= first { operands.append(first.distance(to: $0)) }
      }
      return operands
    }
    if let circle = order.circle?.map(first.advanced) {
      throw .circle(of: circle.map { self[$0].symbol.description }, at: place(circle[0]))
    }
    return indices[..<first] + order.ordered.map(first.advanced)
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
