import Lessons
import Programs
import Tracing

/// The end of a script: the numbers of the trace, and how they are compared.
struct PythonComparison {
  private let run: RunExport
  private let records: [Script.Record]
  private let formulas: PythonFormulas
  /// Whether infinities and NaN are compared too: libraries that differentiate have other
  /// conventions for them.
  private let comparesNotFinite: Bool

  private static let tolerance = "1e-9"

  init(_ run: RunExport, _ records: [Script.Record], _ formulas: PythonFormulas) {
    self.run = run
    self.records = records
    self.formulas = formulas
    comparesNotFinite = !formulas.dialect.differentiates
  }

  var lines: [String] {
    let isWhole = records.count == run.trace.lastStep
    let what = isWhole ? "all steps" : "the first steps, the last one and the forward pass after it"
    var lines = ["", "# The numbers of chainrule's trace: \(what)"]
    if !comparesNotFinite, run.trace.firstNotFinite != nil {
      lines.append("# (without infinities and NaN, for which PyTorch has conventions of its own)")
    }
    lines.append("trace = {")
    for record in records {
      lines.append("    \(record.step): {")
      for (line, value) in record.values where value.isFinite || comparesNotFinite {
        lines.append("        \"\(formulas.name(.line(line)))\": \(PythonFormulas.python(value)),")
      }
      lines.append("    },")
    }
    lines += ["}", ""]
    if let objective = run.lesson.objective, run.program.lines.indices.contains(objective) {
      let name = formulas.name(.line(objective))
      lines += [
        "for step, values in results.items():",
        "    print(\"step\", step, \"\(name) =\", values[\"\(name)\"].item())", "",
      ]
    }
    return lines + [Self.comparison]
  }

  private static let comparison = """
    largest, where = 0.0, "none"
    for step, values in trace.items():
        for name, expected in values.items():
            found = results.get(step, {}).get(name)
            value = math.nan if found is None else found.item()
            if value == expected or math.isnan(value) and math.isnan(expected):
                continue
            # Relative where numbers are large
            difference = abs(value - expected)/max(1.0, abs(expected))
            if math.isnan(difference):
                difference = math.inf
            if difference > largest:
                largest, where = difference, f"{name} at step {step}"
    print(f"largest difference from the trace: {largest:.2g} ({where})")
    sys.exit(1 if largest > \(tolerance) else 0)
    """
}
