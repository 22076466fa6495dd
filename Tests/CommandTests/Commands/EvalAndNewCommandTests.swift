import Fixtures
import Foundation
import Lessons
import Testing

@testable import chainrule

/// Formulas from the command line.
@Suite struct EvalCommandTests {
  /// σ(5) = 0.993307149075715, σ'(5) = 0.00664805667079 and 3·σ'(5) = 0.0199441700124
  /// (mpmath 1.3, 15 digits); σ(5) has two digits more than are asked for, as its slope needs them.
  @Test func `the example of the help`() {
    let run = CapturedRun(
      [
        "eval", "z = w*x + b; a = sigmoid(z)", "w=2", "x=3", "b=-1", "--wrt", "w,b", "--digits",
        "9",
      ])
    #expect(run.status == .done)
    #expect(
      run.output.hasPrefix(
        "Given\n─────\n    x = 3             input\n    w = 2    b = −1   parameters\n"))
    #expect(run.output.contains("= 0.99330714908\n"))
    #expect(run.output.contains("∂a/∂z = a·(1 − a) = "))
    #expect(run.output.contains("= 0.00664805667\n"))
    #expect(run.output.contains("= 0.0199441700\n"))
    #expect(!run.output.contains("∂a/∂x"))
  }

  @Test func `one formula without a name`() {
    let run = CapturedRun(["eval", "1/(1 + exp(-2))"])
    #expect(run.output.contains("    result = 1/(1 + e^−2) = 0.8808\n"))
    #expect(!run.output.contains("Backward"))
  }

  @Test func `lists are families, and all numbers are variables`() {
    let run = CapturedRun(
      ["eval", "sum(i, j: W[i,j]*x[j])", "W=[[1, 2, 3],[4, 5, 6]]", "x=[7,8,9]"])
    #expect(run.output.contains("= 7 + 2·8 + 3·9 + 4·7 + 5·8 + 6·9 = 172   (W₁₁ = 1)\n"))
    #expect(
      run.output.contains("    ∂result/∂Wᵢⱼ = xⱼ        ∂result/∂xⱼ = Σᵢ Wᵢⱼ\n"))
    #expect(
      run.output.contains(
        "For i = 1, j = 3:\n\n    ∂result/∂W₁₃ = x₃ = 9\n     ∂result/∂x₃ = W₁₃ + W₂₃ = 3 + 6 = 9\n\n"
      ))
  }

  @Test(arguments: [
    (["z = w*q; a = sigmoid(z)", "w=2"], "formula:1:7: error: 'q' is not defined"),
    (["z = w; a = sgmoid(z)", "w=2"], "formula:2:6: error: there is no function 'sgmoid'"),
    (["z = w\nz = 2", "w=2"], "formula:2:1: error: 'z'"),
  ])
  func `a mistake is told with the number of its formula`(words: [String], message: String) {
    let run = CapturedRun(["eval"] + words)
    #expect(run.status == .unreadable)
    #expect(run.messages.hasPrefix(message), "\(run.messages)")
  }

  @Test(arguments: [
    (
      ["weight*x", "weight=2", "x=3", "--wrt", "wieght"],
      "Error: in '--wrt wieght', 'wieght' is not defined; did you mean 'weight'?"
    ),
    (["w*x", "w=2", "x=3", "--wrt", "w,q"], "Error: in '--wrt w,q', 'q' is not defined"),
    (
      ["sum(i: x[i])", "x[1..3]=[1,2,3]"],
      "Error: 'x[1..3]' is given without brackets, the list alone says what they hold: x=[1,2,3]"
    ),
    (
      ["x[1]", "x[1]=4"],
      "Error: 'x[1]' is given without brackets, the list alone says what they hold: x=[1,2,3]"
    ),
  ])
  func `names are told as they were typed`(words: [String], message: String) {
    let run = CapturedRun(["eval"] + words)
    #expect(run.status == .wrongCall)
    #expect(run.messages == message)
  }

  @Test func `a quantity that a formula defines is differentiated by`() {
    let run = CapturedRun(["eval", "z = w*x; a = z^2", "w=2", "x=3", "--wrt", "z"])
    #expect(run.output.contains("∂a/∂z = 2 z = 2·6 = 12\n"))
  }

  /// softmax(1, 2) is 1/(1 + e) = 0.268941 and e/(1 + e) = 0.731059.
  @Test func `a family as the last formula is not differentiated`() {
    let run = CapturedRun(["eval", "y[k] = softmax(k: z[k])", "z=[1,2]"])
    #expect(run.status == .done)
    #expect(run.output.contains("= 0.2689\n"))
    #expect(run.output.contains("= 0.7311\n"))
    #expect(!run.output.contains("Backward"))
    #expect(CapturedRun(["eval", "y[1] = 2*x", "x=3"]).output.contains("∂y₁/∂x = 2\n"))
  }

  /// σ(2) = 0.880797 and σ'(2) = 0.104994 (mpmath 1.3).
  @Test func `what no formula uses is differentiated, wherever it stands`() {
    let run = CapturedRun(["eval", "a = sigmoid(z); z = w*x", "w=2", "x=1", "--wrt", "w,z"])
    #expect(run.output.contains("= 0.8808\n"))
    #expect(run.output.contains("∂a/∂z = a·(1 − a) = "))
    #expect(run.output.contains("∂a/∂w = "))
    #expect(run.output.contains("= 0.1050\n"))
    let unnamed = CapturedRun(["eval", "q^2; q = 3*x", "x=2"])
    #expect(unnamed.output.contains("∂result/∂x = "))
    let several = CapturedRun(["eval", "a = 2*x; b = 3*x; c = x", "x=2"])
    #expect(several.output.contains("∂c/∂x = 1\n"))
    let members = CapturedRun(["eval", "h[2] = w*h[1]; h[1] = w*x", "w=2", "x=3"])
    #expect(members.output.contains("∂h₂/∂x = "))
  }

  @Test func `a formula that begins with a minus sign goes after two`() {
    let run = CapturedRun(["eval", "-x", "x=2"])
    #expect(run.messages.hasPrefix("Error: Unknown option '-x'. What begins with '-' and is no"))
    #expect(CapturedRun(["eval", "--", "-x", "x=2"]).output.contains("result = −x = −2\n"))
    // −1 is formula, number and result.
    #expect(CapturedRun(["eval", "--", "-x", "x=2"]).output.contains("∂result/∂x = −1\n"))
  }

  @Test(arguments: [
    ["y[k] = z[k]", "z=[1]", "--wrt", "z"], ["  ;"], ["x", "x"], ["x", "x="], ["x", "=1"],
    ["x", "x=1\n```"],
  ])
  func `a wrong call`(words: [String]) {
    let run = CapturedRun(["eval"] + words)
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix("Error: "))
  }

  @Test func `a value that is not finite`() {
    #expect(CapturedRun(["eval", "log(x)", "x=-1"]).status == .notFinite)
  }
}

