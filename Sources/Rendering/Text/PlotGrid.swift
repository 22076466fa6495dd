/// Character cells to draw curves in: each has 2 × 4 dots, or one letter.
struct PlotGrid {
  private let columns: Int
  private let rows: Int
  private let isASCII: Bool
  /// The dots of each cell, as the Braille characters count them.
  private var dots: [UInt8]
  /// Which curve is in a cell; `+` where several are.
  private var letters: [Character]
  /// The cells in which a mark stands that no line leads to.
  private var marks: Set<Int> = []

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
    let coordinates = points.map { point in
      (
        x: Int((min(max(point.x, -1), 2) * Double(across - 1)).rounded()),
        y: Int(((1 - min(max(point.y, -1), 2)) * Double(down - 1)).rounded())
      )
    }
    if let only = coordinates.first, coordinates.count == 1 { mark(only.x, only.y, letter) }
    for (from, to) in zip(coordinates, coordinates.dropFirst()) {
      let count = max(abs(to.x - from.x), abs(to.y - from.y), 1)
      for step in 0...count {
        let share = Double(step) / Double(count)
        let x = Double(from.x) + share * Double(to.x - from.x)
        let y = Double(from.y) + share * Double(to.y - from.y)
        mark(Int(x.rounded()), Int(y.rounded()), letter)
      }
    }
  }

  /// Draws points by themselves.
  mutating func drawMarks(_ points: [Drawing.Point], in letter: Character) {
    for point in points {
      let column = Int((point.x * Double(columns - 1)).rounded())
      let row = Int(((1 - point.y) * Double(rows - 1)).rounded())
      mark(isASCII ? column : 2 * column, isASCII ? row : 4 * row, letter)
      marks.insert(row * columns + column)
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
          if marks.contains(cell) { return letter }
          if dots[cell] == 0 { return " " }
          if letter != "·", shown == .all || shown == .some && isLabelled(column, letter) {
            return letter
          }
          return braille(dots[cell])
        })
    }
  }

  private func braille(_ dots: UInt8) -> Character {
    guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else {
      preconditionFailure("U+2800 to U+28FF are the Braille characters")
    }
    return Character(scalar)
  }

  private func isLabelled(_ column: Int, _ letter: Character) -> Bool {
    if letter == "+" { return false }
    let scalars = letter.unicodeScalars
    let shift = Int(scalars[scalars.startIndex].value) % 5 * 5
    return (column + shift) % 24 == 12
  }
}
