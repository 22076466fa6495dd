import FoundationEssentials
import Formulas
import Lessons

extension Chainrule {
  static let new = Command(
    name: "new", abstract: "Write a lesson of a network to start from.",
    arguments: [
      (name: "name", help: "The lesson's name; it is written to NAME.md in this folder.")
    ],
    options: [
      Option("--net", value: "sizes", help: "Inputs and units of each layer (default: 2-2-1)."),
      Option(
        "--activation", value: "function",
        help: "sigmoid (default), tanh, relu, or another function of one number."),
      Option(
        "--loss", value: "function",
        help: "half_squared_error (default), or another loss of a prediction and its target."),
      Option("--seed", value: "n", help: "Where the random numbers start (default: 1)."),
      Option(
        "--decimals", value: "n", help: "How many decimals the numbers have (default: 1)."),
      Option(
        "-o", "--output", value: "file", help: "Another file; '-' for standard output."),
    ]
  ) { invocation, surroundings in
    let output = invocation.value("--output")
    let argument = invocation.arguments[0]
    let name = argument.hasSuffix(".md") ? String(argument.dropLast(3)) : argument
    if ["", ".", ".."].contains(name) || output == nil && name.contains("/") {
      let way = name.contains("/") ? "; '-o FILE' writes to another folder" : ""
      throw Failure(.wrongCall, "Error: '\(argument)' is no name of a lesson\(way)")
    }
    let seed = try invocation.number("--seed", in: 0...Int.max) ?? 1
    let decimals = try invocation.number("--decimals", in: 1...6) ?? 1
    let lesson: NetworkLesson
    do throws(NetworkLesson.Mistake) {
      lesson = try NetworkLesson(
        name: name.printable, net: invocation.value("--net") ?? "2-2-1",
        activation: invocation.value("--activation") ?? "sigmoid",
        loss: invocation.value("--loss") ?? "half_squared_error", seed: UInt64(seed),
        decimals: decimals)
    } catch {
      throw Failure(.wrongCall, "Error: \(error.message)")
    }
    let path = output ?? "\(name).md"
    if path == "-" {
      try surroundings.write(Array(lesson.text.utf8))
      return .done
    }
    if FileManager.default.fileExists(atPath: path) {
      let way = output == nil ? "choose another name, or '-o FILE'" : "choose another file"
      throw Failure(.cannotWrite, "Error: '\(path)' is there already; \(way)")
    }
    let file = try OutputFile(path)
    try file.write(Array(lesson.text.utf8))
    try file.finish()
    surroundings.tell(
      "Written: \(path.printable). Try: chainrule show \(path.printable.asShellWord)")
    return .done
  }
}

extension String {
  /// The path as one word of a command: in quotation marks where a shell would take it apart.
  fileprivate var asShellWord: String {
    let path = hasPrefix("-") ? "./" + self : self
    if path.allSatisfy({ $0.isLetter || $0.isNumber || "._-/+,:@%".contains($0) }) { return path }
    return "'\(path.replacing("'", with: "'\\''"))'"
  }
}
