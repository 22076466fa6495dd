import Diagnostics
import Testing

/// Texts as files have them: other encodings, characters that nobody sees, and tables.
@Suite struct TextTests {
  // Encodings.

  /// "é" and "# a" as Python's `encode` writes them, with and without a byte-order mark.
  @Test(
    arguments: [
      ([0xFF, 0xFE, 0xE9, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0xE9], "UTF-16"),
      ([0x23, 0, 0x20, 0, 0x61, 0], "UTF-16"), ([0, 0x23, 0, 0x20, 0, 0x61], "UTF-16"),
      ([0xFF, 0xFE, 0, 0, 0xE9, 0, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0xE9], "UTF-32"),
      ([0x23, 0x20, 0x61], nil), ([0xEF, 0xBB, 0xBF, 0x23], nil), ([0xC3, 0xA9], nil), ([], nil),
    ] as [([UInt8], String?)])
  func `another encoding is named`(bytes: [UInt8], name: String?) {
    let source = Source(name: "a.md", bytes: bytes)
    let described = source.mistakeOfEncoding?.described(in: source)
    #expect(
      described
        == name.map {
          """
          a.md:1:1: error: this file is \($0) text, and UTF-8 is read
                = save it anew with the encoding UTF-8; a spreadsheet calls that 'CSV UTF-8'
          """
        })
  }

  @Test func `a byte-order mark is no character of the first line`() {
    let source = Source(name: "a", text: "\u{FEFF}x;y\r\nz\n")
    #expect(source.beginning == 3)
    #expect(source.line(at: 4).range == 3..<6)
    #expect(source.line(from: 3).content == 3..<6)
    #expect(source.line(from: 3).next == 8)
    #expect(source.line(from: 8).next == 10)
    #expect(Diagnostic("no", at: 4..<5).described(in: source).hasPrefix("a:1:2: error: no"))
    #expect(Array([0xEF, 0xBB, 0xBF, 0x7B].withoutByteOrderMark) == [0x7B])
  }

  // Characters.

  /// Names as The Unicode Standard, version 16.0, has them.
  @Test(
    arguments: [
      ("\u{200B}", "U+200B ZERO WIDTH SPACE", true), ("\u{AD}", "U+00AD SOFT HYPHEN", true),
      ("\u{2060}", "U+2060 WORD JOINER", true),
      ("\u{FEFF}", "U+FEFF ZERO WIDTH NO-BREAK SPACE", true),
      ("\u{A0}", "U+00A0 NO-BREAK SPACE", false),
      ("\u{202F}", "U+202F NARROW NO-BREAK SPACE", false),
      ("\u{200D}", "U+200D ZERO WIDTH JOINER", false), ("a", "U+0061 LATIN SMALL LETTER A", false),
    ] as [(Unicode.Scalar, String, Bool)])
  func `characters have codes and names`(
    scalar: Unicode.Scalar, name: String, isInvisible: Bool
  ) {
    #expect(scalar.codeAndName == name)
    #expect(scalar.isInvisible == isInvisible)
    #expect(scalar.isSpace == ["\u{A0}", "\u{202F}"].contains(scalar))
  }

  @Test func `what cannot be seen in a marked place is named`() {
    let source = Source(name: "a", text: "x = 0.5\u{200B}")
    #expect(
      Diagnostic("'0.5' is no number", at: 4..<10).described(in: source) == """
        a:1:5: error: '0.5' is no number
            1 | x = 0.5�
              |     ^~~~
              = the marked text holds U+200B ZERO WIDTH SPACE, which is invisible
        """)
  }

  // Tables.

  private func cells(_ text: String, comments: TableRecords.Comments = .lineEnds) throws
    -> [[String]]
  {
    let source = Source(name: "t.csv", text: text)
    var records = TableRecords(
      source, in: 0..<source.bytes.count, separator: UInt8(ascii: ","), comments: comments)
    var rows: [[String]] = []
    while let record = try records.next() {
      rows.append(record.cells.map { $0.text(in: source) })
    }
    return rows
  }

  /// The examples of RFC 4180, section 2.
  @Test(arguments: [
    ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
    (
      "\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx",
      [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]
    ),
    ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
    ("\"a,b\", \"c\" ,d", [["a,b", "c", "d"]]),
  ])
  func `quoted cells`(text: String, rows: [[String]]) throws {
    #expect(try cells(text) == rows)
  }

  @Test func `brackets hold commas together, and comments are no cells`() throws {
    #expect(
      try cells("W[1,2],x # a, b\n\n#,\n\"#\",\u{A0}2\u{202F}") == [
        ["W[1,2]", "x"], [""], [], ["#", "2"],
      ])
    #expect(try cells("# a\nx,y # z", comments: .lines) == [[], ["x", "y # z"]])
  }

  @Test(arguments: [
    ("x,\"y", 2, "the quotation mark is never closed"),
    ("\"x\"y,z", 3, "something follows the closing quotation mark"),
  ])
  func `quotation marks that are none of a cell`(text: String, place: Int, message: String) {
    #expect(throws: Diagnostic.self) { try cells(text) }
    do {
      _ = try cells(text)
    } catch let mistake as Diagnostic {
      #expect(mistake.message == message && mistake.place == place..<place + 1)
    } catch {
      Issue.record(error)
    }
  }
}
