import Formulas
import Lessons
import Programs
import Tracing
import Words

/// A run as a Python script that computes it again and compares the results with the trace.
package struct PythonScript {
  let run: RunExport
  let script: Script
  let dialect: PythonDialect
  /// The lines that get tensors of their own.
  let tracked: Set<LineID>
  var names: PythonNames
  var formulas: PythonFormulas
  var text = PythonText()

  /// Python's parser refuses more brackets inside each other than about two hundred.
  private static let deepest = 50

  /// Names that a script uses for itself.
  private static let ownNames = [
    "compared", "count", "difference", "expected", "found", "gradients", "largest", "name",
    "number", "remember", "result", "results", "step", "steps", "tolerance", "trace", "tracked",
    "value", "values", "variable", "variables", "where",
  ]

  package static func numpy(_ run: RunExport) throws(RunExport.Refusal) -> String {
    try PythonScript(run, run.isExact ? .fractions : .numpy).python
  }

  package static func pytorch(_ run: RunExport) throws(RunExport.Refusal) -> String {
    try run.refuseFractions(in: "PyTorch")
    return try PythonScript(run, .pytorch).python
  }

  private init(_ run: RunExport, _ dialect: PythonDialect) throws(RunExport.Refusal) {
    self.run = run
    self.dialect = dialect
    names = PythonNames(reserving: Self.ownNames + dialect.ownNames)
    script = try ScriptBuilder.script(
      of: run, differentiator: dialect.differentiates ? dialect.library : nil,
      deepest: Self.deepest)
    tracked = script.lines.trackedLines(of: run.program)
    formulas = PythonFormulas(dialect, script.lines, run.program, &names)
    writeIntroduction()
    writePreparation()
    write(script.body)
    text.add(contentsOf: PythonComparison(run, script.records, formulas).lines)
  }

  private var python: String { text.lines.joined(separator: "\n") + "\n" }

  private mutating func writeIntroduction() {
    text.add(
      "# A script that chainrule wrote from a lesson. It needs Python 3 and \(dialect.library).",
      "#")
    text.comment(run.lesson.titleOfRun(in: English()))
    for passage in run.text {
      text.add("#")
      switch passage {
      case .words(let words): text.comment(words)
      case .typed(let lines):
        for line in lines { text.typed(line) }
      }
    }
    text.add("#")
    text.comment(
      dialect.differentiates
        ? "The script computes the forward pass; PyTorch finds the derivatives by itself; the "
          + "updates are computed by the lesson's own equations."
        : "The script computes the lesson line by line: the forward pass, local derivatives and "
          + "derivatives, and updates.")
    text.comment(
      "At the end it compares its numbers with those of chainrule, which it carries. A derivative "
        + "dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is m_w5.")
    if dialect.computesFractions {
      text.comment(
        "A line is computed in fractions of the numbers as they are typed, if every operation in "
          + "it has one and every operand is exact, and in doubles otherwise.")
    }
    if let note = run.noteOnSteps { text.comment(note) }
  }

  private mutating func writePreparation() {
    text.add("", "import math", "import sys", "")
    text.add(contentsOf: dialect.preparation)
    for definition in formulas.definitions(script) { text.add("", "", definition) }
    if !script.lines.derivatives.isEmpty {
      text.add("", "", PythonDialect.gradients(script.lines.isHigherOrder))
    }
    if !tracked.isEmpty { text.add("", "", PythonDialect.tracked) }
    let steps = script.records.map(\.step)
    let all = run.trace.lastStep
    let compared =
      steps.count == all
      ? "range(1, \(all + 1))" : "[\(steps.map(String.init).joined(separator: ", "))]"
    text.add(
      "", "", "results = {}", "", "", "def remember(step):",
      "    # Keeps all numbers of a step, to be compared at the end.",
      "    if step in \(compared):", "        results[step] = dict(globals())", "")
  }
}
