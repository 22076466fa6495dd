import Checking
import Decimals
import Formulas
import Rendering
import Words

extension MarkingReport {
  /// The report as a LaTeX document: a table of what should be changed.
  func latex() -> String {
    let symbols = LaTeXLines(lesson)
    let listed = marking.marks.filter { listsAll || !$0.isPlainlyRight }
    let rows = listed.map { row($0, symbols) }
    let assumed = remarks.map { LaTeXText.escaped($0) + "\n\n" }.joined()
    let first = first(words: { LaTeXText.escaped($0) }, naming: LaTeXText.typed)
    let last = [LaTeXText.escaped(summary), first].compactMap { $0 }
    let body = """
      \\section*{\(LaTeXText.escaped(title))}

      \(assumed)\(rows.isEmpty ? "" : table(rows))\(last.joined(separator: " "))
      """
    return LaTeXDocument(.article, title: title, body: body).text
  }

  private func table(_ rows: [String]) -> String {
    let widths = ["0.19", "0.15", "0.16", "0.14", "0.28"].map { width in
      ">{\\raggedright\\arraybackslash}p{\(width)\\linewidth}"
    }
    let columns: [SheetColumn] = [.place, .quantity, .printed, .expected, .reason]
    let head = columns.map { LaTeXText.escaped(language.text(.marking(.column($0)))) }
      .joined(separator: " & ")
    return """
      \\setlength{\\tabcolsep}{0.01\\linewidth}
      \\renewcommand{\\arraystretch}{1.2}
      \\begin{longtable}{@{}\(widths.joined())@{}}
      \\toprule
      \(head) \\\\
      \\midrule
      \\endhead
      \\bottomrule
      \\endlastfoot
      \(rows.joined(separator: "\n"))
      \\end{longtable}


      """
  }

  /// The braces keep a row that begins with a bracket or an asterisk from being an argument.
  private func row(_ mark: Marking.Mark, _ symbols: LaTeXLines) -> String {
    let position = language.text(.position(position(ofStep: mark.answer.step)))
    let step = namesSteps ? ", " + LaTeXText.escaped(position) : ""
    let line = language.text(.marking(.lines(SomeNames([mark.answer.line], atMost: 1))))
    let place = LaTeXText.escaped(comment(mark) ?? line)
    let isRight = mark.isRight && !mark.isShort
    let expected = isRight ? nil : mark.expected.map { LaTeXText.number(shown($0, beside: mark)) }
    let reasons = reasons(mark).map { $0.map(text).joined() }
    let cells = [
      place + step, symbol(mark, symbols), LaTeXText.typed(given(mark)), expected ?? "",
      reasons.joined(separator: "; "),
    ]
    return "{}" + cells.joined(separator: " & ") + " \\\\[3pt]"
  }

  private func symbol(_ mark: Marking.Mark, _ symbols: LaTeXLines) -> String {
    guard case .line(let line, let isNegated) = mark.answer.subject else {
      return LaTeXText.typed(name(mark))
    }
    return "$\(isNegated ? "-" : "")\(symbols.symbol(line))$"
  }

  /// Why a number should be another one, which has a column of its own.
  private func reasons(_ mark: Marking.Mark) -> [Remark] {
    var reasons = [verdict(mark, showsNumbers: mark.isRestored)].compactMap { $0 }
    if mark.verdict == .wrong {
      reasons = ownValue(mark).map { [remark(.withNumbersBefore(.number($0)))] } ?? []
    }
    return reasons + details(mark, showsNumbers: true) + [byHandRemark(mark)].compactMap { $0 }
  }

  private func text(_ part: RemarkPart) -> String {
    switch part {
    case .words(let words): LaTeXText.escaped(words)
    case .typed(let text): LaTeXText.typed(text)
    case .number(let number): LaTeXText.number(number)
    case .equation(let line, _): LaTeXText.typed(plainName(of: line))
    }
  }
}
