import Lessons
import Formulas
import Diagnostics

/// The members of a family that a sheet gives together, in a list.
struct AnsweredFamily {
  private typealias Member = (line: LineID, indices: [Int])

  private let members: [Member]
  private let suffixes: [LineID: String]
  /// The positions in which members differ.
  private let varying: [Int]

  init(_ members: [(line: LineID, indices: [Int])]) {
    self.members = members.sorted { $0.indices.lexicographicallyPrecedes($1.indices) }
    suffixes = Dictionary(
      members.map { ($0.line, "[\($0.indices.map(String.init).joined(separator: ","))]") },
      uniquingKeysWith: { first, _ in first })
    let rank = members.map(\.indices.count).min() ?? 0
    varying = (0..<rank).filter { position in
      members.contains { $0.indices[position] != members[0].indices[position] }
    }
  }

  /// The name of a member: that of the family with its indices, before a mark at the end.
  func name(of line: LineID, _ name: String) -> String {
    let mark = name.last.map { "'′+⁺)".contains($0) } ?? false ? name.suffix(1) : ""
    return name.dropLast(mark.count) + (suffixes[line] ?? "") + mark
  }

  /// The text of each member in a list, or in lists of lists, one level for each index.
  ///
  /// Where nothing stands, every member is left blank.
  func members(
    in text: WrittenText, named name: String
  ) throws(Diagnostic) -> [(line: LineID, text: WrittenText)] {
    if !text.isList {
      let number = try? SheetNumber(text)
      if let number, number.value == nil { return members.map { ($0.line, text) } }
      throw Diagnostic(
        "'\(name)' stands for \(members.count) numbers"
          + (number == nil ? "" : ", and one is given"), at: text.place,
        note:
          "write a list, \(name) = [… , …], or one member, \(self.name(of: members[0].line, name)) = …"
      )
    }
    var found: [(line: LineID, text: WrittenText)] = []
    try distribute(text, to: members[...], by: varying[...], name, &found)
    return found
  }

  private func distribute(
    _ text: WrittenText, to members: ArraySlice<Member>, by positions: ArraySlice<Int>,
    _ name: String, _ found: inout [(line: LineID, text: WrittenText)]
  ) throws(Diagnostic) {
    guard let position = positions.first else {
      if text.isList {
        throw Diagnostic(
          "a list stands where '\(name)' has one number", at: text.place,
          note: shape(name))
      }
      return found.append((members[members.startIndex].line, text))
    }
    guard text.isList else {
      throw Diagnostic(
        "a number stands where '\(name)' has a list", at: text.place, note: shape(name))
    }
    let elements = try text.elements
    var groups: [ArraySlice<Member>] = []
    var start = members.startIndex
    for index in members.indices
    where index + 1 == members.endIndex
      || members[index + 1].indices[position] != members[index].indices[position]
    {
      groups.append(members[start...index])
      start = index + 1
    }
    if elements.count != groups.count {
      throw Diagnostic(
        "this list has \(counted(elements.count, "number")), '\(name)' has \(groups.count)",
        at: text.place, note: shape(name))
    }
    for (element, group) in zip(elements, groups) {
      try distribute(element, to: group, by: positions.dropFirst(), name, &found)
    }
  }

  /// How a list for the family is written.
  private func shape(_ name: String) -> String {
    let first = self.name(of: members[0].line, name)
    let last = self.name(of: members[members.count - 1].line, name)
    let list = varying.reduce("…") { inner, _ in "[\(inner), …]" }
    return "its members go from \(first) to \(last): \(name) = \(list)"
  }
}

extension WrittenText {
  var isList: Bool { trimmed.characters.first?.scalar == "[" }

  /// What stands in a list of one number; else the text itself.
  var withoutListOfOne: WrittenText {
    guard isList, let elements = try? elements, elements.count == 1, !elements[0].isList else {
      return self
    }
    return elements[0]
  }

  /// The elements of a list, which commas separate; or semicolons, where there are any; or spaces.
  var elements: [WrittenText] {
    get throws(Diagnostic) {
      let list = trimmed
      let inside = list.indices.dropFirst().dropLast()
      var depth = 0
      var marks: [Unicode.Scalar: [Int]] = [:]
      for index in list.indices {
        let scalar = list[index]
        if scalar == "[" { depth += 1 }
        if scalar == "]" { depth -= 1 }
        let isLast = index == list.indices.upperBound - 1
        if depth < 0 || depth == 0 && !isLast {
          throw Diagnostic(
            "something follows the list",
            at: list[index + 1..<list.indices.upperBound].trimmed.place)
        }
        if depth == 1, ",; ".unicodeScalars.contains(scalar), inside.contains(index) {
          marks[scalar, default: []].append(index)
        }
      }
      if depth > 0 || list.indices.count < 2 {
        throw Diagnostic(
          "the list is never closed", at: list.place,
          note: "a list stands in one line, between '[' and ']'")
      }
      let content = list[inside].trimmed
      if content.isEmpty { return [] }
      if let separators = marks[";"] ?? marks[","] { return list.split(inside, at: separators) }
      return content.words
    }
  }

  private func split(_ range: Range<Int>, at separators: [Int]) -> [WrittenText] {
    var parts: [WrittenText] = []
    var start = range.lowerBound
    for separator in separators {
      parts.append(self[start..<separator].trimmed)
      start = separator + 1
    }
    let last = self[start..<range.upperBound].trimmed
    // A comma behind the last element is none that separates.
    if !last.isEmpty || parts.isEmpty { parts.append(last) }
    return parts
  }

  /// The stretches between spaces outside of brackets.
  private var words: [WrittenText] {
    var words: [WrittenText] = []
    var depth = 0
    var start = indices.lowerBound
    for index in indices {
      if self[index] == "[" { depth += 1 }
      if self[index] == "]" { depth -= 1 }
      if depth == 0, self[index] == " " {
        if start < index { words.append(self[start..<index]) }
        start = index + 1
      }
    }
    if start < indices.upperBound { words.append(self[start..<indices.upperBound]) }
    return words
  }
}
