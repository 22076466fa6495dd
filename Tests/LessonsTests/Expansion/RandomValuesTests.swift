import Testing

/// First values that are drawn: numpy's Philox with the key (seed, FNV-1a of the name) and the
/// counter (0, step, 0, 0), its first word's upper 53 bits as a fraction of 2⁵³; normal numbers by
/// Python's `NormalDist().inv_cdf`.
@Suite struct RandomValuesTests {
  @Test func `a family's members are numpy's`() throws {
    let lesson = try ReadLesson("seed 7\nparam W1[1..3, 1..2] ~ uniform(-1, 1)")
    let expected = [
      "W1[1,1]": 0.49401743621974004, "W1[1,2]": 0.22890594160838273,
      "W1[2,1]": 0.8704735060078856, "W1[2,2]": 0.36866007226846365,
      "W1[3,1]": 0.008390044220251136, "W1[3,2]": -0.34846685535879596,
    ]
    for (name, number) in expected { #expect(try lesson.initial(name) == number, "\(name)") }
  }

  /// Seed 1 is the default; xavier(2, 4) is uniform within ∓1, he(8) normal with deviation 1/2.
  @Test(
    arguments: [
      ("uniform(0, 10)", [0.1971263897640141, 2.309487020928429, 0.6360219024865132]),
      ("normal(1, 0.5)", [-0.029860200455475328, 0.6321369513219663, 0.23739029429603553]),
      ("bernoulli(0.3)", [1, 1, 1]),
      ("xavier(2, 4)", [-0.9605747220471972, -0.5381025958143142, -0.8727956195026974]),
      ("he(8)", [-1.0298602004554753, -0.36786304867803366, -0.7626097057039645]),
    ] as [(String, [Double])])
  func `each distribution`(call: String, expected: [Double]) throws {
    let lesson = try ReadLesson("param a ~ \(call), b[1..2] ~ \(call)")
    for (name, number) in zip(["a", "b[1]", "b[2]"], expected) {
      #expect(try abs(lesson.initial(name) - number) <= 1e-15 * abs(number), "\(name)")
    }
  }

  @Test func `a name outside ASCII is hashed as UTF-8`() throws {
    let expected = 3.676255239399555
    #expect(try ReadLesson("param é ~ uniform(0, 10)").initial("é") == expected)
    // Decomposed, it is the same name.
    #expect(try ReadLesson("param e\u{301} ~ uniform(0, 10)").initial("e\u{301}") == expected)
  }

  @Test func `the order of the statements does not matter`() throws {
    let first = try ReadLesson(
      "seed 5\nparam a[1..2] ~ normal(0, 1)\nparam b ~ uniform(0, 1)\ny = b")
    let second = try ReadLesson(
      "y = b\nparam c = 1\nparam b ~ uniform(0, 1)\nparam a[1..9] ~ normal(0, 1)\nseed 5")
    for name in ["a[1]", "a[2]", "b"] {
      #expect(try first.initial(name) == second.initial(name))
    }
  }

  @Test func `another seed, name or index draws another number`() throws {
    let lesson = try ReadLesson("param a[1..2] ~ uniform(0, 1), b[1..2] ~ uniform(0, 1)")
    let other = try ReadLesson("seed 2\nparam a[1..2] ~ uniform(0, 1)")
    let values =
      try ["a[1]", "a[2]", "b[1]", "b[2]"].map { try lesson.initial($0) }
      + ["a[1]", "a[2]"].map { try other.initial($0) }
    #expect(Set(values).count == 6)
  }
}
