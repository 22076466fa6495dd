import Rendering

enum NamesCommand {
  static let command = Command(
    name: "names", abstract: "List every quantity of a lesson with its symbol and phase.",
    arguments: [CommonOptions.lesson],
    options: [
      CommonOptions.variant, CommonOptions.trial, CommonOptions.ascii, CommonOptions.maximumLines,
    ]
  ) { invocation, surroundings in
    let lessons = try invocation.lessons(surroundings)
    try surroundings.print(namesText(lessons, isASCII: invocation.has(CommonOptions.ascii)))
    return .done
  }
}
