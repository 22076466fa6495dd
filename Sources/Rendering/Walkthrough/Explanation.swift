import Decimals
package import Formulas
package import Lessons
import Programs
package import Tracing
import Words

/// What `explain` is asked about.
package struct Question: Sendable {
  package let line: LineID
  /// Of a derivative, only the contribution of this user of its variable.
  package let user: LineID?
  package let step: Int
  /// How many operations it goes back; `nil` for all, to what is given.
  package let depth: Int?

  package init(line: LineID, via user: LineID?, step: Int, depth: Int?) {
    self.line = line
    self.user = user
    self.step = step
    self.depth = depth
  }
}

extension Walkthrough {
  /// Tells how one number came about: what of this step's parameters and inputs goes into it, then every
  /// line between these and the number, which is the last.
  ///
  /// Every line comes once, in the order of a page. A derivative with respect to a quantity with several
  /// uses is followed by the contribution of each.
  package init(
    _ lesson: Lesson, _ trace: Trace, answering question: Question, _ options: ShowOptions,
    fractions: FractionStyle
  ) {
    self = WalkthroughWriter.page(
      of: lesson, trace, options, fractions, through: question.step
    ) { writer in
      var explanation = Explanation(writer: writer.at(question.step), question: question)
      return explanation.walkthrough()
    }
  }
}

private struct Explanation {
  var writer: WalkthroughWriter
  let question: Question
  /// The lines that the number depends on, with how many operations lie between.
  private var distances: [LineID: Int] = [:]
  /// Whether something further back is left out.
  private var isCut = false

  init(writer: WalkthroughWriter, question: Question) {
    self.writer = writer
    self.question = question
  }

  private var program: Program { writer.program }

  mutating func walkthrough() -> Walkthrough {
    let contribution = question.user.flatMap { user in
      program.pathContributions(of: question.line).first { $0.via == user }
    }
    if let contribution {
      followOperands(of: writer.folding.printed(contribution.formula), from: 0)
    } else {
      follow(question.line, at: 0)
    }
    let name = writer.names.name(of: question.line)
    let askedName = question.user.map {
      MathName.share(of: name, via: printedUser($0, of: question.line))
    }
    let asked = contribution.flatMap { equation($0.formula, via: $0.via) }
    let sections = [
      Walkthrough.Section(
        heading: writer.words(.heading(.explanation)), detail: .name(askedName ?? name),
        content: []),
      given, writer.statesBefore(Array(distances.keys), at: question.step),
      section(.forward), section(.backward, asked), section(.update),
    ]
    return Walkthrough(
      title: writer.titleOfRun,
      position: writer.position(of: question.step...question.step).map {
        writer.words(.position($0))
      },
      prose: [], sections: sections.compactMap { $0 }, afterword: [],
      notes: remarks + writer.notes)
  }

  private var remarks: [[MathNode]] {
    var remarks: [[MathNode]] = []
    if isCut { remarks.append(writer.nodes(.note(.isCut))) }
    let parameters = distances.keys.filter { program.lines[$0].phase == .param }.sorted()
    if question.step > 1, let parameter = parameters.first {
      let name = program.lines[parameter].symbol.description
      remarks.append(
        writer.nodes(
          .note(.parametersMade(by: writer.stepKind, question.step - 1, name: name))))
    }
    return remarks
  }

  /// Visits a line and, as far as it goes back, its operands, the nearest first.
  private mutating func follow(_ line: LineID, at distance: Int) {
    distances[line] = distance
    var queue = [(line: line, distance: distance)]
    var next = 0
    while next < queue.count {
      let (line, distance) = queue[next]
      next += 1
      if let formula = writer.folding.formula(of: line) {
        let operands = newOperands(of: formula, from: distance)
        queue += operands.map { (line: $0, distance: distance + 1) }
      }
    }
  }

  private mutating func followOperands(of formula: Formula, from distance: Int) {
    for line in newOperands(of: formula, from: distance) { follow(line, at: distance + 1) }
  }

