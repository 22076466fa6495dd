import Decimals

/// Reads a page line by line and holds each result against the numbers that it follows from.
///
/// A printed number stands for all numbers that are rounded to it, to the digits of the page or to
/// its own where it has more. Numbers that the author typed stand for themselves, and so do others
/// of few digits that have no more on a second page, the same one with seventeen digits.
struct PrintedLineReader {
  let page: PrintedPage
  let inFull: PrintedPage
  let names: PrintedNames
  let precision: Precision

  /// So many units of the last printed digit the rounding of operands may leave open.
  static let unitsAllowed = 10.0
  /// What an operation may lose in doubles: a few units of their last bit.
  static let slack = 0x1p-50
  /// With so many digits a double is printed in full.
  static let mostDigits = 17

  init(_ page: PrintedPage, inFull: PrintedPage, names: PrintedNames, _ precision: Precision) {
    (self.page, self.inFull, self.names, self.precision) = (page, inFull, names, precision)
  }

  struct Fault: CustomStringConvertible {
    enum Kind: String {
      case result = "is rounded wrongly"
      case operand = "has a number in it that is not the one named"
      case numbers = "does not follow from its numbers"
      case names = "does not follow from what the page says of its names"
      case open = "has too few digits in its numbers"
      case unclear = "cannot be read"
    }
    let kind: Kind
    let description: String
  }

  struct Report {
    var faults: [Fault] = []
    /// Rows of numbers that were worked out.
    var checked = 0
  }

  func report() -> Report {
    var report = Report()
    for entry in page.entries { check(entry, &report) }
    return report
  }

  /// Checks all that is said of a quantity; shortened rows are left out.
  func check(_ entry: PrintedPage.Entry, _ report: inout Report) {
    func fault(_ kind: Fault.Kind, _ detail: String = "") {
      let line = "step \(entry.step): \(entry.name) = \(entry.rows.joined(separator: " = "))"
      let text = "\(line.prefix(500)) \(kind.rawValue)" + (detail.isEmpty ? "" : ": \(detail)")
      report.faults.append(Fault(kind: kind, description: text))
    }
    guard let result = entry.rows.last.flatMap(PrintedValue.init) else { return fault(.unclear) }
    if let full = inFull.value(of: entry.name, at: entry.step) {
      let printed = Span(result.value, give: half(result.number))
      if !printed.contains(full.value) { fault(.result, full.number.text) }
    } else {
      fault(.unclear, "no value in full")
    }
    guard let written = entry.written.flatMap(PrintedValue.init) else { return fault(.unclear) }
    let printed = Span(written.value, give: half(written.number))
    checkDropped(entry) { fault(.operand, $0) }
    var leaves: [PrintedFormula]?
    var numbers: (formula: PrintedFormula, spans: [Span])?
    for row in entry.rows.dropLast() where !Self.isShortened(row) {
      do {
        let formula = try self.formula(row, at: entry.step)
        if formula.hasNames {
          leaves = formula.leaves
          let span = try formula.span(slack: Self.slack) { try known($0, at: entry.step) }
          if !span.meets(printed) { fault(.names, "\(span)") }
          continue
        }
        if let numbers {
          report.checked += 1
          let (terms, before) = (formula.terms, numbers.formula.terms)
          var (rest, total) = (numbers.spans[...], Span(0))
          // Where a factor 1 is not seen before a sum, its terms are some more.
          let isTermByTerm = terms.count == before.count
          for (term, origin) in zip(terms, isTermByTerm ? before : terms) {
            guard let value = PrintedValue(term) else { throw NotUnderstood(text: "\(term)") }
            let printed = Span(value.value, give: half(value.number))
            total = total + printed
            let own =
              isTermByTerm
              ? try origin.span(slack: Self.slack) { _ in rest.removeFirst() } : printed
            if !own.meets(printed) { fault(.operand, "\(value.value) for \(own)") }
          }
          if !total.widened(by: Self.slack).meets(printed) { fault(.numbers, "\(total)") }
          continue
        }
        let spans = try matched(formula.leaves, with: leaves, at: entry.step) {
          fault(.operand, $0)
        }
        report.checked += 1
        let span = try formula.span(slack: Self.slack, leaves: spans)
        if !span.meets(printed) { fault(.numbers, "\(span)") }
        numbers = (formula, spans)
        // Without names, nobody knows which of the numbers were typed.
        if leaves != nil, isTooOpen(try formula.span(slack: 0, leaves: spans), formula, result) {
          fault(.open)
        }
      } catch {
        fault(.unclear, "\(error)")
      }
    }
  }

  /// Checks what is said of names whose 0 or 1 is not seen: `(x₁ = x₃ = 0, b = 1)`.
  private func checkDropped(_ entry: PrintedPage.Entry, _ fault: (String) -> Void) {
    for part in (entry.dropped ?? "").split(separator: ", ") {
      let sides = part.split(separator: " = ").map(String.init)
      for name in sides.dropLast() {
        let value = inFull.value(of: name, at: entry.step)?.value
        if value == nil || value != sides.last.flatMap(Double.init) {
          fault("\(name) is not \(part)")
        }
      }
    }
  }

  private static func isShortened(_ row: String) -> Bool {
    ["…", "...", "Σ", "sum("].contains(where: row.contains)
  }

