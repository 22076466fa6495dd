import Lessons

/// What several names have in common, and what each has beside that: outₒ of outₒ₁ and outₒ₂, and 1 and 2.
struct CommonName {
  let name: MathName
  /// What is left of each; empty where all names are the same.
  let rests: [String]
  /// All that stands below each name: o1 and o2.
  let labels: [String]
  /// What stands for the quantities in it that differ.
  let quantities: [MathName]

  /// `nil` where the names differ in anything but what stands below one of their quantities.
  init?(of names: [MathName]) {
    guard let first = names.first else { return nil }
    if names.allSatisfy({ $0 == first }) {
      self.init(same: first)
      return
    }
    switch first {
    case .quantity(let spelling, let indices): self.init(quantities: names, spelling, indices)
    case .derivative(_, let variables): self.init(derivatives: names, count: variables.count)
    case .updated, .previous, .term, .share: return nil
    }
  }

  private init(same name: MathName) {
    (self.name, rests, labels, quantities) = (name, [], [], [])
  }

  private init?(quantities names: [MathName], _ first: Spelling, _ indices: [MathIndex]) {
    var below: [String] = []
    for name in names {
      guard case .quantity(let spelling, indices) = name, let text = spelling.subscript,
        spelling.with(first.subscript, typed: first.typed) == first
      else { return nil }
      below.append(text)
    }
    guard indices.isEmpty, Set(below).count == below.count else { return nil }
    let stem = below[0].withoutDigitsAtEnd
    let isNumbered = below.allSatisfy { $0.withoutDigitsAtEnd == stem && $0 != stem }
    let shared = isNumbered ? stem : ""
    rests = below.map { String($0.dropFirst(shared.count)) }
    name = .quantity(
      first.with(shared.isEmpty ? nil : shared, typed: first.typed.without(end: rests[0])), [])
    labels = below
    quantities = [name]
  }

  /// Tops and variables, each the same in all names or with the same rests as the others.
  private init?(derivatives names: [MathName], count: Int) {
    var parts: [[MathName]] = []
    for name in names {
      guard case .derivative(let top, let variables) = name, variables.count == count else {
        return nil
      }
      parts.append([top] + variables)
    }
    var common: [CommonName] = []
    for place in 0...count {
      guard let part = CommonName(of: parts.map { $0[place] }) else { return nil }
      common.append(part)
    }
    let differing = common.filter { !$0.rests.isEmpty }
    guard let first = differing.first, differing.allSatisfy({ $0.rests == first.rests }) else {
      return nil
    }
    name = .derivative(of: common[0].name, by: common.dropFirst().map(\.name))
    (rests, labels) = (first.rests, first.labels)
    quantities = differing.flatMap(\.quantities)
  }
}

extension Spelling {
  /// The name with something else below it.
  fileprivate func with(_ below: String?, typed: String) -> Spelling {
    Spelling(
      typed: typed, base: base, accent: accent, superscript: superscript, isPower: isPower,
      subscript: below)
  }
}

extension String {
  /// The text before an end, and before an underscore in front of that.
  fileprivate func without(end: String) -> String {
    guard hasSuffix(end), count > end.count else { return self }
    let start = dropLast(end.count)
    return String(start.last == "_" ? start.dropLast() : start)
  }

  fileprivate var withoutDigitsAtEnd: String {
    var text = self[...]
    while let last = text.last, last.isASCII, last.isNumber { text = text.dropLast() }
    return String(text)
  }
}