/// A lesson to start from.
@Suite struct NewCommandTests {
  private func new(_ words: String...) -> CapturedRun {
    CapturedRun(["new", "exam", "-o", "-"] + words)
  }

  @Test(arguments: [
    ["--net", "2-3-1"], ["--net", "1-1"], ["--net", "4-3-2-2", "--activation", "tanh"],
    ["--loss", "binary_cross_entropy", "--activation", "relu", "--net", "2-2-2"],
    ["--loss", "binary_cross_entropy_with_logit"], ["--loss", "hinge", "--activation", "gelu"],
    ["--loss", "huber", "--decimals", "3", "--seed", "12"],
    ["--net", "3-2-2", "--loss", "cross_entropy"], ["--net", "2-2", "--loss", "cross_entropy"],
  ])
  func `the lesson runs, and its gradients hold`(words: [String]) {
    let run = CapturedRun(["new", "exam", "-o", "-"] + words)
    #expect(run.status == .done)
    let check = CapturedRun(["gradcheck", "-"], input: run.output)
    #expect(check.status == .done, "\(run.output)\(check.messages)")
    #expect(CapturedRun(["show", "-"], input: run.output).output.hasPrefix("exam: a "))
  }

  @Test func `numbers are short, not 0, and depend on the seed alone`() throws {
    let text = new("--net", "3-4-2", "--seed", "7", "--decimals", "2").output
    #expect(text == new("--net", "3-4-2", "--seed", "7", "--decimals", "2").output)
    #expect(text != new("--net", "3-4-2", "--seed", "8", "--decimals", "2").output)
    let block = try #require(text.components(separatedBy: "```").dropFirst().first)
    let numbers = block.matches(of: /-?[0-9]+\.[0-9]+/).map { String($0.output) }
    #expect(numbers.count == 3 + 2 + 12 + 4 + 8 + 2)
    #expect(numbers.allSatisfy { $0.drop { $0 == "-" }.count <= 4 && Double($0) != 0 })
    #expect(numbers.allSatisfy { abs(Double($0) ?? 2) <= 1 })
  }

