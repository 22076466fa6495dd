/// A text that somebody wrote, with its name; places in it are ranges of UTF-8 offsets.
package struct Source: Sendable {
  package let name: String
  package let bytes: [UInt8]
  /// How many lines at the beginning are not the author's and have no number.
  private let frame: Int

  package init(name: String, text: String, frame: Int = 0) {
    self.init(name: name, bytes: Array(text.utf8), frame: frame)
  }

  package init(name: String, bytes: [UInt8], frame: Int = 0) {
    self.name = name
    self.bytes = bytes
    self.frame = frame
  }

  package func text(_ place: Range<Int>) -> String {
    String(decoding: bytes[place], as: UTF8.self)
  }

  /// The line number, from 1 for the author's first, and the range of the line that holds the offset.
  package func line(at offset: Int) -> (number: Int, range: Range<Int>) {
    var number = 1
    var start = beginning
    for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
      number += 1
      start = index + 1
    }
    return (number - frame, line(from: start).content)
  }

  /// The line that begins at an offset, without its end, and where the one after it begins.
  package func line(from start: Int) -> (content: Range<Int>, next: Int) {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
    return (start..<(hasReturn ? end - 1 : end), min(end + 1, bytes.count))
  }
}
