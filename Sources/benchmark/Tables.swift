import Foundation

extension Figures {
  /// The figures of all workloads, as tables in Markdown.
  static func tables(_ all: [Figures]) -> String {
    [
      table(
        [
          "workload", "steps", "operations a step", "named values a step", "parse ms",
          "differentiate ms", "compile ms", "memory MB",
        ],
        all.map { figures in
          let workload = figures.workload
          return [
            workload.name, "\(workload.steps)", "\(workload.instructions.count)",
            "\(workload.logged.eachStep)", milliseconds(figures.parse),
            milliseconds(figures.differentiate), milliseconds(figures.compile),
            text(figures.kilobytes / 1000, 1),
          ]
        }),
      table(
        [
          "workload", "cold ms", "warm ms", "ns an operation", "million values logged a second",
          "bytes a logged value", "cold/touch", "cold/huge touch", "CSV MB/s",
        ],
        all.map { figures in
          let workload = figures.workload
          let operations = Double(workload.instructions.count * workload.steps)
          let logged = Double(workload.logged.all)
          return [
            workload.name, milliseconds(figures.cold), milliseconds(figures.warm),
            text(figures.warm / operations * 1e9, 2), text(logged / figures.warm / 1e6, 0),
            text(Double(workload.traceBytes) / logged, 2), text(figures.coldOverOrdinaryTouch, 2),
            text(figures.coldOverHugeTouch, 2),
            text(Double(figures.csv.bytes) / figures.csv.seconds / 1e6, 0),
          ]
        }),
      table(
        ["workload", "ours/C"] + Peers.inPython.map { "\($0)/ours" }
          + ["process ms", "JAX process/ours"],
        all.map { figures in
          [figures.workload.name, text(figures.overC, 2)]
            + Peers.inPython.map { text(figures.peers[$0], 1) } + [
              text(figures.process.map { $0 * 1000 }, 3), text(figures.processQuotient, 0),
            ]
        }),
    ].joined(separator: "\n\n")
  }

  static func table(_ header: [String], _ rows: [[String]]) -> String {
    let rule = header.indices.map { $0 == 0 ? "---" : "--:" }
    return ([header, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
      .joined(separator: "\n")
  }

  static func milliseconds(_ seconds: Double) -> String { text(seconds * 1000, 3) }

  static func text(_ value: Double?, _ decimals: Int) -> String {
    value.map { String(format: "%.\(decimals)f", $0) } ?? "–"
  }
}
