package import Rendering

/// The formats that marks are written in.
package enum MarkingFormat: String, CaseIterable, Sendable {
  case text, json, markdown, latex, csv

  /// Whether it is read by somebody who has written the sheet: it can give hints in place of
  /// numbers.
  package var isForPeople: Bool { self == .text || self == .markdown }
}

extension MarkingReport {
  package func text(as format: MarkingFormat, _ options: ShowOptions) -> String {
    switch format {
    case .text: Rendering.text(walkthrough(), options)
    case .json: json()
    case .markdown: markdown()
    case .latex: latex()
    case .csv: csv()
    }
  }
}
