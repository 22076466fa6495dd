import Words
import Formulas
import Programs
import Tracing

/// The answers that each line of a step rests on, through whatever has no answer or follows itself.
struct FollowedAnswers {
  /// Answers that a number rests on; of very many, the first ones.
  struct Sources {
    /// Those that are wrong, or no more than rounding explains.
    private(set) var mistakes: [TracedNumber] = []
    /// Those that are right, but rounded or cut.
    private(set) var rounded: [TracedNumber] = []

    private static let most = 32

    /// The mistakes, or without any, the rounded answers.
    var numbers: [TracedNumber] { (mistakes.isEmpty ? rounded : mistakes).sorted() }

    /// What a number rests on that rests on an answer.
    init(_ mark: Marking.Mark, restingOn sources: Sources) {
      switch mark.verdict {
      case .exact: break
      case .right, .truncated: rounded = [mark.answer.position]
      case .follows: (mistakes, rounded) = (sources.mistakes, sources.rounded)
      case .slip, .wrong, .blank, .unknown: mistakes = [mark.answer.position]
      }
    }

    init() {}

    mutating func formUnion(_ other: Sources) {
      Self.add(other.mistakes, to: &mistakes)
      Self.add(other.rounded, to: &rounded)
    }

    private static func add(_ numbers: [TracedNumber], to list: inout [TracedNumber]) {
      if list.isEmpty { list = numbers }
      for number in numbers where list.count < most && !list.contains(number) {
        list.append(number)
      }
    }
  }

  private let program: Program
  /// The step whose lines are settled; 0 before the first.
  private var step = 0
  private lazy var carriedSources = program.carriedSources
  private var before: PerLine<Sources>?
  private var now: PerLine<Sources>
  /// The first line whose sources are not known yet.
  private var next = LineID(0)

  init(_ program: Program) {
    self.program = program
    now = PerLine(repeating: Sources(), count: program.lines.count)
  }

  /// Begins the first step, or goes on to another one.
  ///
  /// Where steps are left out in between, all that is handed on may have played a part in each.
  mutating func advance(to step: Int) {
    defer { self.step = step }
    if self.step == 0 { return }
    settle(upTo: now.endIndex)
    if step != self.step + 1 {
      var all = Sources()
      for line in carriedSources { all.formUnion(now[line]) }
      now = PerLine(repeating: all, count: now.count)
    }
    before = now
    now = PerLine(repeating: Sources(), count: now.count)
    next = now.startIndex
  }

  /// What the formula of a line rests on; no line may be asked for before one that it uses.
  mutating func sources(of line: LineID) -> Sources {
    settle(upTo: line)
    return operandSources(of: line)
  }

  /// Finds what the lines rest on that have no answer.
  private mutating func settle(upTo line: LineID) {
    while next < line {
      now[next] = operandSources(of: next)
      next = next.advanced(by: 1)
    }
  }

  /// What a formula over lines of the step rests on.
  mutating func sources(of formula: Formula) -> Sources {
    let lines = formula.lines
    if let last = lines.max(), last >= next { now[last] = sources(of: last) }
    return union(lines.map { now[$0] })
  }

  /// Settles a line that has an answer.
  mutating func settle(_ line: LineID, as sources: Sources) {
    now[line] = sources
    next = max(next, line.advanced(by: 1))
  }

  private func operandSources(of line: LineID) -> Sources {
    switch program.line(line, at: step).definition {
    case .formula(let formula):
      union(
        formula.writtenForm.lines.map { now[$0] }
          + formula.previousLines.compactMap { before?[$0] })
    case .carried(let source?): before?[source] ?? Sources()
    case .carried(from: nil), .constant, .sequence, .shuffled, .drawn, .outcome, .absent: Sources()
    }
  }

  private func union(_ parts: [Sources]) -> Sources {
    guard var result = parts.first else { return Sources() }
    for part in parts.dropFirst() { result.formUnion(part) }
    return result
  }
}

extension Program {
  /// The lines whose values a step hands on to the next one.
  var carriedSources: [LineID] {
    var sources: Set<LineID> = []
    for line in lines {
      switch line.definition {
      case .carried(let source?): sources.insert(source)
      case .formula(let formula): sources.formUnion(formula.previousLines)
      case .carried(from: nil), .constant, .sequence, .shuffled, .drawn, .outcome, .absent: break
      }
    }
    return sources.sorted()
  }
}

extension Formula {
  /// The lines whose values of the step before are used.
  fileprivate var previousLines: [LineID] {
    if case .previous(let line) = kind { return [line] }
    return parts.flatMap(\.previousLines)
  }
}
