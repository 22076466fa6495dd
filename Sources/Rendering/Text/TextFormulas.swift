import Words

/// Formulas in lines of text.
extension TextFormat {
  // In general.

  /// The room between formulas beside each other.
  private static let gapBetweenFormulas = 5

  /// General formulas beside each other, where all fit so; else below one another, aligned at their
  /// equals signs.
  ///
  /// More than two of which one goes into another are a chain, which is read downwards.
  func lines(_ formulas: [GeneralFormula]) -> [String] {
    let names = formulas.map { math.text($0.left) }
    let texts = zip(names, formulas).map { "\($0) = \(self.text($1))" }
    let isChain = formulas.contains { formula in
      let right = math.text(formula.right)
      return names.contains { right.contains($0) }
    }
    let widest = texts.reduce(0) { max($0, $1.displayWidth) }
    let room = width - Self.margin.count + Self.gapBetweenFormulas
    let most = room / (widest + Self.gapBetweenFormulas)
    let isPair = formulas.count == 2 && formulas.allSatisfy { $0.condition.isEmpty }
    guard most > 1, isPair || formulas.count > 2 && !isChain else { return aligned(formulas) }
    let rows = (texts.count + most - 1) / most
    let columns = (texts.count + rows - 1) / rows
    return stride(from: 0, to: texts.count, by: columns).map { start in
      let row = texts[start..<min(start + columns, texts.count)]
      return row.reduce(Self.margin) { line, text in
        line + text.padded(to: widest + Self.gapBetweenFormulas)
      }.withoutTrailingSpaces
    }
  }

  private func text(_ formula: GeneralFormula) -> String { breakable(formula).unbroken }

  /// What stands behind the first equals sign, and apart from that for which indices it holds.
  private func breakable(_ formula: GeneralFormula) -> BreakableText {
    var text = math.breakable(formula.rightWithoutCondition)
    if !formula.condition.isEmpty {
      let condition = math.text(.row(formula.condition))
      text.append(spaces(Self.gapBeforeRemark - 1) + condition, afterSpace: true, breakCost: 0)
    }
    return text
  }

  private func aligned(_ formulas: [GeneralFormula]) -> [String] {
    let names = formulas.map { math.text($0.left) }
    let left = names.map(\.displayWidth).reduce(0, max)
    return zip(names, formulas).flatMap { name, formula in
      hanging(
        Self.margin + spaces(left - name.displayWidth) + name + " = ", breakable(formula)
      )
    }
  }

  // Worked out.

  /// More equations that follow each other are told one by one.
  private static let mostTogether = 6
  /// The room before a remark on a line.
  private static let gapBeforeRemark = 3

  /// Equations that follow each other: a line for each, together, where a few fit so; else each by itself.
  func blocks(_ equations: [Walkthrough.Equation], _ tone: Tone?) -> [[String]] {
    func painted(_ lines: [String], _ equation: Walkthrough.Equation) -> [String] {
      self.painted(lines, math.text(equation.left), tone)
    }
    let names = equations.map { math.text($0.left).displayWidth }.reduce(0, max)
    let together = equations.compactMap { shortLines($0, nameWidth: names) }
    if equations.count <= Self.mostTogether, together.count == equations.count {
      return [zip(together, equations).flatMap { painted($0, $1) }]
    }
    let isAlone = equations.count == 1 || equations.count > Self.mostTogether
    return equations.map { equation in
      painted((isAlone ? shortLines(equation, nameWidth: 0) : nil) ?? lines(equation), equation)
    }
  }

  /// All that is equal in one line, and a remark behind it or below; `nil` where that does not fit.
  ///
  /// On a worksheet each is a row of its own.
  private func shortLines(_ equation: Walkthrough.Equation, nameWidth: Int) -> [String]? {
    let name = math.text(equation.left)
    let beginning = Self.margin + spaces(max(nameWidth - name.displayWidth, 0)) + name
    let line = ([beginning] + equation.rows.map(math.text)).joined(separator: " = ")
    guard equation.row == nil, line.displayWidth <= width else { return nil }
    guard let remark = equation.remark else { return [line] }
    let beside = line + spaces(Self.gapBeforeRemark) + math.text(remark)
    if beside.displayWidth <= width { return [beside] }
    return [line] + hanging(spaces(beginning.displayWidth + 3), math.breakable(remark))
  }

  /// The formula, the numbers and the result below one another, aligned at their equals signs.
  private func lines(_ equation: Walkthrough.Equation) -> [String] {
    let name = margin(equation.row) + math.text(equation.left)
    let isWide = 3 * name.displayWidth > 2 * width
    let indent = isWide ? spaces(equation.row == nil ? 3 : 7) : spaces(name.displayWidth)
    var result = isWide ? [name] : []
    for row in equation.rows {
      let isFirst = result.isEmpty
      result += hanging((isFirst ? name : indent) + " = ", math.breakable(row))
    }
    if let remark = equation.remark { result += hanging(indent + "   ", math.breakable(remark)) }
    return result
  }

  /// What stands before a name: the number of its row, where it has one.
  private func margin(_ row: Walkthrough.Row?) -> String {
    guard let row else { return Self.margin }
    let width = String(row.number).count
    return spaces(4 - width) + row.text.padded(to: width + 2)
  }
}
