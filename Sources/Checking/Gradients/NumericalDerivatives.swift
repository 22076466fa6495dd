import Decimals
import Formulas
import Programs
import Tracing

/// A gradient's line, what it is the derivative of, and by what.
struct Gradient {
  let line: LineID
  let objective: LineID
  let variable: LineID
}

/// Evaluates the objectives of one step, and their tangents, with one variable varied.
struct NumericalDerivatives {
  private let varied: VariedStep
  private let values: SingleStep
  private let tangents: SingleStep
  private let tangentLines: [LineID: LineID]
  private let seeds: [LineID: LineID]

  init(_ trace: Trace, _ step: Int, _ gradients: [Gradient]) throws {
    varied = try VariedStep(
      trace, step, objectives: Set(gradients.map(\.objective)),
      variables: Set(gradients.map(\.variable)))
    values = try SingleStep(varied.program)
    var seeded = varied.program
    var seeds: [LineID: LineID] = [:]
    var directions: [LineID: LineID] = [:]
    for (variable, free) in varied.free.sorted(by: { $0.key < $1.key }) {
      let symbol = Symbol.term("direction", of: seeded.lines[free].symbol, block: nil)
      let seed = try seeded.append(Line(symbol, .input, .sequence([0])))
      (seeds[variable], directions[free]) = (seed, seed)
    }
    self.seeds = seeds
    let (program, lines) = try seeded.withTangents(along: directions)
    tangents = try SingleStep(program)
    tangentLines = lines
  }

  /// The derivative by forward mode.
  func forward(_ gradient: Gradient) -> Double {
    guard let tangent = tangentLines[varied.position(of: gradient.objective)],
      let seed = seeds[gradient.variable]
    else { return 0 }
    tangents.run(giving: [(line: seed, value: 1)])
    return tangents[tangent]
  }

  /// The slope of the objective by differences, with the variable varied around its value.
  func slope(_ gradient: Gradient, around point: Double) -> Slope {
    let objective = varied.position(of: gradient.objective)
    guard let free = varied.free[gradient.variable], tangentLines[objective] != nil else {
      return .measured(CentralDifference(slope: 0, error: 0))
    }
    // An offset beside a formula is given by itself, a given number as a whole.
    let origin = free == varied.position(of: gradient.variable) ? point : 0
    let function = PiecewiseFunction(
      value: { offset in
        values.run(giving: [(line: free, value: origin + offset)])
        let value = values[objective]
        return value.isFinite ? (value, piece) : nil
      },
      point: point)
    return function.slope
  }

  /// A number for what the decisions between pieces came to in the last run.
  private var piece: Int {
    var hasher = Hasher()
    for line in varied.decisions { hasher.combine(values[line]) }
    return hasher.finalize()
  }
}
