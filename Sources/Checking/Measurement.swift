import Decimals
import Formulas
import Programs
import Tracing

/// A gradient's line, what it is the derivative of, and by what.
struct Gradient {
  let line: Int
  let objective: Int
  let variable: Int
}

/// Evaluates the objectives of one step, and their tangents, with one variable varied.
struct Measurement {
  private let varied: VariedStep
  private let values: SingleStep
  private let tangents: SingleStep
  private let tangentLines: [Int: Int]
  private let seeds: [Int: Int]
  private let undisturbed: [Double]

  /// How far a variable is varied at most, relative to its size or to 1.
  ///
  /// Differences begin with these; a kink within the smallest cannot be stepped around.
  private static let widths = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]
  /// Where the derivatives beside a kink at the point itself are taken.
  private static let beside = 1e-9

  init(_ trace: Trace, _ step: Int, _ gradients: [Gradient]) throws {
    varied = try VariedStep(
      trace, step, objectives: Set(gradients.map(\.objective)),
      variables: Set(gradients.map(\.variable)))
    values = try SingleStep(varied.program)
    var seeded = varied.program
    var seeds: [Int: Int] = [:]
    var directions: [Int: Int] = [:]
    for (variable, free) in varied.free.sorted(by: { $0.key < $1.key }) {
      let symbol = Symbol.term("direction", of: seeded.lines[free].symbol, block: nil)
      let seed = try seeded.append(Line(symbol, .input, .sequence([0])))
      (seeds[variable], directions[free]) = (seed, seed)
    }
    self.seeds = seeds
    let (program, lines) = try seeded.withTangents(along: directions)
    tangents = try SingleStep(program)
    tangentLines = lines
    values.run()
    let undisturbed = varied.decisions.map { [values] in values[$0] }
    self.undisturbed = undisturbed
  }

  /// The variable's line with its value so much changed.
  private func change(_ variable: Int, by offset: Double, from point: Double) -> [(Int, Double)] {
    guard let free = varied.free[variable] else { return [] }
    return [(free, free == varied.place(of: variable) ? point + offset : offset)]
  }

  /// The derivative by forward mode; for a variable with an equation, `offset` away from its value.
  func forward(_ gradient: Gradient, offset: Double, from point: Double? = nil) -> Double {
    guard let tangent = tangentLines[varied.place(of: gradient.objective)],
      let seed = seeds[gradient.variable]
    else { return 0 }
    let moved = point.map { change(gradient.variable, by: offset, from: $0) } ?? []
    tangents.run(giving: moved.map { (line: $0.0, value: $0.1) } + [(line: seed, value: 1)])
    return tangents[tangent]
  }

  /// The central difference; `nil` where each width has a kink or a jump in it.
  mutating func difference(_ gradient: Gradient, around point: Double) -> CentralDifference? {
    if tangentLines[varied.place(of: gradient.objective)] == nil {
      return CentralDifference(of: { _ in 0 }, at: point, widths: [1])
    }
    let scale = max(abs(point), 1)
    let smooth = Self.widths.map { $0 * scale }.filter { width in
      [-1, -0.5, 0.5, 1].allSatisfy { value(of: gradient, point, $0 * width) != nil }
    }
    if smooth.isEmpty { return nil }
    return CentralDifference(
      of: { value(of: gradient, point, $0 - point) }, at: point, widths: smooth)
  }

  /// The objective with the variable varied; `nil` beyond a kink or a jump, or where it is not
  /// finite.
  private func value(of gradient: Gradient, _ point: Double, _ offset: Double) -> Double? {
    values.run(
      giving: change(gradient.variable, by: offset, from: point).map { (line: $0.0, value: $0.1) })
    for (line, value) in zip(varied.decisions, undisturbed) where values[line] != value {
      return nil
    }
    let value = values[varied.place(of: gradient.objective)]
    return value.isFinite ? value : nil
  }

  /// The derivatives on either side of a kink that lies within the smallest width.
  func sides(_ gradient: Gradient, around point: Double) -> (left: Double, right: Double) {
    let scale = max(abs(point), 1)
    let isAtPoint = [-Self.beside, Self.beside].contains { offset in
      value(of: gradient, point, offset * scale) == nil
    }
    let offset = (isAtPoint ? Self.beside : Self.widths[Self.widths.count - 1]) * scale
    return (
      forward(gradient, offset: -offset, from: point),
      forward(gradient, offset: offset, from: point)
    )
  }
}
