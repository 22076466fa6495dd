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

  /// Worked out in Python, with NumPy's Philox for the orders of the points; the loss on all points
  /// is that of the points in `linear-regression`.
  @Test func `batches of ten come near the line and do not rest`() throws {
    let batches = try lesson("mini-batches")
    let expected: [(name: String, step: Int, value: Double)] = [
      ("row[1]", 1, 40), ("row[2]", 1, 100), ("L", 1, 10.8148), ("L", 3, 0.584884),
      ("L", 10, 0.159384), ("w", 11, 2.80966), ("b", 11, 1.98933), ("w", 97, 3.02804),
      ("w", 98, 3.09432), ("w", 99, 3.06272), ("w", 100, 3.10583), ("w'", 100, 2.98631),
      ("b'", 100, 2.03741), ("L", 101, 0.300221),
    ]
    for (name, step, value) in expected {
      let found = try batches.value(name, at: step)
      #expect(agrees(found, value, within: 5e-6), "\(name) at step \(step): \(found)")
    }
    let all = try lesson("linear-regression")
    let (w, b) = try (batches.value("w'", at: 100), batches.value("b'", at: 100))
    var loss = 0.0
    for n in 1...100 {
      let error = try w * all.value("x[\(n)]") + b - all.value("y[\(n)]")
      loss += error * error / 100
    }
    #expect(agrees(loss, 0.192897, within: 5e-6))
    #expect(agrees(try all.value("w", at: 2), 0.603768, within: 5e-6))
    #expect(agrees(try all.value("b", at: 2), 1.2234, within: 5e-6))
  }

  /// The points of two lessons are the same.
  @Test func `the file of points is the table of linear-regression`() throws {
    let (table, file) = try (
      lesson("linear-regression"),
      TracedLesson(
        "samples n from \"hundred-points.csv\"\nparam w = 0, b = 0\np[n] = w*x[n] + b\n"
          + "L = mean(n: (p[n] - y[n])^2)\nminimize L by gd(rate: 0.3), steps: 60")
    )
    #expect(table.rows(at: 1) == file.rows(at: 1))
    #expect(try table.value("L", at: 61) == file.value("L", at: 61))
  }

  /// The same batches in the same order come back to the same numbers.
  @Test func `without shuffling every epoch ends alike`() throws {
    let text = try #require(ShippedLessons.text("mini-batches"))
    let ordered = try TracedLesson(text.replacing(", batch: 10, shuffle: yes", with: ", batch: 10"))
    for step in [80, 90, 100] {
      #expect(agrees(try ordered.value("w'", at: step), 3.038, within: 5e-6))
      #expect(agrees(try ordered.value("b'", at: step), 2.02207, within: 5e-6))
    }
  }
}
