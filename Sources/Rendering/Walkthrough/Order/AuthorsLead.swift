/// What an author says directly before something is shown, which takes the place of the program's words.
struct AuthorsLead {
  /// The heading above it, if that is the last one.
  private var heading = ""
  /// The last paragraph; empty where something else stands last.
  private var text = ""

  init() {}

  init(leading prose: [Prose]) {
    for prose in prose {
      switch prose {
      case .heading(let spans): (heading, text) = (spans.plainText, "")
      case .paragraph(let spans), .item(_, _, let spans), .quote(let spans): text = spans.plainText
      case .verbatim, .table: text = ""
      }
    }
  }

  /// Content without its first sentence, where the author leads up to it; what it is about is still said,
  /// unless the author begins with that.
  func leading(_ content: [Walkthrough.Content]) -> [Walkthrough.Content] {
    guard !text.isEmpty, case .lead(let lead)? = content.first else { return content }
    let head = MathNode.row(lead.runInHead).text(isASCII: false)
    if head.isEmpty || text.hasPrefix(head) { return Array(content.dropFirst()) }
    return [.lead(.init(head: lead.head, text: []))] + content.dropFirst()
  }

  /// A section without the heading that the author has written.
  func leading(_ section: Walkthrough.Section) -> Walkthrough.Section {
    if heading.isEmpty || heading != section.heading { return section }
    let detail = section.detail.map { Walkthrough.Content.remark([$0]) }
    return Walkthrough.Section(
      heading: "", detail: nil, content: [detail].compactMap(\.self) + leading(section.content),
      tone: section.tone)
  }
}

extension [Walkthrough.Section] {
  /// Puts what δ is before the author's last paragraphs, below the heading above them.
  mutating func insert(definitions: [Walkthrough.Section]) {
    guard let last, case .prose(let prose)? = last.content.first,
      let heading = prose.lastIndex(where: \.isHeading), heading + 1 < prose.count,
      !definitions.isEmpty
    else { return self += definitions }
    removeLast()
    func section(_ content: [Walkthrough.Content]) -> Walkthrough.Section {
      .init(heading: "", detail: nil, content: content)
    }
    append(section([.prose([Prose](prose[...heading]))] + definitions.flatMap(\.content)))
    append(section([.prose([Prose](prose[(heading + 1)...]))]))
  }
}
