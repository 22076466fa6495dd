import Rendering
import Diagnostics
import Decimals

/// One sheet of a spreadsheet, as XML.
///
/// Texts stand in cells that hold texts, never in those that are computed.
struct Sheet {
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
    for (index, cell) in cells.enumerated() {
      let start = { [count] (style: Style) in
        "<c r=\"\(Self.column(index))\(count)\" s=\"\(style.rawValue)\""
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
    for (index, width) in widths.enumerated() {
      columns +=
        "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
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

extension String {
  /// The text of a cell: no control characters, no more than a cell holds, and none of the
  /// spreadsheet's own escapes, such as `_x0041_`.
  fileprivate var inSpreadsheet: String {
    let text = replacingCommands
    let mostUnits = 32_000
    let fits = text.utf16.count <= mostUnits
    let shown = fits ? text : String(text.prefix(mostUnits / 4)) + "…"
    let escaped = shown.unicodeScalars.replacing(
      "_x".unicodeScalars, with: "_x005F_x".unicodeScalars)
    return String(escaped).inXML
  }
}
