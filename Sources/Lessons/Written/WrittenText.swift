package import Diagnostics

/// Some text that was written by hand or copied from a page, with the place of each character.
///
/// Full-width forms stand here as the ASCII characters that they are forms of, and white space of
/// any kind as a space. Invisible characters are left out.
package struct WrittenText: Sendable {
  package struct Character: Sendable {
    package let scalar: Unicode.Scalar
    package let typed: Unicode.Scalar
    package let place: Range<Int>
  }

  package private(set) var characters: ArraySlice<Character>
  /// Where the text ends.
  private let end: Int

  /// The text of a line.
  package init(_ source: Source, in place: Range<Int>) {
    var characters: [Character] = []
    characters.reserveCapacity(place.count)
    var offset = place.lowerBound
    for scalar in source.text(place).unicodeScalars {
      let next = offset + UTF8.width(scalar)
      if scalar.isASCII || !scalar.isInvisible {
        characters.append(Character(scalar: scalar.halfWidth, typed: scalar, place: offset..<next))
      }
      offset = next
    }
    self.characters = characters[...]
    end = place.upperBound
  }

  init(_ characters: ArraySlice<Character>, end: Int) {
    self.characters = characters
    self.end = end
  }

  /// Texts that follow each other, with gaps between them.
  package init(joining texts: [WrittenText]) {
    self.init(texts.flatMap(\.characters)[...], end: texts.last?.end ?? 0)
  }

  package var isEmpty: Bool { characters.isEmpty }
  package var indices: Range<Int> { characters.indices }

  package subscript(index: Int) -> Unicode.Scalar { characters[index].scalar }

  package subscript(range: Range<Int>) -> WrittenText {
    let end =
      range.upperBound < indices.upperBound ? characters[range.upperBound].place.lowerBound : end
    return WrittenText(characters[range], end: end)
  }

  /// Where the text stands in its source.
  package var place: Range<Int> {
    guard let first = characters.first, let last = characters.last else { return end..<end }
    return first.place.lowerBound..<last.place.upperBound
  }

  package var string: String {
    var string = String.UnicodeScalarView()
    for character in characters { string.append(character.scalar) }
    return String(string)
  }

  /// The text as it was typed, for reports, in one line.
  package var printable: String {
    var string = String.UnicodeScalarView()
    for character in characters { string.append(character.scalar == " " ? " " : character.typed) }
    return String(string).printable
  }

  /// The text for a message, in quotation marks.
  package var quoted: String { "'\(shortened)'" }

  /// The text, or its beginning where it is long.
  package var shortened: String { self[indices.prefix(61)].printable.cut(to: 60) }

  /// The text without white space at either end.
  package var trimmed: WrittenText {
    var range = indices
    while let last = range.last, self[last] == " " { range = range.dropLast() }
    while let first = range.first, self[first] == " " { range = range.dropFirst() }
    return self[range]
  }

  package func firstIndex(of scalar: Unicode.Scalar) -> Int? {
    characters.firstIndex { $0.scalar == scalar }
  }

  /// Whether the text at an index begins with the scalars.
  package func has(_ text: String, at index: Int) -> Bool {
    var index = index
    for scalar in text.unicodeScalars {
      guard index < indices.upperBound, self[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  /// The index of the first character from `index` on that is no space.
  package func skippingSpaces(from index: Int) -> Int {
    var index = index
    while index < indices.upperBound, self[index] == " " { index += 1 }
    return index
  }
}

extension Unicode.Scalar {
  /// The ASCII form of a full-width character, a space for white space; else the character itself.
  fileprivate var halfWidth: Unicode.Scalar {
    if isASCII { return value == 9 || value == 10 || value == 13 ? " " : self }
    if (0xFF01...0xFF5E).contains(value) {
      return Unicode.Scalar(value - 0xFEE0) ?? self
    }
    return properties.isWhitespace ? " " : self
  }

  package var isDigit: Bool { ("0"..."9").contains(self) }
}
