import Diagnostics
import Formulas
import Lessons
import Programs
import Testing
import Tracing

@testable import Rendering

/// The pieces of a page that an author puts where the prose leads up to them.
struct `Pieces that are shown by name` {
  /// A shipped lesson up to its equations, and pieces behind it.
  private static func document(_ lesson: String, _ pieces: [String]) throws -> String {
    let text = try #require(ShippedLessons.text(lesson))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.lastIndex { $0 == "```lesson" })
    let end = try #require(lines[start...].firstIndex { $0 == "```" })
    return lines[...end].joined(separator: "\n") + "\n\nHERE\n\n"
      + pieces.map { "```show \($0)\n```\n" }.joined()
  }

  /// What the pieces show.
  private static func page(
    _ lesson: String, _ pieces: String..., options: ShowOptions = ShowOptions()
  ) throws -> String {
    let text = try ShownLesson(document: try document(lesson, pieces), options: options).text
    let start = try #require(text.firstRange(of: "HERE\n"))
    return String(text[start.upperBound...])
  }

  /// What stands left of the equals signs with which formulas begin.
  private static func told(_ page: String) -> [String] {
    page.split(separator: "\n").map(String.init).flatMap(PrintedLines.apart).compactMap { line in
      let text = line.drop { $0 == " " }
      guard line.hasPrefix("    "), !text.hasPrefix("= "), !text.hasPrefix("("),
        let sign = text.firstRange(of: " = ")
      else { return nil }
      return String(text[..<sign.lowerBound])
    }
  }

  // Families.

