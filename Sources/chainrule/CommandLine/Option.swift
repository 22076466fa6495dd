import Decimals
import Diagnostics
import Lessons
import Programs
import Rendering

/// An option or flag of a command, as the parser and the help know it.
struct OptionSpelling: Sendable {
  /// The spellings, the long one last.
  let names: [String]
  /// What its value is called; `nil` for a flag.
  let value: String?
  /// The value that means the same as no such option.
  var preset: String?
  /// Whether it takes all values up to the next option.
  var takesMany = false
  /// What a shell may offer for its value.
  var completion = Completion.nothing
  let help: String

  /// The name that messages have.
  var name: String { names[names.count - 1] }
}

/// An option of any kind.
protocol AnyOption: Sendable {
  var spelling: OptionSpelling { get }
}

/// An option with what is meant by the words that are given for it.
struct Option<Value>: AnyOption {
  let spelling: OptionSpelling
  private let read: @Sendable (_ words: [String], _ name: String) throws(Failure) -> Value

  init(
    _ spelling: OptionSpelling,
    read: @escaping @Sendable (_ words: [String], _ name: String) throws(Failure) -> Value
  ) {
    self.spelling = spelling
    self.read = read
  }

  var name: String { spelling.name }

  func value(of words: [String]) throws(Failure) -> Value { try read(words, name) }
}

extension Option<Void> {
  /// An option that is there or not.
  static func flag(_ name: String, help: String) -> Option {
    Option(OptionSpelling(names: [name], value: nil, help: help)) { _, _ in }
  }
}

extension Option {
  /// An option with one word for its value; of several, the last one counts.
  private static func word(
    _ names: [String], _ value: String, preset: String? = nil,
    completion: Completion = .nothing, help: String,
    read: @escaping @Sendable (_ word: String, _ name: String) throws(Failure) -> Value
  ) -> Option {
    let spelling = OptionSpelling(
      names: names, value: value, preset: preset, completion: completion, help: help)
    return Option(spelling) {
      (words, name) throws(Failure) in try read(words[words.count - 1], name)
    }
  }

  /// One of some values that have names.
  static func choice(
    _ name: String, _ value: String = "format", among known: [(name: String, value: Value)],
    help: String
  ) -> Option where Value: Sendable {
    word([name], value, completion: .words(known.map(\.name)), help: help) {
      (word, option) throws(Failure) in
      if let choice = known.first(where: { $0.name == word }) { return choice.value }
      let names = known.map(\.name)
      throw .noSuch(
        value, word, "; there is \(names.joined(separator: ", "))",
        nearest: nearestName(to: word, among: names))
    }
  }
}

extension Option<String> {
  static func text(
    _ names: String..., value: String, preset: String? = nil, completion: Completion = .nothing,
    help: String
  ) -> Option {
    word(names, value, preset: preset, completion: completion, help: help) { text, _ in text }
  }
}

extension Option<[String]> {
  /// An option that may have many values.
  static func words(
    _ name: String, value: String, takesMany: Bool = false, help: String
  ) -> Option {
    Option(OptionSpelling(names: [name], value: value, takesMany: takesMany, help: help)) {
      words, _ in words
    }
  }
}

extension Option<Int> {
  /// A whole number.
  static func number(
    _ name: String, value: String = "n", in range: ClosedRange<Int>, help: String
  ) -> Option {
    word([name], value, help: help) { (text, option) throws(Failure) in
      guard let number = Int(text), range.contains(number) else {
        throw Failure(
          .wrongCall,
          "Error: '\(option)' needs a whole number from \(range.lowerBound) to "
            + "\(range.upperBound), not '\(text)'")
      }
      return number
    }
  }

  /// The bytes of a size such as `500M` or `2G`; a bare number is bytes.
  static func memory(_ name: String, help: String) -> Option {
    word([name], "size", help: help) { (text, option) throws(Failure) in
      let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
      var digits = text.uppercased()[...]
      if digits.hasSuffix("B") { digits = digits.dropLast() }
      let unit = digits.last.flatMap { units[$0] }
      if unit != nil { digits = digits.dropLast() }
      guard let number = Int(digits), number > 0, !digits.hasPrefix("+") else {
        throw Failure(
          .wrongCall, "Error: '\(option)' needs a size such as 500M or 2G, not '\(text)'")
      }
      let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
      return overflow ? .max : bytes
    }
  }
}

extension Option<ClosedRange<Int>> {
  /// Steps: `N` or `A..B`.
  static func steps(_ name: String, value: String, help: String) -> Option {
    word([name], value, help: help) { (text, option) throws(Failure) in
      guard let steps = ClosedRange(steps: text) else {
        throw Failure(
          .wrongCall, "Error: '\(option)' needs a step or a range such as 1..5, not '\(text)'")
      }
      return steps
    }
  }
}

extension Option<Set<Phase>> {
  static func phases(_ name: String, help: String) -> Option {
    let spelling = OptionSpelling(
      names: [name], value: "phases", completion: .words(Phase.completions), help: help)
    return Option(spelling) {
      (words, _) throws(Failure) in
      var phases: Set<Phase> = []
      for word in words.flatMap({ $0.split(separator: ",") }).map(String.init) {
        guard let found = Phase.named(word) else {
          throw .noSuch("phase", word, nearest: nearestName(to: word, among: Phase.names))
        }
        phases.formUnion(found)
      }
      return phases
    }
  }
}

extension Option<Precision> {
  /// What somebody rounds every line to who works by hand: `4` digits, or `4dp`.
  static func byHand(_ name: String, help: String) -> Option {
    word([name], "n", help: help) { (text, option) throws(Failure) in
      let isDecimals = text.hasSuffix("dp")
      let number = isDecimals ? text.dropLast(2) : text[...]
      guard number.allSatisfy(\.isNumber), let count = Int(number), 1...15 ~= count else {
        throw Failure(
          .wrongCall,
          "Error: '\(option)' needs 1 to 15 significant digits such as 4, or decimals such as "
            + "4dp, not '\(text)'")
      }
      return isDecimals ? .decimals(count) : .digits(count)
    }
  }
}

extension Option<Working> {
  static func working(_ name: String, help: String) -> Option {
    word([name], "amount", completion: .words(["brief", "full"]), help: help) {
      (word, option) throws(Failure) in
      switch word {
      case "full": .full
      case "brief": .brief
      default:
        throw Failure(.wrongCall, "Error: '\(option)' is brief or full, not '\(word)'")
      }
    }
  }
}

extension Phase {
  /// The phases of a group, or the one of the name, which may be written as a letter: δ.
  static func named(_ word: String) -> Set<Phase>? {
    let word = word.inPlainCharacters
    return PhaseGroup(rawValue: word)?.phases ?? Phase(rawValue: word).map { [$0] }
  }

  /// The names, each once: some groups have the name of their one phase.
  static let completions =
    PhaseGroup.allCases.map(\.rawValue)
    + Phase.allCases.filter { PhaseGroup(rawValue: $0.rawValue) == nil }.map(\.rawValue)

  static let names =
    PhaseGroup.allCases.map(\.rawValue).sorted() + Phase.allCases.map(\.rawValue)
}

/// What follows the message about an unknown name, where another one is near.
func hint(_ nearest: String?) -> String { nearest.map { " Did you mean '\($0)'?" } ?? "" }

extension Failure {
  /// A name in a call that nothing of its kind has, with those that there are.
  static func noSuch(
    _ kind: String, _ name: String, _ known: String = "", nearest: String?
  ) -> Failure {
    Failure(.wrongCall, "Error: \(thereIsNo(kind, name))\(known).\(hint(nearest))")
  }
}
