/// Walkthroughs on slides: equations appear line after line.
extension LaTeXFormat {
  /// What fits on a slide below its heading, in tenths of a line.
  private static let slideHeight = 135
  private static let rowsOfTable = 9

  func slides(_ walkthrough: Walkthrough) -> LaTeXBlock {
    let title = LaTeXBlock(LaTeXText.words(walkthrough.title))
    var frames = [frame(title, words(walkthrough.prose), goesOn: true)]
    var heading = title
    for section in walkthrough.sections {
      let own = self.heading(section)
      if !own.isEmpty { heading = own }
      frames += self.frames(section.content, heading)
    }
    frames.append(frame(title, words(walkthrough.afterword), goesOn: true))
    return frames.compactMap { $0 }.parted(by: "\n\n")
  }

  private func words(_ prose: [Prose]) -> LaTeXBlock { blocks(prose).parted(by: "\n\n") }

  /// A slide; an empty one is left out.
  ///
  /// `goesOn` lets what does not fit go on on the next one.
  private func frame(
    _ heading: LaTeXBlock, _ body: LaTeXBlock, goesOn: Bool = false
  ) -> LaTeXBlock? {
    if body.isEmpty { return nil }
    return "\\begin{frame}\(goesOn ? "[allowframebreaks]" : ""){\(heading)}\n\(body)\n\\end{frame}"
  }

  /// A head without further words stands in the headings of the frames after it.
  private func frames(
    _ content: [Walkthrough.Content], _ heading: LaTeXBlock
  ) -> [LaTeXBlock?] {
    var frames: [LaTeXBlock?] = []
    var (part, headingOfPart): ([Walkthrough.Content], LaTeXBlock) = ([], heading)
    for content in content {
      guard case .lead(let lead) = content, lead.text.isEmpty else {
        part.append(content)
        continue
      }
      frames += self.frames(part, under: headingOfPart)
      part = []
      headingOfPart = "\(heading): \(LaTeXBlock(LaTeXText.row(lead.head)))"
    }
    return frames + self.frames(part, under: headingOfPart)
  }

  private func frames(
    _ content: [Walkthrough.Content], under heading: LaTeXBlock
  ) -> [LaTeXBlock?] {
    let leftWidth = equations.leftWidth(of: content.flatMap(\.equations))
    var frames: [LaTeXBlock?] = []
    var lines: [LaTeXEquations.Line] = []
    func endLines() {
      if !lines.isEmpty {
        let shown = lines.enumerated().map { $1.appearing(at: $0 + 1) }
        frames.append(frame(heading, LaTeXEquations.alignment(shown)))
      }
      lines = []
    }
    for content in content {
      switch content {
      case .general, .equation:
        let own = content.equations.flatMap {
          equations.lines($0, leftWidth: leftWidth, oneByOne: true)
        }
        if (lines + own).reduce(0, { $0 + $1.height }) > Self.slideHeight { endLines() }
        for line in own {
          let height = lines.reduce(line.height) { $0 + $1.height }
          if height > Self.slideHeight { endLines() }
          lines.append(line)
        }
      case .table(let table):
        endLines()
        frames += table.inParts(of: Self.rowsOfTable).map { part in
          frame(
            part.title.map { LaTeXBlock(LaTeXText.row($0.caption)) } ?? heading,
            "\\small\n\(self.table.block(part, isOnSlide: true))", goesOn: true)
        }
      case .given(let rows):
        endLines()
        frames.append(frame(heading, rows.map(block).parted(by: "\n\n"), goesOn: true))
      case .prose(let prose):
        endLines()
        frames.append(frame(heading, words(prose), goesOn: true))
      case .omission, .listing, .plot, .graph, .lead, .remark:
        endLines()
        let body = blocks([content]).parted(by: "\n\n")
        frames.append(frame(heading, body, goesOn: true))
      }
    }
    endLines()
    return frames
  }

  private func block(_ given: Walkthrough.Given) -> LaTeXBlock {
    let entries = given.entries.map(piece).parted(by: ", \\quad ")
    return "\\textbf{\(LaTeXText.words(given.label))} \\quad \(entries)"
  }
}
