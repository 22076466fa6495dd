import Fixtures
import FoundationEssentials
import Testing

@testable import chainrule

/// What `chainrule trace` writes, and the status that it ends with.
@Suite struct TraceCommandTests {
  /// L = (w·x)² at w = 3, x = 2: 36, with the derivative 2·w·x² = 24; a quarter of it less is −3.
  static let lesson = """
    ```lesson
    input x = 2
    param w = 3
    z = w*x
    L = z^2
    minimize L by gd(rate: 0.25), steps: 1
    ```
    """

  private func trace(_ options: String..., lesson: String = lesson) -> CapturedRun {
    CapturedRun(["trace", "-"] + options, input: lesson)
  }

  @Test func `one row a value`() {
    let run = trace()
    #expect(run.status == .done)
    #expect(run.messages == "")
    #expect(
      run.output == """
        step,phase,quantity,value
        1,input,x,2.0
        1,param,w,3.0
        1,forward,z,6.0
        1,forward,L,36.0
        1,delta,dL/dz,12.0
        1,gradient,dL/dw,24.0
        1,update,w',-3.0
        2,forward,z,-6.0
        2,forward,L,36.0

        """)
  }

  @Test func `one row a step, with empty cells where a step has no value`() {
    #expect(
      trace("--wide").output == """
        step,x,w,z,L,dL/dz,dL/dw,w'
        1,2.0,3.0,6.0,36.0,12.0,24.0,-3.0
        2,,,-6.0,36.0,,,

        """)
  }

  @Test func `phases`() {
    #expect(
      trace("--only", "forward").output == """
        step,phase,quantity,value
        1,forward,z,6.0
        1,forward,L,36.0
        2,forward,z,-6.0
        2,forward,L,36.0

        """)
    #expect(
      trace("--only", "given,backward,update", "--wide", "--steps", "1").output == """
        step,x,w,dL/dz,dL/dw,w'
        1,2.0,3.0,12.0,24.0,-3.0

        """)
    #expect(
      trace("--only", "gradient", "--only", "update").output == """
        step,phase,quantity,value
        1,gradient,dL/dw,24.0
        1,update,w',-3.0

        """)
  }

  @Test(arguments: [("2", [2]), ("1..2", [1, 2]), ("1..1", [1])])
  func `steps`(range: String, steps: [Int]) {
    let rows = trace("--wide", "--steps", range).output.split(separator: "\n").dropFirst()
    #expect(rows.map { $0.prefix { $0 != "," } } == steps.map { "\($0)" })
  }

  @Test(arguments: ["3", "0", "2..3", "2..1", "x", "1..", "..2", "1-2", ""])
  func `steps that there are not`(range: String) {
    let run = trace("--steps", range)
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix("Error: "))
    #expect(run.output == "")
  }

  @Test func `named quantities, in the order of the program`() {
    #expect(
      trace("--where", "w'", "L", "dL/dw", "--steps", "1").output == """
        step,phase,quantity,value
        1,forward,L,36.0
        1,gradient,dL/dw,24.0
        1,update,w',-3.0

        """)
  }

  @Test func `names may be parted by commas`() {
    #expect(trace("--where", "w',L,dL/dw").output == trace("--where", "w'", "L", "dL/dw").output)
    #expect(trace("--where", "w',", "L").output == trace("--where", "w'", "L").output)
    #expect(trace("--where", "L,wieght").messages.hasPrefix("Error: there is no quantity 'wieght'"))
    #expect(trace("--where", ",").status == .wrongCall)
    let family = "```lesson\nparam W[1..1, 1..2] = [[3, 4]], v = 5\ny = W[1,1]\n```"
    #expect(
      trace("--where", "W[1,2],v", lesson: family).output
        == "step,phase,quantity,value\n1,param,\"W[1,2]\",4.0\n1,param,v,5.0\n")
  }

  @Test func `quantities that are not of the phases are told to be none`() {
    let run = trace("--where", "w", "--only", "update")
    #expect(run.status == .done)
    #expect(run.output == "step,phase,quantity,value\n")
    #expect(run.messages == "Note: none of these quantities is of these phases.")
    #expect(trace("--only", "target").messages == "Note: no quantity is of these phases.")
  }

  @Test func `a family's name means all of it, and a name with a comma is quoted`() {
    let lesson = """
      ```lesson
      param W[1..2, 1..1] = [[0.1], [1e-7]]
      param b = 1e21
      y = W[1,1] + b
      delta d = dy/dW[1,1]
      differentiate y
      ```
      """
    #expect(
      trace("--where", "W", lesson: lesson).output == """
        step,phase,quantity,value
        1,param,"W[1,1]",0.1
        1,param,"W[2,1]",1e-07

        """)
    #expect(
      trace("--where", "d", "--wide", lesson: lesson).output == "step,\"dy/dW[1,1]\"\n1,1.0\n")
    #expect(trace("--where", "W[1,1]", "--wide", lesson: lesson).output.contains("\"W[1,1]\""))
  }

  @Test func `a misspelt quantity, phase or format names the nearest`() {
    let lesson = "```lesson\nparam weight = 1\ny = 2*weight\n```"
    let run = trace("--where", "wieght", lesson: lesson)
    #expect(run.status == .wrongCall)
    #expect(run.messages == "Error: there is no quantity 'wieght'. Did you mean 'weight'?")
    let phase = trace("--only", "foward")
    #expect(phase.status == .wrongCall)
    #expect(phase.messages == "Error: there is no phase 'foward'. Did you mean 'forward'?")
    #expect(trace("--format", "cvs").messages.hasSuffix("Did you mean 'csv'?"))
    #expect(trace("--format", "csv").output == trace().output)
  }

  @Test func `a lesson with mistakes`() {
    let run = trace(lesson: "```lesson\ny = u\nz = 2v\n```")
    #expect(run.status == .unreadable)
    #expect(run.output == "")
    #expect(
      run.messages == """
        standard input:2:5: error: 'u' is not defined
            2 | y = u
              |     ^
        standard input:3:6: error: expected an operator, found 'v'
            3 | z = 2v
              |      ^
              = a product is written with '*': 2*v
        2 mistakes
        """)
  }

  @Test func `a value that is not finite is traced, and its line is named`() {
    let run = trace(lesson: "```lesson\nparam w = -1\nz = log(w)\nL = 2*z\n```")
    #expect(run.status == .notFinite)
    #expect(
      run.output == """
        step,phase,quantity,value
        1,param,w,-1.0
        1,forward,z,NaN
        1,forward,L,NaN

        """)
    #expect(run.messages == "Warning: at step 1, z is nan: the first value that is not finite")
  }

  /// What Python's `repr` makes of these doubles, but for NaN.
  @Test func `every finite value has a point or an exponent`() {
    let given = [
      "3", "2147483648", "9007199254740992", "1e16", "1e22", "1e-7", "100", "1/0", "0/0",
    ]
    let equations = given.enumerated().map { "y\($0 + 1) = \($1)*w" }.joined(separator: "\n")
    let run = trace("--only", "forward", lesson: "```lesson\nparam w = 1\n\(equations)\n```")
    let values = run.output.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").last.map(String.init) }
    #expect(
      values == [
        "3.0", "2147483648.0", "9007199254740992.0", "1e+16", "1e+22", "1e-07", "100.0",
        "inf", "NaN",
      ])
  }

  @Test func `the program reads its own values back as answers`() throws {
    let lesson =
      "```lesson\ninput x = 2\nparam w = 3\ny = w*x\nz = w*x/5\ndifferentiate y\n```"
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "lesson.md").path
      try lesson.write(toFile: file, atomically: true, encoding: .utf8)
      for options in [[], ["--wide"]] {
        let sheet = CapturedRun(["trace", file, "--only", "forward,gradient"] + options).output
        let run = CapturedRun(["check", file, "-", "--format", "csv"], input: sheet)
        #expect(run.status == .done, "\(run.messages)")
        #expect(run.output.contains(",6.0,6.0,exact,"))
        #expect(run.output.matches(of: /,exact,/).count == 3)
      }
    }
  }

  /// Other programs take these words for "no value"; the list is that of pandas 3.0's `read_csv`,
  /// as far as its words are names of the lesson language.
  @Test(arguments: ["nan", "NaN", "NA", "None", "null", "NULL"])
  func `a quantity that other programs take for a missing value is named`(name: String) {
    let lesson = "```lesson\nparam \(name) = 2, w = 3\nL = w*\(name)\n```"
    let note =
      "Note: other programs may read '\(name)' as a missing value; pandas does not with "
      + "keep_default_na=False, nor R with na.strings = \"\"."
    #expect(trace(lesson: lesson).messages == note)
    #expect(trace("--where", "L", lesson: lesson).messages == "")
    #expect(trace("--wide", lesson: lesson).messages == "")
    #expect(trace("--format", "jsonl", lesson: lesson).messages == "")
  }

  @Test func `infinities have signs`() {
    let run = trace(lesson: "```lesson\nparam w = 0\nz = log(w)\nu = 1/w\n```")
    #expect(run.output.hasSuffix("1,forward,z,-inf\n1,forward,u,inf\n"))
  }

  @Test func `more lines than are allowed`() {
    let lesson = "```lesson\nparam w[1..20] = 1\n```"
    #expect(trace("--max-lines", "10", lesson: lesson).status == .unreadable)
    #expect(trace("--max-lines", "20", lesson: lesson).status == .done)
    #expect(trace("--max-lines=20", lesson: lesson).status == .done)
    for number in ["0", "-1", "many", "1e3"] {
      #expect(trace("--max-lines=\(number)", lesson: lesson).status == .wrongCall)
    }
  }

  // Files.

  @Test func `a lesson in a file, the trace in another`() throws {
    try inTemporaryFolder { folder in
      let lesson = folder.appending(path: "a lesson.md")
      let output = folder.appending(path: "trace.csv")
      try Data(TraceCommandTests.lesson.utf8).write(to: lesson)
      try Data("old\n".utf8).write(to: output)
      let run = CapturedRun(["trace", lesson.path, "-o", output.path])
      #expect(run.status == .done)
      #expect(run.output == "")
      let written = try Data(contentsOf: output)
      #expect(String(decoding: written, as: UTF8.self) == trace().output)
      // No temporary file is left.
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(files == ["a lesson.md", "trace.csv"])
    }
  }

  @Test func `a value that is not finite does not keep the file from being written`() throws {
    try inTemporaryFolder { folder in
      let output = folder.appending(path: "trace.csv")
      let run = CapturedRun(
        ["trace", "-", "--output=\(output.path)"], input: "```lesson\nz = log(-1)\n```")
      #expect(run.status == .notFinite)
      let written = try Data(contentsOf: output)
      #expect(
        String(decoding: written, as: UTF8.self) == "step,phase,quantity,value\n1,forward,z,NaN\n")
    }
  }

  @Test func `a folder that is missing`() throws {
    try inTemporaryFolder { folder in
      let output = folder.appending(path: "missing/trace.csv")
      let run = trace("-o", output.path)
      #expect(run.status == .cannotWrite)
      #expect(run.messages.hasPrefix("Error: cannot write '\(output.path)'"))
    }
  }

  @Test func `a folder in place of a file`() throws {
    try inTemporaryFolder { folder in
      #expect(trace("-o", folder.path).status == .cannotWrite)
      #expect(CapturedRun(["trace", folder.path]).status == .noInput)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files == [])
    }
  }

  @Test func `a lesson that there is not`() {
    let run = CapturedRun(["trace", "two-layer-sigmod"])
    #expect(run.status == .noInput)
    #expect(
      run.messages == "Error: there is no file and no lesson 'two-layer-sigmod'. "
        + "Did you mean 'two-layer-sigmoid'?")
    #expect(CapturedRun(["trace", "nothing-like-this"]).messages.contains("chainrule list"))
  }

  @Test func `output that cannot be written`() {
    var surroundings = Surroundings(
      write: { _ in throw ClosedPipe() }, tell: { _ in }, readInput: { [] }, width: 80)
    #expect(Chainrule.run(["trace", "two-layer-sigmoid"], &surroundings) == .done)
    surroundings.write = { _ in throw Failure(.cannotWrite, "full") }
    #expect(Chainrule.run(["trace", "two-layer-sigmoid"], &surroundings) == .cannotWrite)
  }
}

