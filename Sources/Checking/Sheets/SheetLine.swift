import Lessons
import Programs
import Diagnostics
import Words

/// An answer's text, taken out of what lines of notes have around it.
struct SheetLine {
  /// What the line says, without its comment, the mark of a list, and signs around mathematics.
  let content: WrittenText
  let comment: WrittenText?

  /// A line with those that go on with it.
  init(_ source: Source, _ places: [Range<Int>], _ marks: ListMarks = ListMarks(dashed: nil)) {
    let lines = places.map { WrittenText(source, in: $0).splittingComment }
    comment = lines.lazy.compactMap(\.comment).first { !$0.trimmed.isEmpty }
    let first = lines[0].content.withoutListMark(marks)
    content = WrittenText(
      joining: [first.withoutMathSigns] + lines.dropFirst().map(\.content.withoutMathSigns))
  }
}

/// The marks that the lines of a list begin with.
struct ListMarks {
  /// The first line with a dash, where dashes are such marks and no signs.
  let dashed: Int?
}

extension WrittenText {
  /// The text behind the mark of a list: `*`, `•`, `1.`, `1)`, and `-` where it is such a mark.
  fileprivate func withoutListMark(_ marks: ListMarks) -> WrittenText {
    var index = indices.lowerBound
    while index < indices.upperBound, self[index].isDigit { index += 1 }
    let isNumbered = index > indices.lowerBound
    guard index + 1 < indices.upperBound, self[index + 1] == " " else { return self }
    let isMark =
      isNumbered
      ? self[index] == "." || self[index] == ")"
      : "*•◦▪".unicodeScalars.contains(self[index]) || marks.dashed != nil && isDash(at: index)
    let rest = self[index + 1..<indices.upperBound].trimmed
    guard isMark, let next = rest.characters.first?.scalar else { return self }
    // 2. * w is a product.
    let isAnswer = next.isInWord && !next.isDigit || "-−–(=$`第".unicodeScalars.contains(next)
    return isAnswer ? rest : self
  }

  fileprivate func isDash(at index: Int) -> Bool {
    "-+−–—".unicodeScalars.contains(self[index])
  }

  /// Whether the text begins with a dash, a space and something else.
  fileprivate var isDashed: Bool {
    let start = indices.lowerBound
    return indices.count > 2 && isDash(at: start) && self[start + 1] == " "
  }

  /// The text without the signs that Markdown and LaTeX have around mathematics.
  var withoutMathSigns: WrittenText {
    var range = indices
    while let last = range.last, "$`\\ ".unicodeScalars.contains(self[last]) {
      range = range.dropLast()
    }
    while let first = range.first, "$`& ".unicodeScalars.contains(self[first]) {
      range = range.dropFirst()
    }
    return self[range]
  }

  /// Whether something is left out, or a sum is written with its sign.
  var isAbbreviated: Bool {
    indices.contains { "…Σ∑".unicodeScalars.contains(self[$0]) || has("...", at: $0) }
  }

  /// Whether commands of LaTeX, or its dollar signs or braces around an index, stand here.
  var hasLaTeX: Bool {
    indices.contains { self[$0] == "\\" || self[$0] == "$" || has("_{", at: $0) }
  }

  /// The stretches with two spaces or more, or a tab, between them.
  var piecesBetweenGaps: [WrittenText] {
    var pieces: [WrittenText] = []
    var (start, index) = (indices.lowerBound, indices.lowerBound)
    while index < indices.upperBound {
      let next = skippingSpaces(from: index)
      if next - index > 1 || next > index && characters[index].typed == "\t" {
        pieces.append(self[start..<index])
        start = next
      }
      index = max(next, index + 1)
    }
    return pieces + [self[start..<indices.upperBound]]
  }

  /// The heading of a walkthrough's section, such as `Forward` or `Update   gd, rate = 0.5`, or what
  /// it says of rows that it leaves out, `… 9 more of z`.
  var isPhaseHeading: Bool {
    if has("…", at: indices.lowerBound), splittingEqualities.count == 1 { return true }
    let pieces = piecesBetweenGaps
    let group = PhaseGroup.allCases.first { $0.headings.contains(pieces[0].string) }
    return group == .update || group != nil && pieces.count == 1
  }

  /// `sep=;`, which tells a spreadsheet what separates the cells of the table below.
  var isSeparatorLine: Bool {
    indices.count <= 5 && has("sep=", at: indices.lowerBound)
  }

  /// What stands before the first colon that is none of `:=`, and what behind it.
  var splittingColon: (before: WrittenText, after: WrittenText)? {
    firstIndex(of: ":").map {
      (
        self[indices.lowerBound..<$0].withoutMathSigns,
        self[$0 + 1..<indices.upperBound].withoutMathSigns
      )
    }
  }
}

extension Diagnostic {
  /// The mistake of a line in LaTeX.
  func ofLaTeX(example: String) -> Diagnostic {
    Diagnostic(
      message, at: place,
      note: "commands of LaTeX are not understood; write the names as the lesson does, such as "
        + "\(example) = 0.5")
  }
}

extension Source {
  /// Whether a line begins with '=' or '≈', or is no equality and begins, behind spaces, with an
  /// operator that no list has for its marks.
  func continuesChain(_ place: Range<Int>) -> Bool {
    let start = self.start(of: place)
    let parts = start[start.indices.prefix(2)].splittingEqualities
    if parts.count > 1 { return parts[0].isEmpty }
    guard let first = start.characters.first, first.place.lowerBound > place.lowerBound + 1 else {
      return false
    }
    return "+−·×".unicodeScalars.contains(first.scalar)
      && !bytes[place].contains(UInt8(ascii: "="))
  }

  /// The first characters of a line behind its spaces.
  private func start(of place: Range<Int>) -> WrittenText {
    let line = bytes[place].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.prefix(16)
    return WrittenText(self, in: line.startIndex..<line.endIndex)
  }

  /// What the lines of a sheet begin with, if it is a list.
  ///
  /// A dash and a space before a name are the mark of a list where most lines, and two at least,
  /// begin so; else they are a sign.
  func listMarks(_ lines: [(number: Int, place: Range<Int>)]) -> ListMarks {
    var (dashed, others) = (0, 0)
    var first: Int?
    for (number, place) in lines where bytes[place].contains(UInt8(ascii: "=")) {
      let line = start(of: place)
      if line.has("#", at: line.indices.lowerBound) || continuesChain(place) { continue }
      if line.isDashed {
        dashed += 1
        first = first ?? number
      } else {
        others += 1
      }
    }
    return ListMarks(dashed: dashed > 1 && dashed > others ? first : nil)
  }
}
