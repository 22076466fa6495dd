import Programs

extension MathNode {
  /// The node in a row of characters.
  package func text(isASCII: Bool) -> String { TextMath(isASCII: isASCII).text(self) }
}

extension ProgramNames {
  /// A line with its formula in names, in a row; `nil` where it has none.
  package func equation(of line: Int) -> MathNode? {
    program.lines[line].formula.map { formula in
      let right = MathLayout(names: self, fractions: .inRow).symbolic(formula)
      return .row([.name(name(of: line)), .sign(.equals), right])
    }
  }
}
