package import Diagnostics
import Formulas
package import Lessons
package import Tracing
import Words

extension AnswerSheet {
  /// Larger sheets are refused.
  package static let maximumBytes = 2_000_000
  /// Further answers are left out.
  package static let maximumAnswers = 200_000
  /// Further mistakes are counted only.
  static let maximumMistakes = 50

  /// Reads a sheet, a text or a table.
  ///
  /// What cannot be read is among the mistakes; everything else is read nevertheless.
  package static func read(
    _ source: Source, of lesson: Lesson, _ trace: Trace
  ) -> AnswerSheet {
    var reader = AnswerSheetReader(source, lesson, trace)
    reader.readSheet()
    var sheet = reader.sheet
    sheet.noteContradictions()
    return sheet
  }
}

/// Reads the lines of a sheet one after the other.
struct AnswerSheetReader {
  /// Some text with what the answers in it have in common.
  struct Entry {
    let value: WrittenText
    let line: Int
    let step: Int
    var working: [AnswerSheet.Working] = []
    var comment: String?
    /// Whether commas are as good as points, where other characters separate.
    var hasOwnComma = false
  }

  /// Longer chains of equalities are refused.
  private static let maximumParts = 100

  let source: Source
  let trace: Trace
  var sheet: AnswerSheet
  var sides: AnswerSubjects
  private var step = 1
  /// The comment of the line above.
  private var commentAbove: String?
  /// Whether answers are left out already.
  var isFull = false
  /// Whether a decimal comma is noted already.
  var hasCommaNote = false

  init(_ source: Source, _ lesson: Lesson, _ trace: Trace) {
    self.source = source
    self.trace = trace
    sheet = AnswerSheet(source: source)
    sides = AnswerSubjects(lesson)
  }

  mutating func report(_ mistake: Diagnostic) {
    if sheet.mistakes.count < AnswerSheet.maximumMistakes {
      sheet.mistakes.append(mistake)
    } else {
      sheet.furtherMistakes += 1
    }
  }

  mutating func note(_ note: SheetNote, line: Int) { sheet.notes.append((line, note)) }

  mutating func readSheet() {
    if let mistake = source.mistakeOfWhole { return report(mistake) }
    let lines = source.sheetLines
    noteInvisibleCharacters(in: lines)
    if let (head, table) = table(in: lines) {
      for (number, place) in lines[..<head] {
        let line = SheetLine(source, [place])
        if !line.content.isSeparatorLine { read(line, number) }
      }
      read(table, from: lines[head].place.lowerBound, line: lines[head].number)
    } else {
      let marks = source.listMarks(lines)
      if let line = marks.dashed {
        note(.listMarks, line: line)
      }
      let chains = joined(lines)
      for (_, places) in chains { define(SheetLine(source, places, marks)) }
      for (number, places) in chains { read(SheetLine(source, places, marks), number) }
    }
    sheet.ownNames = Set(sides.formulas.definitions.keys)
    sheet.mistakes.sort { $0.place.lowerBound < $1.place.lowerBound }
    if let first = sheet.answers.first, sheet.answers.count > 1,
      sheet.answers.allSatisfy(\.isUnknown)
    {
      note(.anotherLesson, line: first.line)
    }
    if sheet.answers.isEmpty, sheet.mistakes.isEmpty {
      report(
        Diagnostic(
          "there are no answers in this file", at: 0..<0,
          note: "an answer is a line such as \(sides.example) = 0.5"))
    }
  }

  /// Notes each kind of character that cannot be seen, once.
  private mutating func noteInvisibleCharacters(in lines: [(number: Int, place: Range<Int>)]) {
    var known: Set<Unicode.Scalar> = []
    for line in lines where !source.bytes[line.place].allSatisfy({ $0 < 0x80 }) {
      for scalar in source.text(line.place).unicodeScalars
      where scalar.isInvisible && known.insert(scalar).inserted {
        note(.invisible(scalar.codeAndName), line: line.number)
      }
    }
  }

  /// The table that the first line begins which is no comment and no heading.
  private mutating func table(
    in lines: [(number: Int, place: Range<Int>)]
  ) -> (head: Int, AnswerTable)? {
    for (index, line) in lines.enumerated() {
      let text = WrittenText(source, in: line.place).splittingComment.content
      if text.isEmpty || text.isSeparatorLine { continue }
      if (try? PrecisionHeading(text)) != nil { continue }
      return table(text, line: line.number).map { (index, $0) }
    }
    return nil
  }

  // Lines.

  /// The lines, each with those below it that go on with its chain.
  private func joined(
    _ lines: [(number: Int, place: Range<Int>)]
  ) -> [(number: Int, places: [Range<Int>])] {
    var result: [(number: Int, places: [Range<Int>])] = []
    for (number, place) in lines {
      if source.continuesChain(place), let above = result.last?.places,
        above.count > 1 || isChain(above[0])
      {
        result[result.count - 1].places.append(place)
      } else {
        result.append((number, [place]))
      }
    }
    return result
  }

  /// Whether a line is a name, or an equality that can go on in the next line.
  private func isChain(_ place: Range<Int>) -> Bool {
    let content = WrittenText(source, in: place).splittingComment.content
    if content.definition != nil { return false }
    return content.splittingEqualities.count > 1 || sides.isKnown(content)
  }

