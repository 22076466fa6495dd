import Diagnostics
import Formulas

/// What a training statement says of batches, as far as it has been read.
struct ParsedBatch {
  var size: (count: Int, place: Range<Int>)?
  var index: (name: String, place: Range<Int>)?
  var shuffle: (isWanted: Bool, place: Range<Int>)?

  var option: BatchOption? {
    get throws(Diagnostic) {
      guard let (size, place) = size else {
        guard let (_, place) = shuffle else { return nil }
        throw Diagnostic(
          "'shuffle' is about batches", at: place, note: "write ', batch: 4' too, for example")
      }
      return BatchOption(
        size: size, index: index, isShuffled: shuffle?.isWanted ?? false, place: place)
    }
  }
}

/// Tables in files, and their rows in batches.
extension StatementParser {
  /// Takes `4` or `4 of n`.
  mutating func takeBatch(_ batch: inout ParsedBatch, at place: Range<Int>) throws(Diagnostic) {
    let size = try count(1...1_000_000_000, "a batch has a whole number of rows, from 1")
    batch.size = (size, place.lowerBound..<parser.previousEnd)
    if parser.take(word: "of") {
      batch.index = try parser.expectName("the index of a table")
    }
  }

  mutating func yesOrNo() throws(Diagnostic) -> Bool {
    if parser.take(word: "yes") { return true }
    if parser.take(word: "no") { return false }
    throw parser.unexpected("'yes' or 'no'")
  }

  /// Takes `n from "houses.csv"`.
  mutating func samples() throws(Diagnostic) -> SamplesStatement {
    let (index, indexPlace) = try parser.expectName("the index of the table's rows")
    guard parser.take(word: "from") else { throw parser.unexpected("'from' and a file") }
    let token = parser.token
    guard token.kind == .text else {
      throw parser.unexpected("a file in quotation marks, such as \"houses.csv\"")
    }
    parser.advance()
    return SamplesStatement(
      index: index, indexPlace: indexPlace, file: String(parser.text(token).dropFirst().dropLast()),
      place: token.place)
  }
}
