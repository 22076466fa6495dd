/// A length as LaTeX has it, no longer than a page.
package struct PaperLength: Sendable {
  let text: String

  static let centimetre = PaperLength(text: "1cm")

  /// How many points a unit has, where letters have 11.
  private static let units: [String: Double] = [
    "mm": 2.85, "cm": 28.5, "in": 72.3, "pt": 1, "em": 11, "ex": 5,
  ]
  private static let most = 600.0

  private init(text: String) { self.text = text }

  /// A number and one of the units mm, cm, in, pt, em and ex; `nil` for anything else.
  package init?(_ text: String) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(number.count).trimmingPrefix { $0 == " " }
    guard number.count <= 8, let value = Double(number), let points = Self.units[String(unit)],
      value * points <= Self.most
    else { return nil }
    self.text = "\(number)\(unit)"
  }
}
