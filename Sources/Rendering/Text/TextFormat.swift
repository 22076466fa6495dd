import Diagnostics
import Decimals
package import Lessons
package import Tracing
import Words

/// Returns a lesson told step by step, as text for the terminal.
package func walkthroughText(
  _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions = ShowOptions()
) -> String {
  text(Walkthrough(lesson, trace, options, fractions: .inRow), options)
}

/// Returns a walkthrough as text for the terminal.
package func text(_ walkthrough: Walkthrough, _ options: ShowOptions) -> String {
  TextFormat(
    width: options.width, isASCII: options.isASCII, usesColour: options.usesColour
  ).text(walkthrough)
}

/// Sets a walkthrough in lines of plain text.
struct TextFormat {
  let width: Int
  let math: TextMath
  let dots: String
  let usesColour: Bool

  init(width: Int, isASCII: Bool, usesColour: Bool = false) {
    self.usesColour = usesColour
    self.width = max(width, 20)
    math = TextMath(isASCII: isASCII)
    dots = isASCII ? "..." : "…"
  }

  /// What stands before formulas and tables.
  static let margin = "    "

  func text(_ walkthrough: Walkthrough) -> String {
    var blocks = walkthrough.title.isEmpty ? [] : [titleLines(walkthrough)]
    blocks += self.blocks(walkthrough.prose)
    for section in walkthrough.sections { blocks += self.blocks(section) }
    blocks += self.blocks(walkthrough.afterword)
    let notes = walkthrough.notes.flatMap { hanging("", math.sentence(written($0))) }
    if !notes.isEmpty { blocks.append(notes) }
    return blocks.map { $0.map(finished).joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // The beginning.

  private func titleLines(_ walkthrough: Walkthrough) -> [String] {
    let title = BreakableText(words: walkthrough.title).lines(width: width)
    guard let position = walkthrough.position else { return title }
    if title.count == 1 {
      let room = width - title[0].displayWidth - position.displayWidth
      if room >= 2 { return [title[0] + spaces(room) + position] }
    }
    return title + [spaces(width - position.displayWidth) + position]
  }

  /// Blocks of prose; the entries of a list stand together, and text directly below its heading.
  func blocks(_ prose: [Prose]) -> [[String]] {
    var blocks: [[String]] = []
    var before: Prose?
    for prose in prose {
      let goesOn =
        switch (before, prose) {
        case (.item, .item), (.heading, .paragraph), (.heading, .item): true
        default: false
        }
      if goesOn, let last = blocks.indices.last {
        blocks[last] += lines(prose)
      } else {
        blocks.append(lines(prose))
      }
      before = prose
    }
    return blocks
  }

  private func lines(_ prose: Prose) -> [String] {
    switch prose {
    case .heading(let text):
      return underlined(BreakableText(words: written(text)).lines(width: width))
    case .paragraph(let text):
      return BreakableText(words: written(text)).lines(width: width)
    case .item(let marker, let indent, let text):
      let first = spaces(indent) + (math.isASCII && marker == "•" ? "-" : marker) + " "
      return hanging(first, BreakableText(words: written(text)))
    case .quote(let text):
      return BreakableText(words: written(text)).lines(width: width - 2).map { "| " + $0 }
    case .table(_, let rows) where !math.isASCII && rows.joined().contains(where: \.hasNames):
      return indented(tableLines(rows))
    case .verbatim(let lines), .table(let lines, _):
      return indented(lines.map { $0.allSatisfy(\.isWhitespace) ? "" : written($0) })
    }
  }

  /// Lines with as much of the margin as there is room for.
  private func indented(_ lines: [String]) -> [String] {
    let room = width - lines.reduce(0) { max($0, $1.displayWidth) }
    let margin = spaces(min(room, Self.margin.count))
    return lines.map { $0.isEmpty ? "" : margin + $0 }
  }

  /// A table of the author's with bars, as it would be typed if its names were as they are printed.
  private func tableLines(_ rows: [[[ProseSpan]]]) -> [String] {
    let cells = rows.map { $0.map { written($0) } }
    let widths = cells[0].indices.map { column in
      cells.reduce(3) { max($0, $1[column].displayWidth) }
    }
    func line(_ cells: [String]) -> String {
      "| " + cells.joined(separator: " | ") + " |"
    }
    var lines = cells.map { row in
      line(zip(row, widths).map { cell, width in cell + spaces(width - cell.displayWidth) })
    }
    lines.insert(line(widths.map { String(repeating: "-", count: $0) }), at: 1)
    return lines
  }

  /// Words without marks; names of quantities as formulas have them, in ASCII mode as they were
  /// typed.
  private func written(_ spans: [ProseSpan]) -> String {
    spans.map { span in
      if case .name(let name) = span.style, !math.isASCII { return math.text(name) }
      return written(span.typed)
    }.joined()
  }

  /// Prose, in ASCII mode with its signs in plain characters.
  func written(_ text: String) -> String {
    if !math.isASCII || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.map { Self.plainSigns[$0] ?? String($0) }.joined()
  }

  /// Nodes in a row with their words written so.
  func written(_ nodes: [MathNode]) -> [MathNode] {
    nodes.map { node in
      if case .words(let words) = node { return .words(written(words)) }
      return node
    }
  }

  private static let plainSigns: [Character: String] = [
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "∂": "d", "…": "...", "≤": "<=", "≥": ">=",
    "≠": "/=", "≈": "~", "→": "->", "“": "\"", "”": "\"", "‘": "'", "’": "'", "½": "1/2", "²": "^2",
    "σ": "sigma", "δ": "delta", "Σ": "sum", "√": "sqrt", "′": "'",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "⁺": "'",
  ]

  // Sections.

  private func blocks(_ section: Walkthrough.Section) -> [[String]] {
    var blocks: [[String]] = []
    var rest = section.content[...]
    var endsInHeading = false
    while let content = rest.first {
      let tables = rest.prefix { $0.isTableOfFamilies }.flatMap(\.tables)
      let equations = rest.prefix { !$0.workedEquations.isEmpty }.flatMap(\.workedEquations)
      if !tables.isEmpty {
        blocks += besideEachOther(tables)
      } else if !equations.isEmpty {
        blocks += self.blocks(equations, section.tone)
      } else if case .prose(let prose) = content {
        blocks += self.blocks(prose)
        endsInHeading = prose.last?.isHeading ?? false
        rest = rest.dropFirst()
        continue
      } else if case .lead = content, endsInHeading {
        blocks[blocks.count - 1] += lines(content)
      } else {
        blocks.append(lines(content))
      }
      endsInHeading = false
      rest = rest.dropFirst(max(tables.count, equations.count, 1))
    }
    let heading = painted(headingLines(section), section.heading, section.tone)
    if let first = blocks.first {
      blocks[0] = heading + first
    } else {
      blocks = [heading]
    }
    return blocks
  }

  /// The heading above its rule; what stands beside it goes on beside the rule.
  private func headingLines(_ section: Walkthrough.Section) -> [String] {
    let isAboveOthers = section.content.isEmpty && section.detail == nil
    let heading = underlined(
      BreakableText(words: section.heading).lines(width: width), isDouble: isAboveOthers)
    guard let detail = section.detail else { return heading }
    let indent = section.heading.displayWidth + Self.gapAfterHeading
    let details = math.breakable(detail).lines(width: max(width - indent, 1))
    if heading.count > 2 || details.contains(where: { indent + $0.displayWidth > width }) {
      return heading + math.breakable(detail).lines(width: width)
    }
    return (0..<max(heading.count, details.count)).map { row in
      let own = row < heading.count ? heading[row] : ""
      return row < details.count ? own.padded(to: indent) + details[row] : own
    }
  }

  private static let gapAfterHeading = 3

  /// Lines above a rule that is as wide.
  private func underlined(_ lines: [String], isDouble: Bool = false) -> [String] {
    if lines.isEmpty { return [] }
    let sign = isDouble ? (math.isASCII ? "=" : "═") : (math.isASCII ? "-" : "─")
    let width = lines.reduce(0) { max($0, $1.displayWidth) }
    return lines + [String(repeating: sign, count: width)]
  }

  private func lines(_ content: Walkthrough.Content) -> [String] {
    switch content {
    case .given(let rows): lines(rows)
    case .general(let formulas): lines(formulas)
    case .equation(let equation): blocks([equation], nil).flatMap(\.self)
    case .omission(let omissions): lines(omissions)
    case .table(let table): lines(table)
    case .listing(let listing): lines(listing)
    case .plot(let plot): lines(plot)
    case .graph(let picture): lines(picture)
    case .prose(let prose): blocks(prose).flatMap(\.self)
    case .lead(let lead): math.sentence(written(lead.row)).lines(width: width)
    case .remark(let nodes): math.sentence(written(nodes)).lines(width: width)
    }
  }

  private func lines(_ omissions: [Sentence<MathName>]) -> [String] {
    let parts = omissions.map { $0.text(math.text) }
    return hanging(Self.margin + dots + " ", BreakableText(words: parts.joined(separator: ", ")))
  }

  // Lines.

  /// Text behind a beginning, its further lines indented as far.
  func hanging(_ beginning: String, _ text: BreakableText) -> [String] {
    let indent = beginning.displayWidth
    let lines = text.lines(width: max(width - indent, 12))
    if lines.isEmpty { return [beginning] }
    return lines.enumerated().map { index, line in
      (index == 0 ? beginning : spaces(indent)) + line
    }
  }
}

extension Walkthrough.Content {
  fileprivate var isTableOfFamilies: Bool { tables.contains { $0.families != nil } }

  fileprivate var tables: [Table] {
    if case .table(let table) = self { return [table] }
    return []
  }

  fileprivate var workedEquations: [Walkthrough.Equation] {
    if case .equation(let equation) = self { return [equation] }
    return []
  }
}
