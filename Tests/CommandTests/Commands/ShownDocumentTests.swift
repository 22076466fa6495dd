import Testing

@testable import chainrule

/// Documents that say themselves which pieces of the trace stand where.
@Suite struct ShownDocumentTests {
  /// w shrinks to 0.8 of itself in each step: 2, 1.6, 1.28.
  private static let lesson = """
    # A walk

    The parameter begins at {{w}} and ends at {{ w of step 3 }}; code such as `{{x}}` stays.

    ```lesson
    param w = 2
    L = w^2
    minimize L by gd(rate: 0.1), steps: 2
    ```
    First:

    ```show forward
    ```
    - one
    - two

    ```show backward, step 2
    ```
    ```show table w, dL/dw of steps 1..2
    ```
    ```show plot w
    ```
    ```show value L of step 3
    ```
    """

  @Test func `prose and pieces stand in the order of the text`() {
    let run = CapturedRun(["show", "-"], input: Self.lesson)
    #expect(run.status == .done)
    #expect(
      run.output.hasPrefix(
        """
        A walk

        The parameter begins at 2 and ends at 1.28; code such as {{x}} stays.

        First:

        Forward
        ───────
            L = w² = 2² = 4

        • one
        • two

        Backward, step 2
        ────────────────
            ∂L/∂w = 2 w = 2·1.6 = 3.2

            step    w  ∂L/∂w
               1  2      4
               2  1.6    3.2

        """))
    #expect(run.output.contains("    L = 1.6384\n"))
    #expect(run.output.contains("\n  w\n    2 ┤"))
    #expect(!run.output.contains("Given"))
  }

  @Test func `a step that is asked for is shown as of any other lesson`() {
    let run = CapturedRun(["show", "-", "--step", "2"], input: Self.lesson)
    #expect(run.output.contains("Given\n─────\n    w = 1.6   parameter\n"))
  }

  /// The pass after training has neither a backward pass nor an update, and `y = 2` has none at all.
  @Test func `a piece in which nothing would stand is a mistake`() {
    for part in ["backward", "update"] {
      let run = CapturedRun(["show", "-"], input: Self.lesson + "\n```show \(part), step 3\n```\n")
      #expect(run.status == .unreadable)
      #expect(run.messages.contains("there is nothing of '\(part)' after the last update"))
    }
    #expect(
      CapturedRun(["show", "-"], input: Self.lesson + "\n```show given, step 3\n```\n").status
        == .done)
    for part in ["given", "backward", "update"] {
      let run = CapturedRun(
        ["show", "-"], input: "```lesson\ny = 2\n```\n```show \(part)\n```\n")
      #expect(run.messages.contains("there is nothing of '\(part)' in this lesson"))
    }
  }

  /// w is 2, 1.6 and 1.28, and 1.6² = 2.56 is the first L below 3.
  @Test func `a run that ends sooner has its last pass for what is asked of later steps`() {
    let run = CapturedRun(
      ["show", "-"],
      input: """
        ```lesson
        param w = 2
        L = w^2
        minimize L by gd(rate: 0.1), steps: 30, until: L < 3
        ```
        At the end it is {{w of step 20}}.

        ```show forward, step 20
        ```
        """)
    #expect(run.output.contains("At the end it is 1.28.\n"))
    #expect(run.output.contains("Forward, step 3\n───────────────\n    L = w² = 1.28² = 1.6384\n"))
  }

  /// A line without text has no blanks either.
  @Test func `lines of code stand four columns further in`() {
    let run = CapturedRun(["show", "-"], input: "```text\na\n\n b\n```\n```lesson\ny = 2\n```\n")
    #expect(run.output.contains("    a\n\n     b\n"))
  }

  /// The derivative of w² at 3 is 6; as printed it is 3.
  @Test func `claims are shown as they are checked, where the document has them`() {
    let run = CapturedRun(
      ["show", "-"],
      input: """
        # Claims

        Two formulas.

        ```lesson
        param w = 3
        L = w^2
        differentiate L
        claim dL/dw = 2*w
        claim "as printed" dL/dw = w
        ```
        ```show claims
        ```
        The end.
        """)
    #expect(run.status == .done)
    #expect(
      run.output == """
        Claims

        Two formulas.

        Claims
        ──────
                   derivative  claimed
            ∂L/∂w           6        6  holds

        Claims   "as printed"
        ──────
                   derivative  claimed
            ∂L/∂w           6        3  FAILS at step 1

        ∂L/∂w fails: at step 1 the derivative is 6, but as claimed:

            ∂L/∂w = w = 3

        1 of 2 claims fails.

        The end.

        Computed in full, shown to 4 decimals. So the last digit of a result may be
        another one than the shown numbers give.

        """)
  }
}
