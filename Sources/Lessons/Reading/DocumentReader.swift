package import Diagnostics

extension Document {
  package static func read(_ source: Source, _ mistakes: inout [Diagnostic]) -> Document {
    var reader = DocumentReader(source)
    reader.read()
    mistakes += reader.mistakes
    return Document(
      source: source, pieces: reader.pieces, title: reader.title ?? source.baseName,
      values: reader.values)
  }
}

private struct DocumentReader {
  private let source: Source
  private(set) var pieces: [Document.Piece] = []
  private(set) var title: String?
  private(set) var values: [Range<Int>] = []
  private(set) var mistakes: [Diagnostic] = []
  private var position: Int
  private var proseStart: Int

  init(_ source: Source) {
    self.source = source
    position = source.beginning
    proseStart = position
  }

  mutating func read() {
    while let line = nextLine() {
      let text = source.text(line)
      if let fence = Fence(opening: text) {
        endProse(at: line.lowerBound)
        readBlock(fence, opening: line)
        proseStart = position
      } else if title == nil, text.hasPrefix("# ") {
        title = text.dropFirst(2).trimmed
      }
      if text.contains("{{") { readValues(in: line) }
    }
    endProse(at: source.bytes.count)
  }

  /// Notes what stands in double braces, but not in code.
  private mutating func readValues(in line: Range<Int>) {
    var isCode = false
    var start: Int?
    for offset in line {
      let byte = source.bytes[offset]
      let isDouble = offset + 1 < line.upperBound && source.bytes[offset + 1] == byte
      if let opening = start {
        if byte == UInt8(ascii: "}"), isDouble {
          values.append(opening + 2..<offset)
          start = nil
        }
      } else if byte == UInt8(ascii: "`") {
        isCode.toggle()
      } else if byte == UInt8(ascii: "{"), isDouble, !isCode {
        start = offset
      }
    }
    if let start {
      mistakes.append(
        Diagnostic("'{{' is never closed in its line", at: start..<start + 2, note: "write '}}'"))
    }
  }

  /// The next line, without its end.
  private mutating func nextLine() -> Range<Int>? {
    guard position < source.bytes.count else { return nil }
    let (line, next) = source.line(from: position)
    position = next
    return line
  }

  private mutating func endProse(at end: Int) {
    if proseStart < end { pieces.append(.prose(proseStart..<end)) }
  }

  /// What stands behind the word `show` in the line of a fence.
  private func wordsOfShow(_ line: Range<Int>) -> Range<Int> {
    let word = Array("show".utf8)
    let start = line.first { offset in
      offset + word.count <= line.upperBound
        && source.bytes[offset..<offset + word.count].elementsEqual(word)
    }
    return (start.map { $0 + word.count } ?? line.upperBound)..<line.upperBound
  }

  private mutating func readBlock(_ fence: Fence, opening: Range<Int>) {
    let start = position
    var end = position
    var isClosed = false
    while let line = nextLine() {
      if fence.isClosed(by: source.text(line)) {
        isClosed = true
        break
      }
      end = position
    }
    if !isClosed {
      mistakes.append(
        Diagnostic("this block is never closed", at: opening, note: "close it with '\(fence.mark)'")
      )
    }
    switch fence.words.first {
    case "lesson":
      pieces.append(.lesson(start..<end))
    case "data" where fence.words.count == 2:
      let place = opening.upperBound - fence.words[1].utf8.count..<opening.upperBound
      pieces.append(.data(index: fence.words[1], indexPlace: place, start..<end))
    case "data":
      mistakes.append(
        Diagnostic(
          "a data block names its index", at: opening, note: "for example \(fence.mark)data n"))
    case "show":
      pieces.append(.show(wordsOfShow(opening)))
    default:
      pieces.append(.prose(opening.lowerBound..<position))
    }
  }
}

/// The line that opens a fenced block.
private struct Fence {
  let mark: String
  let words: [String]

  init?(opening line: String) {
    let text = line.drop { $0 == " " }
    guard line.count - text.count <= 3, let sign = text.first, sign == "`" || sign == "~" else {
      return nil
    }
    let count = text.prefix { $0 == sign }.count
    let rest = text.dropFirst(count)
    guard count >= 3, !(sign == "`" && rest.contains("`")) else { return nil }
    mark = String(repeating: sign, count: count)
    words = rest.filter { !$0.isInvisible }.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  func isClosed(by line: String) -> Bool {
    let text = String(line).trimmed
    return text.count >= mark.count && text.allSatisfy { $0 == mark.first }
  }
}

extension Character {
  fileprivate var isInvisible: Bool { unicodeScalars.allSatisfy(\.isInvisible) }
}

extension Source {
  /// The name without folders and ending.
  fileprivate var baseName: String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }
}
