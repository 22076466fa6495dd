import Testing

@testable import Rendering

/// Marks counted by hand.
@Suite struct PlotAxisTests {
  private func marks(_ values: ClosedRange<Double>, isLogarithmic: Bool = false, most: Int = 6)
    -> [Double]
  {
    PlotAxis(values, title: [], isLogarithmic: isLogarithmic, most: most).ticks.map(\.value)
  }

  @Test(
    arguments: [
      (0...1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (0.3...0.9, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
      (-7...12, [-10, -5, 0, 5, 10, 15]),
      (0...95, [0, 20, 40, 60, 80, 100]),
      (2e-7...9e-7, [2e-7, 4e-7, 6e-7, 8e-7, 1e-6]),
      (-3e20 ... -1e20, [-3e20, -2.5e20, -2e20, -1.5e20, -1e20]),
      (5...5, [4.4, 4.6, 4.8, 5, 5.2, 5.4, 5.6]),
      (0...0, [-1, -0.5, 0, 0.5, 1]),
    ] as [(ClosedRange<Double>, [Double])])
  func `marks are multiples of 1, 2 or 5 times a power of ten`(
    values: ClosedRange<Double>, marks: [Double]
  ) {
    #expect(self.marks(values) == marks)
  }

  @Test(
    arguments: [
      (0.002...0.9, [0.001, 0.01, 0.1, 1]),
      (3...40, [2, 5, 10, 20, 50]),
      (1...1000, [1, 10, 100, 1000]),
      (1e-9...1, [1e-8, 1e-6, 1e-4, 1e-2, 1]),
      (1e-30...11, [1e-30, 1e-20, 1e-10, 1]),
      (3...9, [2, 5, 10]),
      // Between 1, 2 and 5 these would be flat.
      (0.45...0.46, [0.45, 0.452, 0.454, 0.456, 0.458, 0.46]),
      (0.41...0.53, [0.4, 0.42, 0.44, 0.46, 0.48, 0.5, 0.52, 0.54]),
      (1_000_000...1_000_002, [1_000_000, 1_000_000.5, 1_000_001, 1_000_001.5, 1_000_002]),
      (2.1...2.2, [2.1, 2.12, 2.14, 2.16, 2.18, 2.2]),
    ] as [(ClosedRange<Double>, [Double])])
  func `logarithmic marks are decades, or 1, 2 and 5 of a few`(
    values: ClosedRange<Double>, marks: [Double]
  ) {
    #expect(self.marks(values, isLogarithmic: true) == marks)
  }

  @Test(
    arguments: [
      (0.002...0.9, ["0.001", "0.01", "0.1", "1"]),
      (1e-6...9, ["10⁻⁶", "10⁻⁴", "10⁻²", "1"]),
      (1...90_000, ["1", "10", "10²", "10³", "10⁴", "10⁵"]),
    ] as [(ClosedRange<Double>, [String])])
  func `all decades of an axis are spelled alike`(values: ClosedRange<Double>, marks: [String]) {
    let ticks = PlotAxis(values, title: [], isLogarithmic: true).ticks
    #expect(ticks.map { TextMath(isASCII: false).text($0.text) } == marks)
  }

  @Test func `a place on a logarithmic axis is that of the logarithm`() {
    let axis = PlotAxis(1...1000, title: [], isLogarithmic: true)
    #expect(abs(axis.position(of: 10) - 1.0 / 3) < 1e-8)
    #expect(abs(axis.position(of: 100) - 2.0 / 3) < 1e-8)
    // log10(50), from tables.
    #expect(abs(axis.position(of: 50) - 1.698_970_004 / 3) < 1e-8)
  }

  @Test func `a narrow logarithmic axis keeps its values apart`() {
    let axis = PlotAxis(1_000_000...1_000_002, title: [], isLogarithmic: true)
    #expect(axis.position(of: 1_000_000) == 0 && axis.position(of: 1_000_002) == 1)
    #expect(abs(axis.position(of: 1_000_001) - 0.5) < 1e-6)
  }

  @Test func `steps are whole, and the first one has its number`() {
    func marks(_ last: Double) -> [Double] {
      PlotAxis(1...last, title: [], isFixed: true, isWhole: true, most: 8).ticks.map(\.value)
    }
    #expect(marks(4) == [1, 2, 3, 4])
    #expect(marks(31) == [1, 5, 10, 15, 20, 25, 30])
    #expect(marks(201) == [1, 50, 100, 150, 200])
  }

  @Test(arguments: [
    -1.7e308...1.7e308, Double.leastNonzeroMagnitude...Double.leastNonzeroMagnitude,
    0...Double.leastNonzeroMagnitude, 1...1.000_000_000_000_000_2,
    -1e-300...1e300, 1e308...1.7e308,
  ])
  func `no range is too wide, too narrow or too far out`(values: ClosedRange<Double>) {
    for isLogarithmic in [false, true] where !isLogarithmic || values.lowerBound > 0 {
      let axis = PlotAxis(values, title: [], isLogarithmic: isLogarithmic)
      #expect((1...12).contains(axis.ticks.count), "\(axis.ticks)")
      #expect(axis.bounds.lowerBound < axis.bounds.upperBound)
      let middle = axis.position(of: values.lowerBound / 2 + values.upperBound / 2)
      #expect(middle.isFinite)
    }
  }
}
