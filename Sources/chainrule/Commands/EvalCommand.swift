import Diagnostics
import Lessons
import Rendering
import Tracing

enum EvalCommand {
  private static let variablesOption = Option.text(
    "--wrt", value: "names",
    help: "Differentiate with respect to these, separated by commas (default: all).")

  static let command = Command(
    name: "eval", abstract: "Work out formulas and their derivatives without a file.",
    arguments: [
      .init(
        name: "formulas",
        help: "Formulas in the lesson language or as they are printed, separated by ';', such as "
          + "'z=w*x;a=tanh(z)', in any order. What none of them uses is differentiated. Where the "
          + "first begins with a minus sign, they go after '--'."
      )
    ],
    moreArguments: .init(name: "name=value", help: "A number, or a list such as x=[1,2]."),
    options: [
      variablesOption, CommonOptions.working, CommonOptions.all, CommonOptions.digits,
      CommonOptions.decimals, CommonOptions.ascii, CommonOptions.output,
      CommonOptions.maximumLines, CommonOptions.noColour, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    var options = try invocation.showOptions(surroundings)
    options.working = try invocation[CommonOptions.working] ?? .chain
    let lesson = try lesson(invocation)
    let trace = try Trace(lesson.program, surroundings)
    var walkthrough = Walkthrough(lesson, trace, options, fractions: .inRow)
    walkthrough.title = ""
    try Output.write(text(walkthrough, options), invocation, surroundings)
    return surroundings.report([trace])
  }

  /// The formulas as a lesson.
  private static func lesson(_ invocation: Invocation) throws -> Lesson {
    if invocation.arguments[0].allSatisfy({ $0.isWhitespace || $0 == ";" }) {
      throw Failure(.wrongCall, "Error: there is no formula; try chainrule eval 'w*x' w=2 x=3")
    }
    let numbers = try invocation.arguments.dropFirst().map(number)
    let names = try invocation[variablesOption]
    let formulas = FormulaLesson(
      name: "formula", formulas: invocation.arguments[0], numbers: numbers,
      variables: names?.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init))
    if names != nil, formulas.objective == nil {
      throw Failure(
        .wrongCall,
        "Error: what no formula uses stands for several numbers; one is differentiated, such as "
          + "their sum")
    }
    let found = LessonSource(
      source: formulas.source, files: .none(because: "formulas read no files"))
    return try invocation.lesson(found) { mistakes in
      guard let names,
        let wrong = mistakes.mistakes.first(where: { formulas.isVariable(at: $0.place) })
      else { return Failure(.unreadable, formulas.typed(mistakes).description) }
      let note = wrong.note.map { "; \($0)" } ?? ""
      return Failure(
        .wrongCall, "Error: in '\(variablesOption.name) \(names)', \(wrong.message)\(note)")
    }
  }

  /// The name and the value of a word such as `w=2`.
  private static func number(_ word: String) throws(Failure) -> (name: String, value: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !word.contains(where: \.isNewline)
    else {
      throw Failure(
        .wrongCall, "Error: a number is given as name=value, such as w=2, not '\(word.printable)'")
    }
    if let bracket = parts[0].firstIndex(of: "[") {
      let value = parts[1].hasPrefix("[") ? parts[1] : "[1,2,3]"
      throw Failure(
        .wrongCall,
        "Error: '\(parts[0].printable)' is given without brackets, the list alone says what they "
          + "hold: \(parts[0][..<bracket].printable)=\(value.printable)")
    }
    return (String(parts[0]), String(parts[1]))
  }
}
