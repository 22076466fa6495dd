import Formulas
import Checking
import Decimals
import Diagnostics
import FoundationEssentials
import Lessons
import Programs
import Rendering
import Tracing

enum WorksheetCommand {
  private static let blankOption = Option.words(
    "--blank", value: "what",
    help: "What is left blank: deltas,gradients (default), other phases as of show --only, "
      + "quantities by name, separated by commas, or 'every 3rd' row. What would give a blank "
      + "away is blank too.")
  private static let spaceOption = Option.text(
    "--space", value: "length",
    help: "Room to write in, on paper: a number and mm, cm, in, pt, em or ex (default: 1cm).")
  private static let stepOption = Option.steps(
    "--step", value: "step", help: "Another step than the first, or a range A..B.")
  private static let folderOption = Option.text(
    "-o", "--output", value: "folder", completion: .folders,
    help: "The folder for the files; made if missing.")

  static let command = Command(
    name: "worksheet", abstract: "Write a sheet with blanks to work out, and its key.",
    arguments: [CommonOptions.lesson],
    options: [
      blankOption, spaceOption, stepOption, CommonOptions.variant, CommonOptions.digits,
      CommonOptions.decimals, CommonOptions.all, CommonOptions.ascii, folderOption,
      CommonOptions.maximumLines,
    ]
  ) { invocation, surroundings in
    guard let folder = try invocation[folderOption] else {
      throw Failure(
        .wrongCall, "Error: a worksheet is several files; '-o FOLDER' says where they go")
    }
    let paper = try paperOptions(invocation)
    var options = try invocation.showOptions(surroundings)
    options.width = 80
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    options.steps = try invocation.steps(stepOption, of: trace) ?? 1...1
    let rows = Exercise.rows(lesson, trace, options)
    let asked = try asked(invocation, lesson, rows.map(\.number))
    let blanks = Blanks.numbers(askingFor: asked, of: rows, in: trace)
    if blanks.isEmpty {
      throw Failure(
        .wrongCall,
        "Error: nothing on this sheet would be blank; '--blank' says what is, such as "
          + "'--blank forward'")
    }
    let pages = pages(lesson, trace, options, paper, blanks)
    let entries = rows.enumerated().filter { blanks.contains($1.number) }.map {
      (row: $0 + 1, number: $1.number)
    }
    let form = AnswerForm(
      lesson, trace, entries, to: options.precision ?? lesson.precision ?? .usual,
      in: options.language)
    let files =
      pages.files + [("answers.txt", form.blank), ("answers-key.txt", form.filledIn)]
    try write(files, to: folder, besides: invocation.arguments[0], surroundings.filesRead) {
      source in
      AnswerSheet.read(source, of: lesson, trace)
    }
    surroundings.tell(
      "Written to \(folder): \(listed(files.map(\.name))).\n\(blanks.count) of "
        + "\(counted(rows.count, "row")) \(blanks.count == 1 ? "is" : "are") blank.")
    if pages.leavesOutRows {
      surroundings.tell(
        "Note: members of large families are left out, so that the sheet may lack numbers that a "
          + "blank needs; --all leaves nothing out.")
    }
    return surroundings.report([trace])
  }

  private static func paperOptions(_ invocation: Invocation) throws(Failure) -> PaperOptions {
    var paper = PaperOptions()
    paper.name = ShowCommand.lessonName(invocation.arguments[0])
    guard let text = try invocation[spaceOption] else { return paper }
    guard let space = PaperLength(text) else {
      throw Failure(
        .wrongCall,
        "Error: '\(spaceOption.name)' needs a length such as 2cm, with mm, cm, in, pt, em or ex, "
          + "and no more than 20cm; not '\(text)'")
    }
    paper.space = space
    return paper
  }

  private typealias File = (name: String, text: String)

