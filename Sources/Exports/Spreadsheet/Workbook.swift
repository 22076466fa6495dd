import Rendering

/// A spreadsheet file: sheets in Office Open XML (ECMA-376).
struct Workbook {
  private var sheets: [(name: String, xml: String)] = []

  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
  static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml."

  mutating func add(_ name: String, _ sheet: Sheet) { sheets.append((name, sheet.xml)) }

  var bytes: [UInt8] {
    var archive = ZipArchive()
    let numbers = sheets.indices.map { $0 + 1 }
    let types = numbers.map { number in
      "<Override PartName=\"/xl/worksheets/sheet\(number).xml\" ContentType=\"\(Self.type)worksheet+xml\"/>"
    }
    archive.add(
      "[Content_Types].xml",
      """
      \(Self.declaration)
      <Types xmlns="\(Self.package)/content-types">
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Default Extension="xml" ContentType="application/xml"/>
      <Override PartName="/xl/workbook.xml" ContentType="\(Self.type)sheet.main+xml"/>
      <Override PartName="/xl/styles.xml" ContentType="\(Self.type)styles+xml"/>
      \(types.joined(separator: "\n"))
      </Types>
      """)
    archive.add(
      "_rels/.rels", relationships([("officeDocument", "xl/workbook.xml")]))
    archive.add(
      "xl/_rels/workbook.xml.rels",
      relationships(
        numbers.map { ("worksheet", "worksheets/sheet\($0).xml") } + [("styles", "styles.xml")]))
    let list = zip(numbers, sheets).map { number, sheet in
      "<sheet name=\"\(sheet.name.inXML)\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
    }
    archive.add(
      "xl/workbook.xml",
      """
      \(Self.declaration)
      <workbook xmlns="\(Self.namespace)" xmlns:r="\(Self.office)">
      <bookViews><workbookView/></bookViews>
      <sheets>\(list.joined())</sheets>
      <calcPr fullCalcOnLoad="1"/>
      </workbook>
      """)
    archive.add("xl/styles.xml", Self.styles)
    for (number, sheet) in zip(numbers, sheets) {
      archive.add("xl/worksheets/sheet\(number).xml", sheet.xml)
    }
    return archive.bytes
  }

  private func relationships(_ targets: [(type: String, path: String)]) -> String {
    let list = targets.enumerated().map { index, target in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(Self.office)/\(target.type)\" Target=\"\(target.path)\"/>"
    }
    return """
      \(Self.declaration)
      <Relationships xmlns="\(Self.package)/relationships">
      \(list.joined(separator: "\n"))
      </Relationships>
      """
  }

  /// The styles in the order of `Sheet.Style`.
  private static let styles = """
    \(declaration)
    <styleSheet xmlns="\(namespace)">
    <fonts count="4">
    <font><sz val="11"/><name val="Calibri"/></font>
    <font><b/><sz val="11"/><name val="Calibri"/></font>
    <font><b/><sz val="14"/><name val="Calibri"/></font>
    <font><sz val="11"/><color rgb="FF808080"/><name val="Calibri"/></font>
    </fonts>
    <fills count="3">
    <fill><patternFill patternType="none"/></fill>
    <fill><patternFill patternType="gray125"/></fill>
    <fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/></patternFill></fill>
    </fills>
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
    <cellXfs count="6">
    <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
    <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
    <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>
    <xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>
    <xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>
    <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
    </cellXfs>
    <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
    </styleSheet>
    """
}
