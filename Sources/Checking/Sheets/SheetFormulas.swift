import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs

/// Reads expressions over the quantities of a lesson, as they are written on paper.
///
/// Quantities are found first, each by the longest stretch of text that names one. What is between
/// them is turned into plain characters, and the whole is read by the grammar of lessons, in which
/// a word of its own stands for each quantity.
struct SheetFormulas {
  let names: QuantityNames
  /// The lines as they are at the step that is read.
  var program: Program
  private let functions: [String: Function]
  /// The learner's own names, in plain characters, with what they stand for.
  private(set) var definitions: [String: Formula] = [:]

  /// The arguments of update rules that formulas call by a name, such as a learning rate.
  private let arguments: [String: Formula]

  /// Longer expressions are refused.
  private static let maximumLength = 2000
  /// An expression may have so many operations when the learner's own names are unfolded.
  private static let maximumSize = 10_000
  /// For how many unknown names the nearest one is still looked for.
  private var searches = 200

  init(_ lesson: Lesson) {
    names = QuantityNames(lesson)
    program = lesson.program
    functions = lesson.functions
    arguments = lesson.program.namedArguments
  }

  /// Why a text has no formula.
  enum Failure: Error {
    case mistake(Diagnostic)
    /// A name that is none of the lesson's.
    case unknown(name: WrittenText)
  }

  mutating func define(_ name: WrittenText, as formula: Formula) throws(Diagnostic) {
    let plain = name.string.inPlainCharacters
    let isWord =
      name.indices.allSatisfy { name[$0].isInWord } && !name[name.indices.lowerBound].isDigit
    if !isWord {
      throw Diagnostic(
        "\(name.quoted) is no name", at: name.place,
        note: "a name is a letter, then letters, digits and '_'")
    }
    if !names.lines(named: name.string).isEmpty {
      throw Diagnostic("\(name.quoted) is a quantity of the lesson already", at: name.place)
    }
    if plain == "pi" || plain == "step" || functions[plain] != nil {
      throw Diagnostic("\(name.quoted) has a meaning already", at: name.place)
    }
    if definitions[plain] != nil {
      throw Diagnostic("\(name.quoted) is given a meaning twice", at: name.place)
    }
    definitions[plain] = formula
  }

  /// The one quantity, or own name, that a text is nothing but the name of.
  func named(_ text: WrittenText) throws(Failure) -> Formula? {
    let string = text.string
    let lines = names.lines(named: string)
    if lines.count > 1 {
      throw .mistake(
        Diagnostic(
          "\(text.quoted) is a family of \(lines.count) numbers", at: text.place,
          note: "name one of them, such as '\(program.lines[lines[0]].symbol)'"))
    }
    if let line = lines.first { return .line(line) }
    let plain = string.inPlainCharacters
    return definitions[plain] ?? arguments[plain] ?? localDerivative(plain)
  }

  /// The formula of a text in which every name has to be known.
  mutating func known(_ text: WrittenText) throws(Diagnostic) -> Formula {
    do throws(Failure) {
      return try formula(text)
    } catch {
      switch error {
      case .mistake(let diagnostic): throw diagnostic
      case .unknown(let name):
        throw .noSuch(
          "quantity", name.shortened, at: name.place, nearest: nearest(to: name.string))
      }
    }
  }

  /// The meaning of `dX/dY` where the formula of X uses Y and the derivative has no line.
  private func localDerivative(_ name: String) -> Formula? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.hasPrefix("d") }) else { return nil }
    let quantities = parts.map { names.lines(named: String($0.dropFirst())) }
    guard quantities[0].count == 1, quantities[1].count == 1 else { return nil }
    return program.localDerivative(of: quantities[0][0], by: quantities[1][0])
  }

  func formula(_ text: WrittenText) throws(Failure) -> Formula {
    if text.indices.count > Self.maximumLength {
      throw .mistake(
        Diagnostic(
          "this expression has more than \(Self.maximumLength) characters", at: text.place,
          note: "give a part a name of its own with 'let'"))
    }
    if let formula = try named(text) { return formula }
    if let mark = text.firstIndex(of: "#") {
      throw .mistake(Diagnostic("unexpected '#'", at: text[mark..<mark + 1].place))
    }
    var plain = PlainFormula(text, functions, readsDecimalCommas: true)
    var meanings: [String: Formula] = [:]
    try plain.write { stretch, longer throws(Failure) in
      guard let meaning = try self.named(stretch, longer) else { return nil }
      let word = "\u{A74F}\(meanings.count)\u{A74F}"
      meanings[word] = meaning
      return word
    }
    return try formula(plain, meanings)
  }

  /// What a stretch of an expression is the name of, if it is one.
  private func named(
    _ stretch: WrittenText, _ longer: WrittenText?
  ) throws(Failure) -> Formula? {
    do throws(Failure) {
      return try named(stretch)
    } catch {
      // A family's name before brackets that name none of its members.
      if let longer, longer.has("[", at: stretch.indices.upperBound) {
        throw .unknown(name: longer)
      }
      throw error
    }
  }

  /// The formula of an expression in which each of these words has a meaning.
  private func formula(
    _ plain: PlainFormula, _ meanings: [String: Formula]
  ) throws(Failure) -> Formula {
    var unknown: WrittenText?
    let source = Source(name: "", bytes: plain.bytes)
    var scope = Scope(functions: functions)
    func noQuantity(_ place: Range<Int>) -> Diagnostic {
      unknown = plain.typed(place)
      return Diagnostic("there is no such quantity", at: place)
    }
    scope.quantity = { (name, _) throws(Diagnostic) in
      if name.indices.isEmpty, !name.isPrimed, let formula = meanings[name.name] { return formula }
      throw noQuantity(name.place)
    }
    scope.derivative = { (_, _, place) throws(Diagnostic) in throw noQuantity(place) }
    do throws(Diagnostic) {
      var tokenizer = Tokenizer(source, in: 0..<plain.bytes.count)
      var parser = FormulaParser(source, try tokenizer.nextStatement() ?? []) { _ in false }
      let parsed = try parser.formula()
      try parser.expectEnd()
      var instantiation = Instantiation(scope, maximumSize: Self.maximumSize)
      let formula = try instantiation.formula(parsed)
      if formula.size > Self.maximumSize {
        throw Diagnostic(
          "this grows to more than \(Self.maximumSize) operations", at: parsed.place)
      }
      return formula
    } catch {
      if let unknown { throw .unknown(name: unknown) }
      throw .mistake(plain.original(error))
    }
  }

  /// The name that comes nearest to an unknown one; of a long one, and of many, none.
  mutating func nearest(to name: String) -> String? {
    if searches == 0 || name.utf8.count > 100 { return nil }
    searches -= 1
    return names.nearest(to: name)
  }
}

extension Formula {
  /// The formula without signs and whether it is negated by them.
  var unsigned: (formula: Formula, isNegated: Bool) {
    guard case .negated(let operand) = kind else { return (self, false) }
    let inner = operand.unsigned
    return (inner.formula, !inner.isNegated)
  }
}

extension Program {
  /// The numbers that formulas of updates call by a name, where it means the same in all of them.
  fileprivate var namedArguments: [String: Formula] {
    var found: [String: Formula?] = [:]
    func look(_ formula: Formula) {
      if case .named(let name, _) = formula.kind {
        if let known = found[name] {
          if known != formula { found[name] = .some(nil) }
        } else {
          found[name] = formula
        }
      }
      for part in formula.parts { look(part) }
    }
    for line in lines where line.phase.group == .update {
      if let formula = line.formula { look(formula) }
    }
    return found.compactMapValues { $0 }
  }
}
