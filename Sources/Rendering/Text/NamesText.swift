import Diagnostics
import Formulas
package import Lessons
import Programs
package import Words

/// Returns every quantity of a lesson's runs, one a line in the order of a page: its printed symbol, its
/// name in files, and what it is.
package func namesText(
  _ lessons: [Lesson], isASCII: Bool = false, in language: any Language
) -> String {
  let math = TextMath(isASCII: isASCII)
  var rows: [[String]] = []
  var known: Set<Symbol> = []
  for lesson in lessons {
    let names = ProgramNames(lesson)
    let meaning = QuantityMeaning(lesson, names)
    for line in names.orderOfPage {
      let symbol = lesson.program.lines[line].symbol
      if !known.insert(symbol).inserted { continue }
      rows.append([
        math.text(names.name(of: line)), symbol.description.printable,
        language.sentence(meaning.phrase(for: line)).text { math.text($0) },
      ])
    }
  }
  let widths = (0..<2).map { column in rows.reduce(0) { max($0, $1[column].displayWidth) } }
  return rows.map { row in
    let padded = (0..<2).map { column in
      row[column] + String(repeating: " ", count: widths[column] + 2 - row[column].displayWidth)
    }
    return padded.joined() + row[2] + "\n"
  }.joined()
}

/// What the lines of a lesson are to it.
private struct QuantityMeaning {
  private let names: ProgramNames
  private let kind: StepKind
  private let netInputs: Set<LineID>

  init(_ lesson: Lesson, _ names: ProgramNames) {
    self.names = names
    kind = StepKind(of: lesson.kind)
    netInputs = Set(names.network.netInputs)
  }

  func phrase(for line: LineID) -> Phrase<MathName> {
    let entry = names.program.lines[line]
    func name(_ symbol: Symbol) -> MathName { names.notation.name(symbol) }
    return switch (entry.phase, entry.symbol) {
    case (.input, _): .label(.input)
    case (.target, _): .label(.target)
    case (.const, _): .label(.constant)
    case (.param, _): .label(.parameter)
    case (_, .derivative(let top, let variables)):
      .quantity(derivative(top, variables, entry.phase))
    case (_, .local): .quantity(.localDerivative)
    case (_, .updated(let parameter)): .quantity(.updated(name(parameter), kind))
    case (.transform, .term): .quantity(.ofTransform)
    case (_, .term): .quantity(.ofRule(kind))
    case (_, .quantity) where line == names.objective: .label(.objective)
    case (_, .quantity) where netInputs.contains(line): .quantity(.netInput)
    case (_, .quantity) where names.network.layer(of: line) != nil: .quantity(.unitOutput)
    case (_, .quantity): .label(.computed)
    }
  }

  /// A derivative of a derivative is one of its objective.
  private func derivative(
    _ top: Symbol, _ variables: [Symbol], _ phase: Phase
  ) -> QuantityPhrase<MathName> {
    if case .derivative(let base, let earlier) = top {
      return derivative(base, earlier + variables, phase)
    }
    var different: [Symbol] = []
    for variable in variables where !different.contains(variable) { different.append(variable) }
    return .derivative(
      of: names.notation.name(top), by: different.map { names.notation.name($0) },
      order: variables.count, isGradient: phase == .gradient)
  }
}
