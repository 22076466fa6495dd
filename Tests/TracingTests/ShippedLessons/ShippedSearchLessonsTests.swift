import Testing

/// The numbers of the lessons that search without gradients.
@Suite struct ShippedSearchLessonsTests {
  /// What solving by a kernel matrix whose noise is 1e-6 of its variance leaves of a double.
  private static let posteriorTolerance = 1e-9

  /// Drawn by NumPy's Philox in `References/lessons.py`.
  @Test func `random search keeps three of thirty trials`() throws {
    let search = try TracedLesson(shipped: "random-search")
    let kept = try (1...30).filter { try search.value("kept", at: $0) == 1 }
    #expect(kept == [1, 6, 19])
    #expect(try agrees(search.value("xi(u)"), 0.9075563940761662, within: 1e-15))
    #expect(try agrees(search.value("xi(v)"), 0.8104145663331966, within: 1e-15))
    #expect(try agrees(search.value("best", at: 30), 0.24048451287594544, within: 1e-12))
  }

  /// By a solver, and by integrals over the normal distribution: `References/lessons.py`.
  @Test func `the expected improvement of eleven places`() throws {
    let surrogate = try TracedLesson(shipped: "expected-improvement")
    let means = [
      0.3599995278450184, 0.29596463802432726, 0.19622354291140318, 0.09000017755524081,
      0.00677635036025212, -0.03454951586499119, -0.03023156262496013, 0.010000080767783595,
      0.06803831007996075, 0.12354908926609309, 0.15999978116695054,
    ]
    let improvements = [
      0, 0.0005903959868225587, 0.0027338065384306474, 0, 0.052499555459379336,
      0.09841813942858131, 0.07223589835902981, 0, 0.02188595939755639, 0.012552533704241404, 0,
    ]
    for (step, (mean, improvement)) in zip(2..., zip(means, improvements)) {
      for (name, number) in [("mu", mean), ("EI", improvement)] {
        let value = try surrogate.value(name, at: step)
        #expect(
          abs(value - number) < Self.posteriorTolerance, "\(name) at step \(step): \(value)")
      }
    }
    #expect(try agrees(surrogate.value("EI"), 0.09841813942858131, within: 1e-9))
    #expect(try surrogate.value("q", at: 13) == 0.5)
  }

  /// The same numbers decide in `References/lessons.py`, which prints these.
  @Test func `six trials by expected improvement come to the minimum`() throws {
    let search = try TracedLesson(shipped: "bayesian-optimisation")
    let places = try (1...6).map { try search.value("x", at: $0) }
    for (place, expected) in zip(places, [0, 1, 0.5, 0.7, 0.3, 0.6]) {
      #expect(agrees(place, expected, within: 1e-15))
    }
    let expected: [(name: String, step: Int, value: Double)] = [
      ("EI[11]", 1, 0.597242), ("EI[6]", 2, 0.383927), ("EI[8]", 3, 0.148064),
      ("EI[4]", 4, 0.0484996), ("EI[7]", 4, 0.0254486), ("EI[7]", 5, 0.00894689),
      ("mu[7]", 1, 0.0487206532), ("mu[7]", 4, -0.0105653487), ("var[7]", 4, 0.0024426683),
      ("var[7]", 5, 0.0005282213),
    ]
    for (name, step, number) in expected {
      let value = try search.value(name, at: step)
      #expect(agrees(value, number, within: 2e-6), "\(name) at step \(step): \(value)")
    }
  }
}