  /// Whether more digits in the numbers of a row would have told more about its result.
  private func isTooOpen(
    _ span: Span, _ formula: PrintedFormula, _ result: PrintedValue
  ) -> Bool {
    let hasAllDigits = formula.leaves.contains { leaf in
      if case .number(let number) = leaf { number.digits >= Self.mostDigits } else { false }
    }
    let unit = 2 * half(result.number)
    let allowed = Self.unitsAllowed * unit + abs(result.value) * Self.slack
    return result.value != 0 && !hasAllDigits && span.width > allowed
  }

  /// A row with the arguments of update rules put in where they have no value of their own.
  private func formula(_ row: String, at step: Int) throws -> PrintedFormula {
    try PrintedFormulaParser.formula(row, names).writtenOut { name in
      if page.value(of: name, at: step) != nil { return nil }
      return page.arguments[name].flatMap { try? PrintedFormulaParser.formula($0, names) }
    }
  }

  /// What a leaf of a formula in names stands for, by what is printed elsewhere.
  private func known(_ leaf: PrintedFormula, at step: Int) throws -> Span {
    guard case .name(let name, let isPrevious) = leaf else { return leaf.typed }
    guard let full = inFull.value(of: name, at: step, isPrevious: isPrevious) else {
      throw NotUnderstood(text: "no number for \(name)")
    }
    // The step before may stand on another page.
    let value = page.value(of: name, at: step, isPrevious: isPrevious) ?? full
    return full.number.isInFull(value.number)
      ? Span(among: [value.value, full.value]) : Span(value.value, give: half(value.number))
  }

  /// What the numbers of a row stand for, by the names and typed numbers in whose places they are.
  private func matched(
    _ numbers: [PrintedFormula], with leaves: [PrintedFormula]?, at step: Int,
    _ fault: (String) -> Void
  ) throws -> [Span] {
    guard let leaves else {
      return numbers.map { leaf in
        guard case .number(let number) = leaf else { return .nothing }
        return Span(number.value, give: half(number))
      }
    }
    var origins = try leaves.map { leaf -> Origin in
      guard case .name(let name, let isPrevious) = leaf else { return .typed(leaf.typed) }
      guard let full = inFull.value(of: name, at: step, isPrevious: isPrevious)?.number else {
        throw NotUnderstood(text: "no number for \(name)")
      }
      return .named(full)
    }[...]
    let isComplete = origins.count == numbers.count
    return try numbers.map { leaf in
      guard case .number(let number) = leaf else { throw NotUnderstood(text: "\(leaf)") }
      func matches(_ origin: Origin) -> Bool {
        switch origin {
        case .typed(let typed): leaf.typed == typed
        case .named(let full): Span(number.value, give: half(number)).contains(full.value)
        }
      }
      // Names before it were multiplied by 0, or are 0 or 1 themselves.
      let place = isComplete ? origins.startIndex : origins.firstIndex(where: matches)
      guard let place, matches(origins[place]) else {
        let isFolded = !isComplete && (number.text == "0" || number.text == "1")
        if !isFolded { fault("\(number.text) is not what is named there") }
        if isComplete { origins.removeFirst() }
        return Span(number.value, give: half(number))
      }
      defer { origins = origins[(place + 1)...] }
      guard case .named(let full) = origins[place] else { return leaf.typed }
      return full.isInFull(number)
        ? Span(among: [number.value, full.value]) : Span(number.value, give: half(number))
    }
  }

  /// What may stand in the place of a name or a typed number of a formula.
  private enum Origin {
    case typed(Span)
    case named(PrintedNumber)
  }

  /// Half a unit of a number's last digit, or of the last digit of the page where that is smaller.
  ///
  /// Zeros at the end are not printed: of twelve digits, 0.5 may be all that is seen.
  private func half(_ number: PrintedNumber) -> Double {
    let last: Int
    switch precision {
    case .digits(let count): last = number.first - count + 1
    case .decimals(let count):
      let isTiny = number.isScientific && number.value <= PrintedNumber.powerOfTen(-count) / 2
      last = isTiny ? number.first - max(count, 1) + 1 : -count
    }
    return number.value == 0 ? 0 : PrintedNumber.powerOfTen(min(last, number.last)) / 2
  }
}

extension PrintedFormula {
  /// The terms of a sum, each with its sign, from left to right.
  fileprivate var terms: [PrintedFormula] {
    switch self {
    case .operation("+", let left, let right): left.terms + [right]
    case .operation("-", let left, let right): left.terms + [.negated(right)]
    default: [self]
    }
  }

  fileprivate var hasNames: Bool {
    leaves.contains { if case .name = $0 { true } else { false } }
  }

  /// A number that stands for itself.
  fileprivate var typed: Span {
    if case .number(let number) = self { Span(number.value) } else { .nothing }
  }

  fileprivate func span(slack: Double, leaves: [Span]) throws -> Span {
    var rest = leaves[...]
    return try span(slack: slack) { _ in rest.removeFirst() }
  }
}

extension PrintedNumber {
  /// Whether a short number is this one, but for what computing in doubles loses.
  fileprivate func isInFull(_ short: PrintedNumber) -> Bool {
    let isNear = abs(value - short.value) <= Self.powerOfTen(first - 14)
    return value == short.value || short.digits <= 12 && isNear
  }
}

extension Span {
  /// Whether a number that was computed in doubles may be one of these.
  fileprivate func contains(_ value: Double) -> Bool { widened(by: 0x1p-52).meets(Span(value)) }
}
