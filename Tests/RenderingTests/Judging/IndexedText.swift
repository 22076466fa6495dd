/// Formulas with letters in the places of indices, as they stand on a page in plain characters.
///
/// A letter is read where it stands in brackets alone; what a formula says of one member follows by
/// putting numbers there and writing every sum out.
struct IndexedText {
  /// The names that there are, by what is left of them without the contents of their brackets.
  private var members: [String: [(name: String, indices: [[Int]])]] = [:]
  /// The numbers in each place of a bracket, by the word before it.
  private var extents: [String: [Set<Int>]] = [:]

  /// More sums than this, one in the other, are no formula.
  private static let deepest = 20

  init(_ names: some Sequence<String>) {
    for name in names.sorted() {
      let brackets = Self.brackets(of: name)
      let indices = brackets.map { $0.contents.compactMap { Int($0) } }
      members[Self.skeleton(name), default: []].append((name, indices))
      for (bracket, indices) in zip(brackets, indices) {
        var known = extents[bracket.word] ?? indices.map { _ in [] }
        for (place, index) in indices.enumerated() where place < known.count {
          known[place].insert(index)
        }
        extents[bracket.word] = known
      }
    }
  }

  /// The members that a name with letters stands for, with what each letter is there.
  func members(of name: String) -> [(name: String, letters: [String: Int])] {
    let patterns = Self.brackets(of: name).map(\.contents)
    return (members[Self.skeleton(name)] ?? []).compactMap { member in
      var letters: [String: Int] = [:]
      var later: [(String, Int)] = []
      for (pattern, indices) in zip(patterns, member.indices) {
        if pattern.count != indices.count { return nil }
        for (index, value) in zip(pattern, indices) {
          if index.allSatisfy(\.isLetter), letters[index] == nil {
            letters[index] = value
          } else {
            later.append((index, value))
          }
        }
      }
      let holds = later.allSatisfy { index, value in
        (try? Self.value(of: index, letters)) == value
      }
      return holds ? (member.name, letters) : nil
    }
  }

  /// The formula with numbers for letters, all sums written out.
  ///
  /// Of a condition such as `for 1 <= i-j+1 <= 3` those terms of sums are meant that fulfil it.
  func instance(
    of text: String, _ letters: [String: Int], where condition: String = "", depth: Int = 0
  ) throws -> String {
    if depth > Self.deepest { throw NotUnderstood(text: text) }
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      if first == "[" {
        guard let end = rest.firstIndex(of: "]") else { throw NotUnderstood(text: text) }
        let contents = rest[rest.index(after: rest.startIndex)..<end].split(separator: ",")
        let numbers = try contents.map { String(try Self.value(of: String($0), letters)) }
        result += "[\(numbers.joined(separator: ","))]"
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("sum("), result.last?.isLetter != true {
        let inside = try Self.inside(rest.dropFirst(3))
        result += try written(sum: String(inside), letters, condition, depth)
        rest = rest[rest.index(after: inside.endIndex)...]
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// What stands between a parenthesis, which the text begins with, and the one that closes it.
  private static func inside(_ text: Substring) throws -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[text.index(after: text.startIndex)..<index] }
    }
    throw NotUnderstood(text: String(text))
  }

  /// `i, j in 1..3: a[i]*b[j]`, written out.
  private func written(
    sum text: String, _ letters: [String: Int], _ condition: String, _ depth: Int
  ) throws -> String {
    guard let colon = text.firstIndex(of: ":") else { throw NotUnderstood(text: text) }
    let body = String(text[text.index(after: colon)...])
    var choices = [letters]
    for part in text[..<colon].split(separator: ",") {
      let words = part.split(separator: " ").map(String.init)
      let values = try words.count == 3 ? Self.range(words[2]) : range(of: words[0], in: body)
      choices = choices.flatMap { known in
        values.map { value in known.merging([words[0]: value]) { $1 } }
      }
    }
    let terms = try choices.filter { Self.isMeant($0, condition) }.map {
      "(\(try instance(of: body, $0, where: condition, depth: depth + 1)))"
    }
    return terms.isEmpty ? "0" : "(\(terms.joined(separator: " + ")))"
  }

