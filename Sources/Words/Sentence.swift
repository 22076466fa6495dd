/// What a language makes of a phrase: words, and between them parts that no language changes, such
/// as names and numbers.
package struct Sentence<Part> {
  package enum Piece {
    case words(String)
    case part(Part)
  }

  /// Words never follow words, and are never empty.
  package private(set) var pieces: [Piece] = []

  package init(_ words: String) { append(words) }

  /// Parts one behind the other.
  package init(_ parts: [Part]) { pieces = parts.map { .part($0) } }

  private mutating func append(_ words: String) {
    if words.isEmpty { return }
    if case .words(let before)? = pieces.last {
      pieces[pieces.count - 1] = .words(before + words)
    } else {
      pieces.append(.words(words))
    }
  }

  private mutating func append(_ sentence: Sentence) {
    for piece in sentence.pieces {
      switch piece {
      case .words(let words): append(words)
      case .part: pieces.append(piece)
      }
    }
  }

  /// The sentence in one text, with a text for each part.
  package func text(
    words: (String) -> String = { $0 }, _ part: (Part) -> String
  ) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let text): words(text)
      case .part(let own): part(own)
      }
    }.joined()
  }
}

extension Sentence: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sentence = Sentence("")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ words: String) { sentence.append(words) }

    package mutating func appendInterpolation(_ words: String) { sentence.append(words) }

    package mutating func appendInterpolation(_ number: Int) { sentence.append(String(number)) }

    package mutating func appendInterpolation(_ part: Part) { sentence.pieces.append(.part(part)) }

    package mutating func appendInterpolation(_ inner: Sentence) { sentence.append(inner) }
  }

  package init(stringLiteral words: String) { self.init(words) }

  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sentence }
}

extension Sentence: Sendable where Part: Sendable {}
extension Sentence.Piece: Sendable where Part: Sendable {}

extension Sentence<Never> {
  package var text: String {
    pieces.map { if case .words(let words) = $0 { words } else { "" } }.joined()
  }
}
