import Rendering

enum NamesCommand {
  static let command = Command(
    name: "names",
    abstract: "List every quantity: its symbol, its name in files, what it is.",
    arguments: [CommonOptions.lesson],
    options: [
      CommonOptions.variant, CommonOptions.trial, CommonOptions.ascii, CommonOptions.maximumLines,
    ]
  ) { invocation, surroundings in
    let lessons = try invocation.lessons(surroundings)
    try surroundings.print(
      namesText(
        lessons, isASCII: invocation.has(CommonOptions.ascii), in: ShowOptions().language))
    return .done
  }
}
