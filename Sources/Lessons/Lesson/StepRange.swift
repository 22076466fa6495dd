extension ClosedRange<Int> {
  /// The steps that a text names: `N`, or `A..B`; spaces around the numbers mean nothing.
  ///
  /// `nil` where it names none.
  package init?(steps text: some StringProtocol) {
    let ends = String(text).split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = Int(String(ends[0]).trimmed),
      let last = Int(String(ends[ends.count - 1]).trimmed), first <= last
    else { return nil }
    // How many they are is an integer too.
    let (difference, overflow) = last.subtractingReportingOverflow(first)
    if overflow || difference == .max { return nil }
    self = first...last
  }
}
