import Decimals
import Words

/// How a walkthrough is set on paper.
package struct PaperOptions: Sendable {
  /// The lesson's name, for labels.
  package var name = "lesson"
  package var isFragment = false
  /// Whether it is for slides that show line after line.
  package var isSlides = false
  /// What the first line calls it, where there is no title.
  package var title = ""
  /// Room to write in, above each blank of a worksheet.
  package var space = PaperLength.centimetre

  package init() {}
}

/// Sets a walkthrough in LaTeX.
struct LaTeXFormat {
  private let options: PaperOptions
  let equations: LaTeXEquations
  let table: LaTeXTable

  /// Of a line, in hundredths of an em: 160 mm in letters of 11 points.
  private static let pageWidth = 4130
  /// Of a slide in letters of 11 points.
  private static let slideWidth = 3600

  init(_ options: PaperOptions) {
    self.options = options
    let width = options.isSlides ? Self.slideWidth : Self.pageWidth
    equations = LaTeXEquations(width: width, space: options.space)
    table = LaTeXTable(
      width: width, name: options.name.asLabel, placement: options.isFragment ? "htbp" : "H")
  }

  func document(_ walkthrough: Walkthrough) -> LaTeXDocument {
    let kind: LaTeXDocument.Kind =
      options.isFragment ? .fragment : options.isSlides ? .slides : .article
    let body = options.isSlides ? slides(walkthrough) : page(walkthrough)
    return LaTeXDocument(
      kind, title: walkthrough.title.isEmpty ? options.title : walkthrough.title, body: body)
  }

  // Pages.

  private func page(_ walkthrough: Walkthrough) -> String {
    var blocks: [String] = []
    if !walkthrough.title.isEmpty {
      blocks.append("\\section*{\(LaTeXText.escaped(walkthrough.title))}")
    }
    if let position = walkthrough.position {
      blocks.append("\\emph{\(LaTeXText.escaped(position.capitalized))}")
    }
    let notes = walkthrough.notes.map { LaTeXText.escaped($0) }.joined(separator: " ")
    let note = notes.isEmpty ? [] : ["{\\small \(notes)\\par}"]
    // How many digits are asked for is read before the rows of a worksheet.
    if walkthrough.isWorksheet { blocks += note }
    blocks += self.blocks(walkthrough.prose)
    for section in walkthrough.sections { blocks += self.blocks(section) }
    blocks += self.blocks(walkthrough.afterword)
    if !walkthrough.isWorksheet { blocks += note }
    return blocks.joined(separator: "\n\n")
  }

  private func blocks(_ section: Walkthrough.Section) -> [String] {
    let heading = heading(section)
    return (heading.isEmpty ? [] : ["\\subsection*{\(heading)}"]) + blocks(section.content)
  }

  func heading(_ section: Walkthrough.Section) -> String {
    let detail = section.detail.map { Self.text([$0]) }
    let words = section.heading.isEmpty ? nil : LaTeXText.escaped(section.heading)
    return [words, detail].compactMap { $0 }.joined(separator: ": ")
  }

  /// Equations that follow one another share an alignment.
  func blocks(_ content: [Walkthrough.Content]) -> [String] {
    var blocks: [String] = []
    var run: [Walkthrough.Content] = []
    func endRun() {
      if !run.isEmpty { blocks += alignments(run) }
      run = []
    }
    for content in content {
      switch content {
      case .equation, .omission:
        run.append(content)
        continue
      case .given, .table, .listing, .plot, .graph, .prose, .remark: endRun()
      }
      switch content {
      case .given(let rows): blocks.append(given(rows))
      case .table(let table): blocks.append(self.table.text(table, isOnSlide: options.isSlides))
      case .listing(let listing): blocks.append(text(listing))
      case .plot(let plot): blocks.append(picture(plot.drawing(title: options.title)))
      case .graph(let graph): blocks.append(picture(graph.drawing))
      case .prose(let prose): blocks += self.blocks(prose)
      case .remark(let nodes): blocks.append(Self.text(nodes))
      case .equation, .omission: break
      }
    }
    endRun()
    return blocks
  }

  /// So many lines stand in one alignment at most.
  private static let longestAlignment = 60

  private func alignments(_ run: [Walkthrough.Content]) -> [String] {
    let leftWidth = equations.leftWidth(of: run.compactMap(\.asEquation))
    var blocks: [String] = []
    var lines: [LaTeXEquations.Line] = []
    func endAlignment() {
      if !lines.isEmpty { blocks.append(LaTeXEquations.alignment(lines)) }
      lines = []
    }
    for content in run {
      if let equation = content.asEquation {
        if lines.count > Self.longestAlignment { endAlignment() }
        lines += equations.lines(equation, leftWidth: leftWidth, oneByOne: options.isSlides)
      } else if case .omission(let omissions) = content {
        endAlignment()
        blocks.append(text(omissions))
      }
    }
    endAlignment()
    return blocks
  }

  func text(_ omissions: [Sentence<MathName>]) -> String {
    let parts = omissions.map { omission in
      omission.text(words: { LaTeXText.escaped($0) }, { Self.text([.name($0)]) })
    }
    return "\\dots{} " + parts.joined(separator: ", ")
  }

  // What is given.

  private func given(_ rows: [Walkthrough.Given]) -> String {
    let lines = rows.map { row in
      let groups = row.groups.map { group in
        group.entries.map(text).joined(separator: ", \\quad ")
      }
      return "\(LaTeXText.escaped(row.label)) & \\raggedright "
        + "\(groups.joined(separator: " \\newline ")) \\tabularnewline"
    }
    // No line ends between a name and its number.
    return "{\\relpenalty=10000\n\\begin{tabular}{@{}l@{\\quad}p{0.8\\linewidth}@{}}\n"
      + lines.joined(separator: "\n") + "\n\\end{tabular}\\par}"
  }

