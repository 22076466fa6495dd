import Formulas
import Diagnostics
package import Checking
import Decimals
package import Lessons
import Programs
import Rendering
package import Tracing
package import Words

/// What is said of the answers on a sheet, before it is set in any format.
package struct MarkingReport {
  /// How much is told of an answer that is not right.
  package enum Detail: Equatable {
    /// Everything, with the right number.
    case full
    /// What kind of problem it is.
    case kind
    /// That, and the formula in names.
    case formula
  }

  let lesson: Lesson
  let language: any Language
  package let sheet: AnswerSheet
  package let marking: Marking
  /// The step that is the pass after training.
  let closingStep: Int?
  package var detail = Detail.full
  /// Whether answers that are plainly right are listed one by one.
  package var listsAll = false
  /// The trace of somebody who rounds every line, where it is to stand beside.
  package var byHand: ByHandTrace?

  private let notations: PerBatch<LineNotation>
  /// The places of lines in the order of a page.
  private let places: [LineID: Int]
  /// The learner's own names of lines.
  private let ownNames: [TracedNumber: String]
  /// Finds names in what was typed, where that is not the name of a line already.
  private let typedNames: QuantityNames?
  /// The answers that are more than rounded.
  private let mistaken: Set<TracedNumber>

  package init(
    _ lesson: Lesson, _ trace: Trace, _ sheet: AnswerSheet, _ marking: Marking,
    in language: any Language
  ) {
    self.lesson = lesson
    self.language = language
    self.sheet = sheet
    self.marking = marking
    closingStep = trace.hasClosingPass ? trace.lastStep : nil
    notations = lesson.perBatch { LineNotation($0, in: language) }
    places = Dictionary(
      uniqueKeysWithValues: zip(notations[1].names.orderOfPage, 0...))
    ownNames = Dictionary(
      marking.marks.compactMap { mark in
        guard case .line(_, false) = mark.answer.subject, sheet.isOwn(mark.answer.name) else {
          return nil
        }
        return mark.lineAtStep.map { ($0, mark.answer.name) }
      },
      uniquingKeysWith: { first, _ in first })
    typedNames = marking.marks.allSatisfy { $0.lineAtStep != nil } ? nil : QuantityNames(lesson)
    mistaken = Set(
      marking.marks.filter { ![.exact, .right, .truncated].contains($0.verdict) }.compactMap(
        \.lineAtStep))
  }

  var title: String {
    language.text(.title(.answers(marking.marks.count, of: lesson.titleOfRun(in: language))))
  }

  // Names.

  /// The lines that a step has, as pages print them.
  func notation(at step: Int) -> LineNotation { notations[step] }

  /// A line's plain name.
  func plainName(of line: LineID) -> String { lesson.program.lines[line].symbol.description }

  /// What an answer is for, by the plain names of the program; as it was typed, where it is unknown.
  func quantity(_ answer: AnswerSheet.Answer) -> String {
    switch answer.subject {
    case .line(let line, let isNegated): (isNegated ? "-" : "") + plainName(of: line)
    case .expression(let formula): formula.text(naming: plainName)
    case .unknown, .noValue: answer.name
    }
  }

  /// The name of a quantity: the learner's own, where there is one, else that of the page.
  func name(of number: TracedNumber) -> MathNode {
    ownNames[number].map { .words($0.printable.cut(to: Self.longestName)) }
      ?? notation(at: number.step).name(of: number.line)
  }

  /// What an answer is shown under: as a page prints it, or as it was typed, where that is the learner's
  /// own name or none of the lesson's.
  func name(_ mark: Marking.Mark) -> MathNode {
    let (answer, notation) = (mark.answer, notation(at: mark.answer.step))
    let typed = MathNode.words(answer.name.printable.cut(to: Self.longestName))
    if sheet.isOwn(answer.name) { return typed }
    switch answer.subject {
    case .line(let line, false): return notation.name(of: line)
    case .line(let line, true): return .row([.sign(.negative), notation.name(of: line)])
    case .expression(let formula):
      guard let share = ShareName(answer.name) else {
        let printed = notation.formula(formula)
        return printed.text(isASCII: false).count > Self.longestName ? typed : printed
      }
      let user = share.user.map { line(named: $0) }
      guard let derivative = line(named: share.derivative), user != .some(nil) else { return typed }
      return notation.share(of: derivative, via: user ?? nil)
    case .unknown, .noValue: return typed
    }
  }

  /// The one line that a typed name means.
  func line(named name: String) -> LineID? {
    let lines = typedNames?.lines(named: name) ?? []
    return lines.count == 1 ? lines[0] : nil
  }

  private static let longestName = 40
  private static let longestComment = 240

  func given(_ mark: Marking.Mark) -> String {
    mark.answer.given == nil ? "" : mark.answer.text.printable.cut(to: Self.longestName)
  }

  func comment(_ mark: Marking.Mark) -> String? {
    guard let text = mark.answer.comment?.printable, !text.isEmpty else { return nil }
    return text.cut(to: Self.longestComment)
  }

  // Steps.

  /// The marks of each step, in the order of the page; what the lesson does not have is the last.
  var groups: [(step: Int, marks: ArraySlice<Marking.Mark>)] {
    let marks = marking.marks.enumerated().sorted { left, right in
      let (first, second) = (place(left.element), place(right.element))
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
    var groups: [(step: Int, marks: ArraySlice<Marking.Mark>)] = []
    for (index, mark) in marks.enumerated() {
      if let last = groups.indices.last, groups[last].step == mark.answer.step {
        groups[last].marks = marks[groups[last].marks.startIndex...index]
      } else {
        groups.append((mark.answer.step, marks[index...index]))
      }
    }
    return groups
  }

  /// The step of an answer and the place of its line on a page, of an expression that of its last operand.
  private func place(_ mark: Marking.Mark) -> (step: Int, line: Int) {
    let lines: [LineID] =
      switch mark.answer.subject {
      case .line(let line, _): [line]
      case .expression(let formula): formula.lines
      case .unknown, .noValue: []
      }
    return (mark.answer.step, lines.compactMap { places[$0] }.max() ?? .max)
  }

  /// The first answer, in the order of the page, that neither rounding nor the learner's earlier answers
  /// explain.
  var firstMistake: Marking.Mark? {
    marking.marks.filter { $0.verdict == .wrong }.min { place($0) < place($1) }
  }

  /// Whether answers are for more than the first step, so that steps have to be named.
  var namesSteps: Bool { marking.marks.contains { $0.answer.step != 1 } }

  func heading(ofStep step: Int) -> String {
    language.text(
      .heading(step == closingStep ? .after(.step, step - 1) : .step(.step, step)))
  }

  func position(ofStep step: Int) -> PositionPhrase {
    step == closingStep ? .after(.step, step - 1) : .at(.step, step)
  }

  // The sheet as a whole.

  /// What is assumed, and what was read as something else than is typed.
  var remarks: [String] {
    var notes: [(note: SheetNote, lines: [Int])] = []
    var indices: [SheetNote: Int] = [:]
    for (line, note) in sheet.notes {
      if let index = indices[note] {
        notes[index].lines.append(line)
      } else {
        indices[note] = notes.count
        notes.append((note, [line]))
      }
    }
    return marking.conventions.map { language.text(.convention($0)).printable }
      + notes.map { note, lines in
        language.text(
          .marking(
            .note(
              language.text(.sheetNote(note)).printable,
              lines: SomeNames(lines, atMost: 4))))
      }
  }

  func count(_ verdicts: Marking.Verdict...) -> Int {
    marking.marks.count { verdicts.contains($0.verdict) }
  }

  /// How many answers are how, in a sentence.
  var summary: String {
    if marking.marks.isEmpty { return language.text(.marking(.noAnswers)) }
    let fromMistakes = marking.marks.count {
      $0.verdict == .follows && !mistaken.isDisjoint(with: $0.followed)
    }
    let fromRounding = count(.follows) - fromMistakes
    let counts: [(kind: AnswerKind, count: Int)] = [
      (.right, count(.exact, .right)), (.truncated, count(.truncated)),
      (.followsRounding, fromRounding), (.followsMistake, fromMistakes), (.slip, count(.slip)),
      (.wrong, count(.wrong)), (.blank, count(.blank)), (.unknown, count(.unknown)),
    ]
    return language.text(.marking(.summary(counts.filter { $0.count > 0 })))
  }

  /// Where the first mistake is, in a sentence.
  var first: Sentence<MathNode>? {
    firstMistake.map { mark in
      let step = mark.answer.step
      return language.sentence(
        .marking(.first(name(mark), at: step == 1 ? nil : position(ofStep: step))))
    }
  }
}

extension MarkingReport {
  /// What the sheet comes to.
  package enum Outcome: Sendable {
    case passed, failed
    /// Lines of the sheet cannot be read.
    case unreadable
  }

  /// The outcome; a strict one lets only answers pass that are right by themselves.
  package func outcome(strict isStrict: Bool) -> Outcome {
    if !sheet.mistakes.isEmpty { return .unreadable }
    return marking.marks.allSatisfy { $0.verdict.passes(strict: isStrict) } ? .passed : .failed
  }
}

extension AnswerSheet {
  /// Whether a name, perhaps behind a minus sign, is one that the learner has given a meaning.
  fileprivate func isOwn(_ name: String) -> Bool {
    if ownNames.isEmpty { return false }
    let plain = name.inPlainCharacters
    return ownNames.contains(plain.hasPrefix("-") ? String(plain.dropFirst()) : plain)
  }
}

extension Marking.Mark {
  /// The line that the answer is for, at its step; `nil` for anything but a line.
  fileprivate var lineAtStep: TracedNumber? {
    guard case .line(let line, _) = answer.subject else { return nil }
    return TracedNumber(line: line, step: answer.step)
  }
}

extension Marking.Mark {
  /// Whether the number is right, to the digits that it has.
  var isRight: Bool { verdict == .exact || verdict == .right }

  /// Whether there is nothing to say but that it is right.
  var isPlainlyRight: Bool {
    isRight && !isShort && !isRestored && arithmetic == nil
  }
}
