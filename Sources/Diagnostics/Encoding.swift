/// A byte-order mark of UTF-8, as some editors put it before a text.
private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

extension [UInt8] {
  /// A text's bytes without a byte-order mark.
  package var withoutByteOrderMark: ArraySlice<UInt8> {
    starts(with: byteOrderMark) ? dropFirst(byteOrderMark.count) : self[...]
  }

  /// The encoding that the bytes are a text in, where it has more than one byte for each character
  /// of ASCII: by its byte-order mark, or by the zeros beside such characters.
  fileprivate var wideEncoding: String? {
    let marks: [([UInt8], String)] = [
      ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"), ([0xFF, 0xFE], "UTF-16"),
      ([0xFE, 0xFF], "UTF-16"),
    ]
    if let (_, name) = marks.first(where: { starts(with: $0.0) }) { return name }
    let sample = prefix(256)
    let zeros = [0, 1].map { parity in
      sample.indices.count { $0 % 2 == parity && sample[$0] == 0 }
    }
    return zeros.min() == 0 && (zeros.max() ?? 0) * 4 > sample.count ? "UTF-16" : nil
  }
}

extension Source {
  /// Where the text begins: behind a byte-order mark, which belongs to no line.
  package var beginning: Int { bytes.withoutByteOrderMark.startIndex }

  /// Whether the bytes are a text in another encoding, of which no line can be shown.
  var isWide: Bool { bytes.wideEncoding != nil }

  /// What is wrong with the whole text, where it is in another encoding.
  package var mistakeOfEncoding: Diagnostic? {
    bytes.wideEncoding.map { name in
      Diagnostic(
        "this file is \(name) text, and UTF-8 is read", at: 0..<0,
        note: "save it anew with the encoding UTF-8; a spreadsheet calls that 'CSV UTF-8'")
    }
  }
}
