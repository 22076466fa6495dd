import Diagnostics
import Testing

@Suite struct NearestNameTests {
  @Test(
    arguments: [
      ("wieght", "weight"), ("weigth", "weight"), ("wight", "weight"), ("weeight", "weight"),
      ("WEIGHT", "weight"), ("bais", "bias"), ("out_h3", "out_h1"),
    ])
  func `one slip of the hand is near`(word: String, nearest: String) {
    #expect(nearestName(to: word, among: ["bias", "weight", "out_h1", "out_h2"]) == nearest)
  }

  @Test(arguments: ["", "velocity", "weightlifting", "sb"])
  func `what is far is not named`(word: String) {
    #expect(nearestName(to: word, among: ["bias", "weight"]) == nil)
  }

  @Test func `of equally near names the first is taken`() {
    #expect(nearestName(to: "w3", among: ["w1", "w2"]) == "w1")
    #expect(nearestName(to: "w3", among: ["w2", "w1"]) == "w2")
  }

  @Test func `the word itself is not its own correction`() {
    #expect(nearestName(to: "bias", among: ["bias"]) == nil)
  }

  @Test func `a word without end is compared with no name`() {
    #expect(nearestName(to: String(repeating: "a", count: 100_000), among: ["bias"]) == nil)
  }
}
