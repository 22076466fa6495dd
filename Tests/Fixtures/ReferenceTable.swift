/// A CSV table of the folder `Tests/References`.
///
/// A record is a line; cells with commas have quotes around them.
package struct ReferenceTable {
  package let columns: [String]
  package let rows: [[String]]

  package init(_ name: String) throws {
    let records = try ProjectFolder.references.text(name).split(separator: "\n").map(Self.cells)
    guard let head = records.first, records.allSatisfy({ $0.count == head.count }) else {
      throw UnevenTable(name: name)
    }
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

/// Thrown where a table is empty, or a record has too few or too many cells.
private struct UnevenTable: Error {
  let name: String
}
