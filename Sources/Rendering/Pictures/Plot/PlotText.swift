import Decimals

extension TextFormat {
  /// The plot in characters: curves in dots of Braille characters, or in letters.
  func lines(_ plot: Plot) -> [String] {
    let labels = plot.y.ticks.map { math.text(.number($0.text)) }
    let margin = 2 + (labels.map(\.displayWidth).max() ?? 0)
    let room = plot.series.count > 1 ? 3 : 1
    let columns = max(8, min(width - margin - 2 - room, 150))
    let rows = max(8, min(20, columns / 4))
    var grid = PlotGrid(columns: columns, rows: rows, isASCII: math.isASCII)
    for line in plot.contours.flatMap(\.lines) { grid.draw(line.map(plot.position), in: "·") }
    for (number, series) in plot.series.enumerated() {
      for piece in series.pieces { grid.draw(piece.map(plot.position), in: letter(number, plot)) }
    }
    let ends = plot.series.count > 1 && !plot.isPath ? ends(of: plot, rows) : [:]
    let ticks = Dictionary(
      zip(plot.y.ticks, labels).map { (row($0.value, plot.y, rows), $1) }, uniquingKeysWith: { $1 })
    let letters = plot.isPath ? PlotGrid.Letters.all : plot.series.count > 1 ? .some : .none
    var result: [String] = plot.y.title.isEmpty ? [] : ["  " + math.text(.row(plot.y.title))]
    for (row, cells) in grid.text(letters: letters).enumerated() {
      let label = ticks[row] ?? ""
      let side = ticks[row] == nil ? "│" : "┤"
      let line = spaces(margin - label.displayWidth) + label + " " + plain(side) + cells
      result.append(ends[row].map { line + " " + $0 } ?? line.withoutTrailingSpaces)
    }
    result += axis(plot, columns).map { spaces(margin + 1) + $0 }
    return result + legend(of: plot)
  }

  /// Lines of the axes in plain characters, where those are asked for.
  private func plain(_ text: String) -> String {
    if !math.isASCII { return text }
    return String(text.map { $0 == "│" ? "|" : $0 == "─" ? "-" : $0 == "…" ? "." : "+" })
  }

  private func row(_ value: Double, _ axis: PlotAxis, _ rows: Int) -> Int {
    Int(((1 - axis.position(of: value)) * Double(rows - 1)).rounded())
  }

  private func letter(_ number: Int, _ plot: Plot) -> Character {
    if plot.series.count == 1 { return math.isASCII ? "o" : "●" }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return number < letters.count ? letters[number] : "?"
  }

  /// The letters of the curves beside the rows in which they end, or near to them.
  private func ends(of plot: Plot, _ rows: Int) -> [Int: String] {
    var ends: [Int: String] = [:]
    for (number, series) in plot.series.enumerated() {
      guard let last = series.points.last else { continue }
      let row = row(last.y, plot.y, rows)
      ends[row, default: ""].append(letter(number, plot))
    }
    return ends.mapValues { $0.count > 2 ? $0.prefix(1) + "…" : $0 }.mapValues { text in
      math.isASCII ? text.replacing("…", with: "+") : text
    }
  }

  /// The axis below, and the numbers and the name at its marks.
  private func axis(_ plot: Plot, _ columns: Int) -> [String] {
    var line = Array(repeating: Character("─"), count: columns)
    var numbers = ""
    for tick in plot.x.ticks {
      let column = Int((plot.x.position(of: tick.value) * Double(columns - 1)).rounded())
      let label = math.text(.number(tick.text))
      let start = max(0, 1 + column - label.displayWidth / 2)
      line[column] = "┬"
      if !numbers.isEmpty, start < numbers.displayWidth + 2 { continue }
      numbers = numbers.padded(to: start) + label
    }
    let title = math.text(.row(plot.x.title))
    let isShort = numbers.displayWidth + 2 + title.displayWidth <= columns + 1
    let titleStart = columns + 1 - title.displayWidth
    let below =
      isShort ? [numbers.padded(to: titleStart) + title] : [numbers, spaces(titleStart) + title]
    return [plain("└" + String(line))] + below
  }

