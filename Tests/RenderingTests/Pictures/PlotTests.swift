import Testing
import Words

@testable import Rendering

/// Curves, and the characters that they are drawn in.
///
/// Braille dots are counted by hand from the order in which Unicode numbers them: 1 2 3 7 down the
/// left of a cell, 4 5 6 8 down its right.
@Suite struct PlotTests {
  private func grid(
    _ points: [(Double, Double)], columns: Int, rows: Int = 1, isASCII: Bool = false
  ) -> [String] {
    var grid = PlotGrid(columns: columns, rows: rows, isASCII: isASCII)
    grid.draw(points.map { Drawing.Point(x: $0.0, y: $0.1) }, in: "a")
    return grid.text(letters: .none)
  }

  @Test func `lines are drawn in the dots of Braille characters`() {
    // Dots 7 and 8: along the bottom.
    #expect(grid([(0, 0), (1, 0)], columns: 2) == ["\u{28C0}\u{28C0}"])
    // Dots 1, 2, 3 and 7: up the left side.
    #expect(grid([(0, 0), (0, 1)], columns: 1) == ["\u{2847}"])
    // From the lower left to the upper right: dots 7 and 3 of the left half, 5 and 4 of the right.
    #expect(grid([(0, 0), (1, 1)], columns: 1) == ["\u{285C}"])
    // One point, in the upper right: dot 4 of the last cell.
    #expect(grid([(1, 1)], columns: 3, rows: 2) == ["  \u{2808}", "   "])
  }

  @Test func `in plain characters a cell has one letter`() {
    #expect(
      grid([(0, 0), (1, 1)], columns: 3, rows: 3, isASCII: true) == ["  a", " a ", "a  "])
  }

  @Test func `where curves meet there is a plus sign`() {
    var grid = PlotGrid(columns: 3, rows: 3, isASCII: true)
    grid.draw([.init(x: 0, y: 0), .init(x: 1, y: 1)], in: "a")
    grid.draw([.init(x: 0, y: 1), .init(x: 1, y: 0)], in: "b")
    #expect(grid.text(letters: .none) == ["b a", " + ", "a b"])
  }

  @Test func `a value that is not finite leaves a gap`() throws {
    let values = [1, 2, .infinity, 4, .nan, .nan, 7, 8]
    let series = Plot.Series([.words("a")], steps: 1...8) { values[$0 - 1] }
    #expect(series.pieces.map { $0.map(\.x) } == [[1, 2], [4], [7, 8]])
    #expect(series.notFinite == 3)
    let plot = try #require(Plot([series], scale: .linear, in: English()))
    #expect(plot.notes == ["Left out: 3 values that are not finite."])
    #expect(
      Plot([Plot.Series([], steps: 1...3) { _ in .nan }], scale: .linear, in: English()) == nil)
  }

  @Test func `a long run keeps its extremes and its gaps`() {
    let series = Plot.Series([], steps: 1...1_000_000) { step in
      step == 123_456 ? 9 : step == 654_321 ? -9 : step == 777_777 ? .nan : 0
    }
    let points = series.points
    #expect(points.count < 4000)
    #expect(points.first == .init(x: 1, y: 0))
    #expect(points.last == .init(x: 1_000_000, y: 0))
    #expect(points.contains(.init(x: 123_456, y: 9)))
    #expect(points.contains(.init(x: 654_321, y: -9)))
    #expect(series.pieces.count == 2)
    #expect(points.map(\.x) == points.map(\.x).sorted())
  }

  @Test func `a logarithmic scale leaves out what is not positive, and says so`() throws {
    let values: [Double] = [10, 0, -1, 100]
    let series = Plot.Series([], steps: 1...4) { values[$0 - 1] }
    let plot = try #require(Plot([series], scale: .logarithmic, in: English()))
    #expect(plot.series[0].pieces.map { $0.map(\.x) } == [[1], [4]])
    #expect(plot.notes == ["Left out: values that are not positive."])
    #expect(try !#require(Plot([series], scale: .automatic, in: English())).y.isLogarithmic)
  }

  @Test func `two points are marks, and so are trials`() throws {
    func plot(_ values: [Double], isJoined: Bool = true) throws -> Plot {
      let series = Plot.Series([], steps: 1...values.count, isJoined: isJoined) { values[$0 - 1] }
      // With a name at its axis it needs no legend.
      return try #require(Plot([series], title: [.words("a")], scale: .linear, in: English()))
    }
    func counts(_ plot: Plot) -> [Int] {
      let text = TextFormat(width: 40, isASCII: false).lines(plot).joined()
      var (curves, circles) = (0, 0)
      for shape in plot.drawing(title: "").shapes {
        // Axes and marks of the axes have thinner lines.
        if case .line(_, let stroke, isSmooth: _) = shape, stroke.width == 1.7 { curves += 1 }
        if case .circle = shape { circles += 1 }
      }
      let dots = text.unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
      return [text.count { $0 == "●" }, min(dots.count, 1), curves, circles]
    }
    #expect(counts(try plot([1, 2])) == [2, 0, 0, 2])
    #expect(counts(try plot([1, 2, 3, 1])) == [0, 1, 1, 4])
    #expect(counts(try plot([1, 2, 3, 1], isJoined: false)) == [4, 0, 0, 4])
    // A long search loses no trial.
    let many = (1...300).map { Double($0 * 7 % 100) }
    #expect(counts(try plot(many, isJoined: false))[3] == 300)
  }

  @Test func `many curves fit the page`() throws {
    let series = (1...30).map { number in
      Plot.Series([.words("curve \(number)")], steps: 1...200) { Double($0 * number) }
    }
    let plot = try #require(Plot(series, scale: .linear, in: English()))
    for width in [20, 60, 80, 120] {
      for line in TextFormat(width: width, isASCII: false).lines(plot) {
        #expect(line.displayWidth <= max(width, 20), "\(line)")
      }
    }
  }
}
