import Decimals
import Words

extension Plot {
  /// The plot as a picture, with a legend beside it.
  package func drawing(title: String) -> Drawing { PlotDrawing(self, title: title).drawing }
}

/// Draws a plot: contours, marks of the axes, curves, and the legend at the right.
private struct PlotDrawing {
  private let plot: Plot
  private(set) var drawing: Drawing
  private let left: Double
  private let top = 34.0
  private let width = 440.0
  private let height = 290.0

  init(_ plot: Plot, title: String) {
    self.plot = plot
    let labels = plot.y.ticks.map { DrawnText([.number($0.text)]).width * Drawing.smallSize }
    left = 20 + labels.reduce(0, max)
    drawing = Drawing(
      title: title, description: plot.description, language: plot.language, width: 0,
      height: top + 290 + 44)
    addContours()
    addAxes()
    for index in plot.series.indices { addCurve(index) }
    addLegend()
    if !plot.notes.isEmpty { drawing.height += 6 }
    for note in plot.notes { drawing.addRemark(note) }
  }

  private func drawn(_ point: Plot.Point) -> Drawing.Point {
    Drawing.Point(
      x: left + width * plot.x.position(of: point.x),
      y: top + height * (1 - plot.y.position(of: point.y)))
  }

  private mutating func add(_ shape: Drawing.Shape) { drawing.shapes.append(shape) }

  private mutating func addAxes() {
    let bottom = top + height
    for tick in plot.y.ticks {
      let y = top + height * (1 - plot.y.position(of: tick.value))
      addMark(from: .init(x: left, y: y), to: .init(x: left + width, y: y), isUp: false)
      let point = Drawing.Point(x: left - 7, y: y)
      add(
        .label(
          .init(text: [.number(tick.text)], point: point, anchor: .end, size: Drawing.smallSize)))
    }
    for tick in plot.x.ticks {
      let x = left + width * plot.x.position(of: tick.value)
      addMark(from: .init(x: x, y: bottom), to: .init(x: x, y: top), isUp: true)
      let point = Drawing.Point(x: x, y: bottom + 13)
      add(
        .label(
          .init(text: [.number(tick.text)], point: point, anchor: .middle, size: Drawing.smallSize))
      )
    }
    let corners = [
      Drawing.Point(x: left, y: top), .init(x: left, y: bottom), .init(x: left + width, y: bottom),
    ]
    add(.line(corners, Drawing.Stroke()))
    add(.label(.init(text: plot.y.title, point: .init(x: left, y: 16), anchor: .middle)))
    add(
      .label(
        .init(text: plot.x.title, point: .init(x: left + width, y: bottom + 31), anchor: .end)))
  }

  /// A short line at an axis, and where there are no contours a light one across.
  private mutating func addMark(from: Drawing.Point, to: Drawing.Point, isUp: Bool) {
    if !plot.isPath, !isUp {
      add(.line([from, to], Drawing.Stroke(colour: .lightGrey, width: 0.7)))
    }
    let end = Drawing.Point(x: from.x - (isUp ? 0 : 4), y: from.y + (isUp ? 4 : 0))
    add(.line([from, end], Drawing.Stroke()))
  }

  // Curves.

