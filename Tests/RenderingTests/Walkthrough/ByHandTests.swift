import Diagnostics
import Decimals
import FoundationEssentials
import Formulas
import Lessons
import Programs
import Testing
import Tracing

@testable import Rendering

/// Pages with the numbers of somebody who rounds every line.
struct `A page by hand` {
  private static func byHand(
    _ precision: Precision, _ change: (inout ShowOptions) -> Void = { _ in }
  ) -> ShowOptions {
    .changed {
      $0.byHand = precision
      change(&$0)
    }
  }

  /// The exact values are those that Matt Mazur's page prints; the others, decimals rounded half up.
  @Test(arguments: [
    """
        netₕ₁ = w₁·i₁ + w₂·i₂ + b₁ = 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775
        netₕ₂ =
    """,
    """
        outₕ₁ = σ(netₕ₁) = 1/(1 + e^−0.3775) = 0.5933
                exact 0.59327, error +0.00003
        outₕ₂ =
    """,
    """
        Eₒ₁ = ½·(t₁ − outₒ₁)² = ½·(0.01 − 0.7514)² = 0.2748
              exact 0.2748111, error −0.000011
        Eₒ₂ =
    """,
    """
        ∂E/∂w₅ = δₒ₁·outₕ₁ = 0.1385·0.5933 = 0.0822
                 exact 0.082167, error +0.000033

    """,
    """
        w₅⁺ = w₅ − η·∂E/∂w₅ = 0.40 − 0.5·0.0822 = 0.3589
              exact 0.3589165, error −0.000017

    """,
    """
    After step 1
    ────────────
        E = 0.291   exact 0.2910278, error −0.000028

    Worked by hand   rounded half up to 4 decimals
    ──────────────
    Every line is rounded before the next one uses it; given numbers stand as given.

    """,
    // 0.0364 instead of 0.0363503.
    "\nLargest error: ∂E/∂outₕ₁, +0.00005\n",
  ])
  func `has every line rounded, and the error of each`(lines: String) throws {
    let shown = try ShownLesson(
      document: `The two-layer sigmoid lesson`.document,
      options: Self.byHand(.decimals(4)) { $0.showsAll = true })
    #expect(shown.text.contains(lines))
    #expect(!shown.text.contains("computed in full"))
  }

  /// 0.1·0.3 is 0.03 and no error, whatever doubles make of it.
  @Test func `has no error where there is none`() throws {
    let shown = try ShownLesson(
      "const a = 0.1, b = 0.3\np = a*b\nq = p + a", options: Self.byHand(.digits(3)))
    #expect(shown.rows("p") == ["a·b", "0.1·0.3", "0.03"])
    #expect(shown.rows("q") == ["p + a", "0.03 + 0.1", "0.13"])
    #expect(!shown.text.contains("Largest error"))
  }

  @Test func `has given numbers in full, and no more digits of others`() throws {
    let shown = try ShownLesson(
      "const a = 1.23456789\nx = 2*a\nd = x - 2.469\n", options: Self.byHand(.decimals(3)))
    #expect(shown.text.contains("    a = 1.23456789   constant\n"))
    #expect(shown.rows("x")[1] == "2·1.23456789")
    #expect(shown.rows("d")[1] == "2.469 − 2.469")
    // 2.46913578 − 2.469 is 0.00013578.
    #expect(shown.rows("d")[2] == "0\n  exact 0.000136, error −0.00014")
  }

