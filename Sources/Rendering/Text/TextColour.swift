import Diagnostics

/// The colours of a terminal, of the sixteen that every terminal has.
///
/// They are those that can be read on a dark and on a light background; which they are exactly is
/// the terminal's affair.
extension Tone {
  /// Its parameter of the control sequence "Select Graphic Rendition" (ECMA-48, 8.3.117).
  fileprivate var parameter: Int {
    switch self {
    case .forward: 94  // bright blue
    case .backward, .doubtful: 35  // magenta
    case .right: 32  // green
    case .wrong: 31  // red
    }
  }

  /// The tones by the scalars that stand before their parts until a line is finished.
  ///
  /// Unicode keeps these for use inside a program; ``StringProtocol/printable`` leaves them out.
  fileprivate static let byMark = Dictionary(
    uniqueKeysWithValues: allCases.map { (mark($0.rawValue), $0) })

  /// Stands behind a part.
  fileprivate static let endMark = mark(allCases.count)

  fileprivate static func mark(_ number: Int) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(0xFDD0 + UInt32(number)) else {
      preconditionFailure("U+FDD0 to U+FDEF are noncharacters")
    }
    return scalar
  }
}

extension TextFormat {
  /// Lines whose first has a part in the colour of a tone, behind white space.
  func painted(_ lines: [String], _ part: String, _ tone: Tone?) -> [String] {
    guard usesColour, let tone, let first = lines.first else { return lines }
    let indent = first.prefix { $0 == " " }
    guard !part.isEmpty, first.dropFirst(indent.count).hasPrefix(part) else { return lines }
    var line = String(indent)
    line.unicodeScalars.append(Tone.mark(tone.rawValue))
    line += part
    line.unicodeScalars.append(Tone.endMark)
    return [line + first.dropFirst(indent.count + part.count)] + lines.dropFirst()
  }

  /// A line as it is written: with control sequences for its colours, and no others.
  func finished(_ line: String) -> String {
    if !usesColour { return line.printable }
    var result = ""
    var isPainted = false
    for piece in line.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: isMark)
    {
      result += String(piece).printable
      guard piece.endIndex < line.endIndex else { break }
      let tone = Tone.byMark[line.unicodeScalars[piece.endIndex]]
      result += "\u{1B}[\(tone?.parameter ?? 0)m"
      isPainted = tone != nil
    }
    return isPainted ? result + "\u{1B}[0m" : result
  }

  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == Tone.endMark || Tone.byMark[scalar] != nil
  }
}
