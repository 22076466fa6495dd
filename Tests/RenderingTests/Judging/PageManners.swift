@testable import Rendering

/// What no page says, in whatever lesson.
enum PageManners {
  /// Lines that are too long, or that have what should have been set or left out.
  static func faults(in page: String) -> [String] {
    let lines = page.split(separator: "\n").map(String.init)
    return lines.flatMap { line -> [String] in
      var faults: [String] = []
      if line.displayWidth > 80 { faults.append("is too long") }
      if line.contains("W1[") || line.contains("_cross_entropy(") { faults.append("is as typed") }
      if line.hasPrefix("    ") || line.hasPrefix("Update ") {
        if !line.matches(of: /(?:^|[^A-Za-z_])(?:rate|step)(?![A-Za-z_0-9])/).isEmpty {
          faults.append("is as typed")
        }
        faults += zeros(in: line)
      }
      return faults.map { "\($0): \(line)" }
    }
  }

  /// Products with 0, quotients of 0 and terms 0, and signs that stand behind a sign.
  private static func zeros(in line: String) -> [String] {
    // A number behind another digit, a point or an index is part of a longer one.
    let isFactor = !line.matches(of: /·0(?![.\d×])/).isEmpty
    let isAbove = !line.matches(of: /(?:^|[ (·−])0\//).isEmpty
    let isTerm = !line.matches(of: /\S [+−] 0(?![.\d×])/).isEmpty
    let isDouble = !line.matches(of: /\+ \(−[\d.]+\)(?![²³^])/).isEmpty
    return (isFactor ? ["multiplies by 0"] : []) + (isAbove ? ["divides 0"] : [])
      + (isTerm ? ["adds 0"] : []) + (isDouble ? ["has two signs"] : [])
  }
}
