import Formulas
package import Lessons
import Programs

/// Returns every quantity of a lesson, one a line: its name, its printed symbol, its phase.
package func namesText(_ lesson: Lesson, isASCII: Bool = false) -> String {
  let names = ProgramNames(lesson)
  let math = TextMath(isASCII: isASCII)
  let rows = lesson.program.lines.indices.map { line in
    let entry = lesson.program.lines[line]
    return [
      entry.symbol.description.printable, math.text(names.name(of: line)), entry.phase.rawValue,
    ]
  }
  let widths = (0..<2).map { column in rows.reduce(0) { max($0, $1[column].displayWidth) } }
  return rows.map { row in
    let padded = (0..<2).map { column in
      row[column] + String(repeating: " ", count: widths[column] + 2 - row[column].displayWidth)
    }
    return padded.joined() + row[2] + "\n"
  }.joined()
}
