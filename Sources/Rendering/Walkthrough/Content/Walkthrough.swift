package import Formulas
package import Decimals
package import Words

/// What is said about a lesson, step by step, before it is set in any format.
package struct Walkthrough: Sendable {
  /// Empty where there is none.
  package var title: String
  /// Which steps it shows, such as `step 1 of 1`.
  package let position: String?
  /// What the author says before the equations and between them.
  package let prose: [Prose]
  package let sections: [Section]
  /// What the author says after the last of them.
  package let afterword: [Prose]
  /// Remarks at the end, each words and names in a row.
  package let notes: [[MathNode]]

  package init(
    title: String, position: String?, prose: [Prose], sections: [Section], afterword: [Prose],
    notes: [[MathNode]]
  ) {
    self.title = title
    self.position = position
    self.prose = prose
    self.sections = sections
    self.afterword = afterword
    self.notes = notes
  }

  /// Several walkthroughs one after the other, each under its title.
  package init(joining parts: [Walkthrough]) {
    self = parts[0]
    if parts.count == 1 { return }
    var sections: [Section] = []
    var notes: [[MathNode]] = []
    for part in parts {
      let heading = [part.title, part.position].compactMap { $0 }.filter { !$0.isEmpty }.joined(
        separator: ", ")
      if !heading.isEmpty { sections.append(Section(heading: heading, detail: nil, content: [])) }
      sections += part.sections
      notes += part.notes.filter { !notes.contains($0) }
    }
    self.init(
      title: "", position: nil, prose: prose, sections: sections, afterword: afterword,
      notes: notes)
  }

  /// How many formulas and numbers it has, about.
  package var entries: Int {
    sections.flatMap(\.content).reduce(0) { $0 + $1.entries }
  }

  package struct Section: Sendable {
    /// Empty where there is none.
    package let heading: String
    /// What stands beside the heading, such as the optimizer with its arguments.
    package let detail: MathNode?
    package let content: [Content]
    /// The colour of its heading and of what its equations are about, if any.
    package let tone: Tone?

    package init(
      heading: String, detail: MathNode?, content: [Content], tone: Tone? = nil
    ) {
      self.tone = tone
      self.heading = heading
      self.detail = detail
      self.content = content
    }
  }

  package enum Content: Sendable {
    /// Given numbers that stand in no table.
    case given([Given])
    /// What begins a group of formulas: its head, and what is said of it.
    case lead(Lead)
    /// The formulas that stand for all members of a family.
    case general([GeneralFormula])
    case equation(Equation)
    /// Members of families that are left out, a sentence for each family.
    case omission([Sentence<MathName>])
    case table(Table)
    case listing(Listing)
    case plot(Plot)
    case graph(GraphPicture)
    /// What the author says between pieces of the trace.
    case prose([Prose])
    /// Words and names in a row.
    case remark([MathNode])

    fileprivate var entries: Int {
      switch self {
      case .given(let rows): rows.reduce(0) { $0 + $1.entries.count }
      case .equation(let equation): equation.rows.count
      case .general(let formulas): formulas.count
      case .table(let table): table.rows.count * table.columns.count
      case .omission, .listing, .plot, .graph, .prose, .lead, .remark: 1
      }
    }

    /// What stands aligned at equals signs.
    var equations: [Equation] {
      switch self {
      case .equation(let equation): [equation]
      case .general(let formulas):
        formulas.map { Equation(line: $0.members[0], left: $0.left, rows: [$0.right]) }
      case .given, .omission, .table, .listing, .plot, .graph, .prose, .lead, .remark: []
      }
    }
  }

  /// Words and names that begin a group of formulas.
  package struct Lead: Sendable {
    /// Set so that it is seen at once, such as `Hidden layer`; empty where there is none.
    package let head: [MathNode]
    package let text: [MathNode]

    /// The head as it stands before the text.
    var runInHead: [MathNode] { head.isEmpty ? [] : head + [.words(".")] }

    /// Both in one row.
    var row: [MathNode] {
      runInHead + (head.isEmpty || text.isEmpty ? [] : [.words(" ")]) + text
    }
  }

  /// Given numbers in a row that play one part.
  package struct Given: Sendable {
    package enum Entry: Sendable {
      case value(MathName, NumberText)
      /// A family as a matrix.
      case matrix(MathName, MathNode)
    }

    package let label: String
    package let entries: [Entry]
  }

  /// A quantity, and how its number comes about: in names, in numbers, and the result.
  package struct Equation: Sendable {
    package let line: LineID
    package let left: MathName
    package internal(set) var rows: [MathNode]
    /// What is said of the result.
    package var remark: MathNode?
    /// The number of its row, on a worksheet.
    package internal(set) var row: Row?

    package init(line: LineID, left: MathName, rows: [MathNode], remark: MathNode? = nil) {
      self.line = line
      self.left = left
      self.rows = rows
      self.remark = remark
    }
  }

  /// The number of a row, and whether it is marked.
  package struct Row: Sendable {
    let number: Int
    let isMarked: Bool

    var text: String { isMarked ? "\(number)*" : "\(number)" }
  }
}
