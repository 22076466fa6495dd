import Fixtures
import FoundationEssentials
import Glibc

/// libFuzzer's own main function, which calls `body` with one input after the other.
@_silgen_name("LLVMFuzzerRunDriver")
private func run(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32
) -> Int32

private func stopAtFault(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  Fuzz.stopAtFault(FuzzedInput(Array(UnsafeBufferPointer(start: bytes, count: count))))
  return 0
}

/// Runs commands on inputs that libFuzzer makes, and stops where one does what none may do.
@main
enum Fuzz {
  /// Where commands write that write files.
  private static let folder = URL.temporaryDirectory.appending(path: "chainrule-fuzz-\(getpid())")

  static func main() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var count = CommandLine.argc
    var words = CommandLine.unsafeArgv
    _ = run(&count, &words, stopAtFault(_:_:))
  }

  fileprivate static func stopAtFault(_ input: FuzzedInput) {
    do {
      guard let fault = try input.firstFault(in: folder, running: result) else { return }
      fatalError(fault)
    } catch {
      fatalError("\(error)")
    }
  }

  /// What a command line writes.
  private static func result(_ words: [String], _ input: [UInt8]) -> FuzzedInput.Result {
    final class Recorder {
      var bytes: [UInt8] = []
      var messages: [String] = []
    }
    let recorder = Recorder()
    var surroundings = Surroundings(
      write: { recorder.bytes += $0 }, tell: { recorder.messages.append($0) },
      readInput: { input }, width: 80)
    let status = Chainrule.run(words[...], &surroundings)
    return .init(
      status: status.rawValue, output: String(decoding: recorder.bytes, as: UTF8.self),
      messages: recorder.messages)
  }
}
