import Decimals
import Formulas

extension SearchMethod {
  /// Bayesian optimisation: tries the point of a grid with the largest expected improvement.
  static let bayes = SearchMethod(
    "bayes",
    [
      (.init("trials"), .count(1...mostTrials)),
      (.init("points", preset: .number(21)), .count(2...mostTrials)),
      (.init("length", preset: .number(Numeral(0.2))), .formula),
      (.init("variance", preset: .one), .formula),
      (.init("noise", preset: .number(Numeral(1e-6))), .formula),
      (.init("xi", preset: .number(Numeral(0.01))), .formula),
      (.init("worst", preset: .number(10)), .formula),
    ],
    families: GaussianProcess.families
  ) { (program, state) throws(ProgramTooLarge) in
    var coordinates: [LineID] = []
    for range in state.ranges {
      let symbol = program.lines[range.parameter].symbol
      coordinates.append(
        try program.append(
          Line(
            .term("place", of: symbol, block: nil), .moment,
            .formula(range.part(of: .line(range.parameter))))))
    }
    // A trial without a value, or with a very large one, would leave nothing of the model.
    let worst = Formula(
      .product([state.arguments[6], .call(.sqrt, state.arguments[3])]))
    func limited(_ name: String, _ line: LineID) throws(ProgramTooLarge) -> LineID {
      let formula = Formula.call(.choice, .call(.less, .line(line), worst), .line(line), worst)
      return try program.append(
        Line(.term(name, of: nil, block: nil), .moment, .formula(formula)))
    }
    let observed = try limited("observed", state.objective)
    let goal = try limited("goal", state.best)
    let process = GaussianProcess(
      length: state.arguments[2], variance: state.arguments[3], noise: state.arguments[4],
      xi: state.arguments[5])
    let improvements = try program.improvements(
      by: process, coordinates: coordinates, objective: observed, best: goal,
      trials: state.counts[0], points: state.counts[1])
    let chosen = try program.append(
      Line(
        .term("choice", of: nil, block: nil), .moment,
        .formula(Formula(.call(.argmax, improvements.map { .line($0) })))))
    return try program.proposals(
      afterPoints: .total([.line(chosen), .number(-1)]), perParameter: state.arguments[1],
      state.ranges)
  }
}

/// What is believed of an objective before its first value: a normal distribution with mean 0 at
/// each point, and a squared-exponential kernel.
struct GaussianProcess {
  /// The kernel's length, as a part of a range.
  let length: Formula
  let variance: Formula
  /// The variance of what is observed about the objective.
  let noise: Formula
  /// The improvement that counts as none.
  let xi: Formula

  /// The names of the lines that it adds.
  static let families = [
    "observed", "goal", "place", "value", "kernel", "cholesky", "whitened", "cross", "solved", "mu",
    "var", "gain",
    "score", "EI", "choice",
  ]

  /// The kernel of two points: variance·exp(−½·|p − q|²/length²).
  func kernel(_ p: [Formula], _ q: [Formula]) -> Formula {
    let squares = zip(p, q).map { p, q in
      Formula(.power(Formula(.sum([p, Formula(.negated(q))])), .number(2)))
    }
    let distance = squares.count == 1 ? squares[0] : Formula(.sum(squares))
    let scale = Formula(.product([.number(2), Formula(.power(length, .number(2)))]))
    let exponent = Formula(.negated(Formula(.quotient(distance, scale))))
    return Formula(.product([variance, .call(.exp, exponent)]))
  }
}

extension Program {
  /// Adds the posterior of a Gaussian process after the trials so far, and the expected improvement
  /// at each point of a grid; returns the lines of the latter.
  ///
  /// Each trial has its row of the kernel matrix from its own step on; before, it is the row of the
  /// identity, which changes nothing. Posterior: Rasmussen and Williams, "Gaussian Processes for
  /// Machine Learning", 2006, algorithm 2.1. Expected improvement: Jones, Schonlau and Welch,
  /// "Efficient Global Optimization of Expensive Black-Box Functions", Journal of Global
  /// Optimization 13, 1998, equation 15, with `best − xi` as the value to be improved.
  mutating func improvements(
    by process: GaussianProcess, coordinates: [LineID], objective: LineID, best: LineID,
    trials: Int,
    points: Int
  ) throws(ProgramTooLarge) -> [LineID] {
    let candidates = points.power(coordinates.count)
    let operations = trials.saturatingMultiplied(trials)
      .saturatingMultiplied(trials.saturatingAdding(candidates.saturatingMultiplied(3)))
    if operations / 6 > maximumLines.saturatingMultiplied(5) || candidates > maximumLines {
      throw .lines(limit: maximumLines)
    }
    var posterior = Posterior(self, process, dimensions: coordinates.count)
    try posterior.observe(coordinates: coordinates, objective: objective, trials: trials)
    try posterior.factorize()
    var improvements: [LineID] = []
    for candidate in 0..<candidates {
      let point = coordinates.indices.map { dimension in
        let digit = candidate / points.power(coordinates.count - dimension - 1) % points
        return Formula.number(digit) / Formula.number(points - 1)
      }
      improvements.append(try posterior.improvement(at: point, number: candidate + 1, best: best))
    }
    self = posterior.program
    return improvements
  }
}