  private static func range(_ text: String) throws -> [Int] {
    let ends = text.split(separator: ".").compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1] else { throw NotUnderstood(text: text) }
    return Array(ends[0]...ends[1])
  }

  /// What a letter runs over that stands plainly in brackets: all that there is.
  private func range(of letter: String, in body: String) throws -> [Int] {
    let places = Self.brackets(of: body).flatMap { bracket in
      bracket.contents.enumerated().compactMap { place, content -> Set<Int>? in
        guard content == letter, let known = extents[bracket.word], place < known.count else {
          return nil
        }
        return known[place]
      }
    }
    guard let first = places.first else { throw NotUnderstood(text: "\(letter) in \(body)") }
    return places.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
  }

  /// Whether a term is meant where there is a condition between two numbers on its letters.
  private static func isMeant(_ letters: [String: Int], _ condition: String) -> Bool {
    let parts = condition.filter { $0 != " " }.split(separator: "<=").map(String.init)
    guard parts.count == 3, let low = Int(parts[0].filter(\.isNumber)), let high = Int(parts[2]),
      let value = try? value(of: parts[1], letters)
    else { return true }
    return (low...high).contains(value)
  }

  /// Whether members with such indices are meant: `for l != k`.
  static func holds(_ condition: String, _ letters: [String: Int]) throws -> Bool {
    let words = condition.split(separator: " ").map(String.init)
    // Such a condition is on the terms of a sum.
    if words.contains("<=") { return true }
    guard words.count == 4, words[0] == "for" else { throw NotUnderstood(text: condition) }
    let (left, right) = (try value(of: words[1], letters), try value(of: words[3], letters))
    switch words[2] {
    case "<": return left < right
    case ">": return left > right
    case "!=": return left != right
    default: throw NotUnderstood(text: condition)
    }
  }

  /// What an index is: `3`, `t+1`, `2r+i-2`.
  private static func value(of index: String, _ letters: [String: Int]) throws -> Int {
    var terms: [String] = []
    for sign in index {
      if "+-".contains(sign) || terms.isEmpty { terms.append("") }
      terms[terms.count - 1].append(sign)
    }
    return try terms.reduce(0) { sum, term in
      let size = term.filter { !"+- ".contains($0) }
      let digits = size.prefix(while: \.isNumber)
      let letter = String(size.dropFirst(digits.count))
      guard let factor = digits.isEmpty ? 1 : Int(digits),
        let value = letter.isEmpty ? (digits.isEmpty ? nil : 1) : letters[letter]
      else { throw NotUnderstood(text: index) }
      return sum + (term.hasPrefix("-") ? -1 : 1) * factor * value
    }
  }

  /// The text without what stands in its brackets.
  static func skeleton(_ name: String) -> String {
    var (text, isInside) = ("", false)
    for sign in name {
      if sign == "]" { isInside = false }
      if !isInside { text.append(sign) }
      if sign == "[" { isInside = true }
    }
    return text
  }

  /// Whether a number stands in the place of an index.
  static func hasNumber(_ name: String) -> Bool {
    brackets(of: name).contains { $0.contents.contains { $0.allSatisfy(\.isNumber) } }
  }

  /// The brackets of a text, each with the word before it.
  private static func brackets(of text: String) -> [(word: String, contents: [String])] {
    var found: [(word: String, contents: [String])] = []
    var word = ""
    var inside: String?
    for sign in text {
      if let before = inside {
        inside = sign == "]" ? nil : before + String(sign)
        if sign == "]" { found.append((word, before.split(separator: ",").map(String.init))) }
        if sign == "]" { word = "" }
      } else if sign == "[" {
        inside = ""
      } else if sign.isLetter || sign.isNumber || sign == "_" {
        word.append(sign)
      } else {
        word = ""
      }
    }
    return found
  }
}
