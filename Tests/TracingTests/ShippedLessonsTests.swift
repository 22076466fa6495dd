import Lessons
import Testing

/// The numbers that the lessons tell, as others have them.
@Suite struct ShippedLessonsTests {
  static let tolerance = 1e-14
  /// Sums of a hundred terms differ in their last bits where the order differs.
  static let toleranceOfLongSums = 1e-12

  private func lesson(_ name: String) throws -> TracedLesson {
    try TracedLesson(try #require(ShippedLessons.text(name)))
  }

  /// The notes print two decimals; the same circuit in full precision is in `Published`, as
  /// `cs231n-sigmoid-neuron`, calculated in Python.
  @Test func `the sigmoid neuron has the published values`() throws {
    let neuron = try lesson("sigmoid-neuron")
    let expected: [(name: String, published: Double, exact: Double)] = [
      ("p0", -2.00, -2), ("p1", 6.00, 6), ("s", 4.00, 4), ("f", 1.00, 1), ("neg", -1.00, -1),
      ("ex", 0.37, 0.36787944117144233), ("den", 1.37, 1.3678794411714423),
      ("a", 0.73, 0.7310585786300049), ("da/dden", -0.53, -0.534446645388523),
      ("da/dex", -0.53, -0.534446645388523), ("da/dneg", -0.20, -0.19661193324148188),
      ("da/df", 0.20, 0.19661193324148188), ("da/ds", 0.20, 0.19661193324148188),
      ("da/dw0", -0.20, -0.19661193324148188), ("da/dx0", 0.39, 0.39322386648296376),
      ("da/dw1", -0.39, -0.39322386648296376), ("da/dx1", -0.59, -0.5898357997244457),
      ("da/dw2", 0.20, 0.19661193324148188),
    ]
    for (name, published, exact) in expected {
      let value = try neuron.value(name)
      #expect(agrees(value, exact, within: ShippedLessonsTests.tolerance), "\(name): \(value)")
      #expect(abs(value - published) <= 0.005, "\(name): \(value)")
    }
  }

  /// f = 2w² + 2w at 3, and L = (12v − 5)²/2 + (4 − 4v)²/2 at 1/2, by hand.
  @Test func `gradients add up over paths`() throws {
    let fanOut = try lesson("fan-out")
    let expected: [(String, Double)] = [
      ("p", 6), ("q", 4), ("f", 24), ("df/dp", 4), ("df/dq", 6), ("df/dw", 14),
      ("h", 2), ("y1", 6), ("y2", -2), ("L", 2.5), ("dL/dy1", 1), ("dL/dy2", 2), ("dL/dh", 1),
      ("dL/dv", 4), ("dL/da", 2), ("dL/db", 4),
    ]
    for (name, number) in expected { #expect(try fanOut.value(name) == number, "\(name)") }
  }

  /// The numbers are those that `References/line.py` prints: of NumPy's least squares, and of
  /// gradient descent on arrays.
  @Test func `a hundred points lead to the line of least squares`() throws {
    let line = try lesson("linear-regression")
    let steps: [(step: Int, L: Double, w: Double, b: Double)] = [
      (1, 7.388158, 0, 0),
      (2, 2.802220815334739, 0.603768, 1.2233999999999998),
      (11, 0.22757937066212464, 2.6948829660137865, 2.0387861953536),
      (61, 0.19253487459461527, 3.019137280424545, 2.0389999999999997),
    ]
    for (step, L, w, b) in steps {
      for (name, number) in [("L", L), ("w", w), ("b", b)] {
        let value = try line.value(name, at: step)
        #expect(
          agrees(value, number, within: ShippedLessonsTests.toleranceOfLongSums),
          "\(name) at step \(step): \(value)")
      }
    }
    #expect(try agrees(line.value("dL/dw"), -2.01256, within: 1e-12))
    #expect(try agrees(line.value("dL/db"), -4.078, within: 1e-12))
    #expect(line.lastStep == 61)

    let solution = (w: 3.019141914191419, b: 2.039, L: 0.19253487458745888)
    #expect(try abs(line.value("w", at: 61) - solution.w) < 5e-6)
    #expect(try abs(line.value("b", at: 61) - solution.b) < 1e-12)
    #expect(try abs(line.value("L", at: 61) - solution.L) < 1e-11)
  }
}