  private static let dashes: [[Double]] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]]

  private static func stroke(_ number: Int) -> Drawing.Stroke {
    Drawing.Stroke(
      colour: colour(number), width: 1.7, dashes: dashes[number % dashes.count])
  }

  private static func colour(_ number: Int) -> Drawing.Colour {
    Drawing.Colour.distinct[number % Drawing.Colour.distinct.count]
  }

  private static func mark(_ number: Int) -> DrawnMark {
    DrawnMark.allCases[number % DrawnMark.allCases.count]
  }

  /// So many points of a curve have marks where not all do.
  private static let marks = 8

  private mutating func addCurve(_ number: Int) {
    let series = plot.series[number]
    let (stroke, mark) = (Self.stroke(number), Self.mark(number))
    let isMarksOnly = plot.isMarksOnly(series)
    for piece in series.pieces where piece.count > 1 && !isMarksOnly {
      add(.line(piece.map(drawn), stroke))
    }
    let points = series.points
    let marked = isMarksOnly ? points : plot.isPath ? apart(points) : chosen(points, number)
    for point in marked {
      add(mark.shape(at: drawn(point), stroke.colour, radius: points.count > 20 ? 2.3 : 3))
    }
    // Pieces of one point would not be seen.
    for piece in series.pieces where piece.count == 1 && !isMarksOnly {
      add(mark.shape(at: drawn(piece[0]), stroke.colour, radius: 1.5))
    }
    if plot.isPath, let start = points.first, let end = points.last {
      let black = Drawing.Stroke(colour: stroke.colour, width: 1.5)
      add(.circle(drawn(start), radius: 5, fill: .white, black))
      add(.circle(drawn(end), radius: 5, fill: stroke.colour, black))
    }
  }

  /// All points of a short curve; of a long one some, at other steps for each curve.
  private func chosen(_ points: [Plot.Point], _ number: Int) -> [Plot.Point] {
    let stride = points.count <= 40 ? 1 : points.count / Self.marks
    let first = stride * number / plot.series.count
    return Swift.stride(from: first, to: points.count, by: stride).map { points[$0] }
  }

  /// The points of a path that are not near the one before.
  private func apart(_ points: [Plot.Point]) -> [Plot.Point] {
    var chosen: [Plot.Point] = []
    for point in points {
      if let last = chosen.last.map(drawn) {
        let (x, y) = (drawn(point).x - last.x, drawn(point).y - last.y)
        if x * x + y * y < 64 { continue }
      }
      chosen.append(point)
    }
    return chosen
  }

  private mutating func addContours() {
    var labels: [Drawing.Label] = []
    for contour in plot.contours {
      for line in contour.lines {
        add(.line(line.map(drawn), Drawing.Stroke(colour: .grey, width: 0.8)))
      }
      guard let longest = contour.lines.max(by: { $0.count < $1.count }) else { continue }
      // The first point of a few on the line that is free.
      let candidates = (1..<8).map { drawn(longest[longest.count * $0 / 8]) }
      let free = candidates.first { candidate in
        isFree(candidate)
          && labels.allSatisfy { label in
            abs(label.point.x - candidate.x) > 34 || abs(label.point.y - candidate.y) > 14
          }
      }
      guard let free else { continue }
      labels.append(
        .init(
          text: [.number(contour.level)], point: free, anchor: .middle, size: 9, colour: .darkGrey,
          isOnWhite: true))
    }
    for label in labels { add(.label(label)) }
  }

  /// Whether a label in the middle of a contour would stand inside and not on a path.
  private func isFree(_ candidate: Drawing.Point) -> Bool {
    let isInside =
      candidate.x > left + 16 && candidate.x < left + width - 16
      && candidate.y > top + 8 && candidate.y < top + height - 8
    return isInside
      && plot.series.allSatisfy { series in
        series.points.allSatisfy { point in
          let point = drawn(point)
          return abs(point.x - candidate.x) > 20 || abs(point.y - candidate.y) > 12
        }
      }
  }

  // The legend.

  private mutating func addLegend() {
    let x = left + width + 18
    var y = top + 4
    var widest = 0.0
    func label(_ text: [MathNode], at indent: Double) -> Drawing.Shape {
      widest = max(widest, indent + DrawnText(text).width * Drawing.textSize)
      return .label(.init(text: text, point: .init(x: x + indent, y: y)))
    }
    let hasSeveral = plot.series.count > 1
    if hasSeveral || plot.y.title.isEmpty {
      for (number, series) in plot.series.enumerated() {
        let stroke = Self.stroke(number)
        if !plot.isMarksOnly(series) {
          add(.line([.init(x: x, y: y), .init(x: x + 30, y: y)], stroke))
        }
        add(Self.mark(number).shape(at: .init(x: x + 15, y: y), stroke.colour))
        add(label(series.label, at: 38))
        y += 18
      }
      y += 6
    }
    if plot.isPath {
      let stroke = Drawing.Stroke(width: 1.5)
      add(.circle(.init(x: x + 15, y: y), radius: 5, fill: .white, stroke))
      add(label(plot.language.nodes(.picture(.first)), at: 38))
      y += 18
      add(.circle(.init(x: x + 15, y: y), radius: 5, fill: .black, stroke))
      add(label(plot.language.nodes(.picture(.last)), at: 38))
      y += 18
      add(
        .line(
          [.init(x: x, y: y), .init(x: x + 30, y: y)], Drawing.Stroke(colour: .grey, width: 0.8)))
      add(label(plot.language.nodes(.picture(.contours(of: .row(plot.ground)))), at: 38))
      y += 18
    }
    drawing.width = left + width + (widest > 0 ? 18 + widest + 12 : 18)
    drawing.height = max(drawing.height, y + 8)
  }
}

extension Plot {
  /// What is drawn, in words.
  fileprivate var description: String {
    let math = TextMath(isASCII: false)
    let names = series.prefix(20).map { math.text(.row($0.label)) }
    let further = series.count - names.count
    if isPath {
      return language.text(
        .picture(
          .path(
            x: math.text(.row(x.title)), y: math.text(.row(y.title)),
            over: math.text(.row(ground)), curves: names, further: further)))
    }
    let axes = [x, y].map { axis in
      PlottedAxis(
        title: math.text(.row(axis.title)), low: math.text(shownInFull(axis.bounds.lowerBound)),
        high: math.text(shownInFull(axis.bounds.upperBound)), isLogarithmic: axis.isLogarithmic)
    }
    return language.text(.picture(.curves(names, further: further, x: axes[0], y: axes[1])))
  }
}
