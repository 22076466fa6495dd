extension TextFormat {
  /// Labels, names and values in columns, remarks hanging beside them, or below where the rest of
  /// the line is too short.
  func lines(_ listing: Listing) -> [String] {
    let rows = listing.rows.map(written)
    let columns = Columns(rows, math, width: width)
    return rows.flatMap { row -> [String] in
      switch row {
      case .shared(let label, let names, let tone):
        var text = BreakableText()
        for (index, name) in names.enumerated() {
          let comma = index + 1 < names.count ? "," : ""
          text.append(math.text(name) + comma, afterSpace: true, breakCost: 0)
        }
        return painted(hanging(columns.label(label), text), label, tone)
      case .entry(let entry):
        return painted(lines(entry, columns), entry.label, entry.tone)
      }
    }
  }

  /// A row, in ASCII mode with its signs in plain characters.
  private func written(_ row: Listing.Row) -> Listing.Row {
    switch row {
    case .shared(let label, let names, let tone):
      .shared(label: label, names: written(names), tone: tone)
    case .entry(let entry):
      .entry(
        Listing.Entry(
          label: entry.label, name: .row(written([entry.name])), value: written(entry.value),
          remarks: entry.remarks.map(written), tone: entry.tone))
    }
  }

  private func lines(_ entry: Listing.Entry, _ columns: Columns) -> [String] {
    let remarks = entry.remarks.map { math.breakable(.row($0)) }
    var head = columns.label(entry.label)
    let indent = spaces(head.displayWidth + 2)
    var lines: [String] = []
    head += math.text(entry.name).padded(to: columns.name)
    if head.displayWidth + 2 + entry.value.displayWidth > width {
      lines.append(head)
      head = indent
    } else {
      head += "  "
    }
    head += entry.value
    let isAligned = lines.isEmpty && head.displayWidth <= columns.remark - 2
    guard isAligned, let first = remarks.first,
      columns.hasRoomBeside || columns.remark + first.width <= width
    else {
      return (lines + [head]).map(\.withoutTrailingSpaces)
        + remarks.flatMap { hanging(indent, $0) }
    }
    let next = columns.hasRoomBeside ? spaces(columns.remark) : indent
    return hanging(head.padded(to: columns.remark), first)
      + remarks.dropFirst().flatMap { hanging(next, $0) }
  }

  /// Where the columns of a listing begin.
  private struct Columns {
    private let labelWidth: Int
    let name: Int
    /// Where remarks begin.
    let remark: Int
    let hasRoomBeside: Bool

    /// What a remark needs at least beside the other columns.
    private static let leastRoom = 26

    init(_ rows: [Listing.Row], _ math: TextMath, width: Int) {
      var (label, name, value) = (0, 0, 0)
      let widest = max(width / 4, 12)
      for row in rows {
        switch row {
        case .shared(let text, _, _): label = max(label, text.displayWidth)
        case .entry(let entry):
          label = max(label, entry.label.displayWidth)
          name = max(name, min(math.text(entry.name).displayWidth, widest))
          value = max(value, min(entry.value.displayWidth, widest))
        }
      }
      labelWidth = label
      self.name = name
      remark = 2 + label + 2 + name + 2 + value + 2
      hasRoomBeside = width - remark >= Self.leastRoom
    }

    func label(_ text: String) -> String { "  " + text.padded(to: labelWidth + 2) }
  }
}
