import Fixtures
import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

@testable import Rendering

@Suite struct PrintedTruthTests {
  static let precisions = (3...15).flatMap { [Precision.digits($0), .decimals($0)] }
  static let widths = [40, 60, 80, 120, 200]

  /// Pages of a lesson with every precision, on which the widths, the spellings, the amounts of
  /// working and the steps take turns.
  private static func samples(_ lesson: PrintedLesson) -> [ShowOptions] {
    precisions.enumerated().map { place, precision in
      .changed {
        $0.showsAll = true
        $0.precision = precision
        $0.width = widths[place % 5]
        $0.isASCII = place % 4 == 0
        $0.working = [.chain, .full, .brief][place % 3]
        let step = lesson.steps[place / 2 % lesson.steps.count]
        $0.steps = step...step
      }
    }
  }

  private static func expectTruth(_ lesson: PrintedLesson, _ samples: [ShowOptions]) {
    let inFull = [false, true].map { lesson.inFull(isASCII: $0) }
    let names = inFull.map { PrintedNames($0.names) }
    for options in samples {
      let spelling = options.isASCII ? 1 : 0
      let report = PrintedLineReader(
        lesson.page(options), inFull: inFull[spelling], names: names[spelling]
      ).report()
      #expect(report.faults.isEmpty, "\(options.described): \(report.faults.prefix(3))")
      // With so many decimals whatever the size, no line may follow from its numbers.
      if case .digits = options.precision { #expect(report.checked > 0, "\(options.described)") }
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `every printed line of a lesson is true by itself`(name: String) throws {
    let lesson = try PrintedLesson(name, try #require(ShippedLessons.text(name)))
    Self.expectTruth(lesson, Self.samples(lesson))
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a page as it is shown first is true, and says nothing twice differently`(
    name: String
  ) throws {
    let lesson = try PrintedLesson(name, try #require(ShippedLessons.text(name)))
    let inFull = lesson.inFull(isASCII: false)
    #expect(inFull.contradictions.isEmpty, "\(inFull.contradictions.prefix(3))")
    for precision in [nil, .digits(3), .decimals(4)] as [Precision?] {
      let page = lesson.page(.changed { $0.precision = precision })
      #expect(page.contradictions.isEmpty, "\(page.contradictions.prefix(3))")
      let reader = PrintedLineReader(
        page, inFull: inFull, names: PrintedNames(inFull.names))
      let report = reader.report()
      #expect(report.faults.isEmpty, "\(report.faults.prefix(3))")
    }
  }

  /// With 17 digits a number is told from all other doubles.
  ///
  /// Derivatives that are 1, and local ones that equal the whole, are not printed.
  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a page says what the trace says`(name: String) throws {
    let lesson = try PrintedLesson(name, try #require(ShippedLessons.text(name)))
    let page = lesson.inFull(isASCII: true)
    for step in lesson.steps {
      for (place, line) in lesson.trace.program.lines.numbered {
        guard let value = lesson.trace.listedValue(of: place, at: step) else { continue }
        let printed = page.value(of: line.symbol.description, at: step)?.value
        let isLeftOut = line.phase == .delta && printed == nil
        #expect(isLeftOut || printed == value, "\(line.symbol) is \(value) at step \(step)")
      }
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name), [false, true])
  func `a narrow page says what a wide one says`(name: String, isASCII: Bool) throws {
    let lesson = try PrintedLesson(name, try #require(ShippedLessons.text(name)))
    func entries(_ width: Int) -> [String] {
      lesson.page(.changed { ($0.width, $0.isASCII, $0.steps) = (width, isASCII, 1...1) }).entries
        .map { "\($0.step) \($0.name) = \($0.rows.map { $0.filter { $0 != " " } })" }
    }
    // A table that is turned, or stands in parts, gives its numbers in another order.
    let wide = entries(100_000).sorted()
    for width in Self.widths { #expect(entries(width).sorted() == wide, "at \(width) columns") }
  }

  @Test(arguments: PublishedExamples.names)
  func `every printed line of a published example is true by itself`(name: String) throws {
    let lesson = try PrintedLesson(name, try PublishedExamples.text("\(name).md"))
    Self.expectTruth(
      lesson,
      [
        (false, Working.full, Precision.digits(12)), (false, .brief, .digits(4)),
        (true, .chain, .decimals(3)), (false, .full, .digits(4)),
      ].map { isASCII, working, precision in
        .changed {
          ($0.isASCII, $0.working, $0.precision) = (isASCII, working, precision)
          ($0.showsAll, $0.steps) = (true, 1...1)
        }
      })
  }

  @Test func `the published examples are found`() {
    #expect(PublishedExamples.names.count == 21)
  }

  @Test(arguments: AwkwardLines.lessons)
  func `every printed line of an awkward lesson is true by itself`(text: String) throws {
    let lesson = try PrintedLesson("awkward.md", text)
    Self.expectTruth(lesson, Self.samples(lesson))
  }

  /// A changed result is found because it is not what is computed, and unless the digit is one of
  /// the last two, because it does not follow from the numbers before it; a changed number of the
  /// row before, because it is not the one that is named there.
  @Test(arguments: [false, true])
  func `a changed digit is found`(isASCII: Bool) throws {
    let text = try #require(ShippedLessons.text("two-layer-sigmoid"))
    let lesson = try PrintedLesson("two-layer-sigmoid", text)
    let inFull = lesson.inFull(isASCII: isASCII)
    let page = lesson.page(
      .changed { ($0.isASCII, $0.steps, $0.showsAll) = (isASCII, 1...1, true) })
    let reader = PrintedLineReader(
      page, inFull: inFull, names: PrintedNames(inFull.names))
    var (results, operands) = (0, 0)
    for entry in page.entries where entry.rows.count == 3 {
      for (row, place, changed) in entry.changes(inLast: 2) {
        var report = PrintedLineReader.Report()
        reader.check(changed, &report)
        let kinds = Set(report.faults.map(\.kind))
        let line = "\(entry.name) = \(changed.rows)"
        if row == 1 {
          operands += 1
          #expect(kinds.contains(.operand), "\(line)")
        } else {
          results += 1
          #expect(kinds.contains(.result), "\(line)")
          if place >= 2 { #expect(kinds.isSuperset(of: [.numbers, .names]), "\(line)") }
        }
      }
    }
    #expect(results > 40 * 6 * 9)
    #expect(operands > 40 * 9 * 9)
  }
}

extension PrintedPage.Entry {
  /// The entry with one digit changed, of a number in one of its last rows.
  ///
  /// `place` counts from the end of the row's last number.
  fileprivate func changes(
    inLast count: Int
  ) -> [(row: Int, place: Int, entry: PrintedPage.Entry)] {
    rows.indices.suffix(count).flatMap { row -> [(Int, Int, PrintedPage.Entry)] in
      let text = Array(rows[row])
      let digits = text.indices.filter { text[$0].isASCII && text[$0].isNumber }
      return digits.enumerated().flatMap { place, index in
        "0123456789".filter { $0 != text[index] }.map { digit in
          var (rows, changed) = (rows, text)
          changed[index] = digit
          rows[row] = String(changed)
          let entry = PrintedPage.Entry(step: step, name: name, rows: rows)
          return (row, digits.count - 1 - place, entry)
        }
      }
    }
  }
}

extension ShowOptions {
  fileprivate var described: String {
    "\(precision.map { "\($0)" } ?? "own digits"), \(width) columns, \(working)\(isASCII ? ", ASCII" : "")"
  }
}
