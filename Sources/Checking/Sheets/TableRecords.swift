import Lessons
import Diagnostics

/// The records of a table in text, one after the other, as RFC 4180 has them.
///
/// Nothing separates inside brackets, as in `W1[2,1]`.
struct TableRecords {
  private let source: Source
  let separator: UInt8
  private var position: Int
  /// The number of the line that comes next.
  private var line: Int

  /// Where the present record begins.
  private var start = 0

  /// A record that goes on in further lines may be so long.
  private static let maximumLength = 10_000

  init(_ source: Source, separator: UInt8, from position: Int, line: Int) {
    self.source = source
    self.separator = separator
    self.position = position
    self.line = line
  }

  /// A row, or a line that is a comment.
  struct Record {
    let line: Int
    let place: Range<Int>
    var cells: [WrittenText] = []
    /// What follows the `#` of a line that is a comment.
    var comment: WrittenText?
  }

  /// The next record; `nil` after the last one.
  ///
  /// After a mistake the next call goes on with the second line of the record, since a stray
  /// quotation mark may have joined lines that do not belong together.
  mutating func next() throws(Diagnostic) -> Record? {
    guard position < source.bytes.count else { return nil }
    start = position
    var record = Record(line: line, place: position..<lineEnd)
    let whole = WrittenText(source, in: record.place).trimmed
    if whole.has("#", at: whole.indices.lowerBound) {
      record.comment = whole[whole.indices.dropFirst()]
      endLine()
      return record
    }
    while true {
      do throws(Diagnostic) {
        record.cells.append(try cell())
      } catch {
        (position, line) = (record.place.lowerBound, record.line)
        endLine()
        throw error
      }
      guard position < source.bytes.count, source.bytes[position] == separator else { break }
      position += 1
    }
    endLine()
    return record
  }

  private func byte(_ offset: Int) -> UInt8 {
    offset < source.bytes.count ? source.bytes[offset] : UInt8(ascii: "\n")
  }

  /// Where the line ends that the position is in.
  private var lineEnd: Int {
    let end = source.bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
    return end > position && source.bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  private mutating func endLine() {
    while byte(position) != UInt8(ascii: "\n") { position += 1 }
    position += 1
    line += 1
  }

  /// Takes a cell, up to the separator or the end of the line.
  private mutating func cell() throws(Diagnostic) -> WrittenText {
    while byte(position) == UInt8(ascii: " ") { position += 1 }
    if byte(position) == UInt8(ascii: "\"") { return try quotedCell() }
    let start = position
    var bracket: Int?
    var depth = 0
    while byte(position) != UInt8(ascii: "\n") {
      switch byte(position) {
      case UInt8(ascii: "["):
        if depth == 0 { bracket = position }
        depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case separator where depth <= 0:
        return WrittenText(source, in: start..<position).trimmed
      default: break
      }
      position += 1
    }
    // A bracket that is never closed holds no commas together.
    if depth > 0, let bracket {
      position = source.bytes[bracket..<position].firstIndex(of: separator) ?? position
    }
    return WrittenText(source, in: start..<position).trimmed
  }

  private mutating func quotedCell() throws(Diagnostic) -> WrittenText {
    let quote = UInt8(ascii: "\"")
    let opening = position
    var pieces: [Range<Int>] = []
    var pieceStart = opening + 1
    var end = opening + 1
    var lines = 0
    while true {
      let isTooLong = lines > 0 && end - start > Self.maximumLength
      if end >= source.bytes.count || isTooLong {
        throw Diagnostic("the quotation mark is never closed", at: opening..<opening + 1)
      }
      if byte(end) == quote {
        if end + 1 >= source.bytes.count || byte(end + 1) != quote { break }
        pieces.append(pieceStart..<end + 1)
        pieceStart = end + 2
        end += 1
      } else if byte(end) == UInt8(ascii: "\n") {
        lines += 1
      }
      end += 1
    }
    pieces.append(pieceStart..<end)
    position = end + 1
    line += lines
    while byte(position) == UInt8(ascii: " ") || byte(position) == UInt8(ascii: "\r") {
      position += 1
    }
    if byte(position) != separator, byte(position) != UInt8(ascii: "\n") {
      throw Diagnostic(
        "something follows the closing quotation mark", at: position..<position + 1,
        note: "a quotation mark inside a cell is written twice")
    }
    return WrittenText(joining: pieces.map { WrittenText(source, in: $0) }).trimmed
  }
}
