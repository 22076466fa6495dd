import Decimals
package import Formulas
package import Lessons
import Programs
package import Words

/// Curves: how numbers change from step to step, or one number against another.
package struct Plot: Sendable {
  package enum Scale: Sendable {
    case linear, logarithmic
    /// Logarithmic where all values are positive and the largest is many times the smallest.
    case automatic
  }

  typealias Point = Drawing.Point

  package struct Series: Sendable {
    /// Words and names.
    package let label: [MathNode]
    /// Points that follow one another without a gap.
    private(set) var pieces: [[Point]] = []
    /// How many values cannot be drawn, as they are not finite.
    private(set) var notFinite = 0
    /// Whether each value comes of the one before, so that a line leads from one to the next.
    private let isJoined: Bool

    /// Takes the values of some steps: of many, those that a picture can show, the smallest and the
    /// largest of each stretch among them.
    package init(
      _ label: [MathNode], steps: ClosedRange<Int>, isJoined: Bool = true,
      value: (_ step: Int) -> Double?
    ) {
      self.init(label, steps: steps, isJoined: isJoined, x: { Double($0) }, y: value)
    }

    /// Takes the points that two numbers give at some steps.
    package init(
      _ label: [MathNode], steps: ClosedRange<Int>, isJoined: Bool = true,
      x: (_ step: Int) -> Double?, y: (_ step: Int) -> Double?
    ) {
      self.label = label
      self.isJoined = isJoined
      let stretch = max(1, steps.count / Self.stretches)
      for start in stride(from: steps.lowerBound, through: steps.upperBound, by: stretch) {
        let points = (start...min(steps.upperBound, start + stretch - 1)).compactMap { step in
          x(step).flatMap { x in y(step).map { Point(x: x, y: $0) } }
        }
        add(points)
      }
      pieces.removeAll(where: \.isEmpty)
    }

    private static let stretches = 500

    /// Adds a stretch: its first and last point and those that are furthest out.
    private mutating func add(_ points: [Point]) {
      let isFinite = points.map { $0.x.isFinite && $0.y.isFinite }
      notFinite += isFinite.count { !$0 }
      var finite = points.indices.filter { isFinite[$0] }
      if finite.count > 6 {
        let extremes =
          [finite[0], finite[finite.count - 1]]
          + [{ $0.x }, { $0.y }].flatMap { (size: (Point) -> Double) in
            let sorted = finite.sorted { size(points[$0]) < size(points[$1]) }
            return [sorted[0], sorted[sorted.count - 1]]
          }
        finite = Set(extremes).sorted()
      }
      var isGap = pieces.isEmpty
      for index in points.indices {
        if !isFinite[index] { isGap = true }
        if !finite.contains(index) { continue }
        if isGap { pieces.append([]) }
        pieces[pieces.count - 1].append(points[index])
        isGap = false
      }
      if isGap { pieces.append([]) }
    }

    /// Leaves out what is not positive, and returns how much that was.
    fileprivate mutating func removeNotPositive() -> Int {
      let parts = pieces.map { $0.split(omittingEmptySubsequences: true) { $0.y <= 0 } }
      let left = parts.joined().reduce(0) { $0 + $1.count }
      let removed = pieces.reduce(0) { $0 + $1.count } - left
      pieces = parts.joined().map(Array.init)
      return removed
    }

    var points: [Point] { pieces.flatMap(\.self) }

    /// Whether its points are nothing but marks: what lies between two is not known, and trials
    /// do not follow from each other.
    var isMarksOnly: Bool { !isJoined || points.count <= 2 }
  }

  /// The lines on which the objective has one value.
  struct Contour: Sendable {
    let level: NumberText
    let lines: [[Point]]
  }

  package let series: [Series]
  let x: PlotAxis
  let y: PlotAxis
  private(set) var contours: [Contour] = []
  /// What the contours are of.
  private(set) var ground: [MathNode] = []
  package private(set) var notes: [String] = []
  let language: any Language

  /// Curves by step; `nil` where no number can be drawn.
  package init?(
    _ series: [Series], by stepKind: StepKind = .step, title: [MathNode] = [], scale: Scale,
    in language: any Language
  ) {
    var series = series
    var values = series.flatMap(\.points).map(\.y)
    let isLogarithmic = scale == .logarithmic || scale == .automatic && values.areWide
    notes = Self.notes(on: series, in: language)
    if isLogarithmic {
      let removed = series.indices.reduce(0) { $0 + series[$1].removeNotPositive() }
      if removed > 0 {
        notes.append(language.text(.picture(.notPositive(removed))))
        values = values.filter { $0 > 0 }
      }
    }
    let steps = series.flatMap(\.points).map(\.x)
    guard let low = values.min(), let high = values.max(), let first = steps.min(),
      let last = steps.max()
    else { return nil }
    self.series = series
    self.language = language
    x = PlotAxis(
      first...last, title: language.nodes(.label(.step(stepKind))), isFixed: true, isWhole: true,
      most: 8)
    y = PlotAxis(low...high, title: title, isLogarithmic: isLogarithmic)
  }

  /// Two numbers against each other; `nil` where no point can be drawn.
  package init?(
    _ series: [Series], x xTitle: [MathNode], y yTitle: [MathNode], in language: any Language
  ) {
    let points = series.flatMap(\.points)
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let low = points.map(\.y).min(), let high = points.map(\.y).max()
    else { return nil }
    self.series = series
    self.language = language
    notes = Self.notes(on: series, in: language)
    x = PlotAxis((left...right).withMargin, title: xTitle)
    y = PlotAxis((low...high).withMargin, title: yTitle)
  }

  /// How many columns and rows a grid of the ground has.
  private static func grid(_ cost: Int) -> Int {
    // An evaluation costs about as many nanoseconds as there are lines.
    let affordable = Double(400_000_000 / max(cost, 1)).squareRoot()
    return max(8, min(60, Int(affordable)))
  }

  /// Draws contours of a function below the curves.
  ///
  /// A value costs about as much as `cost` lines of a program.
  package mutating func addGround(
    _ title: [MathNode], cost: Int, value: (_ x: Double, _ y: Double) -> Double
  ) {
    let count = Self.grid(cost)
    func coordinate(_ position: Double, _ bounds: ClosedRange<Double>) -> Double {
      bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * position / Double(count - 1)
    }
    let surface = Contours(columns: count, rows: count) { column, row in
      value(coordinate(Double(column), x.bounds), coordinate(Double(row), y.bounds))
    }
    let values = surface.sortedValues
    ground = title
    guard let low = values.first, let high = values.last, low < high else {
      notes.append(language.text(.picture(.flatGround)))
      return
    }
    if values.count < count * count {
      notes.append(language.text(.picture(.groundNotFinite)))
    }
    // What is out of the way of most of the picture gets no contours of its own.
    let (first, last) = (values[values.count / 100], values[values.count * 95 / 100])
    let isWide = first > 0 && last / first > 20
    let axis = PlotAxis(
      first...max(first, last), title: [], isLogarithmic: isWide, isFixed: true, most: 9)
    contours = axis.ticks.map { tick in
      Contour(
        level: tick.text,
        lines: surface.lines(at: tick.value).map { line in
          line.map { Point(x: coordinate($0.column, x.bounds), y: coordinate($0.row, y.bounds)) }
        })
    }.filter { !$0.lines.isEmpty }
  }

  package mutating func addNote(_ note: String) { notes.append(note) }

  private static func notes(on series: [Series], in language: any Language) -> [String] {
    let count = series.reduce(0) { $0 + $1.notFinite }
    return count == 0 ? [] : [language.text(.picture(.notFinite(count)))]
  }

  /// Whether it shows points against each other and not by step.
  var isPath: Bool { !ground.isEmpty }

  /// Whether a curve is drawn as marks without a line; a path always has one.
  func isMarksOnly(_ series: Series) -> Bool { !isPath && series.isMarksOnly }
}

extension [Double] {
  /// Whether all are positive and the largest is many times the smallest.
  fileprivate var areWide: Bool {
    guard let least = self.min(), let most = self.max() else { return false }
    return least > 0 && most > 100 * least
  }
}

extension ClosedRange<Double> {
  /// The range with room around it, to see what surrounds a path.
  fileprivate var withMargin: ClosedRange {
    let margin = upperBound / 4 - lowerBound / 4
    return lowerBound - margin...upperBound + margin
  }
}

extension Lesson {
  /// Whether the values of a line at two steps are joined in a plot: not those of trials, but for
  /// what is the best so far.
  package func joinsSteps(of line: LineID) -> Bool {
    if case .term("best", of: _, block: _) = program.lines[line].symbol { return true }
    return !kind.isSearch
  }
}
