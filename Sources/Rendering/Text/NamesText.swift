import Diagnostics
import Formulas
package import Lessons
import Programs

/// Returns every quantity of a lesson's runs, one a line: its name, its printed symbol, its phase.
package func namesText(_ lessons: [Lesson], isASCII: Bool = false) -> String {
  let math = TextMath(isASCII: isASCII)
  var rows: [[String]] = []
  var known: Set<Symbol> = []
  for lesson in lessons {
    let names = ProgramNames(lesson)
    for (line, entry) in lesson.program.lines.numbered where known.insert(entry.symbol).inserted {
      rows.append([
        entry.symbol.description.printable, math.text(names.name(of: line)), entry.phase.rawValue,
      ])
    }
  }
  let widths = (0..<2).map { column in rows.reduce(0) { max($0, $1[column].displayWidth) } }
  return rows.map { row in
    let padded = (0..<2).map { column in
      row[column] + String(repeating: " ", count: widths[column] + 2 - row[column].displayWidth)
    }
    return padded.joined() + row[2] + "\n"
  }.joined()
}
