import Diagnostics
import Formulas
import Programs

/// Reads what a document shows of its lesson.
struct ShownPartReader {
  let lesson: Lesson
  private let names: QuantityNames
  private let lastStep: Int
  private(set) var mistakes: [Diagnostic] = []

  init(_ lesson: Lesson) {
    self.lesson = lesson
    names = QuantityNames(lesson)
    lastStep = lesson.program.training.map { $0.steps.saturatingAdding(1) } ?? 1
  }

  /// The parts of `show` blocks, and the values in prose, by where they stand.
  mutating func parts() -> [Int: ShownPart] {
    var parts: [Int: ShownPart] = [:]
    for case .show(let place) in lesson.document.pieces {
      note { reader throws(Diagnostic) in
        parts[place.lowerBound] = try reader.part(reader.words(in: place))
      }
    }
    for place in lesson.document.values {
      note { reader throws(Diagnostic) in
        let (words, steps) = try reader.withSteps(reader.words(in: place))
        let line = try reader.one(words)
        parts[place.lowerBound] = .value(line, step: try reader.step(steps, of: line, at: place))
      }
    }
    return parts
  }

  private mutating func note(
    _ body: (inout ShownPartReader) throws(Diagnostic) -> Void
  ) {
    do throws(Diagnostic) {
      try body(&self)
    } catch {
      mistakes.append(error)
    }
  }

  // Words.

  /// A stretch of the text without white space at its ends.
  struct Words {
    var place: Range<Int>
    let text: String
  }

  func words(in place: Range<Int>) -> Words {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let bytes = lesson.source.bytes
    var place = place
    while let first = place.first, isSpace(bytes[first]) { place.removeFirst() }
    while let last = place.last, isSpace(bytes[last]) { place.removeLast() }
    return Words(place: place, text: lesson.source.text(place))
  }

  private func part(_ words: Words) throws(Diagnostic) -> ShownPart {
    let (rest, steps) = try withSteps(words)
    let kind = String(rest.text.prefix { !$0.isWhitespace && $0 != "," })
    let subject = self.words(
      in: rest.place.lowerBound + kind.utf8.count..<rest.place.upperBound)
    if let group = PhaseGroup(rawValue: kind) {
      return try part(of: group, subject, steps, in: words)
    }
    // A quantity of such a name is meant where nothing follows.
    let isQuantity = subject.text.isEmpty && !names.lines(named: kind).isEmpty
    switch kind {
    case "": throw Diagnostic("what is to be shown?", at: rest.place)
    case "table": return .table(try lines(subject), steps: steps)
    case "plot":
      if steps != nil { throw Diagnostic("a plot shows all steps", at: words.place) }
      return .plot(try lines(subject))
    case "value":
      let line = try one(subject)
      return .value(line, step: try step(steps, of: line, at: words.place))
    case "graph", "claims": return try whole(kind, subject, steps, in: words)
    case "loss" where !isQuantity:
      if !subject.text.isEmpty { throw Diagnostic("'loss' takes no names", at: subject.place) }
      return .subject(
        try loss(at: rest.place), .forward, step: try oneStep(steps, of: kind, in: words))
    case "general" where !isQuantity:
      if steps != nil { throw Diagnostic("'general' shows no numbers of a step", at: words.place) }
      return .quantities(try computed(try lines(subject), in: subject), .general, step: 1)
    case "worked" where !isQuantity:
      let lines = try single(subject)
      return .quantities(
        try computed(lines, in: subject), .worked, step: try step(steps, of: lines, in: words))
    default:
      let lines = try lines(orKind: kind, rest)
      return .quantities(lines, .whole, step: try step(steps, of: lines, in: words))
    }
  }

  /// What is computed of the whole run.
  private func whole(
    _ kind: String, _ subject: Words, _ steps: ClosedRange<Int>?, in words: Words
  ) throws(Diagnostic) -> ShownPart {
    if !subject.text.isEmpty {
      throw Diagnostic("'\(kind)' takes no names", at: subject.place)
    }
    if steps != nil {
      throw Diagnostic("'\(kind)' shows no step of its own", at: words.place)
    }
    if kind == "claims", lesson.claims.isEmpty {
      throw Diagnostic(
        lesson.kind.isSearch ? "a search has no claims" : "this lesson has no claims",
        at: words.place)
    }
    return kind == "graph" ? .graph : .claims
  }

  /// What belongs to one heading, all of it or of one layer.
  private func part(
    of group: PhaseGroup, _ subject: Words, _ steps: ClosedRange<Int>?, in words: Words
  ) throws(Diagnostic) -> ShownPart {
    let part = try self.subject(of: group, subject)
    let step = try oneStep(steps, of: group.rawValue, in: words)
    if !lesson.program.lines.contains(where: { $0.phase.group == group }) {
      throw Diagnostic("there is nothing of '\(group)' in this lesson", at: words.place)
    }
    if isAfterTraining(step), group.phases.allSatisfy(\.belongsToTraining) {
      throw Diagnostic("there is nothing of '\(group)' after the last update", at: words.place)
    }
    guard let part else { return .phases(group, step: step) }
    return .subject(part, group, step: step)
  }

  // Names.