  private func legend(of plot: Plot) -> [String] {
    var parts: [String] = []
    if plot.series.count > 1 {
      let names = plot.series.enumerated().map { number, series in
        "\(letter(number, plot)) \(math.text(.row(series.label)))"
      }
      parts.append(names.joined(separator: ", "))
    } else if plot.y.title.isEmpty, let only = plot.series.first {
      parts.append(math.text(.row(only.label)))
    }
    if !plot.contours.isEmpty {
      let levels = plot.contours.map { math.text(.number($0.level)) }.joined(separator: ", ")
      parts.append("contours of \(math.text(.row(plot.ground))) at \(levels)")
    }
    if plot.y.isLogarithmic { parts.append("equal distances upwards are equal ratios") }
    let legend = parts.joined(separator: "; ")
    return ([legend] + plot.notes).filter { !$0.isEmpty }.flatMap { text in
      BreakableText(words: text).lines(width: width - 2).map { "  " + $0 }
    }
  }
}

extension Plot {
  /// Where a point lies between the ends of the axes.
  fileprivate func position(_ point: Point) -> Point {
    Point(x: x.position(of: point.x), y: y.position(of: point.y))
  }
}

/// Character cells to draw curves in: each has 2 × 4 dots, or one letter.
struct PlotGrid {
  private let columns: Int
  private let rows: Int
  private let isASCII: Bool
  /// The dots of each cell, as the Braille characters count them.
  private var dots: [UInt8]
  /// Which curve is in a cell; `+` where several are.
  private var letters: [Character]

  init(columns: Int, rows: Int, isASCII: Bool) {
    self.columns = columns
    self.rows = rows
    self.isASCII = isASCII
    dots = Array(repeating: 0, count: columns * rows)
    letters = Array(repeating: " ", count: columns * rows)
  }

  /// The bits of the dots of a cell, from its upper left one row by row.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  /// Draws lines through points whose coordinates go from 0 to 1, upwards.
  mutating func draw(_ points: [Drawing.Point], in letter: Character) {
    let (across, down) = isASCII ? (columns, rows) : (2 * columns, 4 * rows)
    let places = points.map { point in
      (
        x: Int((min(max(point.x, -1), 2) * Double(across - 1)).rounded()),
        y: Int(((1 - min(max(point.y, -1), 2)) * Double(down - 1)).rounded())
      )
    }
    if let only = places.first, places.count == 1 { mark(only.x, only.y, letter) }
    for (from, to) in zip(places, places.dropFirst()) {
      let count = max(abs(to.x - from.x), abs(to.y - from.y), 1)
      for step in 0...count {
        let share = Double(step) / Double(count)
        let x = Double(from.x) + share * Double(to.x - from.x)
        let y = Double(from.y) + share * Double(to.y - from.y)
        mark(Int(x.rounded()), Int(y.rounded()), letter)
      }
    }
  }

  private mutating func mark(_ x: Int, _ y: Int, _ letter: Character) {
    let (column, row) = isASCII ? (x, y) : (x / 2, y / 4)
    guard 0..<columns ~= column, 0..<rows ~= row, x >= 0, y >= 0 else { return }
    let cell = row * columns + column
    if !isASCII { dots[cell] |= Self.bits[y % 4 * 2 + x % 2] }
    let isFree = letters[cell] == " " || letters[cell] == "·" || letters[cell] == letter
    letters[cell] = isFree ? letter : letter == "·" ? letters[cell] : "+"
  }

  /// Where curves that are drawn in dots bear their letters: now and then, or everywhere.
  enum Letters {
    case none, some, all
  }

  /// The rows of cells.
  func text(letters shown: Letters) -> [String] {
    (0..<rows).map { row in
      String(
        (0..<columns).map { column -> Character in
          let cell = row * columns + column
          let letter = letters[cell]
          if isASCII { return letter == "·" ? "." : letter }
          if dots[cell] == 0 { return " " }
          if letter != "·", shown == .all || shown == .some && isLabelled(column, letter) {
            return letter
          }
          return Character(Unicode.Scalar(0x2800 + UInt32(dots[cell])) ?? " ")
        })
    }
  }

  private func isLabelled(_ column: Int, _ letter: Character) -> Bool {
    if letter == "+" { return false }
    let shift = Int(letter.unicodeScalars.first?.value ?? 0) % 5 * 5
    return (column + shift) % 24 == 12
  }
}
