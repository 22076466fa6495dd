import FoundationEssentials
import Testing

/// A CSV table of the folder `References`: one record a line, with quotes around cells that need them.
struct ReferenceTable {
  let columns: [String]
  let rows: [[String]]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "References")
    let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
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
