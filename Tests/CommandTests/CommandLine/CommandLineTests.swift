import Foundation
import Testing

@testable import chainrule

/// Words after the program's name: commands, options, help.
@Suite struct CommandLineTests {
  @Test func `the statuses are those that the documentation has`() {
    let statuses: [chainrule.ExitStatus] = [
      .done, .wrong, .notFinite, .wrongCall, .unreadable, .noInput, .cannotWrite,
    ]
    #expect(statuses.map(\.rawValue) == [0, 1, 2, 64, 65, 66, 73])
  }

  @Test(arguments: [[], ["--help"], ["-h"], ["help"]])
  func `help names every command`(words: [String]) {
    let run = CapturedRun(words)
    #expect(run.status == .done)
    #expect(run.output.hasPrefix("OVERVIEW: "))
    for command in Chainrule.commands {
      #expect(run.output.contains("\n  \(command.name) "), "\(command.name)")
    }
  }

  @Test(arguments: Chainrule.commands.map(\.name))
  func `a command's help names its arguments and options`(name: String) throws {
    let command = try #require(Chainrule.commands.first { $0.name == name })
    let run = CapturedRun([name, "--help"])
    #expect(run.status == .done)
    #expect(run.output == CapturedRun(["help", name]).output)
    #expect(run.output == CapturedRun([name, "x", "--no-such-option", "-h"]).output)
    #expect(run.output.contains(command.abstract.prefix(30)))
    for option in command.options.map(\.spelling) {
      #expect(run.output.contains(option.name), "\(option.name)")
    }
    for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func `the version`() {
    #expect(CapturedRun(["--version"]).output == Chainrule.version + "\n")
  }

  @Test func `unknown words name the nearest`() {
    let expected: [([String], String)] = [
      (["trce"], "Error: Unknown command 'trce'. Did you mean 'trace'?"),
      (["help", "lst"], "Error: Unknown command 'lst'. Did you mean 'list'?"),
      (["trace", "-", "--wied"], "Error: Unknown option '--wied'. Did you mean '--wide'?"),
      (["trace", "-", "--setps=1"], "Error: Unknown option '--setps'. Did you mean '--steps'?"),
      (["something"], "Error: Unknown command 'something'"),
      (["--versoin"], "Error: Unknown option '--versoin'"),
    ]
    for (words, message) in expected {
      let run = CapturedRun(words)
      #expect(run.status == .wrongCall)
      #expect(run.messages.hasPrefix(message), "\(run.messages)")
      #expect(run.output == "")
    }
  }

  @Test(arguments: [
    ["trace"], ["trace", "a", "b"], ["trace", "-", "--wide=yes"], ["trace", "-", "--steps"],
    ["trace", "-", "-o"], ["list", "x"], ["trace", "-", "--where"], ["trace", "-", "--every", "0"],
    ["trace", "-", "--format", "npy"], ["trace", "-", "--format", "json", "--wide"],
    ["trace", "-", "--memory", "much"],
    ["walk", "xor"], ["check", "a"], ["eval"],
  ])
  func `a wrong call`(words: [String]) {
    let run = CapturedRun(words, input: "```lesson\ny = 1\n```")
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix("Error: "))
    #expect(run.output == "")
  }

  @Test(arguments: [
    (["trace", "-", "--every", "-1"], "'--every' needs a whole number from 1 to 1000000000"),
    (["explain", "-", "y", "--depth", "-1"], "'--depth' needs a whole number from 1 to 1000000"),
    (["show", "-", "--decimals", "-.5"], "'--decimals' needs a whole number from 0 to 17"),
  ])
  func `a negative number is a value, and told to be out of range`(words: [String], needs: String) {
    let run = CapturedRun(words, input: "```lesson\ny = 1\n```")
    #expect(run.status == .wrongCall)
    #expect(run.messages == "Error: \(needs), not '\(words.last ?? "")'")
  }

  @Test func `a negative size is told to be no size`() {
    let run = CapturedRun(["trace", "-", "--memory", "-5"], input: "```lesson\ny = 1\n```")
    #expect(run.messages == "Error: '--memory' needs a size such as 500M or 2G, not '-5'")
  }

  @Test(arguments: [
    ["show", "circuit"], ["trace", "circuit"], ["gradcheck", "circuit"],
    ["eval", "w*x", "w=2", "x=3"],
    ["explain", "circuit", "df/dx"],
  ])
  func `a minus sign as a file means standard output`(words: [String]) {
    let plain = CapturedRun(words)
    #expect(plain.status == .done)
    for options in [["-o", "-"], ["--output=-"], ["-o", "/nowhere/at/all", "-o", "-"]] {
      let run = CapturedRun(words + options)
      #expect(run.status == .done, "\(run.messages)")
      #expect(run.output == plain.output)
    }
  }

  @Test func `two files cannot go to standard output`() {
    let run = CapturedRun(["trace", "circuit", "--format", "npy", "-o", "-"])
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix("Error: '--format npy' writes two files"))
  }

  @Test(arguments: ["walk", "grade"])
  func `what is no command is unknown`(name: String) {
    #expect(CapturedRun([name]).messages.hasPrefix("Error: Unknown command '\(name)'"))
    #expect(CapturedRun(["help", name]).status == .wrongCall)
  }

  @Test func `options may come before the lesson, and a value after =`() {
    let lesson = "```lesson\ny = 1\n```"
    let plain = CapturedRun(["trace", "-", "--wide", "--steps", "1"], input: lesson)
    #expect(plain.status == .done)
    #expect(
      CapturedRun(["trace", "--wide", "--steps=1", "-"], input: lesson).output == plain.output)
    #expect(
      CapturedRun(["trace", "--wide", "--steps=1", "--", "-"], input: lesson).output
        == plain.output)
  }

  @Test func `every lesson that is listed can be traced`() {
    let list = CapturedRun(["list"])
    #expect(list.status == .done)
    let names = list.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(names.contains("two-layer-sigmoid"))
    for name in names {
      let run = CapturedRun(["trace", name])
      #expect(run.status == .done, "\(name): \(run.messages)")
      let header = run.output.prefix { $0 != "\n" }
      #expect(["step,phase,quantity,value", "variant,step,phase,quantity,value"].contains(header))
    }
  }

  #if os(Linux)
    /// The one test that starts the program: what the shell sees.
    @Test func `the program ends with the status, and keeps output and messages apart`() throws {
      let tests = URL(filePath: CommandLine.arguments[0])
      let program = tests.deletingLastPathComponent().appending(path: "chainrule")
      try #require(FileManager.default.isExecutableFile(atPath: program.path))
      let process = Process()
      let (input, output, messages) = (Pipe(), Pipe(), Pipe())
      process.executableURL = program
      process.arguments = ["trace", "-", "--wide"]
      process.standardInput = input
      process.standardOutput = output
      process.standardError = messages
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data("```lesson\nz = 1/0\n```\n".utf8))
      try input.fileHandleForWriting.close()
      let written = try output.fileHandleForReading.readToEnd() ?? Data()
      let told = try messages.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 2)
      #expect(String(decoding: written, as: UTF8.self) == "step,z\n1,inf\n")
      #expect(String(decoding: told, as: UTF8.self).hasPrefix("Warning: at step 1, z is inf"))
    }
  #endif
}
