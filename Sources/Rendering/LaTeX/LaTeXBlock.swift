import Words

/// A stretch of a LaTeX document, with what the document needs for it.
package struct LaTeXBlock: ExpressibleByStringInterpolation, Sendable {
  package private(set) var text: String
  private(set) var needs = LaTeXNeeds()

  package init(stringLiteral text: String) { self.text = text }

  package init(stringInterpolation parts: Interpolation) { self = parts.block }

  init(_ piece: LaTeXPiece) { (text, needs) = (piece.text, piece.needs) }

  package var isEmpty: Bool { text.isEmpty }

  /// The block in a document that loads these packages too.
  package func needing(_ packages: Set<LaTeXPackage>) -> LaTeXBlock {
    var block = self
    block.needs.packages.formUnion(packages)
    return block
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var block = LaTeXBlock(stringLiteral: "")

    package init(literalCapacity: Int = 0, interpolationCount: Int = 0) {}

    package mutating func appendLiteral(_ text: String) { block.text += text }

    /// Adds what is LaTeX already and needs no package, such as a number or a label.
    package mutating func appendInterpolation(_ text: some CustomStringConvertible) {
      block.text += text.description
      block.needs.formUnion(LaTeXNeeds(letters: LaTeXLetters(of: text.description)))
    }

    package mutating func appendInterpolation(_ piece: LaTeXPiece) {
      appendInterpolation(LaTeXBlock(piece))
    }

    package mutating func appendInterpolation(_ other: LaTeXBlock) {
      block.text += other.text
      block.needs.formUnion(other.needs)
    }
  }
}

extension [LaTeXBlock] {
  /// The blocks one after the other, with other text between them.
  package func parted(by separator: String) -> LaTeXBlock {
    var parts = LaTeXBlock.Interpolation()
    for (index, block) in enumerated() {
      if index > 0 { parts.appendLiteral(separator) }
      parts.appendInterpolation(block)
    }
    return LaTeXBlock(stringInterpolation: parts)
  }
}

extension [LaTeXPiece] {
  package func parted(by separator: String) -> LaTeXBlock {
    map { LaTeXBlock($0) }.parted(by: separator)
  }
}

extension Sentence {
  /// The words in LaTeX, with a block for each part.
  func block(_ part: (Part) -> LaTeXBlock) -> LaTeXBlock {
    pieces.map { piece -> LaTeXBlock in
      switch piece {
      case .words(let words): LaTeXBlock(LaTeXText.words(words))
      case .part(let own): part(own)
      }
    }.parted(by: "")
  }
}