  @Test func `rounds once where factors are written into a product`() throws {
    let lesson = "param a = 1.26\ny = a^2\nL = y^2\ndifferentiate L"
    let full = try ShownLesson(lesson, options: Self.byHand(.digits(2)))
    // y is 1.5876, 2·1.26 is 2.52; exactly, the derivative is 4·1.26³ = 8.001504.
    #expect(full.rows("∂L/∂a").dropFirst() == ["3.2·2.5", "8\n  exact 8.0015, error −0.0015"])
    let brief = try ShownLesson(
      lesson, options: Self.byHand(.digits(2)) { $0.working = .brief })
    #expect(
      brief.rows("∂L/∂a").dropFirst() == ["4·1.6·1.26", "8.1\n  exact 8.0015, error +0.099"])
  }

  @Test func `says where rounding ruins the run`() throws {
    let shown = try ShownLesson(
      "const a = 0.001\nb = a*a\nc = 1/b", options: Self.byHand(.decimals(4)))
    #expect(shown.rows("c") == ["1/b", "1/0", "∞\n  exact 1000000"])
    #expect(
      shown.text.contains("\nBy hand, at step 1, c is ∞: the first value that is not finite\n"))
  }

  @Test func `is plain in plain characters`() throws {
    let shown = try ShownLesson(
      document: `The two-layer sigmoid lesson`.document,
      options: Self.byHand(.decimals(4)) { ($0.isASCII, $0.showsAll) = (true, true) })
    #expect(shown.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(
      shown.text.contains(" = 1.2249\n             exact 1.2249214, error -0.000021\n"))
  }

  @Test func `shows a run by hand, and its last errors`() throws {
    let shown = try ShownLesson(
      "param w = 1\nL = w^2\nminimize L by gd(rate: 0.25), steps: 3",
      options: Self.byHand(.decimals(2)))
    // Exactly, w is 1/2, 1/4 and 1/8, and L is 1/4, 1/16 and 1/64.
    #expect(
      shown.text.contains(
        """
            step     L     w
               1  1     1
               2  0.25  0.5
               3  0.06  0.25
               4  0.02  0.13

        Errors at step 4: L +0.0044, w +0.005

        """))
  }

  /// Exactly, L is 0.2304, 0.0576 and 0.0144.
  @Test func `says that it ends with the exact run`() throws {
    let lesson = "param w = 0.48\nL = w^2\nminimize L by gd(rate: 0.25), steps: 9"
    let plain = try ShownLesson(lesson, options: Self.byHand(.decimals(1)))
    #expect(!plain.text.contains("The run ends"))
    let shown = try ShownLesson(lesson + ", until: L < 0.02", options: Self.byHand(.decimals(1)))
    #expect(shown.text.contains("ended after 3 steps with L < 0.02"))
    #expect(shown.text.contains(" The run ends where it\ndoes without rounding.\n"))
  }

  // Every line, read back.

  private static let lessons = ShippedLessons.all + AwkwardLines.lessons.map { ("awkward", $0) }

  @Test(arguments: lessons.map(\.text), [Working.full, .brief])
  func `every printed result is the rounding of what is printed before it`(
    text: String, working: Working
  ) throws {
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text), files: .shipped)
    let trace = try Trace(running: lesson.program)
    let precisions: [Precision] = [
      .digits(2), .decimals(3), .digits(4), .decimals(4), .digits(7), .decimals(10),
    ]
    for (place, precision) in precisions.enumerated() {
      let options = Self.byHand(precision) {
        ($0.working, $0.isASCII, $0.showsAll) = (working, place % 3 == 0, true)
        ($0.width, $0.steps) = ([60, 80, 200][place % 3], 1...min(3, trace.lastStep))
      }
      let page = PrintedPage((walkthroughText(lesson, trace, options), 1))
      let reader = HandReader(page, precision)
      for entry in page.entries { reader.check(entry) }
      #expect(page.contradictions.isEmpty)
    }
  }
}

/// Holds each line of a page by hand against the numbers that stand in it, and nothing else.
private struct HandReader {
  let page: PrintedPage
  let names: PrintedNames
  let precision: Precision

  init(_ page: PrintedPage, _ precision: Precision) {
    (self.page, self.precision) = (page, precision)
    names = PrintedNames(page.names)
  }

