extension Unicode.Scalar {
  /// Whether the character cannot be seen and takes no room, such as U+200B or U+00AD.
  ///
  /// Joiners are none: they change what stands around them.
  package var isInvisible: Bool {
    properties.generalCategory == .format && self != "\u{200D}" && self != "\u{200C}"
  }

  /// Whether the character is a space, of any width and kind.
  package var isSpace: Bool { properties.generalCategory == .spaceSeparator }

  /// The code and the name of the character, such as `U+200B ZERO WIDTH SPACE`.
  package var codeAndName: String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return (properties.name ?? properties.nameAlias).map { "\(code) \($0)" } ?? code
  }
}

extension Source {
  /// The first invisible character of a text, with its place.
  package func invisibleCharacter(
    in place: Range<Int>
  ) -> (scalar: Unicode.Scalar, place: Range<Int>)? {
    var offset = place.lowerBound
    for scalar in text(place).unicodeScalars {
      let end = offset + UTF8.width(scalar)
      if !scalar.isASCII, scalar.isInvisible { return (scalar, offset..<end) }
      offset = end
    }
    return nil
  }
}
