import Programs
import Words

extension GraphPicture {
  package var drawing: Drawing { GraphDrawing(self).drawing }
}

/// Draws a graph from left to right: what is used stands left of what uses it.
private struct GraphDrawing {
  private let picture: GraphPicture
  private(set) var drawing: Drawing
  private let layout: GraphLayout
  /// The widths of columns.
  private var widths: [Double] = []
  /// The widths of boxes: those of a family are as wide as its widest.
  private let boxWidths: [Double]
  /// The middles of the columns.
  private var middles: [Double] = []

  private static let margin = 14.0

  init(_ picture: GraphPicture) {
    self.picture = picture
    var widest: [Int: Double] = [:]
    for box in picture.boxes where box.kind != .omission {
      widest[box.group] = max(widest[box.group] ?? 0, box.width)
    }
    boxWidths = picture.boxes.map { box in
      box.kind == .omission ? box.width : widest[box.group] ?? box.width
    }
    layout = GraphLayout(
      boxes: picture.boxes.map { ($0.column, $0.group, $0.height) }, edges: picture.edges,
      columns: picture.columns)
    drawing = Drawing(
      title: picture.title, description: picture.description, language: picture.language, width: 0,
      height: 0)
    arrangeColumns()
    let low = layout.slots.map { $0.y - $0.height / 2 }.min() ?? 0
    let high = layout.slots.map { $0.y + $0.height / 2 }.max() ?? 0
    let shift = Self.margin - low
    for line in layout.lines { addLine(line, shift) }
    for slot in layout.slots {
      let middle = Drawing.Point(x: middles[slot.column], y: slot.y + shift)
      if let box = slot.box {
        addBox(picture.boxes[box], width: boxWidths[box], at: middle)
      } else {
        addPassage(middle, slot)
      }
    }
    drawing.height = high - low + 2 * Self.margin
    addLegend()
    let remarks = [
      picture.position.map { picture.language.text(.picture(.numbers($0))) },
      picture.isShortened ? picture.language.text(.picture(.shortened)) : nil,
    ].compactMap { $0 }
    if !remarks.isEmpty { drawing.addRemark(remarks.joined(separator: " ")) }
  }

  private mutating func arrangeColumns() {
    widths = (0..<picture.columns).map { column in
      zip(picture.boxes, boxWidths).filter { $0.0.column == column }.map(\.1).max() ?? 20
    }
    var x = Self.margin
    for (column, width) in widths.enumerated() {
      middles.append(x + width / 2)
      let crossing = layout.lines.count { layout.slots[$0.from].column == column }
      x += width + (column + 1 < widths.count ? min(110, 40 + 1.5 * Double(crossing)) : 0)
    }
    drawing.width = max(x + Self.margin, 200)
  }

  private func side(_ slot: GraphLayout.Slot, isLeft: Bool) -> Double {
    let width = slot.box.map { boxWidths[$0] } ?? widths[slot.column]
    return middles[slot.column] + (isLeft ? -width / 2 : width / 2)
  }

  private static let edge = Drawing.Stroke(colour: .grey, width: 0.9)

  private mutating func addLine(_ line: (from: Int, to: Int), _ shift: Double) {
    let (from, to) = (layout.slots[line.from], layout.slots[line.to])
    let isEnd = to.box != nil
    let tip = Drawing.Point(x: side(to, isLeft: true), y: to.y + shift)
    let start = Drawing.Point(x: side(from, isLeft: false), y: from.y + shift)
    let end = Drawing.Point(x: tip.x - (isEnd ? 5 : 0), y: tip.y)
    // Level beside narrow boxes, so that it does not run over wider ones of the column.
    let leaving = middles[from.column] + widths[from.column] / 2
    let arriving = min(end.x, middles[to.column] - widths[to.column] / 2)
    let points = [
      start, .init(x: leaving, y: start.y), .init(x: arriving, y: end.y), end,
    ]
    let path = points.indices.filter { $0 == 0 || points[$0] != points[$0 - 1] }.map { points[$0] }
    drawing.shapes.append(.line(path, Self.edge, isSmooth: true))
    if isEnd {
      let corners = [tip, .init(x: tip.x - 7, y: tip.y - 2.8), .init(x: tip.x - 7, y: tip.y + 2.8)]
      drawing.shapes.append(.polygon(corners, fill: .grey, nil))
    }
  }

