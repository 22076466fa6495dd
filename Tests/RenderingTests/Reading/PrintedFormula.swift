/// A formula as it stands on the page, read by rules of its own: what is printed is all it knows.
indirect enum PrintedFormula: Sendable {
  case number(PrintedNumber)
  case name(String, isPrevious: Bool)
  case negated(PrintedFormula)
  case operation(Character, PrintedFormula, PrintedFormula)
  case call(String, [PrintedFormula])
  case relation(String, PrintedFormula, PrintedFormula)
  case choice(if: PrintedFormula, PrintedFormula, else: PrintedFormula)
}

extension PrintedFormula {
  /// The parts, in an order that is the same for both spellings.
  private var parts: [PrintedFormula] {
    switch self {
    case .number, .name: []
    case .negated(let operand): [operand]
    case .operation(_, let left, let right), .relation(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments
    case .choice(let condition, let then, let other): [condition, then, other]
    }
  }

  /// The numbers and names, each as it stands.
  var leaves: [PrintedFormula] {
    switch self {
    case .number, .name: [self]
    default: parts.flatMap(\.leaves)
    }
  }

  /// The formula with another one for each name that has one, and calls written out.
  func writtenOut(_ replacement: (String) -> PrintedFormula?) -> PrintedFormula {
    func inside(_ part: PrintedFormula) -> PrintedFormula { part.writtenOut(replacement) }
    switch self {
    case .number: return self
    case .name(let name, let isPrevious): return isPrevious ? self : replacement(name) ?? self
    case .negated(let operand): return .negated(inside(operand))
    case .operation(let sign, let left, let right):
      return .operation(sign, inside(left), inside(right))
    case .relation(let sign, let left, let right):
      return .relation(sign, inside(left), inside(right))
    case .choice(let condition, let then, let other):
      return .choice(if: inside(condition), inside(then), else: inside(other))
    case .call(let function, let arguments):
      let arguments = arguments.map(inside)
      if let softmax = Self.softmax(function, arguments) { return softmax }
      guard let definition = Self.definitions[function], definition.names.count == arguments.count
      else {
        return .call(function, arguments)
      }
      let values = Dictionary(zip(definition.names, arguments)) { $1 }
      return definition.body.writtenOut { values[$0] }
    }
  }

  /// softmax₂(z₁, z₂), or softmax(2, z1, z2): e^z₂/(e^z₁ + e^z₂).
  private static func softmax(
    _ function: String, _ arguments: [PrintedFormula]
  ) -> PrintedFormula? {
    guard function.hasPrefix("softmax") else { return nil }
    var (member, arguments) = (Int(function.lowered), arguments)
    if member == nil, case .number(let number)? = arguments.first {
      member = Int(number.text)
      arguments.removeFirst()
    }
    let powers = arguments.map { PrintedFormula.operation("^", .call("e", []), $0) }
    guard let member, powers.indices.contains(member - 1) else { return nil }
    let sum = powers.dropFirst().reduce(powers[0]) { .operation("+", $0, $1) }
    return .operation("/", powers[member - 1], sum)
  }

  /// What functions stand for when numbers are put in, in the words of `Docs/lesson-language.md`.
  private static let definitions: [String: (names: [String], body: PrintedFormula)] = {
    let texts = [
      ("σ", "x", "1/(1 + e^(-x))"), ("sigmoid", "x", "1/(1 + e^(-x))"),
      ("softplus", "x", "log(1 + e^x)"), ("relu", "x", "max(0, x)"),
      ("silu", "x", "x*(1/(1 + e^(-x)))"), ("slope_sigmoid", "x a", "1/(1 + e^(-a*x))"),
      ("leaky_relu", "x", "{x if x > 0; 0.01*x otherwise}"),
      ("elu", "x", "{x if x > 0; 1*expm1(x) otherwise}"), ("gelu", "x", "x/2*erfc(-x/sqrt(2))"),
      ("arctan", "x", "atan(x)"), ("identity", "x", "x"), ("softsign", "x", "x/(1 + abs(x))"),
      ("half_squared_error", "a y", "1/2*(a - y)^2"), ("squared_error", "a y", "(a - y)^2"),
      ("binary_cross_entropy", "p y", "-(y*log(p) + (1 - y)*log(1 - p))"),
      ("cross_entropy", "p y", "-(y*log(p))"),
    ]
    return Dictionary(
      uniqueKeysWithValues: texts.map { name, names, text in
        let names = names.split(separator: " ").map(String.init)
        guard let body = try? PrintedFormulaParser.formula(text, PrintedNames(names)) else {
          fatalError(text)
        }
        return (name, (names, body))
      })
  }()

  /// What the formula can be where each leaf is one of the numbers that it stands for.
  func span(slack: Double, _ leaf: (PrintedFormula) throws -> Span) throws -> Span {
    func span(_ part: PrintedFormula) throws -> Span { try part.span(slack: slack, leaf) }
    let exact: Span
    switch self {
    case .number, .name: return try leaf(self)
    case .negated(let operand): return -(try span(operand))
    case .relation(let sign, let left, let right):
      return .relation(sign, try span(left), try span(right))
    case .choice(let condition, let then, let other):
      let (holds, first, second) = (try span(condition), try span(then), try span(other))
      if holds == Span(1) { return first }
      return holds == Span(0)
        ? second : Span(among: [first.low, first.high, second.low, second.high])
    case .operation(let sign, let left, let right):
      let (left, right) = (try span(left), try span(right))
      exact =
        switch sign {
        case "+": left + right
        case "-": left + -right
        case "*": left * right
        case "/": left / right
        default: left.raised(to: right)
        }
    case .call(let function, let arguments):
      let spans = try arguments.map(span)
      exact =
        switch (function, Span.functions[function]) {
        case ("e", _): Span(2.718281828459045)
        case ("π", _), ("pi", _): Span(3.141592653589793)
        case ("max", _):
          Span(low: spans.map(\.low).max() ?? .nan, high: spans.map(\.high).max() ?? .nan)
        case ("min", _):
          Span(low: spans.map(\.low).min() ?? .nan, high: spans.map(\.high).min() ?? .nan)
        case ("argmax", _): Span.places(ofLargestAmong: spans)
        case (_, let body?) where spans.count == 1: body(spans[0])
        default: throw NotUnderstood(text: "\(function)()")
        }
    }
    return exact.widened(by: slack)
  }
}

extension String {
  /// The lowered digits, as digits.
  fileprivate var lowered: String {
    let digits = unicodeScalars.compactMap { scalar in
      (0x2080...0x2089).contains(scalar.value) ? String(scalar.value - 0x2080) : nil
    }
    return digits.joined()
  }
}
