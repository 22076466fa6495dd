import Decimals
import Formulas

/// One sheet of a spreadsheet, as XML.
///
/// Texts stand in cells that hold texts, never in those that are computed.
struct Worksheet {
  enum Cell {
    case empty
    case text(String, Style)
    case number(Double, Style)
    /// A formula with its value.
    case formula(String, Double)
  }

  enum Style: Int { case plain, bold, title, given, quiet, wrapped }

  /// How many rows and columns stay in view.
  var frozen = (rows: 0, columns: 0)
  private let widths: [Int]
  private var rows = ""
  private var count = 0

  init(widths: [Int]) { self.widths = widths }

  /// The letters of a column, from 0.
  static func column(_ number: Int) -> String {
    var letters = ""
    var rest = number + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  mutating func add(_ cells: [Cell]) {
    count += 1
    rows += "<row r=\"\(count)\">"
    for (place, cell) in cells.enumerated() {
      let start = { [count] (style: Style) in
        "<c r=\"\(Self.column(place))\(count)\" s=\"\(style.rawValue)\""
      }
      switch cell {
      case .empty: break
      case .text("", _): break
      case .text(let text, let style):
        let words = text.inSpreadsheet
        rows +=
          start(style) + " t=\"inlineStr\"><is><t xml:space=\"preserve\">\(words)</t></is></c>"
      case .number(let value, let style): rows += start(style) + Self.value(value)
      case .formula(let formula, let value):
        let content = Self.value(value, formula: "<f>\(formula.inXML)</f>")
        rows += start(.plain) + content
      }
    }
    rows += "</row>\n"
  }

  /// The rest of a cell's element: what is no number is an error.
  private static func value(_ value: Double, formula: String = "") -> String {
    value.isFinite
      ? ">\(formula)<v>\(shortest(value).uppercased())</v></c>"
      : " t=\"e\">\(formula)<v>#NUM!</v></c>"
  }

  var xml: String {
    var columns = ""
    for (place, width) in widths.enumerated() {
      columns +=
        "<col min=\"\(place + 1)\" max=\"\(place + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    var view = ""
    if frozen.rows > 0 {
      let corner = "\(Self.column(frozen.columns))\(frozen.rows + 1)"
      view =
        "<pane xSplit=\"\(frozen.columns)\" ySplit=\"\(frozen.rows)\" topLeftCell=\"\(corner)\" "
        + "activePane=\"bottomRight\" state=\"frozen\"/>"
    }
    return """
      \(Workbook.declaration)
      <worksheet xmlns="\(Workbook.namespace)">
      <sheetViews><sheetView workbookViewId="0">\(view)</sheetView></sheetViews>
      <cols>\(columns)</cols>
      <sheetData>
      \(rows)</sheetData>
      </worksheet>
      """
  }
}

/// A spreadsheet file: sheets in Office Open XML (ECMA-376).
struct Workbook {
  private var sheets: [(name: String, xml: String)] = []

  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
  static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml."

  mutating func add(_ name: String, _ sheet: Worksheet) { sheets.append((name, sheet.xml)) }

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
    let list = targets.enumerated().map { place, target in
      "<Relationship Id=\"rId\(place + 1)\" Type=\"\(Self.office)/\(target.type)\" Target=\"\(target.path)\"/>"
    }
    return """
      \(Self.declaration)
      <Relationships xmlns="\(Self.package)/relationships">
      \(list.joined(separator: "\n"))
      </Relationships>
      """
  }

  /// The styles in the order of `Worksheet.Style`.
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

extension String {
  /// The text in XML, without what XML cannot hold.
  fileprivate var inXML: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text of a cell: no control characters, no more than a cell holds, and none of the
  /// spreadsheet's own escapes, such as `_x0041_`.
  fileprivate var inSpreadsheet: String {
    let text = replacingCommands
    let mostUnits = 32_000
    let fits = text.utf16.count <= mostUnits
    let shown = fits ? text : String(text.prefix(mostUnits / 4)) + "…"
    return shown.split(separator: "_x", omittingEmptySubsequences: false)
      .joined(separator: "_x005F_x").inXML
  }
}
