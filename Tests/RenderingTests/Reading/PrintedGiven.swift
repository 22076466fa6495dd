@testable import Rendering

/// Numbers that stand under the heading "Given": in rows, or in tables beside each other.
struct PrintedGiven {
  private(set) var values: [(name: String, value: String)] = []
  /// The family of the last matrix, which may go on in a further block.
  private var matrix = ""

  /// What is known before the next lines.
  var goingOn: PrintedGiven {
    var next = self
    next.values = []
    return next
  }

  /// Reads the lines between two empty ones.
  mutating func read(_ lines: [String]) {
    if lines.contains(where: { $0.firstRange(of: " = ") != nil }) {
      if lines[0].hasPrefix("    ") || lines[0].hasSuffix("s:") {
        for line in lines { readRow(line) }
      }
    } else {
      for panel in lines.map(Array.init).panels { read(panel) }
    }
  }

  private mutating func readRow(_ line: String) {
    for cell in line.split(separator: "  ") {
      guard let equals = cell.firstRange(of: " = ") else { continue }
      let name = cell[..<equals.lowerBound].drop { $0 == " " }
      values.append((String(name), String(cell[equals.upperBound...])))
    }
  }

  private mutating func read(_ panel: [[String]]) {
    let rows = panel.filter { !$0.isEmpty }
    let head = rows.firstIndex { row in
      row.count > 1 && !row[0].isNumber && row.dropFirst().allSatisfy(\.isPlace)
    }
    guard let head else { return readColumns(rows) }
    let isMatrix = rows[head][0].contains("\\")
    if isMatrix, head > 0 { matrix = rows[head - 1][0] }
    let letters = rows[head][0].split(separator: "\\").map(String.init)
    for row in rows[(head + 1)...] {
      let family = isMatrix ? matrix.putting(row[0], for: letters[0]) : row[0]
      // Where members are left out, not every row says so.
      let isComplete = row.contains { $0.isPlace && !$0.isNumber }
      let places = isComplete ? rows[head] : rows[head].filter { !$0.isPlace || $0.isNumber }
      for (place, value) in zip(places, row).dropFirst() where place.isNumber {
        values.append((family.putting(place, for: letters[letters.count - 1]), value))
      }
    }
  }

  private mutating func readColumns(_ rows: [[String]]) {
    guard let first = rows.firstIndex(where: { $0[0].isNumber }), first > 0 else { return }
    let head = rows[first - 1]
    for row in rows[first...] where row[0].isNumber {
      for (name, value) in zip(head, row).dropFirst() {
        values.append((name.putting(row[0], for: head[0]), value))
      }
    }
  }
}

extension [[Character]] {
  /// What stands beside each other with a wide gap between, each as the words of its lines.
  fileprivate var panels: [[[String]]] {
    let width = map(\.count).max() ?? 0
    let isEmpty = (0..<width).map { column in
      allSatisfy { $0.count <= column || $0[column] == " " }
    }
    var panels: [Range<Int>] = []
    var gap = 8
    for column in 0..<width {
      if isEmpty[column] {
        gap += 1
      } else {
        if gap >= 5 { panels.append(column..<column) }
        panels[panels.count - 1] = panels[panels.count - 1].lowerBound..<column + 1
        gap = 0
      }
    }
    return panels.map { range in
      map { line in
        String(line.dropFirst(range.lowerBound).prefix(range.count)).split(separator: " ").map(
          String.init)
      }
    }
  }
}

extension String {
  fileprivate var isNumber: Bool { !isEmpty && allSatisfy(\.isWholeNumber) }

  /// Whether it is the value of an index, or stands for several.
  fileprivate var isPlace: Bool { isNumber || self == "…" || self == "..." }

  /// The name with the number of a member in the place of a letter: xₙᵢ with n = 10 is x₁₀,ᵢ.
  fileprivate func putting(_ number: String, for letter: String) -> String {
    let smallLetter = letter.subscripted ?? letter
    let base: Substring
    let tokens: [String]
    if let bracket = firstIndex(of: "[") {
      base = self[..<bracket]
      tokens = self[bracket...].dropFirst().dropLast().split(separator: ",").map(String.init)
    } else if let line = lastIndex(of: "_") {
      base = self[..<line]
      tokens = self[line...].dropFirst().map { String($0) }
    } else {
      let length = reversed().prefix { $0 == "," || Self.smallSigns.contains($0) }.count
      base = dropLast(length)
      let small = suffix(length)
      tokens =
        small.contains(",")
        ? small.split(separator: ",").map(String.init) : small.map { String($0) }
    }
    let indices = tokens.map { $0 == letter || $0 == smallLetter ? number : $0.enlarged }
    if hasSuffix("]"), contains("_") || base.allSatisfy(\.isASCII) && contains("[") {
      return "\(base)[\(indices.joined(separator: ","))]"
    }
    let joined =
      indices.contains { $0.count > 1 } ? indices.joined(separator: ",") : indices.joined()
    return base + (joined.subscripted ?? "_\(joined)")
  }

  private static let largeSigns = Dictionary(
    "0123456789aehijklmnoprstuvx".compactMap { sign in
      String(sign).subscripted.flatMap(\.first).map { ($0, sign) }
    }, uniquingKeysWith: { first, _ in first })

  private static let smallSigns = Set(largeSigns.keys)

  private var enlarged: String { String(map { Self.largeSigns[$0] ?? $0 }) }
}
