package import Formulas

extension Program {
  /// Some lines and all that their formulas use, directly or through others, in their order.
  package func ancestors(of lines: some Sequence<LineID>) -> [LineID] {
    var marks = PerLine<Bool>()
    return ancestors(of: lines, &marks)
  }

  /// The same, for whoever asks again and again: marks are made once, however long the program is.
  ///
  /// All of them are false before and after.
  func ancestors(of lines: some Sequence<LineID>, _ marks: inout PerLine<Bool>) -> [LineID] {
    marks.extend(to: self.lines.count, with: false)
    var found: [LineID] = []
    func visit(_ line: LineID) {
      if marks[line] { return }
      marks[line] = true
      found.append(line)
    }
    for line in lines { visit(line) }
    var next = 0
    while next < found.count {
      self.lines[found[next]].formula?.forEachLine(visit)
      next += 1
    }
    for line in found { marks[line] = false }
    return found.sorted()
  }
}
