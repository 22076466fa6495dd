import Diagnostics
import FoundationEssentials
import Lessons

enum NewCommand {
  private static let originalOption = Option.text(
    "--from", value: "lesson", completion: .lessons(shipped: true),
    help: "A copy of a lesson that comes with the program, and of its tables, to be changed.")
  private static let netOption = Option.text(
    "--net", value: "sizes", help: "Inputs and units of each layer (default: 2-2-1).")
  private static let activationOption = Option.text(
    "--activation", value: "function",
    help: "sigmoid (default), tanh, relu, or another function of one number.")
  private static let lossOption = Option.text(
    "--loss", value: "function",
    help: "half_squared_error (default), or another loss of a prediction and its target.")
  private static let seedOption = Option.number(
    "--seed", in: 0...Int.max, help: "Where the random numbers start (default: 1).")
  private static let decimalsOption = Option.number(
    "--decimals", in: 1...6, help: "How many decimals the numbers have (default: 1).")
  private static let outputOption = Option.text(
    "-o", "--output", value: "file", completion: .files,
    help: "Another file; '-' for standard output.")

  static let command = Command(
    name: "new", abstract: "Write a lesson to start from: of a network, or a copy.",
    arguments: [
      .init(name: "name", help: "The lesson's name; it is written to NAME.md in this folder.")
    ],
    options: [
      originalOption, netOption, activationOption, lossOption, seedOption, decimalsOption,
      outputOption,
    ]
  ) { invocation, surroundings in
    let output = try invocation[outputOption]
    let argument = invocation.arguments[0]
    let name = argument.hasSuffix(".md") ? String(argument.dropLast(3)) : argument
    if ["", ".", ".."].contains(name) || name != name.printable
      || output == nil && name.contains("/")
    {
      let way = name.contains("/") ? "; '-o FILE' writes to another folder" : ""
      throw Failure(.wrongCall, "Error: '\(argument.printable)' is no name of a lesson\(way)")
    }
    let path = output ?? "\(name).md"
    let files =
      if let original = try invocation[originalOption] {
        try copies(of: original, to: path, invocation)
      } else {
        [(path: path, text: try network(name, invocation).text)]
      }
    if path == "-" {
      try surroundings.write(Array(files[0].text.utf8))
      return .done
    }
    try write(
      files, otherwise: output == nil ? "choose another name, or '-o FILE'" : "choose another file")
    let written = files.map(\.path.printable).joined(separator: ", ")
    surroundings.tell("Written: \(written). Try: chainrule show \(path.printable.asShellWord)")
    return .done
  }

  /// Writes files that are not there yet; `way` says what else can be done.
  private static func write(
    _ files: [(path: String, text: String)], otherwise way: String
  ) throws {
    for file in files where FileManager.default.fileExists(atPath: file.path) {
      throw Failure(.cannotWrite, "Error: '\(file.path)' is there already; \(way)")
    }
    for file in files {
      let output = try OutputFile(file.path, sparing: FilesRead())
      try output.write(Array(file.text.utf8))
      try output.finish()
    }
  }

  private static func network(
    _ name: String, _ invocation: Invocation
  ) throws(Failure) -> NetworkLesson {
    let (sizes, activation) = (try invocation[netOption], try invocation[activationOption])
    let (loss, seed) = (try invocation[lossOption], try invocation[seedOption])
    let decimals = try invocation[decimalsOption]
    do throws(NetworkLesson.Mistake) {
      return try NetworkLesson(
        name: name.printable, net: sizes ?? "2-2-1", activation: activation ?? "sigmoid",
        loss: loss ?? "half_squared_error", seed: UInt64(seed ?? 1), decimals: decimals ?? 1)
    } catch {
      throw Failure(.wrongCall, "Error: \(error.message)")
    }
  }

  /// The text of a lesson that comes with the program, and the tables that it reads, which are not
  /// written again where they stand already.
  private static func copies(
    of original: String, to path: String, _ invocation: Invocation
  ) throws -> [(path: String, text: String)] {
    let ofNetworks: [any AnyOption] = [
      netOption, activationOption, lossOption, seedOption, decimalsOption,
    ]
    for option in ofNetworks where invocation.has(option) {
      throw Failure(
        .wrongCall, "Error: '\(option.spelling.name)' is about a network, not about a copy")
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
    let isWord = path.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "._-/+,:@%".unicodeScalars.contains($0)
    }
    if isWord { return path }
    return "'\(path.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined())'"
  }
}