  /// Reads a line that has nothing but a comment: one on the answer below, or a heading.
  private mutating func read(comment: WrittenText?, _ own: String?, _ line: Int) {
    commentAbove = own
    guard let heading = comment.flatMap(StepHeading.init(inComment:)) else { return }
    step = heading.step
    note(.headingInComment, line: line)
    commentAbove = nil
  }

  private mutating func read(_ text: SheetLine, _ line: Int) {
    let content = text.content
    let own = text.comment.map(\.trimmed.printable).flatMap { $0.isEmpty ? nil : $0 }
    if content.isEmpty { return read(comment: text.comment, own, line) }
    let above = commentAbove
    commentAbove = nil
    if content.definition != nil { return }
    do throws(Diagnostic) {
      var rest = content
      if let heading = try heading(content), !sides.isQuantity(heading.word, in: content) {
        step = heading.step
        rest = heading.rest
        if rest.isEmpty { return }
      }
      if rest.isPhaseHeading { return }
      if try takePrecision(rest) { return }
      for answer in answers(in: rest) { try readAnswer(answer, line: line, comment: own ?? above) }
    } catch {
      report(content.hasLaTeX ? error.ofLaTeX(example: sides.example) : error)
    }
  }

  /// `decimals 4` or `digits 4`, before the first answer.
  private mutating func takePrecision(_ text: WrittenText) throws(Diagnostic) -> Bool {
    guard let precision = try PrecisionHeading(text), !sides.isQuantity(precision.word, in: text)
    else { return false }
    if sheet.asked != nil {
      throw Diagnostic("what was asked for is said twice", at: text.place)
    }
    if !sheet.answers.isEmpty {
      throw Diagnostic(
        "\(text.quoted) stands behind answers", at: text.place,
        note: "what was asked for is said above the first answer")
    }
    sheet.asked = precision.precision
    return true
  }

  /// The heading of a step; where it is none, the lines below still belong to the step above.
  private func heading(_ text: WrittenText) throws(Diagnostic) -> StepHeading? {
    do throws(Diagnostic) {
      return try StepHeading(text)
    } catch {
      throw Diagnostic(
        error.message, at: error.place,
        note: error.note.map { "\($0); what stands below is read as of step \(step)" })
    }
  }

  /// The answers of a line with gaps between them, as walkthroughs print given numbers, without the
  /// word before them; any other line is one answer.
  private func answers(in text: WrittenText) -> [WrittenText] {
    var pieces = text.piecesBetweenGaps.filter { !$0.has("…", at: $0.indices.lowerBound) }
    if let first = pieces.first, first.splittingEqualities.count == 1 { pieces.removeFirst() }
    let areAnswers = pieces.allSatisfy { piece in
      let parts = piece.splittingEqualities
      return parts.count > 1 && sides.isKnown(parts[0])
    }
    return areAnswers && !pieces.isEmpty ? pieces : [text]
  }

  private mutating func readAnswer(
    _ text: WrittenText, line: Int, comment: String?
  ) throws(Diagnostic) {
    var parts = text.splittingEqualities.map(\.withoutMathSigns)
    if let (name, rest) = parts[0].splittingColon, sides.isKnown(name) {
      parts.replaceSubrange(...0, with: rest.isEmpty ? [name] : [name, rest])
    }
    let left = parts[0]
    if left.isEmpty {
      throw Diagnostic(
        "nothing stands before '='", at: text.place,
        note: "an answer is a name, '=' and a number, such as \(sides.example) = 0.5")
    }
    if parts.count == 1 {
      throw Diagnostic(
        "\(text.quoted) has no '='", at: text.place,
        note: "an answer is a name, '=' and a number, such as \(sides.example) = 0.5; "
          + "a table begins with the line quantity,value, a comment with '#'")
    }
    if parts.count > Self.maximumParts {
      throw Diagnostic(
        "this chain has more than \(Self.maximumParts) parts", at: text.place)
    }
    let side = try sides.side(left, at: step)
    var entry = Entry(value: parts[parts.count - 1], line: line, step: step, comment: comment)
    for part in parts[1..<parts.count - 1] {
      if part.isAbbreviated {
        note(.notWorkedOut, line: line)
        continue
      }
      do throws(Diagnostic) {
        entry.working.append(try working(part, in: text))
      } catch {
        if part.separatesAnswers {
          throw Diagnostic(
            "several answers stand in this line", at: text.place,
            note: "write each in a line of its own")
        }
        report(error)
      }
    }
    try add(entry, to: side)
  }

  private mutating func working(
    _ part: WrittenText, in text: WrittenText
  ) throws(Diagnostic) -> AnswerSheet.Working {
    if part.isEmpty {
      throw Diagnostic("nothing stands between two '='", at: text.place)
    }
    return AnswerSheet.Working(text: part.printable, formula: try sides.formulas.known(part))
  }

  /// `let NAME = EXPRESSION`.
  private mutating func define(_ line: SheetLine) {
    guard let definition = line.content.definition else { return }
    do throws(Diagnostic) {
      try sides.define(definition)
    } catch {
      report(error)
    }
  }
}

extension AnswerSheet.Answer {
  /// Whether the lesson has nothing of the name.
  fileprivate var isUnknown: Bool {
    if case .unknown = subject { true } else { false }
  }
}
