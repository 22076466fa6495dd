import Fixtures
import Foundation
import Lessons

@testable import chainrule

/// The files of a worksheet, read as a learner and a teacher would.
struct WrittenSheet {
  private let folder: String
  private let texts: [String: String]

  init(_ folder: String) throws {
    self.folder = folder
    texts = try Dictionary(
      uniqueKeysWithValues: URL(filePath: folder).fileNames.map {
        ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
      })
  }

  private func lines(_ file: String) -> [Substring] { (texts[file] ?? "").split(separator: "\n") }

  /// What stands on an answer sheet: left sides, numbers and row numbers.
  private func answers(_ file: String) -> [(name: String, number: String, row: String)] {
    lines(file).compactMap { line in
      guard !line.hasPrefix("#"), let mark = line.firstRange(of: "  # "),
        let equals = line.firstRange(of: " =")
      else { return nil }
      let number = line[equals.upperBound..<mark.lowerBound].trimmed
      return (String(line[..<equals.lowerBound]), number, String(line[mark.upperBound...]))
    }
  }

  /// The answers of the key, without the numbers of their rows.
  var answersOfKey: [String] { answers("answers-key.txt").map { "\($0.name) = \($0.number)" } }

  /// The rows of a sheet in text, each in one line.
  func rows(of file: String) -> [String] {
    var rows: [String] = []
    var isInRow = false
    for line in (texts[file] ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.firstMatch(of: #/^ {1,5}[0-9]+\*? +/#) != nil {
        rows.append(line.trimmed)
        isInRow = true
      } else if line.hasPrefix("   "), isInRow {
        rows[rows.count - 1] += " " + line.trimmed
      } else {
        isInRow = false
      }
    }
    // The others are rows of tables.
    return rows.filter { $0.contains("= ") }
  }

  /// The row numbers of a file's rows that a pattern finds.
  private func numbers(_ file: String, _ pattern: Regex<(Substring, Substring)>) -> [String] {
    (texts[file] ?? "").matches(of: pattern).map { String($0.output.1) }
  }

  /// What is wrong with the files of a worksheet.
  func faults(_ lesson: String) -> [String] {
    var faults: [String] = []
    func expect(_ isTrue: Bool, _ fault: String) { if !isTrue { faults.append(fault) } }
    let form = answers("answers.txt")
    let key = answers("answers-key.txt")
    let blank = form.map(\.row)
    expect(!form.isEmpty, "nothing is asked for")
    expect(form.allSatisfy { $0.number.isEmpty }, "a number stands on the sheet to fill in")
    expect(key.map(\.row) == blank && key.map(\.name) == form.map(\.name), "form and key differ")

    // The rows.
    let sheetRows = rows(of: "sheet.txt")
    let keyRows = rows(of: "key.txt")
    let open = sheetRows.filter { $0.hasSuffix("= ________") }
    func number(_ row: String) -> String { String(row.prefix { $0.isNumber }) }
    expect(sheetRows.map(number) == (1...max(sheetRows.count, 1)).map(String.init), "row numbers")
    expect(keyRows.map(number) == sheetRows.map(number), "the key has other rows")
    expect(open.map(number) == blank, "other rows are blank in text than are asked for")
    expect(
      keyRows.filter { $0.contains(/^[0-9]+\*/) }.map(number) == blank, "other rows are marked")
    expect(!(texts["key.txt"] ?? "").contains("____"), "the key has a blank")
    expect(!(texts["key.tex"] ?? "").contains("\\rule"), "the key has a blank on paper")
    expect(numbers("sheet.tex", /\\tag\*{([0-9]+)}/) == sheetRows.map(number), "rows on paper")
    expect(numbers("key.tex", /\\tag\*{([0-9]+)\*}/) == blank, "marked rows on paper")
    let blankOnPaper = (texts["sheet.tex"] ?? "").components(separatedBy: "\\tag*{").dropFirst()
      .filter { $0.contains("\\rule{8em}") }.map(number)
    expect(blankOnPaper == blank, "other rows are blank on paper than are asked for")
    for (answer, row) in zip(key, keyRows.filter { $0.contains(/^[0-9]+\*/) }) {
      let result = row.components(separatedBy: " = ").last ?? ""
      expect(result.plainNumber == answer.number, "\(answer) is \(result) on the key")
    }

    faults += leaks(key.map(\.number), shown: sheetRows.filter { !$0.hasSuffix("= ________") })
    faults += marks(lesson, "answers.txt", ["blank"], count: form.count, status: .wrong)
    faults += marks(
      lesson, "answers-key.txt", ["exact", "right"], count: form.count, status: .done)
    return faults
  }

