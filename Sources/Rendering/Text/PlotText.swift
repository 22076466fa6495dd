import Decimals
import Diagnostics
import Words

/// Returns a plot in characters, for the terminal.
package func text(_ plot: Plot, _ options: ShowOptions) -> String {
  TextFormat(width: options.width, isASCII: options.isASCII).lines(plot).map(\.printable)
    .joined(separator: "\n") + "\n"
}

extension TextFormat {
  /// The plot in characters: curves in dots of Braille characters, or in letters.
  func lines(_ plot: Plot) -> [String] {
    let labels = plot.y.ticks.map { math.text(.number($0.text)) }
    let margin = 2 + labels.map(\.displayWidth).reduce(0, max)
    let room = plot.series.count > 1 ? 3 : 1
    let columns = max(8, min(width - margin - 2 - room, 150))
    let rows = max(8, min(20, columns / 4))
    var grid = PlotGrid(columns: columns, rows: rows, isASCII: math.isASCII)
    for line in plot.contours.flatMap(\.lines) { grid.draw(line.map(plot.position), in: "·") }
    for (number, series) in plot.series.enumerated() {
      let letter = letter(number, plot)
      if plot.isMarksOnly(series) {
        grid.drawMarks(series.points.map(plot.position), in: letter)
      } else {
        for piece in series.pieces { grid.draw(piece.map(plot.position), in: letter) }
      }
    }
    let ends = plot.series.count > 1 && !plot.isPath ? ends(of: plot, rows) : [:]
    let ticks = Dictionary(
      zip(plot.y.ticks, labels).map { (row($0.value, plot.y, rows), $1) }, uniquingKeysWith: { $1 })
    let letters = plot.isPath ? PlotGrid.Letters.all : plot.series.count > 1 ? .some : .none
    var result: [String] = plot.y.title.isEmpty ? [] : ["  " + math.text(.row(plot.y.title))]
    for (row, cells) in grid.text(letters: letters).enumerated() {
      let label = ticks[row].map { spaces(margin - $0.displayWidth) + $0 }
      let side = plain(label == nil ? "│" : "┤")
      let line = (label ?? spaces(margin)) + " " + side + cells
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
      let levels = plot.contours.map { MathNode.number($0.level) }
      let contours = plot.language.nodes(.picture(.contoursAt(levels, of: .row(plot.ground))))
      parts.append(math.text(.row(contours)))
    }
    if plot.y.isLogarithmic { parts.append(plot.language.text(.picture(.equalRatios))) }
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
