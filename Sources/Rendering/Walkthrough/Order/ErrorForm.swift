import Decimals
import Formulas
import Programs

/// The short form of derivatives by net inputs whose factors cancel: an output minus its target, or a
/// part of that, such as (p − y)/4 behind a sigmoid and the mean cross-entropy of four samples.
///
/// The chain is worked out, down to outputs and targets, at points where these are other numbers than in
/// the trace; the form has to give the same at each. Behind a softmax it does so only for targets that
/// add up to 1, so those keep their numbers there.
struct ErrorForm {
  /// The form of each derivative.
  private(set) var forms: [LineID: Formula] = [:]
  /// What the difference is divided by.
  private(set) var divisor = 1

  private let program: Program
  private let formula: (LineID) -> Formula?
  private let value: (LineID) -> Double?

  /// `nil` where there is none, or where nothing cancels.
  init?(
    of deltas: [LineID], _ program: Program, _ network: Network,
    formula: @escaping (LineID) -> Formula?, value: @escaping (LineID) -> Double?
  ) {
    (self.program, self.formula, self.value) = (program, formula, value)
    var divisors: Set<Int> = []
    for delta in deltas.prefix(Self.most) {
      guard let form = form(of: delta, network) else { return nil }
      forms[delta] = form.formula
      divisors.insert(form.divisor)
    }
    guard divisors.count == 1, let only = divisors.first else { return nil }
    divisor = only
  }

  /// Of a large family so many members are looked at.
  static let most = 200
  private static let points = 4
  private static let rounding = 1e-9
  private static let largestDivisor = 1_000_000.0

  private func form(of delta: LineID, _ network: Network) -> (formula: Formula, divisor: Int)? {
    guard case .derivative(_, let variables) = program.lines[delta].symbol,
      let net = program.positions[variables[0]], let layer = network.layer(of: net),
      layer == network.layers.count - 1, hasFactors(delta)
    else { return nil }
    let leaves = leaves(of: delta)
    let outputs = network.layers[layer].lines.filter { leaves.contains($0) && $0 != net }
    let targets = leaves.filter { program.lines[$0].phase == .target || isData($0) }
    guard leaves.allSatisfy({ outputs.contains($0) || program.lines[$0].formula == nil }),
      let output = partner(of: net, among: outputs), let target = partner(of: net, among: targets)
    else { return nil }
    let known = outputs.count > 1 ? [] : Set([target])
    guard let factor = factor(of: delta, output, target, moving: known.union(outputs)) else {
      return nil
    }
    let divisor = (1 / factor).rounded()
    guard abs(divisor) >= 1, abs(divisor) < Self.largestDivisor,
      abs(factor * divisor - 1) < Self.rounding
    else { return nil }
    let difference = Formula(.sum([.line(output), Formula(.negated(.line(target)))]))
    return (
      divisor == 1 ? difference : Formula(.quotient(difference, .number(Int(divisor)))),
      Int(divisor)
    )
  }

  private func isData(_ line: LineID) -> Bool { program.lines[line].phase == .input }

  /// Whether a derivative is a product with a local derivative, or a sum of such.
  private func hasFactors(_ delta: LineID) -> Bool {
    formula(delta)?.lines.contains { line in
      if case .local = program.lines[line].symbol { return true }
      return false
    } ?? false
  }

  /// The one with the same indices as a net input, or the only one.
  private func partner(of net: LineID, among lines: [LineID]) -> LineID? {
    let indices = program.lines[net].symbol.allIndices
    if lines.count == 1 { return lines[0] }
    let same = lines.filter { program.lines[$0].symbol.allIndices == indices }
    return same.count == 1 && !indices.isEmpty ? same[0] : nil
  }

  // Points.

  /// What a derivative times the difference is, where that is the same at all points.
  private func factor(
    of delta: LineID, _ output: LineID, _ target: LineID, moving: Set<LineID>
  ) -> Double? {
    var factor: Double?
    for point in 0...Self.points {
      func number(_ line: LineID) -> Double {
        // At the first point the numbers are those of the trace.
        if point == 0 || !moving.contains(line) { return value(line) ?? .nan }
        let part = (Double(line.index + 1) * 0.6180339887 * Double(point)).truncatingRemainder(
          dividingBy: 1)
        return 0.1 + 0.8 * part
      }
      var known: [LineID: Double] = [:]
      let own = worked(delta, number, &known) / (number(output) - number(target))
      if !own.isFinite { return nil }
      if let factor, abs(own - factor) > Self.rounding * abs(factor) { return nil }
      factor = factor ?? own
    }
    return factor
  }

  private func isDerivative(_ line: LineID) -> Bool {
    switch program.lines[line].symbol {
    case .derivative, .local: true
    default: false
    }
  }

  private func worked(
    _ line: LineID, _ number: (LineID) -> Double, _ known: inout [LineID: Double]
  ) -> Double {
    if let value = known[line] { return value }
    guard isDerivative(line), let formula = formula(line) else { return number(line) }
    for operand in formula.lines { known[operand] = worked(operand, number, &known) }
    let operands = known
    let value = formula.value(step: 1, line: { operands[$0] ?? .nan }, previous: { _ in .nan })
    known[line] = value
    return value
  }

  /// What a derivative comes to, down to quantities that are none.
  private func leaves(of line: LineID) -> [LineID] {
    var leaves: Set<LineID> = []
    var seen: Set<LineID> = []
    var open = [line]
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if isDerivative(next), let formula = formula(next) {
        open += formula.lines
      } else {
        leaves.insert(next)
      }
    }
    return leaves.sorted()
  }
}
