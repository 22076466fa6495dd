package import Diagnostics

/// Formulas and numbers that are given one by one, as a lesson.
///
/// The last formula is differentiated by some of the numbers. One without a name is called
/// `result`. A list of numbers is a family: `x` given as `[1, 2]` is x[1] and x[2].
package struct FormulaLesson: Sendable {
  private let formulas: [String]
  private let numbers: [(name: String, value: String)]
  private let variables: [String]?

  /// `variables` are the numbers to differentiate by; all where they are not given.
  package init(
    formulas: String, numbers: [(name: String, value: String)], variables: [String]?
  ) {
    self.formulas = formulas.split(whereSeparator: { $0 == ";" || $0.isNewline })
      .map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    self.numbers = numbers
    self.variables = variables
  }

  /// What is differentiated: the name of the last formula; `nil` where that stands for several.
  package var objective: String? {
    guard let last = formulas.last else { return nil }
    if !last.definesName { return "result" }
    let left = last.prefix { $0 != "=" }
    let indices = left.drop { $0 != "[" }
    return indices.contains(where: \.isLetter) ? nil : String(left).trimmed
  }

  /// The lesson's text; mistakes are told with the number of the formula as their line.
  package func source(name: String) -> Source {
    var lines = ["```lesson"]
    for (index, formula) in formulas.enumerated() {
      let isNamed = formula.definesName
      lines.append(isNamed || index < formulas.count - 1 ? formula : "result = \(formula)")
    }
    for (name, value) in numbers {
      let statement = variables?.contains(name) == true ? "param" : "input"
      lines.append("\(statement) \(name)\(value.listRanges) = \(value)")
    }
    if let objective, !(variables ?? numbers.map(\.name)).isEmpty {
      let by = (variables ?? numbers.map(\.name)).joined(separator: ", ")
      lines.append("differentiate \(objective) wrt \(by)")
    }
    return Source(name: name, text: (lines + ["```", ""]).joined(separator: "\n"), frame: 1)
  }

  /// Whether a place in the lesson's text is where it says what to differentiate by.
  package func isVariable(at place: Range<Int>, in source: Source) -> Bool {
    source.line(at: place.lowerBound).number == formulas.count + numbers.count + 1
  }
}

extension String {
  /// Whether the text has an equals sign that is not part of a comparison.
  fileprivate var definesName: Bool {
    let characters = Array(self)
    return characters.indices.contains { index in
      characters[index] == "="
        && (index == 0 || !"=<>!".contains(characters[index - 1]))
        && (index + 1 == characters.count || characters[index + 1] != "=")
    }
  }

  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// The ranges of the indices of a typed list: `[1..2, 1..3]` of `[[…, …, …], […, …, …]]`.
  ///
  /// They are those of the first list at each depth; the lesson says where others differ.
  fileprivate var listRanges: String {
    var lengths: [Int] = []
    var isMeasured: [Bool] = []
    var depth = 0
    for character in self {
      switch character {
      case "[":
        depth += 1
        if depth > lengths.count {
          lengths.append(1)
          isMeasured.append(false)
        }
      case "]" where depth > 0:
        isMeasured[depth - 1] = true
        depth -= 1
      case "," where depth > 0 && !isMeasured[depth - 1]:
        lengths[depth - 1] += 1
      default: break
      }
    }
    return lengths.isEmpty ? "" : "[\(lengths.map { "1..\($0)" }.joined(separator: ", "))]"
  }
}
