import Foundation
import Testing

@testable import chainrule

/// What shells, `man` and terminals are given; `Tests/Outside/check_shells.py` has them use it.
@Suite struct ShellTests {
  @Test(arguments: Shell.allCases.map(\.rawValue))
  func `a shell's script has every command and every option`(shell: String) {
    let run = CapturedRun(["completions", shell])
    #expect(run.status == .done)
    for command in Chainrule.commands {
      #expect(run.output.contains(command.name), "\(command.name)")
      for name in command.options.flatMap(\.spelling.names) {
        let bare = shell == "fish" ? "-\(name.hasPrefix("--") ? "l" : "s") " : ""
        let spelled = bare.isEmpty ? name : bare + name.drop { $0 == "-" }
        #expect(run.output.contains(spelled), "\(command.name) \(name)")
      }
    }
  }

  @Test func `a shell without a script is told the others`() {
    let run = CapturedRun(["completions", "bsh"])
    #expect(run.status == .wrongCall)
    #expect(
      run.messages == "Error: there are no completions for 'bsh'; there are some for bash, zsh and "
        + "fish. Did you mean 'bash'?")
  }

  @Test func `the page of the manual has every command and every option, in ASCII`() {
    let page = CapturedRun(["help", "--man"]).output
    #expect(page.hasPrefix(".TH CHAINRULE 1 "))
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    for command in Chainrule.commands {
      #expect(page.contains("\n.SS \(command.name)\n"))
      for name in command.options.flatMap(\.spelling.names) {
        #expect(page.contains("\\fB\(name.replacing("-", with: "\\-"))\\fR"), "\(name)")
      }
    }
  }

  // Colours.

  /// As no-color.org and the manual page terminfo(5) have it.
  @Test(
    arguments: [
      (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": ""], true),
      (["TERM": "xterm", "NO_COLOR": "0"], false), (["TERM": "dumb"], false), ([:], false),
      (["TERM": ""], false),
    ] as [([String: String], Bool)])
  func `the environment says whether there are colours`(
    environment: [String: String], isWanted: Bool
  ) {
    #expect(Surroundings.wantsColour { environment[$0] } == isWanted)
  }

  /// ECMA-48: 94 is bright blue, 35 magenta, 31 red, 0 ends a colour.
  @Test func `colours are for the terminal alone`() {
    let lesson = "```lesson\nparam w = 2\nL = w^2\ndifferentiate L\n```"
    let plain = CapturedRun(["show", "-"], input: lesson)
    #expect(!plain.output.contains("\u{1B}"))
    let coloured = CapturedRun(["show", "-"], input: lesson, showsColour: true).output
    #expect(
      coloured.contains(
        "\u{1B}[94mForward\u{1B}[0m\n───────\n    \u{1B}[94mL\u{1B}[0m = w² = 2² = 4\n"))
    #expect(
      coloured.contains("\u{1B}[35mBackward\u{1B}[0m\n────────\n    \u{1B}[35m∂L/∂w\u{1B}[0m = "))
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain.output)
    for options in [["--no-color"], ["--format", "markdown"], ["--format", "latex"]] {
      let run = CapturedRun(["show", "-"] + options, input: lesson, showsColour: true)
      #expect(!run.output.contains("\u{1B}"), "\(options)")
    }
  }

  /// The scalars that stand for colours inside the program may come from outside.
  @Test func `no colour goes on behind its line`() throws {
    let mark = String(try #require(Unicode.Scalar(0xFDD0 as UInt32)))
    let lesson = "# A\(mark)B\n\n```lesson\nparam w = 2\nL = w^2\n```"
    #expect(CapturedRun(["show", "-"], input: lesson).output.hasPrefix("AB"))
    let coloured = CapturedRun(["show", "-"], input: lesson, showsColour: true).output
    #expect(coloured.prefix { $0 != "\n" }.hasSuffix("\u{1B}[0m"))
  }
}
