import Lessons
import Testing

/// The numbers that the lessons tell, as others have them.
@Suite struct ShippedLessonsTests {
  static let tolerance = 1e-14
  /// Sums of a hundred terms differ in their last bits where the order differs.
  static let toleranceOfLongSums = 1e-12

  private func lesson(_ name: String) throws -> TracedLesson { try TracedLesson(shipped: name) }

  private func runs(_ name: String) throws -> [String: TracedLesson] {
    try TracedLesson.runs(ofShipped: name)
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

  /// The published numbers are Mazur's.
  ///
  /// Those of both rules are what `References/lessons.py` prints.
  @Test func `the totals published with the 2-2-2 network are those of the layer by layer rule`()
    throws
  {
    let runs = try runs("published-mistake")
    let together = try #require(runs["together"])
    let layerwise = try #require(runs["layerwise"])
    let published: [(run: TracedLesson, name: String, step: Int, value: Double, digits: Double)] = [
      (together, "w1'", 1, 0.149780716, 5e-10), (layerwise, "E", 2, 0.291027924, 5e-10),
      (layerwise, "out_o1", 10001, 0.015912196, 5e-10),
      (layerwise, "out_o2", 10001, 0.984065734, 5e-10),
      (together, "E", 10000, 0.0000351085, 5e-11),
    ]
    for (run, name, step, value, digits) in published {
      #expect(try abs(run.value(name, at: step) - value) <= digits, "\(name) at step \(step)")
    }
    let exact: [(run: TracedLesson, name: String, step: Int, value: Double)] = [
      (together, "E", 2, 0.291027773693599), (together, "E", 10000, 3.51085481225128e-5),
      (together, "E", 10001, 3.51018778297885e-5), (together, "out_o1", 10001, 0.0159136204435506),
      (layerwise, "E", 2, 0.291027923905442), (layerwise, "E", 10000, 3.50914538107219e-5),
      (layerwise, "E", 10001, 3.50847862963135e-5), (layerwise, "w1'", 1, 0.149817638561),
      (layerwise, "w3'", 1, 0.249788185198),
    ]
    for (run, name, step, value) in exact {
      let traced = try run.value(name, at: step)
      #expect(agrees(traced, value, within: 1e-11), "\(name) at step \(step): \(traced)")
    }
  }

  /// The numbers are those that `References/lessons.py` prints.
  @Test func `the sizes of the errors shrink and grow by layer as on arrays`() throws {
    let networks = try lesson("vanishing-gradient")
    let sizes: [(String, [Double])] = [
      (
        "size_s[1,%]",
        [
          0.000147758205312766, 0.0008568033979172577, 0.005373155645857625, 0.032974207623205104,
          0.18516184052341936,
        ]
      ),
      (
        "size_s[2,%]",
        [
          2.335280918385896e-15, 1.3867548108408032e-12, 9.756877184557592e-10,
          7.855794692127448e-07, 0.0010058537507125077,
        ]
      ),
      (
        "size_t[%]",
        [
          0.35110226294892566, 0.5086335738686758, 0.687838704658651, 0.859889540309698,
          0.9856202567268532,
        ]
      ),
      (
        "size_r[1,%]",
        [
          0.3222409182973237, 0.4797422786182138, 0.6751973868051802, 0.8682652810472156,
          1.021323648511088,
        ]
      ),
      ("size_r[2,%]", [0, 0, 0, 0.7796954533662487, 0.8807383266328314]),
      (
        "size_r[3,%]",
        [
          1380.530243210709, 516.5573652592382, 200.13771198551547, 90.4178133224813,
          44.86236282077565,
        ]
      ),
    ]
    for (family, layers) in sizes {
      for (layer, size) in zip(1..., layers) {
        let name = family.split(separator: "%").joined(separator: "\(layer)")
        let value = try networks.value(name)
        #expect(agrees(value, size, within: 1e-11), "\(name): \(value)")
      }
    }
  }

  /// By hand: m = 0.1·g and v = 0.001·g² after one step, whoever has printed it.
  ///
  /// ε inside the root is 10⁻⁸ beside 0.004.
  @Test func `Adam as printed begins with 3.16 times the rate`() throws {
    let runs = try runs("adam-as-printed")
    let root = 10.0.squareRoot()
    for (name, ratio) in [("paper", 1), ("uncorrected", root), ("printed", root)] {
      let run = try #require(runs[name])
      for (parameter, start) in [("x", 2.0), ("y", 1.0)] {
        let step = try start - run.value("\(parameter)'")
        #expect(agrees(step, 0.01 * ratio, within: 2e-6), "\(name), \(parameter): \(step)")
      }
    }
  }

  /// Worked out with fractions: deviations −3, −1, −1, 5, and errors 0, 0, −1, 3.
  @Test func `a batch normalisation can be done by hand`() throws {
    let batch = try lesson("batch-norm")
    let expected: [(String, Double)] = [
      ("mu", 4), ("var", 9), ("sd", 3), ("L", 5), ("dL/dgamma", 16.0 / 3), ("dL/dbeta", 2),
      ("dL/dmu", -2), ("dL/dvar", -8.0 / 9), ("dL/dx[1]", 5.0 / 6), ("dL/dx[2]", -1.0 / 18),
      ("dL/dx[3]", -19.0 / 18), ("dL/dx[4]", 5.0 / 18),
    ]
    for (name, number) in expected {
      let value = try batch.value(name)
      #expect(agrees(value, number, within: ShippedLessonsTests.tolerance), "\(name): \(value)")
    }
  }

  /// Worked out by hand; the inputs' derivatives are the errors convolved with the turned window.
  @Test func `a convolution comes back with its window turned round`() throws {
    let convolution = try lesson("convolution")
    let expected: [(String, Double)] = [
      ("L", 0.935), ("dL/dk[1]", 0.9), ("dL/dk[2]", -1.3), ("dL/dk[3]", -2.4), ("dL/db", -0.5),
      ("dL/dx[1]", -0.45), ("dL/dx[2]", 0.63), ("dL/dx[3]", -0.52), ("dL/dx[4]", 0.19),
      ("dL/dx[5]", -0.05),
    ]
    for (name, number) in expected {
      let value = try convolution.value(name)
      #expect(agrees(value, number, within: ShippedLessonsTests.tolerance), "\(name): \(value)")
    }
  }

  /// Limits of differences, as `References/lessons.py` prints them.
  @Test func `the deltas of three layers are slopes`() throws {
    let rule = try lesson("delta-rule")
    let expected: [(objective: String, deltas: [Double])] = [
      (
        "E",
        [
          0.00253519402586573, 0.00136432680686891, 0.0214312444568025, 0.00143863492948265,
          -0.146275161103895, 0.13187560700077,
        ]
      ),
      (
        "C",
        [
          0.00848155737927951, 0.0139550276544967, 0.111242672426202, 0.0387077517441228,
          -0.622397683526701, 0.787175806748831,
        ]
      ),
    ]
    for (objective, deltas) in expected {
      for (unit, delta) in deltas.enumerated() {
        let name = "d\(objective)/dz[\(unit/2 + 1),\(unit%2 + 1)]"
        let value = try rule.value(name)
        #expect(agrees(value, delta, within: 1e-12), "\(name): \(value)")
      }
    }
  }

  /// Each step multiplies x by 1 − η and y by 1 − 10·η.
  @Test func `a rate above 2 by the largest curvature leads up`() throws {
    let runs = try runs("learning-rates")
    for (name, rate) in [("small", 0.02), ("best", 2.0 / 11), ("limit", 0.2), ("above", 0.21)] {
      let (x, y) = (0..<40).reduce((1.0, 1.0)) { point, _ in
        (point.0 * (1 - rate), point.1 * (1 - 10 * rate))
      }
      let value = try #require(runs[name]).value("L", at: 41)
      #expect(agrees(value, (x * x + 10 * y * y) / 2, within: 1e-12), "\(name): \(value)")
    }
  }

  /// The grid's rates are 0, 0.025, …, 0.225, after the given one.
  @Test func `the search for a rate finds the largest below the limit`() throws {
    let search = try #require(runs("learning-rates")["search"])
    for trial in 1...11 {
      let rate = trial == 1 ? 0.02 : Double(trial - 2) * 0.025
      let (x, y) = (0..<40).reduce((1.0, 1.0)) { point, _ in
        (point.0 * (1 - rate), point.1 * (1 - 10 * rate))
      }
      #expect(try agrees(search.value("rate", at: trial), rate, within: 1e-15))
      #expect(
        try agrees(search.value("L", at: trial), (x * x + 10 * y * y) / 2, within: 1e-12),
        "trial \(trial)")
    }
    #expect(try agrees(search.value("rate", at: 12), 0.175, within: 1e-15))
  }

  /// log 2 and 2 − 2·log 2, where e^w = 2.
  @Test func `Newton's method has all digits after six steps`() throws {
    let newton = try #require(runs("newton")["newton"])
    #expect(try agrees(newton.value("L", at: 7), 0.6137056388801094, within: 1e-14))
    #expect(try agrees(newton.value("w'", at: 6), 0.6931471805599453, within: 1e-14))
  }
}
