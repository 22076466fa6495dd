import Diagnostics
import Formulas
import Lessons
import Programs

/// What stands on the left of an answer.
struct AnswerSubject {
  enum Meaning {
    case one(AnswerSheet.Subject)
    case family(AnsweredFamily, isNegated: Bool)
    case unknown(nearest: String?)
  }

  /// As it was typed.
  let name: String
  let meaning: Meaning

  var isKnown: Bool {
    if case .unknown = meaning { return false }
    return true
  }
}

/// Finds out what is meant on the left of answers.
struct AnswerSubjects {
  var formulas: SheetFormulas
  private let lesson: Lesson
  /// The lines as they are at the step of the answer that is read.
  private var program: Program
  /// Whether it is the program of a shorter last batch.
  private var isOfLastBatch = false
  private var known: [String: AnswerSubject] = [:]
  private var families: [String: AnsweredFamily] = [:]
  private var contributions: [LineID: [(via: LineID, formula: Formula)]] = [:]
  /// A name for examples.
  let example: String

  init(_ lesson: Lesson) {
    formulas = SheetFormulas(lesson)
    self.lesson = lesson
    program = lesson.program
    let line = program.lines.first { $0.phase == .forward } ?? program.lines.first
    example = line?.symbol.description ?? "x"
  }

  /// Whether the lesson has a quantity of the name, which an equality is about.
  func isQuantity(_ name: String, in text: WrittenText) -> Bool {
    text.splittingEqualities.count > 1 && !formulas.names.lines(named: name).isEmpty
  }

  /// Whether a text is the name of a quantity, or of several.
  func isKnown(_ text: WrittenText) -> Bool { !formulas.names.lines(named: text.string).isEmpty }

  /// `NAME = EXPRESSION`.
  mutating func define(_ text: WrittenText) throws(Diagnostic) {
    let parts = text.splittingEqualities
    guard parts.count == 2, !parts[1].isEmpty else {
      throw Diagnostic(
        "'let' needs a name, '=' and what it stands for", at: text.place,
        note: "for example: let Err = -dE/dz; a number stands in a line of its own")
    }
    let meaning = try formulas.known(parts[1])
    try formulas.define(parts[0], as: meaning)
  }

  /// What an answer of a step is for; paths have other formulas where a batch is shorter.
  mutating func side(_ text: WrittenText, at step: Int) throws(Diagnostic) -> AnswerSubject {
    let takesLastBatch = lesson.program.lastBatch?.isTaken(at: step) ?? false
    if takesLastBatch != isOfLastBatch {
      isOfLastBatch = takesLastBatch
      program = lesson.program.at(step)
      formulas.program = program
      (known, contributions) = ([:], [:])
    }
    let string = text.string
    if let side = known[string] { return side }
    let side = AnswerSubject(name: text.printable, meaning: try meaning(of: text))
    known[string] = side
    return side
  }

  private mutating func meaning(of text: WrittenText) throws(Diagnostic) -> AnswerSubject.Meaning {
    let lines = formulas.names.lines(named: text.string)
    if lines.count == 1 { return .one(.line(lines[0], isNegated: false)) }
    if lines.count > 1 { return .family(family(text, lines), isNegated: false) }
    if let first = text.characters.first?.scalar, first.inFormulas ?? String(first) == "-" {
      let rest = text[text.indices.dropFirst()].trimmed
      let lines = formulas.names.lines(named: rest.string)
      if lines.count > 1 { return .family(family(rest, lines), isNegated: true) }
    }
    if let contribution = try contribution(text) { return contribution }
    let formula: Formula
    do throws(SheetFormulas.Failure) {
      formula = try formulas.formula(text)
    } catch {
      switch error {
      case .unknown(let name): return .unknown(nearest: formulas.nearest(to: name.string))
      case .mistake(let diagnostic):
        if text.isPlainWords { return .unknown(nearest: formulas.nearest(to: text.string)) }
        throw diagnostic
      }
    }
    return try meaning(of: formula, text)
  }

  private func meaning(
    of formula: Formula, _ text: WrittenText
  ) throws(Diagnostic) -> AnswerSubject.Meaning {
    if !formula.dependsOnLines, (try? formulas.named(text)) == nil {
      throw Diagnostic(
        "no quantity of the lesson stands in \(text.quoted)", at: text.place,
        note: "an answer is a name, '=' and a number, such as \(example) = 0.5")
    }
    let (unsigned, isNegated) = formula.unsigned
    if let line = unsigned.line { return .one(.line(line, isNegated: isNegated)) }
    return .one(.expression(formula))
  }

  private mutating func family(_ text: WrittenText, _ lines: [LineID]) -> AnsweredFamily {
    let name = text.string
    if let family = families[name] { return family }
    let family = AnsweredFamily(lines.map { ($0, program.lines[$0].symbol.indices) })
    families[name] = family
    return family
  }

  // Shares.

  /// `dE/dh via net`, or `dE/dh directly`: what one path adds to a derivative.
  private mutating func contribution(_ text: WrittenText) throws(Diagnostic) -> AnswerSubject
    .Meaning?
  {
    guard let share = ShareName(text.string) else { return nil }
    let lines = formulas.names.lines(named: share.derivative)
    guard lines.count == 1 else {
      return .unknown(nearest: lines.isEmpty ? formulas.nearest(to: share.derivative) : nil)
    }
    let derivative = lines[0]
    let paths = contributions[derivative] ?? program.pathContributions(of: derivative)
    contributions[derivative] = paths
    let objective = program.objective(of: derivative)
    let user =
      share.user.map { formulas.names.lines(named: $0) } ?? objective.map { [$0] } ?? []
    if user.count == 1, let path = paths.first(where: { $0.via == user[0] }) {
      return .one(.expression(path.formula))
    }
    let symbol = program.lines[derivative].symbol
    return .unknown(
      nearest: paths.first.map { path in
        path.via == objective
          ? "\(symbol) directly" : "\(symbol) via \(program.lines[path.via].symbol)"
      })
  }
}

extension WrittenText {
  /// Whether the text is made of letters, digits, indices and strokes alone.
  fileprivate var isPlainWords: Bool {
    !isEmpty && !self[indices.lowerBound].isDigit
      && indices.allSatisfy { self[$0].isInWord || " '/[],".unicodeScalars.contains(self[$0]) }
  }
}

extension Symbol {
  /// The indices of the quantities in the symbol, in the order in which they are spelled.
  fileprivate var indices: [Int] {
    switch self {
    case .quantity(_, let indices): indices
    case .updated(let symbol): symbol.indices
    case .derivative(let top, let variables): top.indices + variables.flatMap(\.indices)
    case .local(let line, let operand): line.indices + operand.indices
    case .term(_, let parameter, _): parameter?.indices ?? []
    }
  }
}
