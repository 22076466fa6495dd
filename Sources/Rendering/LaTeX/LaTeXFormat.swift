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
      width: width, name: options.name.asLabel, floats: options.isFragment)
  }

  func document(_ walkthrough: Walkthrough) -> LaTeXDocument {
    let kind: LaTeXDocument.Kind =
      options.isFragment
      ? .fragment
      : options.isSlides ? .slides : .article(hasRowNumbers: walkthrough.isWorksheet)
    let body = options.isSlides ? slides(walkthrough) : page(walkthrough)
    return LaTeXDocument(
      kind, title: walkthrough.title.isEmpty ? options.title : walkthrough.title, body: body)
  }

  // Pages.

  private func page(_ walkthrough: Walkthrough) -> LaTeXBlock {
    var blocks: [LaTeXBlock] = []
    if !walkthrough.title.isEmpty {
      blocks.append("\\section*{\(LaTeXText.words(walkthrough.title))}")
    }
    if let position = walkthrough.position {
      blocks.append("\\emph{\(LaTeXText.words(position.capitalized))}")
    }
    let notes = walkthrough.notes.map { LaTeXText.row($0) }.parted(by: " ")
    let note: [LaTeXBlock] = notes.isEmpty ? [] : ["{\\small \(notes)\\par}"]
    // How many digits are asked for is read before the rows of a worksheet.
    if walkthrough.isWorksheet { blocks += note }
    blocks += self.blocks(walkthrough.prose)
    for section in walkthrough.sections { blocks += self.blocks(section) }
    blocks += self.blocks(walkthrough.afterword)
    if !walkthrough.isWorksheet { blocks += note }
    return blocks.parted(by: "\n\n")
  }

  private func blocks(_ section: Walkthrough.Section) -> [LaTeXBlock] {
    let heading = heading(section)
    return (heading.isEmpty ? [] : ["\\subsection*{\(heading)}"]) + blocks(section.content)
  }

  func heading(_ section: Walkthrough.Section) -> LaTeXBlock {
    let detail = section.detail.map { LaTeXText.row([$0]) }
    let words = section.heading.isEmpty ? nil : LaTeXText.words(section.heading)
    return [words, detail].compactMap { $0 }.parted(by: ": ")
  }

  /// Equations that follow one another share an alignment; tables of families stand beside each other.
  func blocks(_ content: [Walkthrough.Content]) -> [LaTeXBlock] {
    var blocks: [LaTeXBlock] = []
    var run: [Walkthrough.Content] = []
    var tables: [Table] = []
    func endRun() {
      if !run.isEmpty { blocks += alignments(run) }
      blocks += table.besideEachOther(tables)
      (run, tables) = ([], [])
    }
    for content in content {
      switch content {
      case .general, .equation, .omission:
        if !tables.isEmpty { endRun() }
        run.append(content)
      case .table(let table) where table.families != nil && !options.isSlides:
        if !run.isEmpty { endRun() }
        tables.append(table)
      case .given, .table, .listing, .plot, .graph, .prose, .lead, .remark:
        endRun()
        blocks += self.blocks(content)
      }
    }
    endRun()
    return blocks
  }

  private func block(_ lead: Walkthrough.Lead) -> LaTeXBlock {
    let text = LaTeXText.row(lead.text)
    if lead.head.isEmpty { return LaTeXBlock(text) }
    let head: LaTeXBlock = "\\textbf{\(LaTeXText.row(lead.runInHead))}"
    return lead.text.isEmpty ? head : "\(head) \(text)"
  }

  private func blocks(_ content: Walkthrough.Content) -> [LaTeXBlock] {
    switch content {
    case .given(let rows): [given(rows)]
    case .table(let table): [self.table.block(table, isOnSlide: options.isSlides)]
    case .listing(let listing): [block(listing)]
    case .plot(let plot): [picture(plot.drawing(title: options.title))]
    case .graph(let graph): [picture(graph.drawing)]
    case .prose(let prose): blocks(prose)
    case .lead(let lead): [block(lead)]
    case .remark(let nodes): [LaTeXBlock(LaTeXText.row(nodes))]
    case .general, .equation, .omission: []
    }
  }

  /// So many lines stand in one alignment at most.
  private static let longestAlignment = 60

  private func alignments(_ run: [Walkthrough.Content]) -> [LaTeXBlock] {
    let leftWidth = equations.leftWidth(of: run.flatMap(\.equations))
    var blocks: [LaTeXBlock] = []
    var lines: [LaTeXEquations.Line] = []
    func endAlignment() {
      if !lines.isEmpty { blocks.append(LaTeXEquations.alignment(lines)) }
      lines = []
    }
    for content in run {
      for equation in content.equations {
        if lines.count > Self.longestAlignment { endAlignment() }
        lines += equations.lines(equation, leftWidth: leftWidth, oneByOne: options.isSlides)
      }
      if case .omission(let omissions) = content {
        endAlignment()
        blocks.append(block(omissions))
      }
    }
    endAlignment()
    return blocks
  }

  private func block(_ omissions: [Sentence<MathName>]) -> LaTeXBlock {
    let parts = omissions.map { $0.block { LaTeXBlock(LaTeXText.row([.name($0)])) } }
    return "\\dots{} \(parts.parted(by: ", "))"
  }

  // What is given.

  private func given(_ rows: [Walkthrough.Given]) -> LaTeXBlock {
    let lines = rows.map { row -> LaTeXBlock in
      let entries = row.entries.map(piece).parted(by: ", \\quad ")
      return "\(LaTeXText.words(row.label)) & \\raggedright \(entries) \\tabularnewline"
    }.parted(by: "\n")
    // No line ends between a name and its number.
    return """
      {\\relpenalty=10000
      \\begin{tabular}{@{}l@{\\quad}p{0.8\\linewidth}@{}}
      \(lines)
      \\end{tabular}\\par}
      """
  }

  func piece(_ entry: Walkthrough.Given.Entry) -> LaTeXPiece {
    switch entry {
    case .value(let name, let number):
      LaTeXText.row([.name(name), .sign(.equals), .number(number)])
    case .matrix(let name, let matrix): LaTeXText.row([.name(name), .sign(.equals), matrix])
    }
  }

  private func block(_ listing: Listing) -> LaTeXBlock {
    let rows = listing.rows.map { row -> LaTeXBlock in
      switch row {
      case .shared(let label, let names, _):
        let names = names.map { LaTeXText.row([$0]) }.parted(by: ", ")
        return "\(LaTeXText.words(label)) & \\multicolumn{3}{p{0.8\\linewidth}}{\(names)} \\\\"
      case .entry(let entry):
        let remarks = entry.remarks.map { LaTeXText.row($0) }.parted(by: "; ")
        let cells = [
          LaTeXText.words(entry.label), LaTeXText.row([entry.name]), LaTeXText.words(entry.value),
        ].parted(by: " & ")
        return "\(cells) & \(remarks) \\\\"
      }
    }.parted(by: "\n")
    return """
      \\begin{tabular}{@{}llp{0.2\\linewidth}p{0.45\\linewidth}@{}}
      \(rows)
      \\end{tabular}
      """
  }

  /// A picture that fits on the page.
  private func picture(_ drawing: Drawing) -> LaTeXBlock {
    let (width, height) = options.isSlides ? (396.0, 190.0) : (455, 640)
    return "{\\centering \(TikZFormat().block(drawing, width: width, height: height))\\par}"
  }
}

extension Walkthrough {
  /// Whether its rows have numbers.
  fileprivate var isWorksheet: Bool {
    sections.contains { $0.content.contains { $0.equations.contains { $0.row != nil } } }
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }

  /// The text with a hyphen for all that a label cannot hold.
  var asLabel: String {
    String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
