/// What the language makes of the members that indices run over: `sum(i: x[i])`.
///
/// To add a reduction is to add one such value to ``all``.
package struct Reduction: Sendable {
  enum Result: Sendable {
    /// One number of all members together. `ofNone` is that of no members, if they have one; of
    /// one member it is that member, where the reduction keeps it.
    case ofAll(ofNone: Formula?, keepsOne: Bool, @Sendable ([Formula]) -> Formula)
    /// One number for each member: a function of the member's position, from 1, and of all members.
    case ofEach(Function)
  }

  package let name: String
  let result: Result

  private init(_ name: String, _ result: Result) {
    self.name = name
    self.result = result
  }

  /// Whether there is a result for each member: the index is then one of the equation, whose
  /// present value says which one is meant.
  package var isOfEach: Bool {
    if case .ofEach = result { return true }
    return false
  }

  package static let all = [
    Reduction("sum", .ofAll(ofNone: .zero, keepsOne: true) { Formula(.sum($0)) }),
    Reduction(
      "mean",
      .ofAll(ofNone: nil, keepsOne: false) { members in
        let sum = members.count == 1 ? members[0] : Formula(.sum(members))
        return Formula(.quotient(sum, .number(members.count)))
      }),
    Reduction("product", .ofAll(ofNone: .one, keepsOne: true) { Formula(.product($0)) }),
    Reduction("max", .ofAll(ofNone: nil, keepsOne: true) { Formula(.call(.max, $0)) }),
    Reduction("min", .ofAll(ofNone: nil, keepsOne: true) { Formula(.call(.min, $0)) }),
    Reduction("logsumexp", .ofAll(ofNone: nil, keepsOne: false) { Formula(.call(.logsumexp, $0)) }),
    Reduction("softmax", .ofEach(.softmax)),
  ]

  /// The reduction that is called by a name.
  package static func named(_ name: String) -> Reduction? { all.first { $0.name == name } }
}
