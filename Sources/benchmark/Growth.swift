import Diagnostics
import Lessons
import Tracing

/// How reading, compiling and running grow with the size of a network.
struct Growth {
  private let size: Int
  private var operations = 0
  private var parse = 0.0
  private var differentiate = 0.0
  private var compile = 0.0
  private var step = 0.0

  /// An n-n-1 tanh network, as in the workloads `w4`, with numbers that are drawn.
  private init(size: Int) throws {
    self.size = size
    let equations = """
      input x[1..\(size)] ~ normal(0, 1)
      param W1[1..\(size), 1..\(size)] ~ xavier(\(size), \(size))
      param b1[1..\(size)] ~ normal(0, 0.1)
      param w2[1..\(size)] ~ xavier(\(size), 1)
      param b2 = 0
      z1[j] = sum(i: W1[j,i]*x[i]) + b1[j]
      a1[j] = tanh(z1[j])
      z2 = sum(j: w2[j]*a1[j]) + b2
      L = 1/2*(z2 - 0.7)^2
      """
    let steps = 4
    let training = "\nminimize L by gd(rate: 0.001), steps: \(steps)"
    let source = Source(name: "\(size)", text: "```lesson\n\(equations)\(training)\n```\n")
    let withoutTraining = Source(name: "\(size)", text: "```lesson\n\(equations)\n```\n")
    parse = try medianSeconds(of: 3) { _ = try Lesson.read(withoutTraining) }
    differentiate = try medianSeconds(of: 3) { _ = try Lesson.read(source) } - parse
    let program = try Lesson.read(source).program
    let code = CompiledProgram(program)
    compile = medianSeconds(of: 3) { _ = CompiledProgram(program) }
    operations = code.instructions(of: program).count
    let rows = try PreparedRun(program, code)
    try rows.run()
    step = try medianSeconds(of: 5) { try rows.run() } / Double(steps)
  }

  static func table() throws -> String {
    report("growth")
    let all = try [64, 128, 256, 512].map(Growth.init(size:))
    return Figures.table(
      [
        "n", "operations a step", "parse ms", "differentiate ms", "compile ms",
        "ns an operation: all three", "running",
      ],
      all.map { growth in
        let front = growth.parse + growth.differentiate + growth.compile
        return [
          "\(growth.size)", "\(growth.operations)", Figures.milliseconds(growth.parse),
          Figures.milliseconds(growth.differentiate), Figures.milliseconds(growth.compile),
          Figures.text(front / Double(growth.operations) * 1e9, 0),
          Figures.text(growth.step / Double(growth.operations) * 1e9, 2),
        ]
      })
  }
}
