package import Formulas
package import Lessons
package import Tracing

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
    reader.read()
    var sheet = reader.sheet
    sheet.noteContradictions()
    return sheet
  }
}

/// Reads the lines of a sheet one after the other.
struct AnswerSheetReader {
  /// Some text with what the answers in it have in common.
  struct Entry {
    let value: SheetText
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
  var sides: LeftSides
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
    sides = LeftSides(lesson)
  }

  mutating func report(_ mistake: Diagnostic) {
    if sheet.mistakes.count < AnswerSheet.maximumMistakes {
      sheet.mistakes.append(mistake)
    } else {
      sheet.furtherMistakes += 1
    }
  }

  mutating func note(_ text: String, line: Int) { sheet.notes.append((line, text)) }

  mutating func read() {
    if let mistake = source.mistakeOfWhole { return report(mistake) }
    let lines = source.sheetLines
    if let (head, table) = table(in: lines) {
      for (number, place) in lines[..<head] { read(SheetText(source, in: place), line: number) }
      read(table, from: lines[head].place.lowerBound, line: lines[head].number)
    } else {
      for (_, place) in lines { define(SheetText(source, in: place)) }
      for (number, place) in lines { read(SheetText(source, in: place), line: number) }
    }
    sheet.mistakes.sort { $0.place.lowerBound < $1.place.lowerBound }
    if sheet.answers.isEmpty, sheet.mistakes.isEmpty {
      report(
        Diagnostic(
          "there are no answers in this file", at: 0..<0,
          note: "an answer is a line such as \(sides.example) = 0.5"))
    }
  }

  /// The table that the first line begins which is no comment and no heading.
  private mutating func table(
    in lines: [(number: Int, place: Range<Int>)]
  ) -> (head: Int, AnswerTable)? {
    for (index, line) in lines.enumerated() {
      let text = SheetText(source, in: line.place).splittingComment.content
      if text.isEmpty { continue }
      if (try? PrecisionHeading(text)) != nil { continue }
      return table(text, line: line.number).map { (index, $0) }
    }
    return nil
  }

  // Lines.

  private mutating func read(_ text: SheetText, line: Int) {
    let (content, comment) = text.splittingComment
    let own = comment.map(\.trimmed.printable).flatMap { $0.isEmpty ? nil : $0 }
    if content.isEmpty {
      commentAbove = own
      return
    }
    let above = commentAbove
    commentAbove = nil
    if content.definition != nil { return }
    do throws(Diagnostic) {
      var rest = content
      if let heading = try StepHeading(content), !sides.isQuantity(heading.word, in: content) {
        step = heading.step
        rest = heading.rest
        if rest.isEmpty { return }
      }
      if try takePrecision(rest) { return }
      try readAnswer(rest, line: line, comment: own ?? above)
    } catch {
      report(error)
    }
  }

  /// `decimals 4` or `digits 4`, before the first answer.
  private mutating func takePrecision(_ text: SheetText) throws(Diagnostic) -> Bool {
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

  private mutating func readAnswer(
    _ text: SheetText, line: Int, comment: String?
  ) throws(Diagnostic) {
    let parts = text.splittingEqualities
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
          + "a table begins with the line quantity,value")
    }
    if parts.count > Self.maximumParts {
      throw Diagnostic(
        "this chain has more than \(Self.maximumParts) parts", at: text.place)
    }
    let side = try sides.side(left)
    var entry = Entry(value: parts[parts.count - 1], line: line, step: step, comment: comment)
    for part in parts[1..<parts.count - 1] {
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
    _ part: SheetText, in text: SheetText
  ) throws(Diagnostic) -> AnswerSheet.Working {
    if part.isEmpty {
      throw Diagnostic("nothing stands between two '='", at: text.place)
    }
    return AnswerSheet.Working(text: part.printable, formula: try sides.formulas.known(part))
  }

  /// `let NAME = EXPRESSION`.
  private mutating func define(_ text: SheetText) {
    guard let definition = text.splittingComment.content.definition else { return }
    do throws(Diagnostic) {
      try sides.define(definition)
    } catch {
      report(error)
    }
  }
}
