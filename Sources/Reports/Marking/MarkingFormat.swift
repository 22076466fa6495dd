package import Rendering

/// The formats that marks are written in.
package enum MarkingFormat: String, CaseIterable, Sendable {
  case text, json, markdown, latex, csv
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
