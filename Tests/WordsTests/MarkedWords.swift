import Words

/// English with marks around all that is said, so that a page shows what is said elsewhere.
struct MarkedWords: Language {
  func sentence<Part>(_ phrase: Phrase<Part>) -> Sentence<Part> {
    English().sentence(phrase).pieces.reduce("") { sentence, piece in
      switch piece {
      case .words(let words): "\(sentence)⟦\(words)⟧"
      case .part(let part): "\(sentence)\(part)"
      }
    }
  }

  /// The words of a text that stand outside of all marks: runs of two letters or more.
  static func unmarkedWords(of text: String) -> Set<String> {
    var depth = 0
    var outside = ""
    for character in text {
      if character == "⟦" { depth += 1 }
      if character == "⟧" { depth -= 1 }
      outside.append(depth == 0 && character != "⟧" ? character : " ")
    }
    let words = outside.split { !$0.isLetter || !$0.isASCII }
    return Set(words.filter { $0.count > 1 }.map(String.init))
  }
}
