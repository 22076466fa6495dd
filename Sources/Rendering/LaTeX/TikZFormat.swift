import Words

/// Sets drawings in TikZ.
struct TikZFormat: Sendable {
  /// The size of a unit in points of TeX.
  private static let unit = 0.75

  /// TeX has no lengths beyond 16383 points, and its pages end at 200 inches.
  private static let longest = 14000.0

  /// Whether TeX has a page that is large enough.
  static func hasRoom(for drawing: Drawing) -> Bool {
    max(drawing.width, drawing.height) * unit < longest
  }

  /// A document of its own, or a fragment for another one.
  func document(_ drawing: Drawing, isFragment: Bool) -> LaTeXDocument {
    let (width, height) = (drawing.width * Self.unit, drawing.height * Self.unit)
    return LaTeXDocument(
      isFragment ? .fragment : .picture(width: width, height: height), title: drawing.title,
      body: isFragment ? block(drawing, width: 455, height: 640) : block(drawing))
  }

  /// The picture, made smaller where it is larger than so many points.
  func block(
    _ drawing: Drawing, width: Double = .infinity, height: Double = .infinity
  ) -> LaTeXBlock {
    if !Self.hasRoom(for: drawing) {
      return drawing.language.sentence(.picture(.tooLarge(for: "\\TeX{}"))).block { $0 }
    }
    let fit = min(width / (drawing.width * Self.unit), height / (drawing.height * Self.unit))
    let corner = Drawing.Point(x: drawing.width, y: drawing.height)
    let lines: [LaTeXBlock] =
      [
        "\\begin{tikzpicture}[x=0.75pt,y=-0.75pt,inner sep=0pt,outer sep=0pt]",
        "\\path[use as bounding box] (0,0) rectangle \(text(corner));",
      ] + drawing.shapes.map(block) + ["\\end{tikzpicture}"]
    let picture = lines.parted(by: "\n").needing([.tikz])
    return fit < 1 ? "\\scalebox{\(fit.twoDecimalsDown)}{%\n\(picture)}" : picture
  }

  private func block(_ shape: Drawing.Shape) -> LaTeXBlock {
    switch shape {
    case .line(let points, let stroke, let isSmooth):
      let path = isSmooth ? smooth(points) : points.map(text).joined(separator: " -- ")
      return "\\draw[line join=round,\(options(stroke))] \(path);"
    case .polygon(let points, let fill, let stroke):
      let options = [stroke.map(self.options), fill.map { "fill=\(text($0))" }].compactMap { $0 }
      let corners = points.map(text).joined(separator: " -- ")
      return "\\path[\(options.joined(separator: ","))] \(corners) -- cycle;"
    case .circle(let middle, let radius, let fill, let stroke):
      let size = (radius * Self.unit).twoDecimals
      return
        "\\draw[\(options(stroke)),fill=\(text(fill))] \(text(middle)) circle[radius=\(size)pt];"
    case .box(let middle, let width, let height, let radius, let fill, let stroke):
      let (x, y) = (width / 2, height / 2)
      let corners = [
        Drawing.Point(x: middle.x - x, y: middle.y - y),
        Drawing.Point(x: middle.x + x, y: middle.y + y),
      ]
      let round = radius > 0 ? ",rounded corners=\((radius * Self.unit).twoDecimals)pt" : ""
      let options = "\(options(stroke))\(round),fill=\(text(fill))"
      return "\\draw[\(options)] \(text(corners[0])) rectangle \(text(corners[1]));"
    case .label(let label): return block(label)
    }
  }

  private func smooth(_ points: [Drawing.Point]) -> String {
    var path = text(points[0])
    for (from, to) in zip(points, points.dropFirst()) {
      let middle = (from.x + to.x) / 2
      let (first, second) = (Drawing.Point(x: middle, y: from.y), Drawing.Point(x: middle, y: to.y))
      path += " .. controls \(text(first)) and \(text(second)) .. \(text(to))"
    }
    return path
  }

  private func options(_ stroke: Drawing.Stroke) -> String {
    var options =
      "draw=\(text(stroke.colour)),line width=\((stroke.width * Self.unit).twoDecimals)pt"
    if !stroke.dashes.isEmpty {
      let lengths = stroke.dashes.enumerated().map { index, length in
        "\(index % 2 == 0 ? "on" : "off") \((length * Self.unit).twoDecimals)pt"
      }
      options += ",dash pattern=\(lengths.joined(separator: " "))"
    }
    return options
  }

  private func block(_ label: Drawing.Label) -> LaTeXBlock {
    let anchor =
      switch label.anchor {
      case .start: "base west"
      case .middle: "base"
      case .end: "base east"
      }
    // A size that the fonts of LaTeX have.
    let size = Int((label.size * Self.unit).rounded())
    let baseline = Drawing.Point(x: label.point.x, y: label.point.y + 0.3 * label.size)
    let ground = label.isOnWhite ? ",fill=white,inner sep=1pt" : ""
    let options =
      "anchor=\(anchor),text=\(text(label.colour)),font=\\fontsize{\(size)}{\(size)}\\selectfont"
    return
      "\\node[\(options)\(ground)] at \(text(baseline)) {\(LaTeXText.row(label.text))};"
  }

  private func text(_ point: Drawing.Point) -> String {
    "(\(point.x.twoDecimals),\(point.y.twoDecimals))"
  }

  private func text(_ colour: Drawing.Colour) -> String {
    if colour == .black { return "black" }
    if colour == .white { return "white" }
    return "{rgb,255:red,\(colour.red);green,\(colour.green);blue,\(colour.blue)}"
  }
}

extension Double {
  /// A factor with two decimals, cut off.
  fileprivate var twoDecimalsDown: String { Swift.max(0.01, self - 0.005).twoDecimals }
}
