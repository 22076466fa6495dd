import Formulas
import Lessons
import Programs
import Tracing

/// The end of a script: the numbers of the trace, and how they are compared.
struct PythonComparison {
  /// The steps whose numbers are compared.
  private let steps: [Int]
  private let run: RunExport
  private let variables: PythonVariables
  /// Whether infinities and NaN are compared too: libraries that differentiate have other
  /// conventions for them.
  private let comparesNotFinite: Bool

  /// More numbers are not carried, but for those of the first step and the last.
  private static let mostNumbers = 1000
  private static let tolerance = "1e-9"

  init(_ run: RunExport, _ variables: PythonVariables) {
    self.run = run
    comparesNotFinite = !variables.formulas.dialect.differentiates
    self.variables = variables
    let last = run.trace.lastStep
    let perStep = max(variables.computedOrFound.count, 1)
    let first = max(Self.mostNumbers / perStep - 2, 1)
    steps =
      first + 2 >= last ? Array(1...last) : Array(1...min(first, 10)) + [last - 1, last]
  }

  var stepsText: String {
    steps == Array(1...run.trace.lastStep)
      ? "range(1, \(run.trace.lastStep + 1))"
      : "[\(steps.map(String.init).joined(separator: ", "))]"
  }

  var lines: [String] {
    let isWhole = steps.count == run.trace.lastStep
    let what = isWhole ? "all steps" : "the first steps, the last one and the forward pass after it"
    var lines = ["", "# The numbers of chainrule's trace: \(what)"]
    if !comparesNotFinite, run.trace.firstNotFinite != nil {
      lines.append("# (without infinities and NaN, for which PyTorch has conventions of its own)")
    }
    lines.append("trace = {")
    for step in steps {
      lines.append("    \(step): {")
      for line in variables.computedOrFound {
        guard let value = run.trace.listedValue(of: line, at: step),
          value.isFinite || comparesNotFinite
        else { continue }
        lines.append(
          "        \"\(variables.formulas.name(line))\": \(PythonFormulas.python(value)),")
      }
      lines.append("    },")
    }
    lines += ["}", ""]
    if let objective = run.lesson.objective, run.program.lines.indices.contains(objective) {
      let name = variables.formulas.name(objective)
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