/// The lines of a posterior in the making.
private struct Posterior {
  var program: Program
  private let process: GaussianProcess
  private let dimensions: Int
  /// The point and the value of each trial.
  private var points: [[Formula]] = []
  private var values: [Formula] = []
  /// The lower triangle of the kernel matrix's factor, and what it makes of the values.
  private var factor: [[Formula]] = []
  private var whitened: [Formula] = []

  init(_ program: Program, _ process: GaussianProcess, dimensions: Int) {
    self.program = program
    self.process = process
    self.dimensions = dimensions
  }

  private mutating func append(
    _ name: String, _ indices: [Int], _ formula: Formula
  ) throws(ProgramTooLarge) -> Formula {
    .line(try program.append(Line(.quantity(name, indices), .moment, .formula(formula))))
  }

  /// Takes each trial's point and value at its step, and keeps them.
  mutating func observe(coordinates: [LineID], objective: LineID, trials: Int)
    throws(ProgramTooLarge)
  {
    for trial in 1...trials {
      let isNow = Formula.call(.equal, Formula(.step), .number(trial))
      func kept(_ line: LineID) -> Formula {
        .call(.choice, isNow, .line(line), Formula(.previous(program.lines.endIndex)))
      }
      var point: [Formula] = []
      for (dimension, line) in coordinates.enumerated() {
        let indices = dimensions == 1 ? [trial] : [trial, dimension + 1]
        point.append(try append("place", indices, kept(line)))
      }
      points.append(point)
      values.append(try append("value", [trial], kept(objective)))
    }
  }

  /// `formula` from the step of a trial on, before it `otherwise`.
  private func since(_ trial: Int, _ formula: Formula, else otherwise: Formula) -> Formula {
    trial == 0
      ? formula
      : .call(
        .choice, .call(.lessOrEqual, .number(trial + 1), Formula(.step)), formula, otherwise)
  }

  /// `formula` less the products of two rows' first members.
  private func reduced(
    _ formula: Formula, by left: ArraySlice<Formula>, _ right: ArraySlice<Formula>
  ) -> Formula {
    if left.isEmpty { return formula }
    return Formula(
      .sum([formula] + zip(left, right).map { Formula(.negated(Formula(.product([$0, $1])))) }))
  }

  mutating func factorize() throws(ProgramTooLarge) {
    for row in points.indices {
      var cells: [Formula] = []
      for column in 0...row {
        let isDiagonal = row == column
        let value =
          isDiagonal
          ? Formula(.sum([process.variance, process.noise]))
          : process.kernel(points[row], points[column])
        cells.append(
          try append(
            "kernel", [row + 1, column + 1],
            since(row, value, else: isDiagonal ? .one : .zero)))
      }
      var factors: [Formula] = []
      for column in 0..<row {
        let rest = reduced(cells[column], by: factors[...], factor[column][..<column])
        factors.append(
          try append(
            "cholesky", [row + 1, column + 1], Formula(.quotient(rest, factor[column][column]))))
      }
      let rest = reduced(cells[row], by: factors[...], factors[...])
      factors.append(try append("cholesky", [row + 1, row + 1], .call(.sqrt, rest)))
      factor.append(factors)
    }
    for row in points.indices {
      let rest = reduced(values[row], by: factor[row][..<row], whitened[...])
      whitened.append(
        try append("whitened", [row + 1], Formula(.quotient(rest, factor[row][row]))))
    }
  }

  /// Adds what is believed of one point, and returns the line with its expected improvement.
  mutating func improvement(
    at point: [Formula], number: Int, best: LineID
  ) throws(ProgramTooLarge) -> LineID {
    var solved: [Formula] = []
    for row in points.indices {
      let cross = try append(
        "cross", [number, row + 1],
        since(row, process.kernel(point, points[row]), else: .zero))
      let rest = reduced(cross, by: factor[row][..<row], solved[...])
      solved.append(
        try append("solved", [number, row + 1], Formula(.quotient(rest, factor[row][row]))))
    }
    let products = zip(solved, whitened).map { Formula(.product([$0, $1])) }
    let mean = try append(
      "mu", [number], products.count == 1 ? products[0] : Formula(.sum(products)))
    let variance = try append(
      "var", [number], reduced(process.variance, by: solved[...], solved[...]))
    let gain = try append(
      "gain", [number],
      Formula(
        .sum([.line(best), Formula(.negated(mean)), Formula(.negated(process.xi))])))
    let deviation = Formula.call(.sqrt, variance)
    let isOpen = Formula.call(.greater, variance, .zero)
    let score = try append(
      "score", [number], .call(.choice, isOpen, Formula(.quotient(gain, deviation)), .zero))
    let root = Formula.call(.sqrt, .number(2))
    let below = Formula(
      .quotient(.call(.erfc, Formula(.negated(Formula(.quotient(score, root))))), .number(2)))
    let halfSquare = Formula(
      .negated(Formula(.quotient(Formula(.power(score, .number(2))), .number(2)))))
    let density = Formula(
      .quotient(
        .call(.exp, halfSquare), .call(.sqrt, Formula(.product([.number(2), .pi])))))
    let improvement = Formula.call(
      .choice, isOpen,
      Formula(
        .sum([
          Formula(.product([gain, below])), Formula(.product([deviation, density])),
        ])),
      .call(.max, gain, .zero))
    return try program.append(Line(.quantity("EI", [number]), .moment, .formula(improvement)))
  }
}
