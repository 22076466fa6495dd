import Testing

@testable import Rendering

@Suite struct ContoursTests {
  /// A grid over the square from -1 to 1.
  private func contours(_ count: Int, _ value: (Double, Double) -> Double) -> Contours {
    func place(_ number: Int) -> Double { -1 + 2 * Double(number) / Double(count - 1) }
    return Contours(columns: count, rows: count) { value(place($0), place($1)) }
  }

  @Test(arguments: [0.01, 0.09, 0.25, 0.64, 1])
  func `a contour of x² + y² is a circle of the radius of its root`(level: Double) {
    let count = 41
    let lines = contours(count) { $0 * $0 + $1 * $1 }.lines(at: level)
    // The largest touches the border, where it may come apart.
    #expect(lines.count == 1 || level == 1)
    for line in lines {
      if level < 1 { #expect(line.first.map { [$0.0, $0.1] } == line.last.map { [$0.0, $0.1] }) }
      #expect(line.count > 8)
      for point in line {
        let (x, y) = (point.column / 20 - 1, point.row / 20 - 1)
        // A chord of x² over a cell of 0.05 is at most 0.05²/4 above it.
        #expect(abs(x * x + y * y - level) <= 0.000_626)
      }
    }
  }

  @Test func `the contours of a plane are straight, and exact`() {
    let lines = contours(5) { x, y in x + 2 * y }.lines(at: 0.3)
    #expect(lines.count == 1)
    for point in lines.flatMap(\.self) {
      #expect(abs((point.column / 2 - 1) + 2 * (point.row / 2 - 1) - 0.3) < 1e-12)
    }
  }

  @Test func `the middle of a saddle tells which corners belong together`() {
    // x·y is positive in two quarters across from each other, which do not touch.
    #expect(contours(4) { $0 * $1 }.lines(at: 0.01).count == 2)
    #expect(contours(4) { $0 * $1 }.lines(at: -0.01).count == 2)
  }

  @Test func `there are no lines beside what is not finite`() {
    let lines = contours(11) { x, y in x > 0.5 ? .nan : x > 0.3 ? .infinity : y }.lines(at: 0.1)
    #expect(lines.count == 1)
    #expect(lines.flatMap(\.self).allSatisfy { $0.column <= 6 })
    #expect(contours(11) { _, _ in .nan }.lines(at: 0).isEmpty)
    #expect(contours(11) { _, _ in 1 }.lines(at: 1).isEmpty)
  }
}