  /// Numbers of the key that can be read on the sheet, and are not given there.
  private func leaks(_ hidden: [String], shown: [String]) -> [String] {
    let given = (texts["sheet.txt"] ?? "").components(separatedBy: "\nForward")[0]
    let results = shown.compactMap { $0.components(separatedBy: " = ").last }
    let known = Set((given.digitStrings + results.flatMap(\.digitStrings)).map(\.leadingDigits))
    return ["sheet.txt", "sheet.tex"].flatMap { file -> [String] in
      // Without the numbers of the rows.
      let text = (texts[file] ?? "").replacing(#/\\tag\*{[0-9]+}|\n +[0-9]+ /#, with: "")
      let numbers = text.digitStrings.map(\.leadingDigits)
      return hidden.compactMap { value in
        // One or two digits may stand anywhere.
        guard let digits = value.digitStrings.first?.leadingDigits, digits.count > 2 else {
          return nil
        }
        let isThere = numbers.contains { number in
          !known.contains(number) && number.rounded(to: digits.count) == digits
        }
        return isThere && !known.contains(digits) ? "\(value) stands in \(file)" : nil
      }
    }
  }

  private func marks(
    _ lesson: String, _ file: String, _ verdicts: [String], count: Int, status: ExitStatus
  ) -> [String] {
    let run = CapturedRun(["check", lesson, "\(folder)/\(file)", "--format", "csv"])
    let found = run.output.split(whereSeparator: \.isNewline).dropFirst()
      .filter { line in verdicts.contains { line.contains(",\($0),") } }
    // A lesson in which something is not finite ends otherwise.
    let isExpected = run.status == status || run.status == .notFinite
    return isExpected && found.count == count
      ? [] : ["\(file): \(found.count) of \(count) are \(verdicts), \(run.status), \(run.messages)"]
  }
}

extension String {
  /// The numbers in a text, without their exponents.
  fileprivate var digitStrings: [String] {
    matches(of: /[0-9]+(?:\.[0-9]+)?/).map { String($0.output) }
  }

  /// The significant digits of a number, without zeros at their end.
  fileprivate var leadingDigits: String {
    var digits = filter { $0 != "." }.drop { $0 == "0" }
    while digits.last == "0" { digits.removeLast() }
    return String(digits)
  }

  /// The first digits, rounded.
  fileprivate func rounded(to count: Int) -> String {
    guard self.count > count, let number = Double("0." + self) else { return self }
    return String(format: "%.\(count)f", number).leadingDigits
  }

  /// A printed number as it is typed: `1.5 × 10⁻⁹` is `1.5e-9`.
  fileprivate var plainNumber: String {
    var text = replacing("−", with: "-")
    guard text.contains("10"),
      let power = text.firstMatch(of: /(.*?)(?:·|×| × )?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/)
    else { return text }
    let digits = Dictionary(uniqueKeysWithValues: zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    let exponent = String(power.output.2.compactMap { digits[$0] })
    let front = ["", "-"].contains(power.output.1) ? power.output.1 + "1" : power.output.1
    text = "\(front)e\(exponent)"
    return text
  }
}
