import Fixtures
import Foundation
import Lessons
import Testing

@testable import chainrule

@Suite struct WorksheetCommandTests {
  private static let files = [
    "answers-key.txt", "answers.txt", "key.tex", "key.txt", "sheet.tex", "sheet.txt",
  ]
  private static let choices = [
    [], ["--blank", "deltas"], ["--blank", "gradients"], ["--blank", "every 3rd"],
    ["--blank", "forward", "--decimals", "4"], ["--step", "1..2", "--digits", "5", "--all"],
  ]

  // Every lesson.

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `the sheets of a lesson`(lesson: String) throws {
    let run = CapturedRun(["show", lesson, "--step", "2", "--only", "param"])
    for options in Self.choices where run.status == .done || !options.contains("--step") {
      try inTemporaryFolder { folder in
        let path = folder.appending(path: "sheets").path
        let run = CapturedRun(["worksheet", lesson, "-o", path] + options)
        // Some lessons have no deltas, some no gradients, and those that search have neither.
        let isOptional = !options.contains("forward") && !options.contains("every 3rd")
        if isOptional, run.messages.contains("nothing") { return }
        try #require(run.status == .done, "\(options): \(run.messages)")
        let sheet = try WrittenSheet(path)
        #expect(sheet.faults(lesson) == [], "\(options)")
      }
    }
  }

  // What is blank.

  /// The numbers: z = 0.5·2 + 0.25 = 1.25, L = 1.25² = 1.5625, dL/dz = 2.5, dL/dw = 5, dL/db = 2.5,
  /// w' = 0.5 − 0.05·5 = 0.25, b' = 0.25 − 0.05·2.5 = 0.125.
  private static let line = """
    ```lesson
    input x = 2
    param w = 0.5, b = 0.25
    z = w*x + b
    L = z^2
    minimize L by gd(rate: 0.05), steps: 2
    ```
    """

  @Test(arguments: [
    ([], ["dL/dz = 2.5", "dL/dw = 5", "dL/db = 2.5", "w' = 0.25", "b' = 0.125"]),
    (["--blank", "deltas"], ["dL/dz = 2.5", "dL/db = 2.5", "b' = 0.125"]),
    (["--blank", "dL/dw"], ["dL/dw = 5", "w' = 0.25"]),
    (["--blank", "dL/dw, z"], ["z = 1.25", "dL/dw = 5", "w' = 0.25"]),
    (["--blank", "every 4th"], ["dL/dw = 5", "w' = 0.25"]),
    (["--blank", "every 2nd"], ["L = 1.5625", "dL/dw = 5", "w' = 0.25"]),
    (["--blank", "∂L/∂b"], ["dL/db = 2.5", "b' = 0.125"]),
  ])
  func `what is asked for is blank, and what would give it away`(
    options: [String], answers: [String]
  ) throws {
    try inTemporaryFolder { folder in
      let run = CapturedRun(["worksheet", "-", "-o", folder.path] + options, input: Self.line)
      #expect(run.status == .done, "\(run.messages)")
      let sheet = try WrittenSheet(folder.path)
      #expect(sheet.answersOfKey == answers)
    }
  }