/// Where the output goes.
@Suite struct OutputFileTests {
  @Test func `a symbolic link stays, and what it points to is written`() throws {
    try inTemporaryFolder { folder in
      let target = folder.appending(path: "target.csv")
      let link = folder.appending(path: "link.csv")
      try Data("old".utf8).write(to: target)
      try FileManager.default.createSymbolicLink(
        atPath: link.path, withDestinationPath: target.path)
      #expect(CapturedRun(["trace", "circuit", "-o", link.path]).status == .done)
      let kept = try FileManager.default.destinationOfSymbolicLink(atPath: link.path)
      #expect(kept == target.path)
      let text = try String(contentsOf: target, encoding: .utf8)
      #expect(text.hasPrefix("step,phase,quantity,value\n"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.sorted() == ["link.csv", "target.csv"])
    }
  }

  @Test func `a file keeps its permissions`() throws {
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "out.csv")
      try Data("old".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
      #expect(CapturedRun(["trace", "circuit", "-o", file.path]).status == .done)
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test func `a lesson is not overwritten by its own output`() throws {
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "lesson.md")
      let text = "```lesson\nL = 1\n```\n"
      try Data(text.utf8).write(to: file)
      let run = CapturedRun(["show", file.path, "-o", file.path])
      #expect(run.status == .wrongCall)
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }
}
