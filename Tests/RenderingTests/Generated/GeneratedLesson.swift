import Fixtures

/// A lesson that no author wrote: a small program of some kind, drawn from a seed.
///
/// The same kind and number give the same text on every run. Another point gives the same equations with
/// other numbers in them, so that what is said in general of one can be tried at the other.
struct GeneratedLesson: Sendable, CustomStringConvertible {
  enum Kind: String, CaseIterable, Sendable {
    case layers, samples, rows, softmax, logits, recurrence, gates, convolution, attention,
      statistics
    case circuit, training

    /// How many programs of the kind there are.
    var count: Int {
      switch self {
      case .layers, .samples, .recurrence: 24
      case .rows, .softmax: 20
      case .convolution: 16
      case .gates, .attention: 14
      case .logits, .statistics, .circuit: 12
      case .training: 8
      }
    }
  }

  let kind: Kind
  let number: Int
  let text: String

  init(_ kind: Kind, _ number: Int, point: Int = 0) {
    let ordinal = Kind.allCases.firstIndex(of: kind) ?? 0
    let seed = UInt64(1000 * ordinal + number)
    var draft = LessonDraft(shape: seed, values: 100_000 * UInt64(point + 1) + seed)
    draft.write(kind, number)
    self.kind = kind
    self.number = number
    text =
      "# \(kind.rawValue) \(number)\n\n```lesson\n\(draft.lines.joined(separator: "\n"))\n```\n"
  }

  var description: String { "\(kind.rawValue) \(number)" }

  static let all = Kind.allCases.flatMap(lessons)

  static func lessons(_ kind: Kind) -> [GeneratedLesson] {
    (1...kind.count).map { GeneratedLesson(kind, $0) }
  }
}

/// A lesson on its way: what its shape and its numbers are drawn from, and its lines so far.
struct LessonDraft {
  private var shape: SplitMix64
  private var values: SplitMix64
  var lines: [String] = []
  /// What is differentiated.
  var objective = "L"

  init(shape: UInt64, values: UInt64) {
    self.shape = SplitMix64(state: shape)
    self.values = SplitMix64(state: values)
  }

  mutating func write(_ kind: GeneratedLesson.Kind, _ number: Int) {
    switch kind {
    case .layers: layers(hasSamples: false)
    case .samples: layers(hasSamples: true)
    case .rows: rows()
    case .softmax: softmax(form: number % 4)
    case .logits: logits(form: number % 3)
    case .recurrence: recurrence(form: number % 8)
    case .gates: gates(form: number % 4)
    case .convolution: convolution(form: number % 5)
    case .attention: attention(form: number % 4)
    case .statistics: statistics(form: number % 4)
    case .circuit: circuit()
    case .training: training(form: number % 4)
    }
  }

  // The shape.

  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(shape.next() % UInt64(choices.count))]
  }

  mutating func size(_ range: ClosedRange<Int>) -> Int { pick(Array(range)) }

  mutating func flip() -> Bool { pick([true, false]) }

  // The numbers, with one to three decimals, as somebody types them.

  /// A number whose size is between a twentieth and one and a half; the decimals are part of the shape.
  mutating func number(positive: Bool = false) -> String {
    let decimals = size(1...3)
    let unit = [10, 100, 1000][decimals - 1]
    let parts = max(unit / 20, 1) + Int(values.next() % UInt64(3 * unit / 2))
    let isNegative = !positive && values.next() % 2 == 0
    let digits = String(parts % unit)
    let fraction = String(repeating: "0", count: decimals - digits.count) + digits
    return "\(isNegative ? "-" : "")\(parts / unit).\(fraction)"
  }

  /// A list for each range but the last, of lists of numbers.
  mutating func numbers(_ counts: [Int]) -> String {
    guard let count = counts.first else { return number() }
    let parts = (0..<count).map { _ in numbers(Array(counts.dropFirst())) }
    return "[\(parts.joined(separator: ", "))]"
  }

  // Lines.

  mutating func give(_ role: String, _ name: String, _ counts: Int...) {
    let ranges = counts.map { "1..\($0)" }.joined(separator: ", ")
    lines.append(
      "\(role) \(name)\(counts.isEmpty ? "" : "[\(ranges)]") = \(numbers(counts))")
  }

  mutating func add(_ lines: String...) { self.lines += lines }

  static let activations = [
    "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "identity", "elu", "silu", "softsign",
    "arctan", "gelu", "sin",
  ]

  mutating func activation() -> String { pick(Self.activations) }
}
