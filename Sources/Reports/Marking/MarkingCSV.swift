import Checking
import Decimals
import Diagnostics
import Exports
import Formulas
import Words

extension MarkingReport {
  /// The report as CSV, one row an answer.
  func csv() -> String {
    let columns =
      [
        "line", "step", "quantity", "given", "expected", "verdict", "explained", "diagnosis",
        "comment",
      ] + (byHand == nil ? [] : ["by_hand"])
    let rows = marking.marks.map { mark in
      let answer = mark.answer
      return [
        String(answer.line), String(answer.step), quantity(answer),
        answer.given == nil ? "" : answer.text, mark.expected.map(shortestInColumn) ?? "",
        mark.verdict.rawValue, mark.explained.map(shortestInColumn) ?? "", diagnosis(mark) ?? "",
        answer.comment ?? "",
      ].map(\.spreadsheetField)
        + (byHand == nil ? [] : [byHandValue(answer).map(shortestInColumn) ?? ""])
    }
    return ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}

extension String {
  /// A field as RFC 4180 has it, which no spreadsheet takes for a formula.
  ///
  /// Numbers stay as they are, with any sign and with a decimal comma. Of other texts, those that
  /// begin like a formula have an apostrophe before them; characters that a terminal would obey are left out.
  fileprivate var spreadsheetField: String {
    var text = printable
    let start = text.drop { $0 == " " || $0 == "\u{A0}" || $0 == "\u{3000}" }.unicodeScalars.first
    if !isPlainNumber, let start, "=+-@＝＋－＠".unicodeScalars.contains(start) { text = "'" + text }
    return text.csvField
  }

  /// Whether the text is one number and nothing else, so that it cannot be a formula.
  private var isPlainNumber: Bool {
    let unsigned = first.map { "+-＋－".contains($0) } == true ? String(dropFirst()) : self
    return unsigned == "inf"
      || unsigned.first != "-" && TypedNumber(unsigned.replacing(",", with: ".")) != nil
  }
}
