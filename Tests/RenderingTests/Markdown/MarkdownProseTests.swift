import Testing

@testable import Rendering

/// What an author typed, as Markdown that obeys none of it.
struct MarkdownProseTests {
  private func markdown(_ text: String) -> [String] {
    MarkdownFormat().blocks(Rendering.Prose.blocks(of: text, without: ""))
  }

  @Test(arguments: [
    ("$x^2$", "$`x^{2}`$"), ("$a<b>c$", "$`a\\lt b\\gt c`$"),
    ("$|x| \\| \\left|y\\right|$", "$`\\vert x\\vert  \\Vert  \\left\\vert y\\right\\vert`$"),
    ("$![x](http://e)$", "$`![x]{}(http:{}//e)`$"),
    ("$\\text{<b>&|}$", "$`\\text{\\textless{}b\\textgreater{}\\&\\textbar{}}`$"),
    ("$\\text{a`b‘c“«d»}$", "$`\\text{a‘b‘c“«d»}`$"),
    ("$\\text{`\u{301}}$", "$`\\text{‘\u{301}}`$"),
    ("it costs $5, $x$2", "it costs \\$5, \\$x\\$2"),
    ("$\\input{x}$", "\\$\\\\input\\{x\\}\\$"),
  ])
  func `a formula holds no markup`(typed: String, markdown: String) {
    #expect(self.markdown(typed) == [markdown])
  }

  @Test func `a formula in lines of its own belongs to the block that it stands in`() {
    #expect(markdown("a $$x<y$$ - b") == ["a\n```math\nx\\lt y\n```\n\\- b"])
    #expect(
      markdown("- a $$x$$\n10. $$y$$") == [
        "- a\n  ```math\n  x\n  ```\n10. ```math\n    y\n    ```"
      ])
    #expect(markdown("> a $$x\n> y$$") == ["> a\n> ```math\n> x y\n> ```"])
    #expect(markdown("# a $$x$$") == ["## a $`x`$"])
    #expect(
      markdown("| $$x$$ | $\\|y\\|$ |\n|---|---|") == [
        "| $`x`$ | $`\\Vert y\\Vert`$ |\n| --- | --- |"
      ])
  }

  @Test(arguments: [
    // With a letter that joins what follows, or an accent, a sign is one character.
    ("\u{D4E}<b>\u{301}", "\u{D4E}\\<b\\>\u{301}"), ("[\u{301}x](y)", "\\[\u{301}x\\](y)"),
    ("`` `\u{301}<b> ``", "`` `\u{301}<b> ``"), ("http://\u{301}e.f", "http\\://\u{301}e.f"),
    ("[x]: y", "\\[x\\]: y"), ("a@b.cd", "a@\u{200C}b.cd"), ("&lt;b&gt;", "\\&lt;b\\&gt;"),
  ])
  func `words hold no markup`(typed: String, markdown: String) {
    #expect(self.markdown(typed).map { $0.replacing("```", with: "``") } == [markdown])
  }

  @Test func `a fence is longer than any in it, of the characters that are printed`() {
    #expect(
      markdown("~~~\n``\u{202E}`\n<b>\n~~~") == ["````text\n```\n<b>\n````"])
  }
}
