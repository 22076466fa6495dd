import Testing
import Words

/// Words with parts between them.
@Suite struct SentenceTests {
  private func pieces(_ sentence: Sentence<Double>) -> [String] {
    sentence.pieces.map { piece in
      switch piece {
      case .words(let words): "'\(words)'"
      case .part(let part): "\(part)"
      }
    }
  }

  @Test func `words are put together, parts stay by themselves`() {
    let count = 2
    let sentence: Sentence<Double> = "after \(count) of \("ten") steps \(0.5)\(1.5)\("")."
    #expect(pieces(sentence) == ["'after 2 of ten steps '", "0.5", "1.5", "'.'"])
  }

  @Test func `a sentence within another one is part of it`() {
    let inner: Sentence<Double> = "a \(0.5) b"
    #expect(pieces("(\(inner))") == ["'(a '", "0.5", "' b)'"])
    #expect(pieces("\(inner)\(inner)") == ["'a '", "0.5", "' ba '", "0.5", "' b'"])
    #expect(pieces("").isEmpty)
    #expect(pieces(Sentence([0.5, 1.5])) == ["0.5", "1.5"])
  }

  @Test func `each part is set in its way`() {
    let sentence: Sentence<Int> = Sentence([3])
    let quoted: Sentence<Int> = "a & b \(sentence)"
    #expect(quoted.text(words: { $0.replacing("&", with: "\\&") }) { "$\($0)$" } == "a \\& b $3$")
  }
}
