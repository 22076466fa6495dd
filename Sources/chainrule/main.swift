import FoundationEssentials
import Formulas
import Lessons
import Programs
import Tracing
let path = CommandLine.arguments[1]
let source = Source(name: path, bytes: Array(try Data(contentsOf: URL(filePath: path))))
do {
  let lesson = try Lesson.read(source)
  let trace = try Trace(running: lesson.program)
  try CSVExport(trace, phases: Set(Phase.allCases)).writeLong(1...trace.lastStep) { print(String(decoding: $0, as: UTF8.self), terminator: "") }
} catch { print(error) }