  @Test func `losses have a prediction and then a target, and each name stands once`() {
    #expect(
      NetworkLesson.losses == [
        "absolute_error", "binary_cross_entropy", "binary_cross_entropy_with_logit",
        "cross_entropy", "half_squared_error", "hinge", "huber", "squared_error",
      ])
    #expect(NetworkLesson.activations.filter { $0 == "log" } == ["log"])
    #expect(Set(["sigmoid", "tanh", "relu", "leaky_relu"]).isSubset(of: NetworkLesson.activations))
    #expect(!NetworkLesson.activations.contains("softmax"))
  }

  /// With one-hot targets, −Σ yₖ·log softmax(z)ₖ has the derivatives aₖ − yₖ by zₖ (Bishop: Pattern
  /// recognition and machine learning, 2006, (4.109)).
  @Test func `the outputs of the cross-entropy compete`() throws {
    let lesson = new("--net", "2-3", "--loss", "cross_entropy").output
    #expect(lesson.contains("\na1[j] = softmax(j: z1[j])\n"))
    #expect(lesson.contains("\ntarget y[1..3] = [1, 0, 0]\n"))
    let trace = CapturedRun(["trace", "-"], input: lesson).output
    var values: [String: Double] = [:]
    for row in trace.split(separator: "\n") {
      let cells = row.split(separator: ",", maxSplits: 2)
      if cells[0] != "1" { continue }
      let parts = cells[2].replacing("\"", with: "").split(separator: ",")
      values[parts.dropLast().joined(separator: ",")] = parts.last.flatMap { Double($0) }
    }
    for (k, y) in [(1, 1.0), (2, 0), (3, 0)] {
      let a = try #require(values["a1[\(k)]"])
      let b = try #require(values["dL/db1[\(k)]"])
      #expect(abs(b - (a - y)) < 1e-15, "\(k)")
    }
  }

  @Test func `a name may end as the file does, and the suggested command can be pasted`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "it's mine.md").path
      let run = CapturedRun(["new", "exam.md", "-o", path])
      let quoted = "'\(folder.path)/it'\\''s mine.md'"
      #expect(run.messages == "Written: \(path). Try: chainrule show \(quoted)")
      let written = try String(contentsOfFile: path, encoding: .utf8)
      #expect(written.hasPrefix("# exam: a 2-2-1 network\n"))
      let again = CapturedRun(["new", "exam", "-o", path])
      #expect(again.messages == "Error: '\(path)' is there already; choose another file")
    }
  }

  @Test(arguments: ["", ".", "..", ".md", "a/b"])
  func `what is no name of a lesson`(name: String) {
    let run = CapturedRun(["new", name])
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix("Error: '\(name)' is no name of a lesson"))
  }

  @Test func `a file is written once`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "exam.md").path
      let run = CapturedRun(["new", "exam", "-o", path])
      #expect(run.status == .done)
      #expect(run.messages == "Written: \(path). Try: chainrule show \(path)")
      let written = try String(contentsOfFile: path, encoding: .utf8)
      #expect(written == new().output)
      let again = CapturedRun(["new", "other", "-o", path])
      #expect(again.status == .cannotWrite)
      let kept = try String(contentsOfFile: path, encoding: .utf8)
      #expect(kept == written)
    }
  }

  @Test(arguments: [
    (["--net", "3"], "Error: '3' is no network"), (["--net", "2-0-1"], "Error: '2-0-1' is no"),
    (["--net", "2--1"], "Error: '2--1' is no"), (["--net", "2-x"], "Error: '2-x' is no"),
    (
      ["--activation", "sigmiod"],
      "Error: there is no activation 'sigmiod'; did you mean 'sigmoid'?"
    ),
    (["--loss", "hing"], "Error: there is no loss 'hing'; did you mean 'hinge'?"),
    (["--decimals", "0"], "Error: '--decimals' needs a whole number from 1 to 6"),
    (["--seed", "-1"], "Error: '--seed' needs a whole number from 0 to "),
    (["--loss", "kl_divergence"], "Error: there is no loss 'kl_divergence'"),
    (
      ["--net", "4-1", "--loss", "cross_entropy"],
      "Error: 'cross_entropy' is one class's share: it needs two or more outputs, such as 4-2"
    ),
  ])
  func `a wrong call`(words: [String], message: String) {
    let run = CapturedRun(["new", "exam", "-o", "-"] + words)
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix(message), "\(run.messages)")
  }

  @Test func `a lesson that comes with the program is copied with its tables`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "mine.md").path
      let run = CapturedRun(["new", "mine", "--from", "mini-batches", "-o", path])
      #expect(run.status == .done)
      #expect(try folder.fileNames == ["hundred-points.csv", "mine.md"])
      #expect(
        try String(contentsOfFile: path, encoding: .utf8) == ShippedLessons.text("mini-batches"))
      #expect(
        CapturedRun(["trace", path]).output == CapturedRun(["trace", "mini-batches"]).output)

      // The table that is there is the same one; another one is not overwritten.
      let second = folder.appending(path: "second.md").path
      #expect(
        CapturedRun(["new", "second", "--from", "mini-batches", "-o", second]).status == .done)
      let table = folder.appending(path: "hundred-points.csv")
      try "x,y\n1,2\n".write(to: table, atomically: true, encoding: .utf8)
      let third = folder.appending(path: "third.md").path
      let refused = CapturedRun(["new", "third", "--from", "mini-batches", "-o", third])
      #expect(refused.status == .cannotWrite)
      #expect(refused.messages.contains("hundred-points.csv' is there already"))
      #expect(try !folder.fileNames.contains("third.md"))
    }
  }

  @Test func `what cannot be copied`() {
    #expect(
      CapturedRun(["new", "mine", "--from", "circiut"]).messages
        == "Error: no lesson 'circiut' comes with the program. Did you mean 'circuit'?")
    #expect(CapturedRun(["new", "mine", "--from", "circiut"]).status == .noInput)
    let run = CapturedRun(["new", "mine", "--from", "circuit", "--seed", "2"])
    #expect(run.status == .wrongCall)
    #expect(run.messages == "Error: '--seed' is about a network, not about a copy")
  }
}
