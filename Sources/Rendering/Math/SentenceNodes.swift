package import Words

extension Language {
  /// A phrase with its names and numbers in a row.
  package func nodes(_ phrase: Phrase<MathNode>) -> [MathNode] {
    sentence(phrase).pieces.map { piece in
      switch piece {
      case .words(let words): .words(words)
      case .part(let node): node
      }
    }
  }
}
