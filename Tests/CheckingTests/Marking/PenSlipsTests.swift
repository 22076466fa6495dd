import Checking
import Decimals
import Testing

/// Wrong numbers against the slips of the pen that would make them of the right ones.
@Suite struct PenSlipsTests {
  typealias Explanation = Marking.Explanation

  private static func slips(_ text: String, _ value: Double) throws -> [Explanation] {
    Explanation.penSlips(of: try #require(TypedNumber(text)), for: value)
  }

  /// Made by hand: the number as it should stand, one slip, the number that was typed.
  @Test(arguments: [
    // 0.7514, 0.0823, 7514, 12.34, 0.7045, 1.340e-7
    ("0.7541", 0.7513650695523157, [Explanation.digitsSwapped]),
    ("0.0832", 0.08229, [.digitsSwapped]),
    ("7154", 7514, [.digitsSwapped]),
    ("13.24", 12.34, [.digitsSwapped]),
    ("0.0745", 0.70451, [.digitsSwapped]),
    ("1.430e-7", 1.3404e-7, [.digitsSwapped]),
    // 0.138498562 cut to 0.1384, and a 3 that changed places.
    ("0.1834", 0.138498562, [.digitsSwapped]),
    ("-0.1385", 0.138498562, [.signFlipped]),
    ("0.1384", -0.138498562, [.signFlipped]),
    ("0.285", -0.284, [.signFlipped]),
    ("0.286", -0.284, []),
    ("0.29", -0.2812, [.signFlipped]),
    ("1.385", 0.138498562, [.pointMoved(by: 1)]),
    ("0.01385", 0.138498562, [.pointMoved(by: -1)]),
    ("138.5", 0.138498562, [.pointMoved(by: 3)]),
    ("120", 0.12, [.pointMoved(by: 3)]), ("100", 0.1, []),
    ("0.1", 0.0984, []),
    // 0.5933 without its 5, with a 9 too many, with a 4 for its 9.
    ("0.933", 0.593269992, [.digitDropped]),
    ("514", 7514, [.digitDropped]),
    ("2.34", 12.34, [.digitDropped]),
    ("0.59933", 0.593269992, [.digitInserted]),
    ("75214", 7514, [.digitInserted]),
    ("0.5433", 0.593269992, [.digitChanged]),
    ("9.5933", 0.593269992, [.digitChanged]),
  ])
  func `a slip is found`(text: String, value: Double, slips: [Explanation]) throws {
    #expect(try Self.slips(text, value) == slips)
    let opposite = text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text
    #expect(try Self.slips(opposite, -value) == slips)
  }

  @Test(arguments: [
    // Few digits: 0.59, 0.593; the last digits: 0.5933, 0.59327; two slips: 0.1385.
    ("0.95", 0.593269992), ("0.543", 0.593269992), ("0.5934", 0.593269992),
    ("0.59328", 0.593269992), ("0.5937", 0.593269992), ("0.5983", 0.593269992),
    ("-0.1835", 0.138498562), ("-1.385", 0.138498562),
    ("0.00", 0.5), ("0.5", 0), ("1", .infinity), ("1", .nan), ("1e300", 1e-300),
  ])
  func `no guess`(text: String, value: Double) throws {
    #expect(try Self.slips(text, value) == [])
  }

  /// The share of the numbers of n digits that counting lets a value explain.
  ///
  /// There are 9·10ⁿ⁻¹ that have their point where the value's is. Of these, the value as it is
  /// written (rounded or cut: two ways) makes n − 1 by a swap, and n by dropping one of n + 1
  /// digits, the last aside. From four digits on it makes at most 10·(n − 1) by inserting one before
  /// any of n − 1, and at most 9·n by changing one.
  private static func share(ofDigits count: Int) -> Double {
    let slips = count == 3 ? 2 * count - 1 : 21 * count - 11
    var numbers = 9.0
    for _ in 1..<count { numbers *= 10 }
    return 2 * Double(slips) / numbers
  }

  @Test(arguments: [0.7513650695523157, 0.138498562, 0.10509, 0.9949])
  func `few of all numbers of three digits are explained`(value: Double) throws {
    let explained = try (100..<1000).count { try !Self.slips("0.\($0)", value).isEmpty }
    #expect(explained <= Int(Self.share(ofDigits: 3) * 900))
    #expect(explained > 0)
  }

  @Test(arguments: [3, 4, 5, 6])
  func `unrelated numbers are hardly ever explained`(count: Int) throws {
    var state: UInt64 = 2_024
    func random() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let lowest = Int(powerOfTen(count - 1))
    let pairs = 3000
    let explained = try (0..<pairs).count { _ in
      let typed = "0.\(lowest + random() % (9 * lowest))"
      let value = 0.1 + 0.9 * Double(random()) / Double(1 << 31)
      return try !Self.slips(typed, value).isEmpty
    }
    // Four standard deviations above the largest share that counting allows.
    let most = Double(pairs) * Self.share(ofDigits: count)
    #expect(Double(explained) <= most + 4 * most.squareRoot())
  }
}
