import Checking
import Formulas
import Rendering
import Words

extension MarkingReport {
  /// The report as Markdown: a heading, and a table for each step.
  func markdown() -> String {
    var blocks = ["# " + MarkdownText.escaped(title)]
    if !remarks.isEmpty {
      blocks.append(remarks.map { "- " + MarkdownText.escaped($0) }.joined(separator: "\n"))
    }
    for (step, marks) in groups {
      if namesSteps { blocks.append("## " + heading(ofStep: step)) }
      blocks += self.blocks(marks)
    }
    let first = first.map { sentence in sentence.text { code($0) } }
    blocks.append([summary, first].compactMap { $0 }.joined(separator: " "))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// What is plainly right in a sentence, the rest in a table.
  private func blocks(_ marks: ArraySlice<Marking.Mark>) -> [String] {
    var blocks: [String] = []
    let right = listsAll ? [] : marks.filter(\.isPlainlyRight)
    if !right.isEmpty {
      let names = right.map { code(name($0)) }
      blocks.append(language.sentence(.marking(.right(names))).text { $0 })
    }
    let listed = marks.filter { listsAll || !$0.isPlainlyRight }
    if listed.isEmpty { return blocks }
    let columns: [SheetColumn] = [.line, .quantity, .given, .verdict, .remarks]
    let head = columns.map { language.text(.marking(.column($0))) }
    let rows = [head, ["--:", "---", "---", "---", "---"]] + listed.map(cells)
    let table = rows.map { "| " + $0.joined(separator: " | ") + " |" }
    return blocks + [table.joined(separator: "\n")]
  }

  private func cells(_ mark: Marking.Mark) -> [String] {
    [
      String(mark.answer.line), code(name(mark), inTable: true),
      MarkdownText.code(given(mark), inTable: true),
      language.text(.marking(.verdict(mark.verdict))),
      remarks(on: mark).map(text).joined(separator: "; "),
    ]
  }

  private func code(_ node: MathNode, inTable: Bool = false) -> String {
    MarkdownText.code(node.text(isASCII: false), inTable: inTable)
  }

  private func text(_ remark: Remark) -> String {
    remark.map { part in
      switch part {
      case .words(let words): MarkdownText.escaped(words)
      case .typed(let text): MarkdownText.code(text, inTable: true)
      case .number(let number): MathNode.number(number).text(isASCII: false)
      case .quantity, .equation: code(node(part), inTable: true)
      }
    }.joined()
  }
}
