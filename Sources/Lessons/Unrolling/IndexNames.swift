import Formulas

extension Quantities {
  /// What equations call the index in each position of a family: where they define it, else
  /// where they first use it; `deltas` are the equations of an author's names for derivatives.
  func indexNames(in equations: [Equation], deltas: [Equation]) -> [String: [String?]] {
    var names: [String: [String?]] = [:]
    func note(_ name: ParsedName, isDelta: Bool = false) {
      let family = position(of: name.name).map { families[$0].rank }
      guard let rank = family ?? (isDelta ? name.indices.count : nil), rank > 0 else { return }
      var known = names[name.name] ?? Array(repeating: nil, count: rank)
      for (position, index) in name.indices.enumerated()
      where position < known.count && known[position] == nil {
        if let bare = index.bareName, integer(bare) == nil { known[position] = bare }
      }
      names[name.name] = known
    }
    // Of several equations those come first that say most: a[l,j] before a[0,i].
    let lefts = equations.map(\.left).enumerated().map { place, left in
      (
        left: left, letters: left.indices.count { $0.bareName.map { integer($0) == nil } ?? false },
        place
      )
    }
    for (left, _, _) in lefts.sorted(by: { ($1.letters, $0.2) < ($0.letters, $1.2) }) { note(left) }
    for delta in deltas { note(delta.left, isDelta: true) }
    for equation in equations {
      equation.right.forEachNode { node in
        for name in node.names { note(name) }
      }
    }
    return names
  }
}
