import Programs
import Testing

@Suite struct PlaceTableTests {
  /// A list of words, and the table of their places under one hash or under their lengths.
  private static func table(of words: [String], hash: (String) -> Int) -> PlaceTable {
    var table = PlaceTable()
    for (place, word) in words.enumerated() {
      table.set(place, of: hash(word)) { words[$0] == word }
    }
    return table
  }

  @Test func `what has the same hash is told apart`() {
    let words = ["sum", "product", "power"]
    let table = Self.table(of: words) { _ in 7 }
    for (place, word) in words.enumerated() {
      #expect(table.place(of: 7) { words[$0] == word } == place)
    }
    #expect(table.place(of: 7) { words[$0] == "quotient" } == nil)
    #expect(table.place(of: 8) { _ in true } == nil)
  }

  @Test func `a place takes the stead of an equal one`() {
    let words = ["sum", "product", "sum"]
    let table = Self.table(of: words, hash: \.count)
    #expect(table.place(of: 3) { words[$0] == "sum" } == 2)
    #expect(table.place(of: 7) { words[$0] == "product" } == 1)
  }

  @Test func `places are found after the table has grown`() {
    let words = (0..<10_000).map { "line \($0)" }
    let table = Self.table(of: words, hash: \.hashValue)
    let found = words.filter { word in
      table.place(of: word.hashValue) { words[$0] == word }.map { words[$0] } == word
    }
    #expect(found.count == words.count)
  }

  @Test func `hashes with the same lower half are told apart by what stands there`() {
    let words = ["a", "b"]
    let table = Self.table(of: words) { $0 == "a" ? 1 : 1 << 32 | 1 }
    #expect(table.place(of: 1) { words[$0] == "a" } == 0)
    #expect(table.place(of: 1 << 32 | 1) { words[$0] == "b" } == 1)
  }
}
