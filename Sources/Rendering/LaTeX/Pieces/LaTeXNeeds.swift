/// What a document has to load for a piece of LaTeX, and which letters its fonts must have.
struct LaTeXNeeds: Hashable, Sendable {
  var packages: Set<LaTeXPackage> = []
  var letters = LaTeXLetters.ascii

  mutating func formUnion(_ other: LaTeXNeeds) {
    packages.formUnion(other.packages)
    letters = max(letters, other.letters)
  }
}

/// The packages that documents load, in that order; every document loads the first.
package enum LaTeXPackage: String, CaseIterable, Sendable {
  case amsmath, amssymb, array, booktabs, float, longtable, siunitx, tikz
}

/// Sets of letters, each with those before it; which compiler is needed depends on them.
enum LaTeXLetters: Comparable, Sendable {
  case ascii
  /// With accents, as western European languages have them.
  case latin
  case other
  /// Chinese, Japanese and Korean ones.
  case east

  /// The smallest set that a text is written in.
  init(of text: String) {
    self = .ascii
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return }
    for scalar in text.unicodeScalars where !scalar.isASCII {
      let own: Self =
        scalar.isEastAsian ? .east : ("À"..."ÿ").contains(scalar) ? .latin : .other
      self = max(self, own)
    }
  }
}

extension Unicode.Scalar {
  /// Characters of Chinese, Japanese and Korean, with their punctuation.
  fileprivate var isEastAsian: Bool {
    switch value {
    case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFFEF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
