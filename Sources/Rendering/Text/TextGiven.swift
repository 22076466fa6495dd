extension TextFormat {
  /// The room between entries, and before what they are.
  private static let gap = 3

  /// A row of numbers for each part that they play, which stands at the end of the first line.
  func lines(_ rows: [Walkthrough.Given]) -> [String] {
    let label = rows.reduce(0) { max($0, $1.label.displayWidth) }
    let room = width - Self.margin.count
    let widest = rows.flatMap(\.entries).reduce(0) { max($0, text($1).displayWidth) }
    let isBeside = widest + Self.gap + label <= room
    let columns = rows.map { row in
      self.columns(row.entries.map(text), room: isBeside ? room - Self.gap - label : room)
    }
    let start = columns.joined().reduce(0) { max($0, $1.displayWidth) } + Self.gap
    return zip(rows, columns).flatMap { row, lines -> [String] in
      if !isBeside { return [row.label + ":"] + lines.map { Self.margin + $0 } }
      let first = lines.prefix(1).map { $0.padded(to: start) + row.label }
      return (first + lines.dropFirst()).map { Self.margin + $0 }
    }
  }

  private func text(_ entry: Walkthrough.Given.Entry) -> String {
    switch entry {
    case .value(let name, let number): "\(math.text(name)) = \(math.text(number))"
    case .matrix(let name, let matrix): "\(math.text(name)) = \(math.text(matrix))"
    }
  }

  /// Entries in lines of equal length.
  private func columns(_ entries: [String], room: Int) -> [String] {
    let width = entries.reduce(0) { max($0, $1.displayWidth) }
    let most = max(1, (room + Self.gap) / (width + Self.gap))
    let lineCount = (entries.count + most - 1) / most
    let length = (entries.count + lineCount - 1) / lineCount
    return stride(from: 0, to: entries.count, by: length).map { start in
      let line = entries[start..<min(start + length, entries.count)]
      return line.dropLast().map { $0.padded(to: width + Self.gap) }.joined()
        + line.suffix(1).joined()
    }
  }
}
