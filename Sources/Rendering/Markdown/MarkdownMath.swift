/// LaTeX in the commands that GitHub's formulas have.
enum MarkdownMath {
  /// A line of a formula, with brackets that grow by themselves where both of a pair stand in it.
  static func line(_ latex: String) -> String {
    var text = latex.replacing("\\tfrac", with: "\\frac")
    while let call = text.firstRange(of: "\\operatorname{") {
      text = replacingName(at: call, in: text)
    }
    return text.split(separator: "&", omittingEmptySubsequences: false)
      .map { growing(String($0)) }.joined(separator: "&")
  }

  /// Upright letters with a small space before the arguments: a name that no command declares.
  private static func replacingName(at call: Range<String.Index>, in text: String) -> String {
    var end = endOfGroup(from: call.upperBound, in: text)
    while end < text.endIndex, "_^".contains(text[end]) {
      let start = text.index(after: end)
      guard start < text.endIndex, text[start] == "{" else { break }
      end = endOfGroup(from: text.index(after: start), in: text)
    }
    return text[..<call.lowerBound] + "\\mathrm{" + text[call.upperBound..<end] + "\\,"
      + text[end...]
  }

  /// Behind the brace that closes a group.
  private static func endOfGroup(from start: String.Index, in text: String) -> String.Index {
    var (place, depth) = (start, 1)
    while place < text.endIndex, depth > 0 {
      if text[place] == "{" { depth += 1 }
      if text[place] == "}" { depth -= 1 }
      place = text.index(after: place)
    }
    return place
  }

  private static let sizes = ["\\biggl", "\\biggr", "\\Biggl", "\\Biggr"]

  private static func growing(_ cell: String) -> String {
    var pieces: [String] = [""]
    var rest = cell[...]
    while !rest.isEmpty {
      if let size = sizes.first(where: { rest.hasPrefix($0) }) {
        pieces += [size, ""]
        rest = rest.dropFirst(size.count)
      } else {
        pieces[pieces.count - 1].append(rest.removeFirst())
      }
    }
    var open: [Int] = []
    for (place, piece) in pieces.enumerated() where sizes.contains(piece) {
      if piece.hasSuffix("l") {
        open.append(place)
      } else if let partner = open.popLast() {
        (pieces[partner], pieces[place]) = ("\\left", "\\right")
      }
    }
    return pieces.map { sizes.contains($0) ? "" : $0 }.joined()
  }
}
