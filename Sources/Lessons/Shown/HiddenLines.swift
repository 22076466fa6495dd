import Diagnostics
import Formulas
import Programs

extension [HiddenName] {
  /// The lines of a lesson that have one of the names.
  ///
  /// The update of a parameter goes with it.
  func lines(of lesson: Lesson) -> Set<LineID> {
    if isEmpty { return [] }
    let names = QuantityNames(lesson)
    var hidden = Set(flatMap { names.lines(named: $0.text) })
    let symbols = Set(hidden.lazy.map { lesson.program.lines[$0].symbol })
    for (line, entry) in lesson.program.lines.numbered {
      switch entry.symbol {
      case .updated(let parameter), .term(_, of: let parameter?, _):
        if symbols.contains(parameter) { hidden.insert(line) }
      case .quantity, .derivative, .local, .term: break
      }
    }
    return hidden
  }

  /// Names that no run of a lesson has.
  func mistakes(in runs: [Lesson]) -> [Diagnostic] {
    if isEmpty { return [] }
    let names = runs.map { QuantityNames($0) }
    return filter { name in names.allSatisfy { $0.lines(named: name.text).isEmpty } }.map { name in
      .noSuch(
        "quantity", name.text.printable, at: name.place,
        nearest: names.first?.nearest(to: name.text))
    }
  }
}
