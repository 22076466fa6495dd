import Programs
import Testing

@Suite struct PositionTableTests {
  /// A list of words, and the table of their positions under one hash or under their lengths.
  private static func table(of words: [String], hash: (String) -> Int) -> PositionTable {
    var table = PositionTable()
    for (position, word) in words.enumerated() {
      table.set(position, of: hash(word)) { words[$0] == word }
    }
    return table
  }

  @Test func `what has the same hash is told apart`() {
    let words = ["sum", "product", "power"]
    let table = Self.table(of: words) { _ in 7 }
    for (position, word) in words.enumerated() {
      #expect(table.position(of: 7) { words[$0] == word } == position)
    }
    #expect(table.position(of: 7) { words[$0] == "quotient" } == nil)
    #expect(table.position(of: 8) { _ in true } == nil)
  }

  @Test func `a position takes the stead of an equal one`() {
    let words = ["sum", "product", "sum"]
    let table = Self.table(of: words, hash: \.count)
    #expect(table.position(of: 3) { words[$0] == "sum" } == 2)
    #expect(table.position(of: 7) { words[$0] == "product" } == 1)
  }

  @Test func `positions are found after the table has grown`() {
    let words = (0..<10_000).map { "line \($0)" }
    let table = Self.table(of: words, hash: \.hashValue)
    let found = words.filter { word in
      table.position(of: word.hashValue) { words[$0] == word }.map { words[$0] } == word
    }
    #expect(found.count == words.count)
  }

  @Test func `hashes with the same lower half are told apart by what stands there`() {
    let words = ["a", "b"]
    let table = Self.table(of: words) { $0 == "a" ? 1 : 1 << 32 | 1 }
    #expect(table.position(of: 1) { words[$0] == "a" } == 0)
    #expect(table.position(of: 1 << 32 | 1) { words[$0] == "b" } == 1)
  }
}