  /// The lines that a formula uses and that have not been visited.
  private mutating func newOperands(of formula: Formula, from distance: Int) -> [LineID] {
    var operands: [LineID] = []
    for line in formula.lines {
      let isGiven = program.lines[line].formula == nil
      if let depth = question.depth, distance + 1 >= depth, !isGiven {
        if distances[line] == nil { isCut = true }
        continue
      }
      if distances[line] == nil {
        distances[line] = distance + 1
        operands.append(line)
      }
    }
    return operands
  }

  /// The equations under one heading, with the contributions of derivatives, and `asked` behind them.
  private mutating func section(
    _ group: PhaseGroup, _ asked: Walkthrough.Equation? = nil
  ) -> Walkthrough.Section? {
    let lines = writer.inOrder(group.phases, showsAll: true) { distances[$0] != nil }
    let content = writer.equations(lines, at: question.step).flatMap { content in
      guard case .equation(let equation) = content else { return [content] }
      return [content] + contributions(of: equation)
    }
    let all = content + [asked.map { .equation($0) }].compactMap { $0 }
    if all.isEmpty { return nil }
    return Walkthrough.Section(
      heading: writer.words(.heading(.group(group, writer.stepKind))),
      detail: group == .update ? writer.rules(at: question.step) : nil, content: all,
      tone: Tone(of: group))
  }

  /// What each use of a quantity contributes to the derivative with respect to it, and the sum.
  private func contributions(of equation: Walkthrough.Equation) -> [Walkthrough.Content] {
    let contributions = program.pathContributions(of: equation.line)
    guard contributions.count > 1,
      let total = writer.trace.value(of: equation.line, at: question.step)
    else { return [] }
    let values = contributions.compactMap { value(of: $0.formula) }
    guard values.count == contributions.count else { return [] }
    var content = contributions.compactMap { contribution in
      self.equation(contribution.formula, via: contribution.via, of: equation)
        .map { Walkthrough.Content.equation($0) }
    }
    if contributions.count > FamilyMembers.most, !writer.options.showsAll {
      let middle = 2..<contributions.count - 1
      let users = writer.names.familyName(of: contributions[middle].map(\.via))
      let family = MathName.share(of: equation.left, via: users)
      content.replaceSubrange(
        middle, with: [.omission([writer.omission(.moreOf(middle.count, family))])])
    }
    if values.count(where: { $0 != 0 }) < 2 { return content }
    let sumOfNumbers = writer.sum(
      of: values.map { ($0, false) }, total, of: equation.line, at: question.step)
    let rows = [sumOfNumbers, .number(writer.text(total, of: equation.line))].compactMap(\.self)
    let sum = Walkthrough.Equation(line: equation.line, left: equation.left, rows: rows)
    return content + [.equation(sum)]
  }

  /// The user of a derivative's variable; `nil` where it is the objective.
  private func printedUser(_ user: LineID, of derivative: LineID) -> MathName? {
    program.objective(of: derivative) == user ? nil : writer.names.name(of: user)
  }

  private func equation(
    _ contribution: Formula, via user: LineID, of derivative: Walkthrough.Equation? = nil
  ) -> Walkthrough.Equation? {
    guard let value = value(of: contribution) else { return nil }
    let formula = writer.folding.printed(contribution)
    let line = derivative?.line ?? question.line
    let left = MathName.share(
      of: derivative?.left ?? writer.names.name(of: line), via: printedUser(user, of: line))
    let working = writer.working(formula, value, of: line, at: question.step)
    return Walkthrough.Equation(
      line: question.line, left: left,
      rows: (working.rows + [.number(writer.text(value, of: line))]).withoutRepetitions,
      remark: writer.droppedRemark(working.dropped, at: question.step))
  }

  private func value(of formula: Formula) -> Double? {
    writer.trace.value(of: formula, at: question.step)
  }

  /// The numbers that it all goes back to.
  private var given: Walkthrough.Section? {
    let part = writer.partOfGiven
    let parts = WalkthroughWriter.roles.map { role in
      (role.label, distances.keys.filter { part($0) == role.phase }.sorted())
    }
    return writer.section(given: parts, at: question.step)
  }
}
