import Testing

@testable import Exports

/// Cells in XML.
@Suite struct SheetTests {
  @Test func `the lesson's text stays in cells of text`() throws {
    var sheet = Sheet(widths: [10])
    sheet.add([.text("=1+1 \(hostileText) _x0041_", .plain)])
    #expect(
      sheet.xml.contains(
        "<c r=\"A1\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 coding: utf-7 "
          + "&quot;&quot;&quot; ''' &lt;b&gt;&amp;amp;]]&gt; \u{FFFD}[31m "
          + "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}x _x005F_x0041_</t></is></c>"))
  }

  @Test func `a cell that is no number is an error`() {
    var sheet = Sheet(widths: [10])
    sheet.add([.formula("1/0", .infinity), .formula("A2<1", .nan), .formula("2^-1", 0.5)])
    #expect(
      sheet.xml.contains(
        """
        <row r="1"><c r="A1" s="0" t="e"><f>1/0</f><v>#NUM!</v></c>\
        <c r="B1" s="0" t="e"><f>A2&lt;1</f><v>#NUM!</v></c>\
        <c r="C1" s="0"><f>2^-1</f><v>0.5</v></c></row>
        """))
  }

  @Test(arguments: [
    (0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"),
    (16_383, "XFD"),
  ])
  func `the letters of a column`(number: Int, letters: String) {
    #expect(Sheet.column(number) == letters)
  }
}
