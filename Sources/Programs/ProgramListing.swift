import Formulas
import RandomNumbers

/// A program as text for developers.
extension Program {
  /// The lines, one in a row: position, phase, symbol, and what the value is.
  package func listing(where isShown: (Line) -> Bool = { _ in true }) -> String {
    let width = "\(lines.count - 1)".count
    return lines.numbered.filter { isShown($0.1) }.map { position, line in
      let number = "\(position.index)".padded(to: width, atStart: true)
      return "\(number) \(line.phase.rawValue.padded(to: 9)) \(line.symbol) \(definition(of: line))"
    }.joined(separator: "\n")
  }

  private func definition(of line: Line) -> String {
    func name(_ position: LineID) -> String { lines[position].symbol.description }
    switch line.definition {
    case .constant: return "= \(line.initial)"
    case .sequence(let numbers): return "each step \(numbers)"
    case .shuffled(let numbers, let row, let batch):
      return "shuffled \(numbers), number \(row) of batches of \(batch)"
    case .drawn(let distribution): return "~ \(distribution)"
    case .outcome(let run):
      let beginnings = run.beginnings.map {
        "\(run.program.lines[$0.line].symbol) from \(name($0.source))"
      }
      return "outcome \(run.program.lines[run.outcome].symbol) of a run of "
        + "\(run.program.lines.count) lines with " + beginnings.joined(separator: ", ")
    case .carried(let source):
      return source.map { "carried from \(name($0)), initially \(line.initial)" }
        ?? "kept at \(line.initial)"
    case .formula(let formula):
      let start = line.initial == 0 ? "" : ", initially \(line.initial)"
      return "= \(formula.text(naming: name))\(start)"
    case .absent: return "absent"
    }
  }
}

extension String {
  fileprivate func padded(to width: Int, atStart: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(0, width - count))
    return atStart ? padding + self : self + padding
  }
}
