import Fixtures
import Programs
import Rendering
import Testing

/// The 2-2-2 network of Matt Mazur's "A Step by Step Backpropagation Example".
struct `The two-layer sigmoid lesson` {
  static let document = """
    # A step-by-step backpropagation example

    Two inputs, two hidden neurons, two outputs, all sigmoid. The biases stay as they are.

    ```lesson
    \(classicNetwork(steps: 1))
    ```
    """

  @Test func `begins with its title, its prose and what is given`() throws {
    let text = try ShownLesson(document: Self.document, options: .width(85)).text
    let beginning = """
      A step-by-step backpropagation example                                    step 1 of 1

      Two inputs, two hidden neurons, two outputs, all sigmoid. The biases stay as they are.

      Given
      ─────
          i₁ = 0.05   i₂ = 0.10                           inputs
          t₁ = 0.01   t₂ = 0.99                           targets
          b₁ = 0.35   b₂ = 0.60                           constants
          w₁ = 0.15   w₂ = 0.20   w₃ = 0.25   w₄ = 0.30   parameters
          w₅ = 0.40   w₆ = 0.45   w₇ = 0.50   w₈ = 0.55

      Forward
      ───────
      Hidden layer. A neuron multiplies each input by a weight and adds them up, with a
      bias; the sigmoid of this net input is its output.

          netₕ₁ = w₁·i₁ + w₂·i₂ + b₁           netₕ₂ = w₃·i₁ + w₄·i₂ + b₁
          outₕ = σ(netₕ) = 1/(1 + e^−netₕ)

      Neuron h1:

          netₕ₁ = w₁·i₁ + w₂·i₂ + b₁ = 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775
          outₕ₁ = σ(netₕ₁) = 1/(1 + e^−0.3775) = 0.593269992

      """
    #expect(text.replacing("stay as they\nare.", with: "stay as they are.").hasPrefix(beginning))
  }

  @Test(arguments: [
    """
        netₕ₁ = w₁·i₁ + w₂·i₂ + b₁ = 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775
        netₕ₂ = w₃·i₁ + w₄·i₂ + b₁ = 0.25·0.05 + 0.30·0.10 + 0.35 = 0.3925
        outₕ₁ = σ(netₕ₁) = 1/(1 + e^−0.3775) = 0.593269992
        outₕ₂ = σ(netₕ₂) = 1/(1 + e^−0.3925) = 0.596884378
    """,
    """
        Eₒ₁ = ½·(t₁ − outₒ₁)² = ½·(0.01 − 0.7513650696)² = 0.274811083
        Eₒ₂ = ½·(t₂ − outₒ₂)² = ½·(0.99 − 0.7729284653)² = 0.023560026
          E = Eₒ₁ + Eₒ₂ = 0.274811083 + 0.023560026 = 0.298371109
    """,
    """
        ∂E/∂outₒ₁ = −(t₁ − outₒ₁) = −(0.01 − 0.7513650696) = 0.741365070
    """,
    """
        ∂outₒ₁/∂netₒ₁ = outₒ₁·(1 − outₒ₁)
                      = 0.7513650696·(1 − 0.7513650696)
                      = 0.1868156018
    """,
    """
        δₒ₁ = ∂E/∂outₒ₁ · ∂outₒ₁/∂netₒ₁ = 0.741365070·0.1868156018 = 0.1384985616
    """,
    """
        ∂E/∂w₅ = δₒ₁·outₕ₁ = 0.1384985616·0.593269992 = 0.0821670406
    """,
    """
        ∂E/∂outₕ₁ = δₒ₁·w₅ + δₒ₂·w₇
                  = 0.1384985616·0.40 − 0.0380982365·0.50
                  = 0.03635030639
    """,
    """
        w₅⁺ = w₅ − η·∂E/∂w₅ = 0.40 − 0.5·0.0821670406 = 0.358916480
    """,
  ])
  func `shows a quantity in names, in numbers, and its result`(entry: String) throws {
    let shown = try ShownLesson(document: Self.document, options: .all)
    #expect(shown.text.contains("\n\(entry)\n\n"))
  }