  @Test func `a row that uses a blank names it and keeps its result`() throws {
    try inTemporaryFolder { folder in
      _ = CapturedRun(["worksheet", "-", "-o", folder.path, "--blank", "z"], input: Self.line)
      let sheet = try WrittenSheet(folder.path)
      #expect(
        sheet.rows(of: "sheet.txt") == [
          "1  z = w·x + b = ________", "2  L = z² = 1.5625",
          "3  ∂L/∂z = 2 z = 2.5", "4  ∂L/∂w = ∂L/∂z · x = 2.5·2 = 5", "5  ∂L/∂b = ∂L/∂z = 2.5",
          "6  w⁺ = w − η·∂L/∂w = 0.5 − 0.05·5 = 0.25",
          "7  b⁺ = b − η·∂L/∂b = 0.25 − 0.05·2.5 = 0.125",
        ])
    }
  }

  @Test func `a parameter is not told by a later step`() throws {
    try inTemporaryFolder { folder in
      let options = ["--blank", "w', b'", "--step", "1..2"]
      _ = CapturedRun(["worksheet", "-", "-o", folder.path] + options, input: Self.line)
      let rows = try WrittenSheet(folder.path).rows(of: "sheet.txt")
      #expect(rows[7] == "8  z = w·x + b = w·2 + b = 0.625")
      let answers = try String(contentsOf: folder.appending(path: "answers.txt"), encoding: .utf8)
      #expect(answers.contains("step 2:\nw' ="))
    }
  }

  @Test func `a row that is a number is never blank`() throws {
    let lesson = "```lesson\nparam u = 3, v = 2\nh = 0.5\nf = u*h + 2*v\ndifferentiate f\n```"
    try inTemporaryFolder { folder in
      let options = ["--blank", "forward,gradients"]
      _ = CapturedRun(["worksheet", "-", "-o", folder.path] + options, input: lesson)
      let sheet = try WrittenSheet(folder.path)
      #expect(sheet.answersOfKey == ["f = 5.5", "df/du = 0.5"])
    }
  }

  @Test func `what is not finite is never blank`() throws {
    let lesson = "```lesson\nparam u = 0\nh = u + 1.5\nf = h*log(u)\n```"
    try inTemporaryFolder { folder in
      let options = ["--blank", "forward"]
      let run = CapturedRun(["worksheet", "-", "-o", folder.path] + options, input: lesson)
      #expect(run.status == .notFinite)
      let sheet = try WrittenSheet(folder.path)
      #expect(sheet.answersOfKey == ["h = 1.5"])
    }
  }

  @Test func `the states that a step begins with are given`() throws {
    try inTemporaryFolder { folder in
      let options = ["--variant", "adam", "--step", "2", "--blank", "update"]
      let run = CapturedRun(["worksheet", "five-optimizers", "-o", folder.path] + options)
      #expect(run.status == .done)
      let sheet = try String(contentsOf: folder.appending(path: "sheet.txt"), encoding: .utf8)
      // m = 0.1·2 and v = 0.001·4 after the first step, where the gradient is (2, 20).
      #expect(sheet.contains("\nFrom step 1\n───────────\n    m(x)⁻ = 0.2     v(x)⁻ = 0.004"))
    }
  }

  // Names.

  /// Names that are words of an answer sheet, of other scripts, accented, or of deltas.
  private static let awkward = """
    # Step 2
    ```lesson
    const 输入 = 0.5, let = 0.3, digits = 0.7, decimals = 1.1, after = 0.2, forward = 0.4
    param W[1..2, 1..2] = [[0.1, 0.2], [0.3, 0.4]], W12 = 0.55, 权_重 = 0.35, what = 0.6, step2 = 0.9
    param w = 0.11, 第 = 0.8, norm = 0.45, m = 0.2
    z[j] = sum(i: W[j,i]*输入) + let*W12 + digits*decimals for j in 1..2
    h[0] = 0.1
    h[t] = tanh(w*h[t-1] + z[t]) for t in 1..2
    净输入 = 权_重*输入 + step2*after + what*forward
    quantity = sigmoid(净输入)*第
    value = quantity^2
    E_1 = value*h[2] + norm*m
    損 = E_1^2 + w^2 + what^3
    symbol what = hat(y)
    delta Err[j] = d損/dz[j]
    delta delta = d損/d净输入
    minimize 損 by clip_norm(1) then clip_norm(0.5) then adam(rate: 0.1/step), steps: 3
    ```
    """

  @Test(arguments: [
    awkward,
    "```lesson\nparam x = 0.7, y = 0.3\nf = sin(x*y) + x^2*y\ndifferentiate f\n"
      + "differentiate df/dx wrt x, y\ndelta H = d2f/dx2\n```",
  ])
  func `awkward names are read back`(text: String) throws {
    try inTemporaryFolder { folder in
      let lesson = folder.appending(path: "lesson.md").path
      try text.write(toFile: lesson, atomically: true, encoding: .utf8)
      let path = folder.appending(path: "sheets").path
      let blanks = "forwards,deltas,gradients,transforms,moments,updates"
      let run = CapturedRun(["worksheet", lesson, "-o", path, "--blank", blanks])
      #expect(run.status == .done, "\(run.messages)")
      let sheet = try WrittenSheet(path)
      // All but h[0], which is a number.
      let count = sheet.rows(of: "sheet.txt").count - (text == Self.awkward ? 1 : 0)
      #expect(sheet.answersOfKey.count == count)
      #expect(sheet.faults(lesson) == [])
    }
  }

  // Mistakes.

  @Test(
    arguments: [
      ([], "a worksheet is several files"),
      (["--blank", "w9"], "no quantity and no phase 'w9'. Did you mean 'w1'?"),
      (["--blank", "delts"], "no phase 'delts'. Did you mean 'delta'?"),
      (["--blank", "w1"], "'w1' is given"),
      (["--blank", "dE/dE_o1"], "'dE/dE_o1' has no row on this sheet"),
      (["--blank", "const"], "nothing on this sheet would be blank"),
      (["--blank", "every"], "'every 3rd' and the like"),
      (["--blank", "every 0th"], "'every 3rd' and the like"),
      (["--blank", "every 50th"], "nothing on this sheet would be blank"),
      (["--step", "3"], "2 steps"),
      (["--space", "2"], "such as 2cm"),
      (["--space", "2kg"], "such as 2cm"),
      (["--space", "1e9cm"], "such as 2cm"),
      (["--space", "-1cm"], "'--space'"),
      (["--space", "99999999cm"], "no more than 20cm"),
      (["--space", "2cm]\\input{x}"], "such as 2cm"),
      (["--space", "٢cm"], "such as 2cm"),
    ])
  func `a wrong call`(options: [String], message: String) throws {
    try inTemporaryFolder { folder in
      let output = options.isEmpty ? [] : ["-o", folder.path]
      let run = CapturedRun(["worksheet", "two-layer-sigmoid"] + output + options)
      #expect(run.status == .wrongCall)
      #expect(run.messages.contains(message), "\(run.messages)")
      let files = try folder.fileNames
      #expect(files == [])
    }
  }

  @Test(arguments: ["2cm", "2.5 cm", "15mm", "1in", "40pt", "3em", "0cm", "20cm"])
  func `a length is written as it is typed`(space: String) throws {
    try inTemporaryFolder { folder in
      let run = CapturedRun(["worksheet", "circuit", "-o", folder.path, "--space", space])
      #expect(run.status == .done)
      let sheet = try String(contentsOf: folder.appending(path: "sheet.tex"), encoding: .utf8)
      let digits = try #require(sheet.firstRange(of: "Answers to "))
      let given = try #require(sheet.firstRange(of: "\\subsection*{Given}"))
      #expect(digits.upperBound < given.lowerBound)
      #expect(sheet.contains("\\\\*[\(space.replacing(" ", with: ""))]\n & = \\rule"))
    }
  }

  @Test func `answers that somebody has filled in are kept`() throws {
    try inTemporaryFolder { folder in
      let call = ["worksheet", "circuit", "-o", folder.path]
      #expect(CapturedRun(call).status == .done)
      var files = try folder.fileNames
      #expect(files == Self.files)
      #expect(CapturedRun(call + ["--blank", "q"]).status == .done)
      let answers = folder.appending(path: "answers.txt")
      try "q = 3\n".write(to: answers, atomically: true, encoding: .utf8)
      let sheet = try String(contentsOf: folder.appending(path: "sheet.txt"), encoding: .utf8)
      let run = CapturedRun(call)
      #expect(run.status == .cannotWrite)
      #expect(run.messages.contains("somebody has written into"))
      let left = try String(contentsOf: answers, encoding: .utf8)
      #expect(left == "q = 3\n")
      let kept = try String(contentsOf: folder.appending(path: "sheet.txt"), encoding: .utf8)
      #expect(kept == sheet)
      files = try folder.fileNames
      #expect(files == Self.files)
    }
  }

  @Test func `a lesson is not overwritten by its sheet`() throws {
    try inTemporaryFolder { folder in
      let lesson = folder.appending(path: "sheet.txt")
      try Self.line.write(to: lesson, atomically: true, encoding: .utf8)
      let run = CapturedRun(["worksheet", lesson.path, "-o", folder.path])
      #expect(run.status == .wrongCall)
      let left = try String(contentsOf: lesson, encoding: .utf8)
      #expect(left == Self.line)
    }
  }

  @Test func `a file in the place of the folder is not touched`() throws {
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "sheets")
      try "mine".write(to: file, atomically: true, encoding: .utf8)
      let run = CapturedRun(["worksheet", "circuit", "-o", file.path])
      #expect(run.status == .cannotWrite)
      let left = try String(contentsOf: file, encoding: .utf8)
      #expect(left == "mine")
    }
  }
}
