@testable import chainrule

/// A command line that was run in process, with all that it wrote.
struct CapturedRun {
  let status: ExitStatus
  let output: String
  let messages: String

  init(_ words: [String], input: String = "", width: Int = 80, showsColour: Bool = false) {
    final class Recorder {
      var bytes: [UInt8] = []
      var messages: [String] = []
    }
    let recorder = Recorder()
    var surroundings = Surroundings(
      write: { recorder.bytes += $0 }, tell: { recorder.messages.append($0) },
      readInput: { Array(input.utf8) }, width: width, showsColour: showsColour)
    status = Chainrule.run(words[...], &surroundings)
    output = String(decoding: recorder.bytes, as: UTF8.self)
    messages = recorder.messages.joined(separator: "\n")
  }
}