  func check(_ entry: PrintedPage.Entry) {
    let line = "step \(entry.step): \(entry.name) = \(entry.rows.joined(separator: " = "))"
    guard let last = entry.rows.last, let result = PrintedValue(last), result.value.isFinite else {
      let isInfinite = ["∞", "inf", "NaN", "nan"].contains { entry.rows.last?.contains($0) == true }
      #expect(isInfinite, "\(line)")
      return
    }
    var leaves: [Double]?
    for row in entry.rows.dropLast() {
      do {
        let formula = try self.formula(row, at: entry.step)
        let values = try formula.leaves.map { try value($0, at: entry.step) }
        // A number that is put in has its sign before it.
        let sizes = values.map(\.magnitude)
        #expect(leaves == nil || sizes == leaves, "\(line)")
        leaves = sizes
        var rest = values[...]
        let span = try formula.span(slack: 0x1p-50) { _ in Span(rest.removeFirst()) }
        // The reader's e^44999 is more than a double.
        if !span.width.isFinite { continue }
        let possible = [span.low, span.high].map(rounded)
        // Sums lose in doubles what their terms leave.
        let size = sizes.max() ?? 0
        // Where 1 - 0.999 is divided by, the slack of doubles can be many units of the last digit.
        let isBetween = possible[0] <= result.value && result.value <= possible[1]
        #expect(
          isBetween || possible.contains { isSame($0, result.value, beside: size) },
          "\(line), not \(possible)")
      } catch {
        Issue.record("\(line): \(error)")
      }
    }
    if let remark = entry.remark { check(remark, beside: result.value, line) }
  }

  /// A row with the arguments of update rules put in.
  private func formula(_ row: String, at step: Int) throws -> PrintedFormula {
    try PrintedFormulaParser.formula(row, names).writtenOut { name in
      if page.value(of: name, at: step) != nil { return nil }
      return page.arguments[name].flatMap { try? PrintedFormulaParser.formula($0, names) }
    }
  }

  private func value(_ leaf: PrintedFormula, at step: Int) throws -> Double {
    if case .number(let number) = leaf { return number.value }
    guard case .name(let name, let isPrevious) = leaf,
      let value = page.value(of: name, at: step, isPrevious: isPrevious)
    else { throw NotUnderstood(text: "\(leaf)") }
    return value.value
  }

  /// Half up, worked out in doubles of its own.
  private func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let place =
      switch precision {
      case .decimals(let count): -count
      case .digits(let count): Self.exponent(value) - count + 1
      }
    let units = abs(value) * PrintedNumber.powerOfTen(-place) + 0.5
    return (value < 0 ? -1 : 1) * units.rounded(.down) * PrintedNumber.powerOfTen(place)
  }

  private static func exponent(_ value: Double) -> Int {
    let digits = abs(value).description.split(separator: "e")
    if digits.count == 2, let exponent = Int(digits[1]) { return exponent }
    let parts = digits[0].split(separator: ".")
    if parts[0] != "0" { return parts[0].count - 1 }
    return -1 - parts[1].prefix { $0 == "0" }.count
  }

  private func isSame(_ left: Double, _ right: Double, beside size: Double) -> Bool {
    abs(left - right) <= max(abs(right), size) * 0x1p-48
  }

  /// `exact 0.59327, error +0.00003`: the number by hand less the exact one is the error.
  private func check(_ remark: String, beside byHand: Double, _ line: String) {
    let parts = remark.dropFirst("exact ".count).split(separator: ", error ").map(String.init)
    guard parts.count == 2, let exact = PrintedValue(parts[0]),
      let error = PrintedValue(parts[1].first == "+" ? String(parts[1].dropFirst()) : parts[1])
    else {
      Issue.record("\(line) \(remark)")
      return
    }
    let isShort = error.number.digits <= 2 || error.number.last == 0
    #expect(error.value != 0 && isShort, "\(line) \(remark)")
    let half = PrintedNumber.powerOfTen(min(error.number.first - 1, 0)) * 0.5
    let room = half + abs(byHand) * 0x1p-50
    #expect(abs(byHand - exact.value - error.value) <= room * 1.000001, "\(line) \(remark)")
  }
}
