import Exports
import Testing

/// Texts in CSV and JSON, which end nothing and which a terminal may be shown.
struct TextsInDataTests {
  @Test(arguments: [
    ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""),
    (",\u{301}", "\",\u{301}\""), ("\"\u{301}", "\"\"\"\u{301}\""),
  ])
  func `a field of CSV`(text: String, field: String) {
    #expect(text.csvField == field)
  }

  @Test func `a text of JSON`() {
    #expect("\\\"\u{301}\n\t".inJSON == #""\\\""# + "\u{301}" + #"\n\t""#)
    #expect("\u{1B}\u{9B}\u{202E}\u{E0001}".inJSON == #""\u001b\u009b\u202e\udb40\udc01""#)
  }
}
