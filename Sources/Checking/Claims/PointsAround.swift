import Formulas
import Lessons
import Programs
import RandomNumbers
import Tracing

/// Random points around one step of a run: other parameters, and other inputs too.
///
/// Targets stay as they are, since a formula may rest on what they are, such as one of them being 1
/// and all others 0. So do members of a family of inputs that add up to 1 along their last index:
/// they are varied so that they still do.
struct PointsAround {
  private let subject: ClaimPoint.Subject
  private let step: Int
  private let varied: VariedStep
  private let run: SingleStep
  private let trace: Trace
  private let parameters: [LineID]
  /// Inputs one by one, and those that add up to 1 together.
  private let inputs: [[LineID]]
  private let random: RandomSource

  /// How far numbers are moved at most, as shares of themselves, and of 1.
  private static let distances = [0.01, 0.1, 0.5]
  private static let sumTolerance = 1e-9

  init(_ trace: Trace, _ step: Int, _ subject: ClaimPoint.Subject) throws {
    self.trace = trace
    self.step = step
    self.subject = subject
    let given = subject.needed.filter { subject.lines[$0].formula == nil }
    parameters = given.filter { subject.lines[$0].phase == .param }
    let inputs = given.filter { subject.lines[$0].phase == .input }
    varied = try VariedStep(
      trace, step, objectives: subject.named, variables: Set(parameters + inputs))
    run = try SingleStep(varied.program)
    random = RandomSource(seed: trace.program.seed)
    self.inputs = Self.groups(of: inputs, subject.lines) {
      trace.value(of: $0, at: step) ?? .unknown
    }
  }

  var claims: [Lesson.Claim?] { subject.claims }
  var hasParameters: Bool { !parameters.isEmpty }
  var hasInputs: Bool { !inputs.isEmpty }

  private static func groups(
    of inputs: [LineID], _ lines: PerLine<Line>, value: (LineID) -> Double
  ) -> [[LineID]] {
    var groupOfFamily: [Symbol: Int] = [:]
    var groups: [[LineID]] = []
    for line in inputs {
      guard let (name, indices) = lines[line].symbol.quantity, !indices.isEmpty else {
        groups.append([line])
        continue
      }
      let family = Symbol.quantity(name, indices.dropLast())
      if let group = groupOfFamily[family] {
        groups[group].append(line)
      } else {
        groupOfFamily[family] = groups.count
        groups.append([line])
      }
    }
    return groups.flatMap { group in
      let values = group.map(value)
      let addsUp = values.allSatisfy { $0 >= 0 } && abs(values.reduce(-1, +)) < sumTolerance
      return addsUp && group.count > 1 ? [group] : group.map { [$0] }
    }
  }

  /// The values at one of the points, which are numbered from 1.
  func point(_ number: Int, variesInputs: Bool) -> ClaimPoint {
    let distance = Self.distances[(number - 1) % Self.distances.count]
    var numbers = parameters.map { ($0, moved($0, by: distance, number, variesInputs)) }
    for group in variesInputs ? inputs : [] {
      if group.count == 1 {
        numbers.append((group[0], moved(group[0], by: distance, number, variesInputs)))
      } else {
        let draws = group.map { (draw($0, number, variesInputs) + 1) / 2 }
        let total = draws.reduce(0, +)
        for (line, draw) in zip(group, draws) where total > 0 {
          numbers.append((line, (1 - distance) * value(line) + distance * draw / total))
        }
      }
    }
    run.run(
      giving: numbers.compactMap { line, value in varied.free[line].map { ($0, value) } })
    let values = subject.needed.map { line in
      let position = varied.position(of: line)
      return (line, run.computes(position) ? run[position] : varied.program.lines[position].initial)
    }
    let known = Dictionary(uniqueKeysWithValues: values)
    return ClaimPoint(
      subject, step, value: { known[$0] ?? .unknown },
      previous: { [trace, step] in trace.previousValue(of: $0, at: step) ?? .unknown })
  }

  private func value(_ line: LineID) -> Double { trace.value(of: line, at: step) ?? .unknown }

  private func moved(_ line: LineID, by distance: Double, _ number: Int, _ variesInputs: Bool)
    -> Double
  {
    let value = value(line)
    return value + distance * (abs(value) + 1) * draw(line, number, variesInputs)
  }

  /// A number from −1 to 1 that depends on the seed, the quantity and the point alone.
  private func draw(_ line: LineID, _ number: Int, _ variesInputs: Bool) -> Double {
    let kind = variesInputs ? "inputs" : "parameters"
    let name = "\(subject.lines[line].symbol) around step \(step), \(kind)"
    return Distribution.uniform(-1, 1).value(from: random.bits(name: name, step: number))
  }
}
