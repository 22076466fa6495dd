import Exports
import Foundation
import Lessons
import Programs
import Tracing

/// What is measured of a workload.
struct Figures {
  let workload: Workload
  var parse = 0.0
  /// Derivatives and update lines.
  var differentiate = 0.0
  var compile = 0.0
  /// What a process that reads and runs the lesson takes, beyond what it starts with.
  var kilobytes = 0.0
  var cold = 0.0
  var warm = 0.0
  var csv = (bytes: 0, seconds: 0.0)
  /// A run of at least 20 MB into fresh memory, over the time of touching as much: in ordinary
  /// pages, and in huge ones such as the engine asks for.
  var coldOverOrdinaryTouch: Double?
  var coldOverHugeTouch: Double?
  /// Ours over C's.
  var overC: Double?
  /// Theirs over ours.
  var peers: [String: Double] = [:]
  /// Of `chainrule`, from its start to the file with the last parameters.
  var process: Double?
  var processJAX: Double?
  /// JAX's process over ours.
  var processQuotient: Double? {
    guard let process, let processJAX else { return nil }
    return processJAX / process
  }

  init(of workload: Workload, in folder: URL, isQuick: Bool) throws {
    self.workload = workload
    report(workload.name)
    let rounds = isQuick ? 5 : 15
    try measureOurs(rounds)
    let ours: Runner = { count in
      try seconds { for _ in 0..<count { try workload.rows.run() } }
    }
    let peers = try Peers(workload, in: folder)
    try measureC(peers, ours, rounds)
    try measureProcesses(in: folder, rounds)
    if isQuick { return }
    for name in Peers.inPython {
      report("  \(name)")
      guard let peer = try peers.inPython(name) else { continue }
      self.peers[name] = try takingTurns(ours, { try peer.seconds("run \($0)") }).quotient
      if name == "JAX" { processJAX = median(try (0..<3).map { _ in try peers.wholeJAX() }) }
    }
  }

  private mutating func measureOurs(_ rounds: Int) throws {
    let (source, withoutTraining) = (workload.source, workload.withoutTraining)
    parse = try medianSeconds(of: rounds) { _ = try Lesson.read(withoutTraining) }
    differentiate = try medianSeconds(of: rounds) { _ = try Lesson.read(source) } - parse
    compile = medianSeconds(of: rounds) { _ = CompiledProgram(workload.program) }
    cold = try medianSeconds(of: rounds) {
      try PreparedRun(workload.program, workload.code).run()
    }
    warm = try medianSeconds(of: rounds) { try workload.rows.run() }

    let trace = try Trace(running: workload.program)
    let lines = Array(workload.program.lines.indices)
    var bytes = 0
    csv.seconds = try medianSeconds(of: min(rounds, 5)) {
      bytes = 0
      var output = OutputBuffer { bytes += $0.count }
      let export = CSVExport(workload.program, lines: lines)
      export.begin(&output)
      for step in 1...trace.lastStep { try export.write(step, of: trace, to: &output) }
      try output.flush()
    }
    csv.bytes = bytes
  }

  private mutating func measureC(_ peers: Peers, _ ours: Runner, _ rounds: Int) throws {
    report("  C")
    let c: Competitor
    do {
      c = try peers.generatedC()
    } catch let error as GeneratedC.NotTranslated {
      return report("  there is no C for \(error.what)")
    }
    let turns = try takingTurns(ours, { try c.seconds("run \($0)") }, rounds: rounds)
    overC = 1 / turns.quotient
    warm = turns.first

    let long = try workload.lengthened(toBytes: 20_000_000)
    let (program, code) = (long.program, workload.code)
    func coldOverTouch(huge: Int) throws -> Double {
      median(
        try (0..<rounds).map { _ in
          let ours = try seconds { try PreparedRun(program, code).run() }
          return ours / (try c.seconds("touch \(long.bytes) \(huge)"))
        })
    }
    coldOverOrdinaryTouch = try coldOverTouch(huge: 0)
    coldOverHugeTouch = try coldOverTouch(huge: 1)
  }

  private mutating func measureProcesses(in folder: URL, _ rounds: Int) throws {
    let benchmark = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    let once = try Competitor.whole(benchmark.path, ["--once", workload.path])
    guard let last = once.output.split(separator: "\n").last, let peak = Double(last) else {
      throw Competitor.Failed(description: "\(workload.name): no memory was measured")
    }
    kilobytes = peak

    let chainrule = benchmark.deletingLastPathComponent().appendingPathComponent("chainrule").path
    guard FileManager.default.isExecutableFile(atPath: chainrule) else {
      return report("  chainrule: is not there; swift build -c release makes it")
    }
    let file = folder.appendingPathComponent("\(workload.name).csv")
    let arguments = [
      "trace", workload.path, "--only", "update", "--steps", "\(workload.steps)", "-o", file.path,
    ]
    process = median(
      try (0..<rounds).map { _ in try Competitor.whole(chainrule, arguments).seconds })
    try workload.check(updates: String(contentsOf: file, encoding: .utf8))
  }
}
