/// A block of a lesson's text, with its Markdown read as far as print needs it.
package enum Prose: Hashable, Sendable {
  case heading([ProseSpan])
  case paragraph([ProseSpan])
  /// A list entry with its bullet or number, so many columns further in.
  case item(marker: String, indent: Int, [ProseSpan])
  case quote([ProseSpan])
  /// A block of code, as it stands.
  case verbatim([String])
  /// A table with bars between its cells: as it was typed, and its rows, the first of which is the
  /// heading; each row has as many cells.
  case table(typed: [String], rows: [[[ProseSpan]]])

  var isHeading: Bool {
    if case .heading = self { return true }
    return false
  }

  /// Reads Markdown, leaving out the heading that is the title.
  static func blocks(of text: String, without title: String) -> [Prose] {
    var reader = ProseReader(title: title)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      reader.read(line)
    }
    reader.endBlock()
    return reader.blocks
  }
}

private struct ProseReader {
  /// A block that further lines may belong to.
  private enum Open {
    case paragraph, quote, verbatim
    case item(marker: String, indent: Int)
  }

  let title: String
  private(set) var blocks: [Prose] = []
  private var open: Open?
  private var lines: [String] = []
  private var fence: Substring?

  init(title: String) { self.title = title }

  mutating func endBlock() {
    let text = ProseSpan.spans(of: lines.joinedAsText)
    switch open {
    case .paragraph: blocks.append(.paragraph(text))
    case .quote: blocks.append(.quote(text))
    case .verbatim:
      blocks.append(
        lines.areTable ? .table(typed: lines, rows: lines.tableRows) : .verbatim(lines))
    case .item(let marker, let indent):
      blocks.append(.item(marker: marker, indent: indent, text))
    case nil: break
    }
    open = nil
    lines = []
  }

  mutating func read(_ line: Substring) {
    let text = line.drop { $0 == " " }
    if let mark = fence {
      if text.hasPrefix(mark) {
        fence = nil
        endBlock()
      } else {
        addVerbatim(line)
      }
    } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
      endBlock()
      fence = text.prefix { $0 == text.first }
    } else if text.isEmpty {
      endBlock()
    } else if let heading = text.heading {
      endBlock()
      if heading != title { blocks.append(.heading(ProseSpan.spans(of: heading))) }
    } else if text.hasPrefix("|") {
      addVerbatim(text)
    } else if let (marker, rest) = text.listItem {
      begin(.item(marker: marker, indent: min(line.count - text.count, 8)))
      lines.append(String(rest))
    } else if text.hasPrefix(">") {
      if case .quote = open {} else { begin(.quote) }
      lines.append(String(text.dropFirst().drop { $0 == " " }))
    } else {
      add(text)
    }
  }

  private mutating func begin(_ block: Open) {
    endBlock()
    open = block
  }

  private mutating func addVerbatim(_ line: Substring) {
    if case .verbatim = open {} else { begin(.verbatim) }
    lines.append(String(line))
  }

  private mutating func add(_ line: Substring) {
    switch open {
    case .paragraph, .item, .quote: break
    case .verbatim, nil: begin(.paragraph)
    }
    lines.append(String(line))
  }
}

extension Substring {
  fileprivate var heading: String? {
    let level = prefix { $0 == "#" }.count
    let rest = dropFirst(level)
    guard (1...6).contains(level), rest.first == " " else { return nil }
    var text = rest.drop { $0 == " " }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The marker of a list entry and what follows it.
  fileprivate var listItem: (marker: String, rest: Substring)? {
    if let first, "-*+".contains(first), dropFirst().first == " " {
      return ("•", dropFirst(2).drop { $0 == " " })
    }
    let number = prefix { $0.isASCII && $0.isNumber }
    let rest = dropFirst(number.count)
    guard (1...9).contains(number.count), let mark = rest.first, ".)".contains(mark),
      rest.dropFirst().first == " "
    else { return nil }
    return (number + String(mark), rest.dropFirst(2).drop { $0 == " " })
  }
}

extension [String] {
  /// The lines as one; between two of East Asian signs there is no space.
  fileprivate var joinedAsText: String {
    reduce(into: "") { text, line in
      if let last = text.last, let first = line.first, !(last.isEastAsian && first.isEastAsian) {
        text += " "
      }
      text += line
    }
  }

  /// Whether lines of text are a table with a heading.
  fileprivate var areTable: Bool {
    guard count > 1, allSatisfy({ $0.hasPrefix("|") }), !self[0].tableCells.isEmpty else {
      return false
    }
    return self[1].tableCells.allSatisfy { cell in
      cell.contains("-") && cell.allSatisfy { "-: ".contains($0) }
    }
  }

  /// The cells of a table in its lines, without the line of dashes.
  fileprivate var tableRows: [[[ProseSpan]]] {
    let rows = enumerated().filter { $0.offset != 1 }.map { $0.element.tableCells }
    let width = self[0].tableCells.count
    return rows.map { row in
      (0..<width).map { $0 < row.count ? ProseSpan.spans(of: row[$0]) : [] }
    }
  }
}

extension String {
  /// What stands between the bars of a line.
  fileprivate var tableCells: [String] {
    var cells = [""]
    var isEscaped = false
    for character in dropFirst() {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if cells[cells.count - 1].allSatisfy({ $0 == " " }) { cells.removeLast() }
    return cells.map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