  private func lines(_ words: Words) throws(Diagnostic) -> [LineID] {
    var lines: [LineID] = []
    for name in parts(of: words) {
      let found = names.lines(named: name.text)
      if found.isEmpty { throw unknown(name) }
      lines += found
    }
    if lines.isEmpty { throw Diagnostic("which quantities?", at: words.place) }
    return lines
  }

  private func one(_ words: Words) throws(Diagnostic) -> LineID {
    let found = names.lines(named: words.text)
    guard let line = found.first else { throw unknown(words) }
    if found.count == 1 { return line }
    throw Diagnostic(
      "'\(words.text)' is a family of \(found.count) numbers", at: words.place,
      note: "name one, such as '\(lesson.program.lines[line].symbol)'")
  }

  /// Names, the first of which may be meant to be a word that says what is shown.
  private func lines(orKind kind: String, _ words: Words) throws(Diagnostic) -> [LineID] {
    let kinds =
      PhaseGroup.allCases.map(\.rawValue)
      + ["table", "plot", "value", "graph", "claims", "loss", "general", "worked"]
    if let first = parts(of: words).first, names.lines(named: first.text).isEmpty,
      names.nearest(to: first.text) == nil, nearestName(to: kind, among: kinds) != nil
    {
      throw .unknown(
        "'\(kind.printable)' cannot be shown", at: words.place, word: kind, among: kinds)
    }
    return try lines(words)
  }

  /// Names, each of one number.
  private func single(_ words: Words) throws(Diagnostic) -> [LineID] {
    var lines: [LineID] = []
    for name in parts(of: words) { lines.append(try one(name)) }
    if lines.isEmpty { throw Diagnostic("which quantities?", at: words.place) }
    return lines
  }

  /// Lines that have a formula.
  private func computed(_ lines: [LineID], in words: Words) throws(Diagnostic) -> [LineID] {
    for line in lines where lesson.program.lines[line].formula == nil {
      throw Diagnostic(
        "'\(lesson.program.lines[line].symbol)' has no formula", at: words.place,
        note: "'show \(words.text.printable)' shows what is given")
    }
    return lines
  }

  private func unknown(_ name: Words) -> Diagnostic {
    .noSuch(
      "quantity", name.text.printable, at: name.place, nearest: names.nearest(to: name.text))
  }

  /// The parts between commas that stand in no bracket.
  private func parts(of words: Words) -> [Words] {
    var result: [Words] = []
    var depth = 0
    var start = words.place.lowerBound
    for place in words.place {
      switch lesson.source.bytes[place] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        result.append(self.words(in: start..<place))
        start = place + 1
      default: break
      }
    }
    result.append(self.words(in: start..<words.place.upperBound))
    return result.filter { !$0.text.isEmpty }
  }

  // Steps.

  /// Takes `of step 2`, `of steps 1..5` or `, step 2` from the end.
  private func withSteps(
    _ words: Words
  ) throws(Diagnostic) -> (rest: Words, steps: ClosedRange<Int>?) {
    for sign in [" of steps ", " of step ", ", steps ", ", step "] {
      let pieces = words.text.split(separator: sign, omittingEmptySubsequences: false)
      guard pieces.count == 2 else { continue }
      guard let steps = ClosedRange(steps: pieces[1]) else {
        throw Diagnostic("expected a step, or a range such as 1..5", at: words.place)
      }
      if steps.lowerBound < 1 || steps.upperBound > lastStep {
        throw Diagnostic(
          "this lesson has \(counted(lastStep, "step"))"
            + (lastStep > 1 ? ", the last of which is the pass after training" : ""),
          at: words.place)
      }
      let end = words.place.lowerBound + pieces[0].utf8.count
      return (self.words(in: words.place.lowerBound..<end), steps)
    }
    return (words, nil)
  }

  private func oneStep(
    _ steps: ClosedRange<Int>?, of kind: String, in words: Words
  ) throws(Diagnostic) -> Int {
    guard let steps else { return 1 }
    if steps.count > 1 { throw Diagnostic("'\(kind)' shows one step", at: words.place) }
    return steps.lowerBound
  }

  private func isAfterTraining(_ step: Int) -> Bool {
    lesson.program.training != nil && step == lastStep
  }

  /// The one step that is meant, at which the line has to have a value.
  private func step(
    _ steps: ClosedRange<Int>?, of line: LineID, at place: Range<Int>
  ) throws(Diagnostic) -> Int {
    let step = steps?.lowerBound ?? 1
    if let steps, steps.count > 1 { throw Diagnostic("one step is needed here", at: place) }
    if isAfterTraining(step), lesson.program.lines[line].phase.belongsToTraining {
      throw Diagnostic(
        "'\(lesson.program.lines[line].symbol)' has no value after the last update", at: place)
    }
    if lesson.program.line(line, at: step).isAbsent {
      throw Diagnostic(
        "'\(lesson.program.lines[line].symbol)' has no value at step \(step), whose batch is shorter",
        at: place)
    }
    return step
  }

  /// The one step that is meant, at which some of the lines have to have a value.
  private func step(
    _ steps: ClosedRange<Int>?, of lines: [LineID], in words: Words
  ) throws(Diagnostic) -> Int {
    let present = lines.filter { line in
      steps.map { !lesson.program.line(line, at: $0.lowerBound).isAbsent } ?? true
    }
    var number = 1
    for line in present.isEmpty ? Array(lines.prefix(1)) : present {
      number = try step(steps, of: line, at: words.place)
    }
    return number
  }
}