  @Test func `names the optimizer and ends with the error after the step`() throws {
    let text = try ShownLesson(document: Self.document).text
    #expect(
      text.contains(
        """


        Update   gd, η = 0.5
        ──────
        Every parameter w moves against its gradient; η is the learning rate.

            w⁺ = w − η · ∂E/∂w

        For w = w₅ = 0.40, ∂E/∂w = 0.0821670406:

        """))
    #expect(
      text.hasSuffix(
        """


        After step 1
        ────────────
            E = 0.291027774

        Computed in full, the largest number of a kind shown to 9 digits, the others to
        as many decimals; netₒ, outₒ, ∂outₒ/∂netₒ, δₒ and ∂outₕ/∂netₕ with one more. So
        the last digit of a result may be another one than the shown numbers give.

        """))
  }

  @Test func `does not list derivatives that are 1, nor a factor under two names`() throws {
    let text = try ShownLesson(document: Self.document).text
    #expect(!text.contains("∂E/∂Eₒ₁"))
    #expect(!text.contains("∂Eₒ₁/∂outₒ₁"))
  }

  @Test func `folds the chain of factors where working is brief`() throws {
    let shown = try ShownLesson(document: Self.document, options: .brief)
    #expect(
      shown.rows("δₒ₁") == [
        "−(t₁ − outₒ₁)·outₒ₁·(1 − outₒ₁)",
        "−(0.01 − 0.751365070)·0.751365070·(1 − 0.751365070)", "0.1384985616",
      ])
    #expect(
      shown.rows("δₕ₁").first
        == "(δₒ₁·w₅ + δₒ₂·w₇)·outₕ₁·(1 − outₕ₁)")
    #expect(!shown.text.contains("∂outₒ₁/∂netₒ₁"))
  }

  @Test func `is plain in ASCII`() throws {
    let shown = try ShownLesson(document: Self.document, options: .ascii)
    #expect(shown.text.utf8.allSatisfy { $0 < 128 })
    #expect(shown.rows("out_h1") == ["sigmoid(net_h1)", "1/(1 + exp(-0.3775))", "0.593269992"])
    #expect(
      shown.rows("delta_o1").first == "dE/dout_o1 * dout_o1/dnet_o1")
    #expect(shown.rows("w'").first == "w - rate * dE/dw")
    #expect(shown.rows("E_o1").first == "1/2*(t1 - out_o1)^2")
  }

  @Test func `shows only the phases that are asked for`() throws {
    let options = ShowOptions.changed { $0.phases = [.update] }
    let blocks = try ShownLesson(document: Self.document, options: options).blocks
    #expect(blocks[1].hasPrefix("Update"))
    // What it does, the rule, one weight worked out, all of them, and two remarks.
    #expect(blocks.count == 8)
  }

  @Test func `has only forward rows after the last step`() throws {
    let options = ShowOptions.changed { $0.steps = 2...2 }
    let shown = try ShownLesson(document: Self.document, options: options)
    #expect(shown.text.hasPrefix("A step-by-step backpropagation example"))
    #expect(shown.text.contains(" after step 1\n"))
    #expect(shown.text.contains("w₅ = 0.358916480"))
    #expect(shown.rows("E").last == "0.291027774")
    #expect(!shown.text.contains("Backward"))
  }

  @Test(arguments: [40, 60, 80, 120])
  func `fits the width`(width: Int) throws {
    let text = try ShownLesson(document: Self.document, options: .width(width)).text
    for line in text.split(separator: "\n") { #expect(line.displayWidth <= width) }
  }

  @Test func `breaks at operators, and goes on below the formula`() throws {
    let rows = try ShownLesson(document: Self.document, options: .width(40)).rows("netₒ₁")
    #expect(
      rows == [
        "w₅·outₕ₁ + w₆·outₕ₂ + b₂", "0.40·0.593269992\n  + 0.45·0.596884378 + 0.60",
        "1.105905967",
      ])
  }
}
