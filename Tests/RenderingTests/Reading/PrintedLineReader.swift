import Decimals

/// Reads a page line by line and holds each result against the numbers that it follows from.
///
/// A row of numbers is closed: the numbers as they are printed, computed exactly, give the printed
/// result to less than one and a half units of its last place. A row of names is held against what
/// the page says of them: a printed number stands for all numbers that are rounded to it, one that has
/// no more digits on a second page, the same one with seventeen digits, for itself.
struct PrintedLineReader {
  let page: PrintedPage
  let inFull: PrintedPage
  let names: PrintedNames

  /// So many units of the last printed digit the rounding of operands may leave open.
  static let unitsAllowed = 1.5
  /// What an operation may lose in doubles: a few units of their last bit.
  static let slack = 0x1p-50
  /// What a result may lose in doubles, relative to it.
  static let closing = 1e-14
  /// What is printed as 0 is so close to it, where rounding has made it.
  static let noise = 1e-9

  init(_ page: PrintedPage, inFull: PrintedPage, names: PrintedNames) {
    (self.page, self.inFull, self.names) = (page, inFull, names)
  }

  struct Fault: CustomStringConvertible {
    enum Kind: String {
      case result = "is rounded wrongly"
      case operand = "has a number in it that is not the one named"
      case numbers = "does not follow from its numbers"
      case names = "does not follow from what the page says of its names"
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
      if !isNoise(result.number, full.number), !printed.contains(full.value) {
        fault(.result, full.number.text)
      }
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
        let span = try formula.span(slack: Self.slack) { $0.typed }
        let unit = PrintedNumber.powerOfTen(written.number.last)
        let allowed = Span(
          written.value, give: Self.unitsAllowed * unit + Self.closing * abs(written.value))
        if !span.meets(allowed) { fault(.numbers, "\(span)") }
        numbers = (formula, spans)
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
        var full: PrintedValue?
        if case .name(let name, let isPrevious) = try? PrintedFormulaParser.formula(name, names) {
          full = inFull.value(of: name, at: entry.step, isPrevious: isPrevious)
        }
        let printed = sides.last.flatMap(PrintedValue.init)
        let isNoise = printed.flatMap { printed in
          full.map { self.isNoise(printed.number, $0.number) }
        }
        if isNoise != true, full == nil || full?.value != printed?.value {
          fault("\(name) is not \(part)")
        }
      }
    }
  }

  private static func isShortened(_ row: String) -> Bool {
    ["…", "...", "Σ", "sum("].contains(where: row.contains)
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
      return .named(full, shown: page.value(of: name, at: step, isPrevious: isPrevious)?.number)
    }[...]
    let isComplete = origins.count == numbers.count
    return try numbers.map { leaf in
      guard case .number(let number) = leaf else { throw NotUnderstood(text: "\(leaf)") }
      func matches(_ origin: Origin) -> Bool {
        switch origin {
        case .typed(let typed): leaf.typed == typed
        case .named(let full, let shown):
          (isComplete || shown == nil || shown?.text == number.text)
            && (isNoise(number, full)
              || Span(number.value, give: half(number)).contains(full.value))
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
      guard case .named(let full, let shown) = origins[place] else { return leaf.typed }
      if let shown, shown.text != number.text {
        fault("\(number.text) is \(shown.text) elsewhere on the page")
      }
      return full.isInFull(number)
        ? Span(among: [number.value, full.value]) : Span(number.value, give: half(number))
    }
  }

  /// What may stand in the place of a name or a typed number of a formula.
  private enum Origin {
    case typed(Span)
    /// With all its digits, and as it is shown elsewhere on the page.
    case named(PrintedNumber, shown: PrintedNumber?)
  }

  private func isNoise(_ number: PrintedNumber, _ full: PrintedNumber) -> Bool {
    number.value == 0 && abs(full.value) < Self.noise
  }

  /// Half a unit of a number's last digit.
  private func half(_ number: PrintedNumber) -> Double {
    number.value == 0 ? 0 : PrintedNumber.powerOfTen(number.last) / 2
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
