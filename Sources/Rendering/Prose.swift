/// A block of a lesson's text, with its Markdown read as far as plain text needs it.
package enum Prose: Hashable, Sendable {
  case heading(String)
  case paragraph(String)
  /// A list entry with its bullet or number, so many columns further in.
  case item(marker: String, indent: Int, String)
  case quote(String)
  /// A table or a block of code, as it stands.
  case verbatim([String])

  /// Reads Markdown, leaving out the heading that is the title.
  static func blocks(of text: String, without title: String) -> [Prose] {
    var reader = ProseReader(title: title)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      reader.read(line.last == "\r" ? line.dropLast() : line)
    }
    reader.endBlock()
    return reader.blocks
  }
}

private struct ProseReader {
  let title: String
  private(set) var blocks: [Prose] = []
  private var open: Prose?
  private var fence: Substring?

  init(title: String) { self.title = title }

  mutating func endBlock() {
    if let open { blocks.append(open) }
    open = nil
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
      if heading != title { blocks.append(.heading(heading.withoutMarks)) }
    } else if text.hasPrefix("|") {
      if case .verbatim = open {} else { endBlock() }
      addVerbatim(text)
    } else if let (marker, rest) = text.listItem {
      endBlock()
      open = .item(
        marker: marker, indent: min(line.count - text.count, 8), String(rest).withoutMarks)
    } else if text.hasPrefix(">") {
      add(quote: text.dropFirst().drop { $0 == " " })
    } else {
      add(text)
    }
  }

  private mutating func addVerbatim(_ line: Substring) {
    var lines: [String] = []
    if case .verbatim(let earlier) = open { lines = earlier }
    open = .verbatim(lines + [String(line)])
  }

  private mutating func add(quote text: Substring) {
    guard case .quote(let earlier) = open else {
      endBlock()
      open = .quote(String(text).withoutMarks)
      return
    }
    open = .quote(earlier + " " + String(text).withoutMarks)
  }

  private mutating func add(_ line: Substring) {
    let text = String(line).withoutMarks
    switch open {
    case .paragraph(let earlier): open = .paragraph(earlier + " " + text)
    case .item(let marker, let indent, let earlier):
      open = .item(marker: marker, indent: indent, earlier + " " + text)
    case .quote(let earlier): open = .quote(earlier + " " + text)
    case .heading, .verbatim, nil:
      endBlock()
      open = .paragraph(text)
    }
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

extension String {
  /// The text without the marks of emphasis and code; what is code keeps all its characters.
  fileprivate var withoutMarks: String {
    let text = Array(self)
    var result = ""
    var isCode = false
    var isEscaped = false
    for (place, character) in text.enumerated() {
      let next = place + 1 < text.count ? text[place + 1] : " "
      if isEscaped {
        result.append(character)
        isEscaped = false
      } else if character == "`" {
        isCode.toggle()
      } else if !isCode, character == "\\", next.isPunctuation || next.isSymbol {
        isEscaped = true
      } else if isCode || !text.isMark(at: place) {
        result.append(character)
      }
    }
    return result
  }
}

extension [Character] {
  /// Whether an asterisk or underscore here begins or ends emphasis: it touches a word on one
  /// side only, so that `w*x` and `net_h1` stay.
  fileprivate func isMark(at place: Int) -> Bool {
    let mark = self[place]
    guard mark == "*" || mark == "_" else { return false }
    var (start, end) = (place, place + 1)
    while start > 0, self[start - 1] == mark { start -= 1 }
    while end < count, self[end] == mark { end += 1 }
    let opens = start == 0 || !self[start - 1].isWordPart
    let closes = end == count || !self[end].isWordPart
    let touchesLeft = start > 0 && !self[start - 1].isWhitespace
    let touchesRight = end < count && !self[end].isWhitespace
    return opens && touchesRight || closes && touchesLeft
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}
