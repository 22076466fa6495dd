import Diagnostics
import FoundationEssentials
import Lessons

extension Chainrule {
  static let new = Command(
    name: "new", abstract: "Write a lesson to start from: of a network, or a copy.",
    arguments: [
      (name: "name", help: "The lesson's name; it is written to NAME.md in this folder.")
    ],
    options: [
      Option(
        "--from", value: "lesson",
        help: "A copy of a lesson that comes with the program, and of its tables, to be changed."),
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
    let path = output ?? "\(name).md"
    var files = [(path: path, text: "")]
    if let original = invocation.value("--from") {
      files = try copies(of: original, to: path, invocation)
    } else {
      files[0].text = try network(name, invocation).text
    }
    if path == "-" {
      try surroundings.write(Array(files[0].text.utf8))
      return .done
    }
    for file in files where FileManager.default.fileExists(atPath: file.path) {
      let way = output == nil ? "choose another name, or '-o FILE'" : "choose another file"
      throw Failure(.cannotWrite, "Error: '\(file.path)' is there already; \(way)")
    }
    for file in files {
      let output = try OutputFile(file.path)
      try output.write(Array(file.text.utf8))
      try output.finish()
    }
    let written = files.map(\.path.printable).joined(separator: ", ")
    surroundings.tell("Written: \(written). Try: chainrule show \(path.printable.asShellWord)")
    return .done
  }

  private static func network(
    _ name: String, _ invocation: Invocation
  ) throws(Failure) -> NetworkLesson {
    let seed = try invocation.number("--seed", in: 0...Int.max) ?? 1
    let decimals = try invocation.number("--decimals", in: 1...6) ?? 1
    do throws(NetworkLesson.Mistake) {
      return try NetworkLesson(
        name: name.printable, net: invocation.value("--net") ?? "2-2-1",
        activation: invocation.value("--activation") ?? "sigmoid",
        loss: invocation.value("--loss") ?? "half_squared_error", seed: UInt64(seed),
        decimals: decimals)
    } catch {
      throw Failure(.wrongCall, "Error: \(error.message)")
    }
  }

  /// The text of a lesson that comes with the program, and the tables that it reads, which are not
  /// written again where they stand already.
  private static func copies(
    of original: String, to path: String, _ invocation: Invocation
  ) throws -> [(path: String, text: String)] {
    for option in ["--net", "--activation", "--loss", "--seed", "--decimals"]
    where invocation.has(option) {
      throw Failure(.wrongCall, "Error: '\(option)' is about a network, not about a copy")
    }
    guard let text = ShippedLessons.text(original) else {
      let nearest = nearestName(to: original, among: ShippedLessons.all.map(\.name))
      throw Failure(
        .noInput,
        "Error: no lesson '\(original.printable)' comes with the program."
          + (nearest.map { " Did you mean '\($0)'?" } ?? " 'chainrule list' names them."))
    }
    let source = Source(name: original, text: text)
    let lesson = try invocation.lesson(LessonSource(source: source, files: .shipped))
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let tables = lesson.sampleFiles.map { name, file in
      (path: folder + name, text: file.text(file.bytes.indices))
    }
    return [(path, text)]
      + tables.filter { (try? Surroundings.read(path: $0.path)) != Array($0.text.utf8) }
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