  /// The net input stands before its activation, in whichever order they are typed.
  @Test func `families are told in general, with one entry and a table`() throws {
    let page = try Self.page("xor", "a1, z1")
    #expect(Self.told(page).prefix(2) == ["z⁽¹⁾ₙⱼ", "a⁽¹⁾ₙⱼ"])
    #expect(Self.told(page).count == 4)
    #expect(
      page.contains("    z⁽¹⁾ₙⱼ = Σᵢ W⁽¹⁾ⱼᵢ xₙᵢ + b⁽¹⁾ⱼ     a⁽¹⁾ₙⱼ = tanh(z⁽¹⁾ₙⱼ)\n\nFor n = "))
    #expect(page.contains("\nAll values:\n"))
    #expect(!page.contains("Forward") && !page.contains("layer"))
  }

  @Test func `derivatives have names as they are typed or printed`() throws {
    let pages = try ["dL/dp, dL/dz2", "dL/dz2, ∂L/∂p", "delta2, dL/dp"].map {
      try Self.page("xor", $0)
    }
    #expect(Set(pages).count == 1)
    // The local derivative has no name in the block.
    #expect(
      Self.told(pages[0]).prefix(3) == ["δ⁽²⁾ₙ", "∂L/∂pₙ", "δ⁽²⁾ₙ"])
    #expect(try Self.told(Self.page("xor", "dp/dz2")).first == "∂pₙ/∂z⁽²⁾ₙ")
  }

  @Test func `given numbers and updates are shown by name`() throws {
    let given = try Self.page("xor", "x, y")
    #expect(given.contains("    4    1    1   0\n"))
    #expect(!given.contains("Given") && !given.contains("Indices"))
    #expect(try Self.told(Self.page("two-layer-sigmoid", "w5'")) == ["w₅⁺"])
  }

  @Test func `the step may be another one`() throws {
    let page = try Self.page("two-layer-sigmoid", "net_h1, step 2")
    // Published by Mazur: w₁ is 0.149780716 then, w₂ 0.19956143.
    #expect(page.contains("0.149780716·0.05"))
  }

  // Layers.

  @Test func `a layer has its own way forward`() throws {
    for words in ["layer 1", "the hidden layer", "hidden layer", "hidden layer 1"] {
      #expect(
        try Self.told(Self.page("two-layer-sigmoid", "forward of \(words)"))
          == ["netₕ₁", "netₕ₂", "outₕ", "netₕ₁", "outₕ₁"], "\(words)")
    }
    #expect(
      try Self.told(Self.page("two-layer-sigmoid", "loss")) == ["Eₒ₁", "Eₒ₂", "E"])
  }

  /// The δ of one neuron with what it is made of, all of them, then the gradients that they complete, of
  /// which one is worked out, and all of these.
  @Test func `a layer has its own way back`() throws {
    let output = try Self.page("two-layer-sigmoid", "backward of layer 2")
    #expect(
      Self.told(output)
        == [
          "δₒ₁", "δₒ₂", "δₒ", "∂E/∂outₒ₁", "∂outₒ₁/∂netₒ₁", "δₒ₁", "∂E/∂w₅", "∂E/∂w₆", "∂E/∂w₇",
          "∂E/∂w₈", "∂E/∂w₅", "∂E/∂w₅", "∂E/∂w₆", "∂E/∂w₇", "∂E/∂w₈",
        ])
    #expect(!output.contains("Backward"))
    #expect(try Self.page("two-layer-sigmoid", "backward of output layer") == output)
    let hidden = try Self.told(Self.page("two-layer-sigmoid", "backward of layer 1"))
    let gradients = ["∂E/∂w₁", "∂E/∂w₂", "∂E/∂w₃", "∂E/∂w₄"]
    #expect(hidden.suffix(9) == gradients + ["∂E/∂w₁"] + gradients)
    #expect(hidden.contains("δₕ₁") && !hidden.contains("∂E/∂outₒ₁"))
  }

  /// W[l,j,i] has the members of all three layers.
  @Test func `layers of one family are told apart`() throws {
    let page = try Self.page("delta-rule", "backward of layer 2")
    let told = Self.told(page)
    #expect(told.contains("δ₂ⱼ") && told.contains("∂E/∂W₂ⱼᵢ"))
    #expect(!told.contains { $0.hasPrefix("∂E/∂W₃") || $0.hasPrefix("∂E/∂W₁") })
    #expect(page.contains("\n    j  ∂E/∂W₂ⱼ₁  ∂E/∂W₂ⱼ₂  ∂E/∂b₂ⱼ\n"))
    #expect(page.contains("j  ∂a₂ⱼ/∂z₂ⱼ "))
    // C is another objective.
    #expect(!page.contains("∂C"))
  }

  /// What the layers and the loss have together is what the headings have.
  @Test(arguments: ShippedLessons.all.map(\.name))
  func `each derivative by a net input, and each gradient, is in one layer`(name: String) throws {
    let text = try #require(ShippedLessons.text(name))
    let read = try Lesson.read(Source(name: name, text: text), files: .shipped)
    let lesson = read.variants.first ?? read
    let layers = lesson.network.layers
    guard !layers.isEmpty, let objective = lesson.objective else { return }
    let writer = WalkthroughWriter(
      of: lesson, try Trace(running: lesson.program), ShowOptions(), .inRow, .alike(.init(.usual)))
    let subjects = layers.indices.map { ShownPart.Subject.layer($0) } + [.loss]
    for group in [PhaseGroup.forward, .backward] {
      let told = subjects.flatMap {
        StoryGroup.lines(writer.listed(group.phases), of: $0, lesson.program, writer.names)
      }
      #expect(Set(told).count == told.count)
      for (index, layer) in layers.enumerated() where group == .forward {
        let own = StoryGroup.lines(
          writer.listed(group.phases), of: .layer(index), lesson.program, writer.names)
        #expect(Set(layer.lines).subtracting(own) == [])
      }
      let top = lesson.program.lines[objective].symbol
      let missing = writer.listed(group.phases).filter { line in
        // Where Y = [X ≥ 0] stands between, a gradient is 0 and follows from no δ.
        guard case .derivative(top, let by) = lesson.program.lines[line].symbol, by.count == 1,
          lesson.program.lines[line].formula?.dependsOnLines == true
        else { return false }
        return !told.contains(line)
      }
      #expect(missing.map { lesson.program.lines[$0].symbol.description } == [])
    }
  }

  // General and worked.

  @Test func `general formulas stand alone`() throws {
    #expect(
      try Self.page("xor", "general z1") == """

            z⁽¹⁾ₙⱼ = Σᵢ W⁽¹⁾ⱼᵢ xₙᵢ + b⁽¹⁾ⱼ

        Computed in full, shown to 4 decimals. So the last digit of a result may be
        another one than the shown numbers give.

        """)
    #expect(
      try Self.page("two-layer-sigmoid", "general E_o1").contains("    Eₒ₁ = ½·(tₒ₁") == false)
    #expect(
      try Self.page("two-layer-sigmoid", "general net_h1").contains(
        "    netₕ₁ = w₁·i₁ + w₂·i₂ + b₁\n"))
  }

  /// The numbers are those of the trace: W1[3,·] = 0.7534, −0.1433 and x[4,·] = 1, 1.
  @Test func `an entry that is named is worked out alone`() throws {
    let page = try Self.page("xor", "worked z1[4,3]")
    #expect(
      page.hasPrefix(
        """

            z⁽¹⁾₄₃ = W⁽¹⁾₃₁·x₄₁ + W⁽¹⁾₃₂·x₄₂ + b⁽¹⁾₃ = 0.7534 − 0.1433 = 0.6101
                     (x₄₁ = x₄₂ = 1, b⁽¹⁾₃ = 0)

        """))
    #expect(Self.told(page) == ["z⁽¹⁾₄₃"])
  }

  @Test func `the page follows the entry that the author works out`() throws {
    let page = try Self.page("xor", "z1, a1", "z2", "worked z1[2,1]")
    #expect(page.contains("For n = 2, j = 1:") && page.contains("For n = 2:"))
  }

  // δ.

  @Test func `what δ is, is said once, before the first`() throws {
    let question = "For a net input it is called δ"
    for pieces in [
      ["backward of layer 2", "backward of layer 1"], ["dL/dw2", "backward"],
      ["table dL/dz2[1] of steps 1..2", "worked dL/dz1[4,3]"], ["general dL/dW1", "dL/dz2"],
    ] {
      let shown = try ShownLesson(document: try Self.document("xor", pieces))
      #expect(shown.text.replacing("\n", with: " ").ranges(of: question).count == 1)
      let text = shown.lines.joined(separator: "\n")
      let definition = try #require(text.firstRange(of: "δ⁽²⁾ₙ = ∂L/∂z⁽²⁾ₙ\n"))
      let first = try #require(text.firstRange(of: "δ⁽"))
      // Aligned at the equals sign, either may be first.
      #expect(
        first.lowerBound == definition.lowerBound
          || text[first.lowerBound...].hasPrefix("δ⁽¹⁾ₙⱼ = ∂L/∂z⁽¹⁾ₙⱼ\n"), "\(pieces)")
    }
    #expect(try !Self.page("xor", "z1", "dL/dp").replacing("\n", with: " ").contains(question))
  }

  // The title.

  @Test(arguments: [
    (["forward", "z1"], "step 1 of 169"), (["z1, step 2", "backward, step 2"], "step 2 of 169"),
    (["forward, step 2", "z1"], nil), (["table L", "plot L"], nil),
    (["z1", "table L", "value L of step 3"], "step 1 of 169"),
    (["z1, step 1001"], "after step 169"),
  ])
  func `the title names the step that all pieces are about`(
    pieces: [String], position: String?
  ) throws {
    let text = try ShownLesson(document: try Self.document("xor", pieces)).text
    let title = try #require(text.split(separator: "\n").first)
    let name = "Exclusive or, learned by three hidden neurons"
    if let position {
      #expect(title.hasPrefix(name) && title.hasSuffix(" \(position)"))
    } else {
      #expect(title == name)
    }
  }

  // Options.

  @Test func `options mean what they mean elsewhere`() throws {
    #expect(
      try Self.told(Self.page("xor", "z1", options: .all)).count == 12)
    #expect(
      try Self.page("xor", "z1", options: .changed { $0.showsMatrices = true }).contains(
        "    z⁽¹⁾ = xW⁽¹⁾ᵀ + 1b⁽¹⁾ᵀ\n"))
    let pieces = ["general z1"]
    let alone = try ShownLesson(
      document: try Self.document("xor", pieces), options: .changed { $0.steps = 1...1 })
    #expect(alone.text.contains("\nForward\n"))
  }
}