  /// The sheet and its key, each as text and on paper.
  private static func pages(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ paper: PaperOptions,
    _ blanks: Set<TracedNumber>
  ) -> (files: [File], leavesOutRows: Bool) {
    var options = options
    var files: [File] = []
    var leavesOutRows = false
    for (name, isKey) in [("sheet", false), ("key", true)] {
      options.exercise = Exercise(blanks: blanks, isKey: isKey)
      for format in [ShowFormat.text, .latex] {
        let page = Walkthrough(lesson, trace, options, fractions: format.fractions)
        leavesOutRows = page.leavesOutRows
        files.append(("\(name).\(format.fileEnding)", format.text(page, options, paper)))
      }
    }
    return (files, leavesOutRows)
  }

  // What is asked for.

  private static func asked(
    _ invocation: Invocation, _ lesson: Lesson, _ rows: [TracedNumber]
  ) throws(Failure) -> Set<TracedNumber> {
    let text = try invocation[blankOption]?.joined(separator: ",") ?? "deltas,gradients"
    if let stride = try stride(text) {
      return Set(rows.enumerated().filter { ($0.offset + 1) % stride == 0 }.map(\.element))
    }
    let names = QuantityNames(lesson)
    var asked: Set<TracedNumber> = []
    for word in text.partsBetweenCommas.map(\.trimmed) where !word.isEmpty {
      // A quantity may be called delta; deltas are the phase.
      let plural = word.hasSuffix("s") ? Phase.named(String(word.dropLast())) : nil
      let lines = plural == nil ? Set(names.lines(named: word)) : []
      if !lines.isEmpty {
        let found = rows.filter { lines.contains($0.line) }
        if found.isEmpty { throw noRow(word, lesson, lines) }
        asked.formUnion(found)
      } else if let phases = plural ?? Phase.named(word) {
        asked.formUnion(rows.filter { phases.contains(lesson.program.lines[$0.line].phase) })
      } else {
        throw .noSuch(
          "quantity and no phase", word,
          nearest: nearestName(to: word, among: Phase.names) ?? names.nearest(to: word))
      }
    }
    return asked
  }

  /// The 3 of `every 3rd`; `nil` where something else is meant.
  private static func stride(_ text: String) throws(Failure) -> Int? {
    let words = text.split(separator: " ")
    guard words.first == "every" else { return nil }
    let digits = words.last?.prefix { $0.isASCII && $0.isNumber } ?? ""
    guard words.count == 2, let number = Int(digits), number > 0,
      ["", "st", "nd", "rd", "th"].contains(words[1].dropFirst(digits.count))
    else {
      throw Failure(
        .wrongCall, "Error: '\(blankOption.name)' takes 'every 3rd' and the like, not '\(text)'")
    }
    return number
  }

  private static func noRow(_ name: String, _ lesson: Lesson, _ lines: Set<LineID>) -> Failure {
    let isGiven = lines.allSatisfy { lesson.program.lines[$0].formula == nil }
    return Failure(
      .wrongCall,
      isGiven
        ? "Error: '\(name)' is given, so that there is nothing to work out"
        : "Error: '\(name)' has no row on this sheet; '--all' leaves no member of a family out")
  }

  // Files.

  /// Writes all of the files or none; neither the lesson is overwritten nor an answer sheet that is
  /// more than a form.
  private static func write(
    _ files: [File], to folder: String, besides lesson: String, _ filesRead: FilesRead,
    reading: (Source) -> AnswerSheet
  ) throws {
    let path = folder.hasSuffix("/") ? folder : folder + "/"
    if files.contains(where: { OutputFile.areSame(path + $0.name, lesson) }) {
      throw Failure(.wrongCall, "Error: the lesson itself stands in '\(folder)' under such a name")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotWrite, "Error: '\(path)' is no folder and cannot be made one")
    }
    let answers = path + "answers.txt"
    if FileManager.default.fileExists(atPath: answers) {
      let sheet = reading(Source(name: answers, bytes: try Surroundings.read(path: answers)))
      if !sheet.mistakes.isEmpty || sheet.answers.contains(where: { $0.given != nil }) {
        throw Failure(
          .cannotWrite,
          "Error: somebody has written into '\(answers)'; choose another folder, or move it away")
      }
    }
    var written: [OutputFile] = []
    for (name, text) in files {
      let file = try OutputFile(path + name, sparing: filesRead)
      try file.write(Array(text.utf8))
      written.append(file)
    }
    for file in written { try file.finish() }
  }
}