  /// A line that runs through a column.
  private mutating func addPassage(_ middle: Drawing.Point, _ slot: GraphLayout.Slot) {
    let ends = [true, false].map { Drawing.Point(x: side(slot, isLeft: $0), y: middle.y) }
    drawing.shapes.append(.line(ends, Self.edge))
  }

  private mutating func addBox(
    _ box: GraphPicture.Box, width: Double, at middle: Drawing.Point
  ) {
    if box.kind != .omission { drawing.shapes.append(box.kind.outline(middle, width, box.height)) }
    let isDouble = !box.derivative.isEmpty
    let above = Drawing.Point(x: middle.x, y: middle.y - (isDouble ? 8.5 : 0))
    drawing.shapes.append(.label(.init(text: box.text, point: above, anchor: .middle)))
    if isDouble {
      let below = Drawing.Point(x: middle.x, y: middle.y + 10)
      let rule = [
        Drawing.Point(x: middle.x - width / 2 + 5, y: middle.y + 1),
        .init(x: middle.x + width / 2 - 5, y: middle.y + 1),
      ]
      drawing.shapes.append(
        .line(rule, Drawing.Stroke(colour: .vermilion, width: 0.7, dashes: [2, 2])))
      drawing.shapes.append(
        .label(
          .init(
            text: box.derivative, point: below, anchor: .middle, size: 11, colour: .vermilion)))
    }
  }

  // The legend.

  private mutating func addLegend() {
    var entries: [(kind: GraphPicture.Box.Kind?, text: [MathNode])] =
      picture.legend.map { ($0.kind, picture.language.nodes(.label($0.label))) }
    if let objective = picture.objective, picture.boxes.contains(where: { !$0.derivative.isEmpty })
    {
      entries.append((nil, picture.language.nodes(.picture(.derivatives(of: .name(objective))))))
    }
    var point = Drawing.Point(x: Self.margin, y: drawing.height + 8)
    for entry in entries {
      let width = 34 + DrawnText(entry.text).width * Drawing.smallSize + 12
      if point.x + width > drawing.width, point.x > Self.margin {
        point = Drawing.Point(x: Self.margin, y: point.y + 20)
      }
      let sample = Drawing.Point(x: point.x + 13, y: point.y)
      if let kind = entry.kind {
        drawing.shapes.append(kind.outline(sample, 26, 13))
      } else {
        let ends = [Drawing.Point(x: point.x, y: point.y), .init(x: point.x + 26, y: point.y)]
        drawing.shapes.append(
          .line(ends, Drawing.Stroke(colour: .vermilion, width: 0.9, dashes: [2, 2])))
      }
      drawing.shapes.append(
        .label(
          .init(
            text: entry.text, point: .init(x: point.x + 32, y: point.y), size: Drawing.smallSize,
            colour: entry.kind == nil ? .vermilion : .black)))
      point.x += width
    }
    drawing.height = point.y + 18
  }
}

extension GraphPicture.Box {
  fileprivate var width: Double {
    let widest = max(
      DrawnText(text).width * Drawing.textSize, DrawnText(derivative).width * 11)
    return widest + 16
  }

  fileprivate var height: Double { derivative.isEmpty ? 22 : 40 }
}

extension GraphPicture.Box.Kind {
  fileprivate func outline(_ middle: Drawing.Point, _ width: Double, _ height: Double)
    -> Drawing.Shape
  {
    var stroke = Drawing.Stroke()
    var radius = 0.0
    var fill = Drawing.Colour.white
    switch self {
    case .line(.input): radius = min(height / 2, 11)
    case .line(.target): (radius, stroke.dashes) = (min(height / 2, 11), [5, 2.5])
    case .line(.const): (radius, stroke.dashes) = (min(height / 2, 11), [1.5, 2])
    case .line(.param): fill = .lightGrey
    case .objective: stroke.width = 2.4
    case .line, .omission: break
    }
    return .box(middle, width: width, height: height, radius: radius, fill: fill, stroke)
  }
}

extension GraphPicture {
  /// What is drawn, in words.
  fileprivate var description: String {
    let math = TextMath(isASCII: false)
    let texts = boxes.prefix(200).map { box in
      (
        value: math.text(.row(box.text)),
        derivative: box.derivative.isEmpty ? nil : math.text(.row(box.derivative))
      )
    }
    return language.text(.picture(.graph(texts, isShortened: boxes.count > 200)))
  }
}
