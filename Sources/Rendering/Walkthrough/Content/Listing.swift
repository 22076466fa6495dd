/// Things under labels, with what is to be said of each beside it.
package struct Listing: Sendable {
  package enum Row: Sendable {
    /// Several that there is nothing to say of but their label.
    case shared(label: String, names: [MathNode], tone: Tone?)
    case entry(Entry)
  }

  package struct Entry: Sendable {
    package let label: String
    package let name: MathNode
    package let value: String
    /// Each begins a line.
    package let remarks: [[MathNode]]
    /// The colour of its label, if any.
    package let tone: Tone?

    package init(
      label: String, name: MathNode, value: String, remarks: [[MathNode]], tone: Tone?
    ) {
      self.tone = tone
      self.label = label
      self.name = name
      self.value = value
      self.remarks = remarks
    }
  }

  package let rows: [Row]

  package init(rows: [Row]) { self.rows = rows }
}
