import Fixtures
import Diagnostics
import Checking
import Formulas
import Lessons
import Testing
import Tracing

/// Sheets that nobody would write: what is left untouched in them is read as before.
@Suite struct SheetFuzzTests {
  private static let count = 400

  private static let text = """
    net_h1 = 0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775
    out_h1 = 1/(1 + e^-0.3775) = 0.5933  # by hand
    ∂E/∂w₅ = 0.0822
    -dE/dnet_o1 = −0.1385
    w5' - w5 = -4.108×10⁻²
    dE/dout_h1 via net_o2 = -0.019
    let Err = -dE/dnet_o1
    Err = -0,1385
    dE/dw6 = ?
    E_o1 + E_o2 ≈ 0.2984
    √(E) = 1/2
    w6+ = .40866
    """

  private static let table = #"""
    quantity,value,comment
    net_h1,0.3775,
    "out_h1","0.5933","by ""hand"""
    ∂E/∂w₅,0.0822,x
    -dE/dnet_o1,-0.1385,
    w5' - w5,"-0,04108",
    dE/dw6,,
    """#

  private static let words = [
    "=", "= ", "(", ")", "[", "]", ",", ";", "\"", "'", "#", "+", "-", "−", "*", "·", "/", "^", "e",
    "√", "²", "⁻", "∂", "σ(", "let ", "let a = ", "step 2:", "step ", "digits 4", "via ", "w5", "E",
    "dE/d", "0.5", "1e999", "1,2", "\0", "\u{FEFF}", "\u{202E}", "\u{1F600}", "é", "\t", "\r", " ",
    "quantity,value", "ꝏ0ꝏ", "sum(i: ", "max(", "new", "grad ", "１", "＝",
  ]

  /// The bytes with a few pieces changed, lost, doubled or put in, none of them a line's end.
  private static func mutated(_ line: String, _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = Array(line.utf8)
    for _ in 0...Int.random(in: 0...2, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 1...6, using: &generator))
      switch Int.random(in: 0...3, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      default:
        let word = words.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: Array(word.utf8), at: start)
      }
    }
    return bytes
  }

  private static func check(_ sheet: AnswerSheet, _ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for mistake in sheet.mistakes {
      #expect(mistake.place.lowerBound >= 0 && mistake.place.upperBound <= bytes.count, "\(text)")
      #expect(!mistake.described(in: sheet.source).isEmpty)
    }
    // Whatever was read can be marked, each answer once.
    let classic = SheetLesson.classic
    let marking = try? Marking(sheet, of: classic.lesson, classic.trace)
    #expect(marking?.marks.count == sheet.answers.count, "\(text)")
  }

  @Test func `a changed line leaves the others as they are`() {
    var generator = SplitMix64(state: 1)
    let lines = Self.text.split(separator: "\n").map(String.init)
    let whole = ReadSheet(Self.text)
    #expect(whole.mistakes.isEmpty && whole.answers.count == lines.count - 1)
    for _ in 0..<Self.count {
      let changed = Int.random(in: 0..<lines.count, using: &generator)
      var mutation = Self.mutated(lines[changed], &generator)
      // Text that is not UTF-8 is refused as a whole, a heading is about the lines below it, and what
      // begins with an equality goes on with the line above.
      mutation = Array(String(decoding: mutation, as: UTF8.self).utf8).filter { $0 != 0 }
      if String(decoding: mutation, as: UTF8.self).contains("step") { continue }
      let start = String(decoding: mutation, as: UTF8.self).drop(while: \.isWhitespace).first
      if ["=", "＝", "≈"].contains(start) { continue }
      if lines[changed].hasPrefix("let") { continue }
      var bytes: [UInt8] = []
      for (number, line) in lines.enumerated() {
        bytes += (number == changed ? mutation : Array(line.utf8)) + [UInt8(ascii: "\n")]
      }
      let read = ReadSheet(Source(name: "answers.txt", bytes: bytes))
      Self.check(read.sheet, bytes)
      let prefix = "\(changed + 1)@"
      let untouched = whole.answers.filter { !$0.hasPrefix(prefix) }
      #expect(
        read.answers.filter { !$0.hasPrefix(prefix) } == untouched,
        "\(String(decoding: mutation, as: UTF8.self))")
    }
  }

  @Test func `a changed row leaves the others as they are`() {
    var generator = SplitMix64(state: 2)
    let lines = Self.table.split(separator: "\n").map(String.init)
    let whole = ReadSheet(Self.table)
    #expect(whole.mistakes.isEmpty && whole.answers.count == lines.count - 1)
    for _ in 0..<Self.count {
      let changed = Int.random(in: 1..<lines.count, using: &generator)
      let mutation = String(decoding: Self.mutated(lines[changed], &generator), as: UTF8.self)
      if mutation.contains("\0") { continue }
      var changedLines = lines
      changedLines[changed] = mutation
      let bytes = Array(changedLines.joined(separator: "\n").utf8)
      let read = ReadSheet(Source(name: "answers.csv", bytes: bytes))
      Self.check(read.sheet, bytes)
      let prefix = "\(changed + 1)@"
      #expect(
        read.answers.filter { !$0.hasPrefix(prefix) }
          == whole.answers.filter { !$0.hasPrefix(prefix) }, "\(mutation)")
    }
  }

  @Test func `any words and any bytes`() {
    var generator = SplitMix64(state: 3)
    for round in 0..<Self.count {
      var bytes: [UInt8] = round.isMultiple(of: 3) ? Array("quantity,value\n".utf8) : []
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        if Int.random(in: 0...9, using: &generator) == 0 { bytes.append(UInt8(ascii: "\n")) }
        if round % 4 == 3 {
          bytes.append(UInt8.random(in: 1...255, using: &generator))
        } else {
          bytes += Array((Self.words.randomElement(using: &generator) ?? "").utf8).filter { $0 > 0 }
        }
      }
      Self.check(ReadSheet(Source(name: "answers", bytes: bytes)).sheet, bytes)
    }
  }
}