  func text(_ entry: Walkthrough.Given.Entry) -> String {
    switch entry {
    case .value(let name, let number):
      Self.text([.name(name), .sign(.equals), .number(number)])
    case .matrix(let name, let matrix): Self.text([.name(name), .sign(.equals), matrix])
    case .omitted(let words): "\\dots{} \(LaTeXText.escaped(words)) \\dots{}"
    }
  }

  // Text.

  /// Words outside of formulas, all else in them.
  static func text(_ nodes: [MathNode]) -> String {
    let math = LaTeXMath(isInline: true)
    return MathRun.runs(of: nodes).map { run in
      switch run {
      case .words(let words): LaTeXText.escaped(words)
      case .formula(let node): "$\(math.text(node))$"
      }
    }.joined()
  }

  private func text(_ listing: Listing) -> String {
    let rows = listing.rows.map { row -> String in
      switch row {
      case .shared(let label, let names):
        let names = names.map(LaTeXText.typed).joined(separator: ", ")
        return "\(LaTeXText.escaped(label)) & \\multicolumn{3}{p{0.8\\linewidth}}{\(names)} \\\\"
      case .entry(let entry):
        let remarks = entry.remarks.map { Self.text($0) }
        return [
          LaTeXText.escaped(entry.label), LaTeXText.typed(entry.name),
          LaTeXText.escaped(entry.value), remarks.joined(separator: "; "),
        ].joined(separator: " & ") + " \\\\"
      }
    }
    return "\\begin{tabular}{@{}llp{0.2\\linewidth}p{0.45\\linewidth}@{}}\n"
      + rows.joined(separator: "\n") + "\n\\end{tabular}"
  }

  /// A picture that fits on the page.
  private func picture(_ drawing: Drawing) -> String {
    let (width, height) = options.isSlides ? (396.0, 190.0) : (455, 640)
    return "{\\centering \(TikZFormat().text(drawing, width: width, height: height))\\par}"
  }

  func blocks(_ prose: [Prose]) -> [String] {
    var blocks: [String] = []
    var items: [String] = []
    for block in prose {
      if case .item(let marker, let indent, let text) = block {
        let space = indent == 0 ? "" : "\\hspace{\(indent)ex}"
        let mark = marker == "•" ? "$\\bullet$" : LaTeXText.escaped(marker)
        items.append("\(space)\\makebox[1.5em][l]{\(mark)}\(self.text(text))")
        continue
      }
      if !items.isEmpty { blocks.append(items.joined(separator: "\\\\\n")) }
      items = []
      switch block {
      case .heading(let text): blocks.append("\\subsection*{\(inLine(text))}")
      case .paragraph(let text): blocks.append(self.text(text))
      case .quote(let text):
        blocks.append("\\begin{quote}\n\(self.text(text))\n\\end{quote}")
      case .verbatim(let lines): blocks.append(verbatim(lines))
      case .table(let lines): blocks.append(table(lines.tableRows))
      case .item: break
      }
    }
    if !items.isEmpty { blocks.append(items.joined(separator: "\\\\\n")) }
    return blocks
  }

  /// Text in a place that has no room for a formula of its own.
  private func inLine(_ spans: [ProseSpan]) -> String {
    text(
      spans.map { span in
        guard case .math = span.style else { return span }
        return ProseSpan(style: .math(isDisplayed: false), text: span.text, typed: span.typed)
      })
  }

  private func text(_ spans: [ProseSpan]) -> String { spans.map(text).joined() }

  private func text(_ span: ProseSpan) -> String {
    switch span.style {
    case .plain(let isEmphasized, let isStrong):
      var text = LaTeXText.escaped(span.text)
      if isStrong { text = "\\textbf{\(text)}" }
      return isEmphasized ? "\\emph{\(text)}" : text
    case .code: return LaTeXText.typed(span.text)
    case .math(let isDisplayed):
      guard let formula = TypedMath.latex(span.text) else { return LaTeXText.escaped(span.typed) }
      return isDisplayed ? "\\[\(formula)\\]" : "$\(formula)$"
    }
  }

  /// A table of the author's; wide cells are broken in lines.
  private func table(_ rows: [[[ProseSpan]]]) -> String {
    let cells = rows.map { $0.map(inLine) }
    let columns = rows[0].count
    let widths = (0..<columns).map { column in
      cells.map { LaTeXWidth.of("\\text{\($0[column])}") + 110 }.max() ?? 0
    }
    let share = Double(90 / columns) / 100
    let isWide = widths.reduce(0, +) > equations.width
    let column = isWide ? "p{\(share)\\linewidth}" : "l"
    let lines = cells.map { "{}" + $0.joined(separator: " & ") + " \\\\" }
    return
      "\\begin{center}\n\\begin{tabular}{\(String(repeating: column, count: columns))}\n\\toprule\n"
      + "\(lines[0])\n\\midrule\n\(lines.dropFirst().joined(separator: "\n"))\n\\bottomrule\n"
      + "\\end{tabular}\n\\end{center}"
  }

  /// Lines as they stand, with their spaces; nothing in them is obeyed.
  private func verbatim(_ lines: [String]) -> String {
    let rows = lines.map { LaTeXText.typedLine($0) }
    return "{\\small " + rows.joined(separator: "\\\\\n") + "\\par}"
  }
}

extension Walkthrough {
  /// Whether its rows have numbers.
  fileprivate var isWorksheet: Bool {
    sections.contains { $0.content.contains { $0.asEquation?.row != nil } }
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }

  /// The text with a hyphen for all that a label cannot hold.
  var asLabel: String {
    String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
