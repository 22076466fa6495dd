import FoundationEssentials
import Testing

/// A CSV table of the folder `References`.
///
/// A record is a line; cells with commas have quotes around them.
struct ReferenceTable {
  let columns: [String]
  let rows: [[String]]

  init(_ name: String) throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "TracingTests/References/\(name)")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let records = text.split(separator: "\n").map(ReferenceTable.cells)
    let head = try #require(records.first)
    let isComplete = records.allSatisfy { $0.count == head.count }
    try #require(isComplete, "a record of \(name) has too few or too many cells")
    columns = head
    rows = Array(records.dropFirst())
  }

  private static func cells(_ record: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in record {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
