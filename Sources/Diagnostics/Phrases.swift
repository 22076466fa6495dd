/// Returns "1 argument", "2 arguments".
package func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

/// Names one after the other: `a`, `a and b`, `a, b and c`.
package func listed(_ names: [String], _ conjunction: String = "and") -> String {
  guard let last = names.last, names.count > 1 else { return names.joined() }
  return names.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

extension String {
  /// The text, or its beginning with a mark where it has more characters.
  package func cut(to count: Int) -> String {
    let start = prefix(count)
    return start.endIndex == endIndex ? self : start.prefix(count - 1) + "…"
  }
}
