/// The records of a table in text, one after the other, as RFC 4180 has them.
///
/// A cell in quotation marks may hold separators, line ends, and quotation marks that are written
/// twice. Nothing separates inside brackets, as in `W1[2,1]`.
package struct TableRecords {
  /// What a `#` outside of quotation marks begins.
  package enum Comments: Sendable {
    /// A comment that is a line.
    case lines
    /// A comment that goes to the end of its line.
    case lineEnds
  }

  private let source: Source
  private let separator: UInt8
  private let comments: Comments
  private let end: Int
  private var position: Int
  /// The number of the line that comes next.
  private var line: Int

  /// Where the present record begins.
  private var start = 0

  /// A record that goes on in further lines may be so long.
  private static let maximumLength = 10_000

  /// Reads what stands in a place, whose first line has a number.
  package init(
    _ source: Source, in place: Range<Int>, separator: UInt8, comments: Comments, line: Int = 1
  ) {
    self.source = source
    self.separator = separator
    self.comments = comments
    self.line = line
    position = place.lowerBound
    end = place.upperBound
  }

  /// The text of a cell, without white space around it.
  package struct Cell: Sendable {
    /// Where it stands: in several pieces, where quotation marks in it are written twice.
    package let pieces: [Range<Int>]
    package let isQuoted: Bool

    package var place: Range<Int> {
      let (first, last) = (pieces[0], pieces[pieces.count - 1])
      return first.lowerBound..<last.upperBound
    }

    package func text(in source: Source) -> String { pieces.map(source.text).joined() }
  }

  /// A row, or a line that is a comment.
  package struct Record: Sendable {
    package let line: Int
    package fileprivate(set) var place: Range<Int>
    package fileprivate(set) var cells: [Cell] = []
    /// What follows the `#` of a line that is a comment.
    package fileprivate(set) var comment: Range<Int>?

    /// Whether the line is empty.
    package var isBlank: Bool {
      cells.isEmpty || cells.count == 1 && !cells[0].isQuoted && cells[0].place.isEmpty
    }
  }

  /// The next record; `nil` after the last one.
  ///
  /// After a mistake the next call goes on with the second line of the record, since a stray
  /// quotation mark may have joined lines that do not belong together.
  package mutating func next() throws(Diagnostic) -> Record? {
    guard position < end else { return nil }
    start = position
    var record = Record(line: line, place: source.trimmed(position..<lineEnd))
    if source.text(record.place).first.map({ "#＃".contains($0) }) == true {
      if comments == .lines {
        let mark = source.bytes[record.place.lowerBound] == UInt8(ascii: "#") ? 1 : 3
        record.comment = record.place.dropFirst(mark)
      }
      endLine()
      return record
    }
    while true {
      do throws(Diagnostic) {
        record.cells.append(try cell())
      } catch {
        (position, line) = (start, record.line)
        endLine()
        throw error
      }
      guard position < end, source.bytes[position] == separator else { break }
      position += 1
    }
    record.place = source.trimmed(start..<position)
    endLine()
    return record
  }

  private func byte(_ offset: Int) -> UInt8 {
    offset < end ? source.bytes[offset] : UInt8(ascii: "\n")
  }

  /// Where the line ends that the position is in.
  private var lineEnd: Int {
    source.bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
  }

  private mutating func endLine() {
    position = lineEnd + 1
    line += 1
  }

  /// Whether the cells of a record end at an offset.
  private func ends(at offset: Int) -> Bool {
    byte(offset) == UInt8(ascii: "\n") || comments == .lineEnds && byte(offset) == UInt8(ascii: "#")
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") && separator != byte
  }

  /// Takes a cell, up to the separator or the end of the record.
  private mutating func cell() throws(Diagnostic) -> Cell {
    while isBlank(byte(position)) { position += 1 }
    if byte(position) == UInt8(ascii: "\"") { return try quotedCell() }
    let start = position
    var bracket: Int?
    var depth = 0
    while !ends(at: position) {
      switch byte(position) {
      case UInt8(ascii: "["):
        if depth == 0 { bracket = position }
        depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case separator where depth <= 0: return plainCell(start..<position)
      default: break
      }
      position += 1
    }
    // A bracket that is never closed holds no commas together.
    if depth > 0, let bracket {
      position = source.bytes[bracket..<position].firstIndex(of: separator) ?? position
    }
    return plainCell(start..<position)
  }

  private func plainCell(_ place: Range<Int>) -> Cell {
    Cell(pieces: [source.trimmed(place)], isQuoted: false)
  }

  private mutating func quotedCell() throws(Diagnostic) -> Cell {
    let quote = UInt8(ascii: "\"")
    let opening = position
    var pieces: [Range<Int>] = []
    var pieceStart = opening + 1
    var offset = opening + 1
    var lines = 0
    while true {
      let isTooLong = lines > 0 && offset - start > Self.maximumLength
      if offset >= end || isTooLong {
        throw Diagnostic("the quotation mark is never closed", at: opening..<opening + 1)
      }
      if byte(offset) == quote {
        if offset + 1 >= end || byte(offset + 1) != quote { break }
        pieces.append(pieceStart..<offset + 1)
        pieceStart = offset + 2
        offset += 1
      } else if byte(offset) == UInt8(ascii: "\n") {
        lines += 1
      }
      offset += 1
    }
    pieces.append(pieceStart..<offset)
    if pieces.count == 1 { pieces[0] = source.trimmed(pieces[0]) }
    position = offset + 1
    line += lines
    while isBlank(byte(position)) || byte(position) == UInt8(ascii: "\r") { position += 1 }
    if byte(position) != separator, !ends(at: position) {
      throw Diagnostic(
        "something follows the closing quotation mark", at: position..<position + 1,
        note: "a quotation mark inside a cell is written twice")
    }
    return Cell(pieces: pieces, isQuoted: true)
  }
}

extension Source {
  /// A part of the text without white space at either end.
  fileprivate func trimmed(_ place: Range<Int>) -> Range<Int> {
    guard let first = place.first, let last = place.last else { return place }
    func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }
    if isPlain(bytes[first]), isPlain(bytes[last]) { return place }
    var rest = Substring(text(place)).unicodeScalars
    var (start, end) = (place.lowerBound, place.upperBound)
    while let scalar = rest.first, scalar.properties.isWhitespace {
      start += UTF8.width(rest.removeFirst())
    }
    while let scalar = rest.last, scalar.properties.isWhitespace {
      end -= UTF8.width(rest.removeLast())
    }
    return start..<end
  }
}
