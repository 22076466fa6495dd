/// The name of one path's share of a derivative, in its parts: `dE/dh via net`, or `dE/dh directly`.
package struct ShareName {
  package let derivative: String
  /// What uses the variable; `nil` where that is the objective itself.
  package let user: String?

  /// Takes a text apart; `nil` where it names no share.
  package init?(_ text: String) {
    let direct = " directly"
    if text.hasSuffix(direct) {
      derivative = String(text.dropLast(direct.count))
      user = nil
    } else if let way = text.firstRange(of: " via ") {
      derivative = String(text[..<way.lowerBound])
      user = String(text[way.upperBound...])
    } else {
      return nil
    }
  }
}
