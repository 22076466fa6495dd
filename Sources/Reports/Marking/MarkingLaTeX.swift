import Checking
import Decimals
import Formulas
import Rendering
import Words

extension MarkingReport {
  /// The report as a LaTeX document: a table of what should be changed.
  func latex() -> String {
    let listed = marking.marks.filter { listsAll || !$0.isPlainlyRight }
    let rows = listed.map(row)
    let assumed = remarks.map { "\(LaTeXText.words($0))\n\n" as LaTeXBlock }.parted(by: "")
    let last: [LaTeXBlock] =
      ["\(LaTeXText.words(summary))"] + (first.map { ["\(LaTeXText.row(nodes($0)))"] } ?? [])
    let body: LaTeXBlock = """
      \\section*{\(LaTeXText.words(title))}

      \(assumed)\(rows.isEmpty ? "" : table(rows))\(last.parted(by: " "))
      """
    return LaTeXDocument(.article(hasRowNumbers: false), title: title, body: body).text
  }

  private func table(_ rows: [LaTeXBlock]) -> LaTeXBlock {
    let widths = ["0.19", "0.15", "0.16", "0.14", "0.28"].map { width in
      ">{\\raggedright\\arraybackslash}p{\(width)\\linewidth}"
    }
    let columns: [SheetColumn] = [.place, .quantity, .printed, .expected, .reason]
    let head = columns.map { LaTeXText.words(language.text(.marking(.column($0)))) }
      .parted(by: " & ")
    let table: LaTeXBlock = """
      \\setlength{\\tabcolsep}{0.01\\linewidth}
      \\renewcommand{\\arraystretch}{1.2}
      \\begin{longtable}{@{}\(widths.joined())@{}}
      \\toprule
      \(head) \\\\
      \\midrule
      \\endhead
      \\bottomrule
      \\endlastfoot
      \(rows.parted(by: "\n"))
      \\end{longtable}


      """
    return table.needing([.array, .booktabs, .longtable])
  }

  /// The braces keep a row that begins with a bracket or an asterisk from being an argument.
  private func row(_ mark: Marking.Mark) -> LaTeXBlock {
    let position = language.text(.position(position(ofStep: mark.answer.step)))
    let step: LaTeXBlock = namesSteps ? ", \(LaTeXText.words(position))" : ""
    let line = language.text(.marking(.lines(SomeNames([mark.answer.line], atMost: 1))))
    let origin = LaTeXText.words(comment(mark) ?? line)
    let isRight = mark.isRight && !mark.isShort
    let expected: LaTeXBlock? =
      isRight ? nil : mark.expected.map { "\(LaTeXText.number(shown($0, beside: mark)))" }
    let reasons = reasons(mark).map { $0.map(piece).parted(by: "") }
    let cells: [LaTeXBlock] = [
      "\(origin)\(step)", symbol(mark), "\(LaTeXText.typed(given(mark)))", expected ?? "",
      reasons.parted(by: "; "),
    ]
    return "{}\(cells.parted(by: " & ")) \\\\[3pt]"
  }

  private func symbol(_ mark: Marking.Mark) -> LaTeXBlock {
    let name = name(mark)
    if case .words(let typed) = name { return "\(LaTeXText.typed(typed))" }
    return "\(LaTeXText.row([name]))"
  }

  /// Why a number should be another one, which has a column of its own.
  private func reasons(_ mark: Marking.Mark) -> [Remark] {
    var reasons = [verdict(mark, showsNumbers: mark.isRestored)].compactMap { $0 }
    if mark.verdict == .wrong {
      reasons = ownValue(mark).map { [remark(.withNumbersBefore(.number($0)))] } ?? []
    }
    return reasons + details(mark, showsNumbers: true) + [byHandRemark(mark)].compactMap { $0 }
  }

  private func piece(_ part: RemarkPart) -> LaTeXPiece {
    switch part {
    case .words(let words): LaTeXText.words(words)
    case .typed(let text): LaTeXText.typed(text)
    case .number(let number): LaTeXText.number(number)
    case .quantity, .equation: LaTeXText.row([node(part)])
    }
  }
}
