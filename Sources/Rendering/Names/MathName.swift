package import Lessons

/// The printed name of a quantity, taken apart but not yet spelled.
package indirect enum MathName: Hashable, Sendable {
  case quantity(Spelling, [MathIndex])
  /// A parameter after this step's update.
  case updated(MathName)
  /// A state before this step's update.
  case previous(MathName)
  case derivative(of: MathName, by: [MathName])
  /// A term of an update rule: of one parameter, or of all.
  case term(Spelling, block: String?, of: MathName?)
  /// What one user of its variable contributes to a derivative; `nil` for the objective itself.
  case share(of: MathName, via: MathName?)

  /// The letter of an index.
  static func letter(_ letter: String) -> MathName {
    .quantity(Spelling(typed: letter, base: letter), [])
  }

  /// The name as it looks: what was typed does not show, and indices look like a subscript.
  var look: MathName {
    guard case .quantity(let spelling, let indices) = self else { return self }
    return .quantity(spelling.look(indices: indices.map(\.typed)), [])
  }

  /// Whether a quantity, or a term of all parameters, is printed with such letters alone.
  func lettersLook(like other: MathName) -> Bool {
    switch self {
    case .quantity: look == other
    case .term(let spelling, nil, nil): MathName.quantity(spelling, []).look == other
    default: false
    }
  }

  /// The name with a number in the place of the letter of an index.
  func putting(_ value: Int, for letter: String) -> MathName {
    switch self {
    case .quantity(let spelling, let indices):
      .quantity(spelling, indices.map { $0.putting(value, for: letter) })
    case .updated(let name): .updated(name.putting(value, for: letter))
    case .previous(let name): .previous(name.putting(value, for: letter))
    case .derivative(let top, let variables):
      .derivative(
        of: top.putting(value, for: letter), by: variables.map { $0.putting(value, for: letter) })
    case .term(let spelling, let block, let name):
      .term(spelling, block: block, of: name?.putting(value, for: letter))
    case .share(let name, let user):
      .share(of: name.putting(value, for: letter), via: user?.putting(value, for: letter))
    }
  }

  package var isDerivative: Bool {
    if case .derivative = self { return true }
    return false
  }

  /// Whether something is raised behind the name already, so that no power fits there.
  package var endsRaised: Bool {
    switch self {
    case .updated, .previous: true
    case .quantity(let spelling, _): spelling.superscript != nil
    case .derivative, .term, .share: false
    }
  }
}

/// What stands in an index position: a number, or an expression in the index of a sum.
package enum MathIndex: Hashable, Sendable {
  case number(Int)
  case linear([LinearTerm], constant: Int)

  package struct LinearTerm: Hashable, Sendable {
    package let factor: Int
    package let letter: String
  }

  fileprivate func putting(_ value: Int, for letter: String) -> MathIndex {
    guard case .linear(let terms, let constant) = self else { return self }
    let rest = terms.filter { $0.letter != letter }
    let sum = terms.filter { $0.letter == letter }.reduce(constant) { $0 + $1.factor * value }
    return rest.isEmpty ? .number(sum) : .linear(rest, constant: sum)
  }

  /// The index as the lesson language has it, with an ASCII minus sign: `2`, `i`, `i+1`, `5-i`.
  package var typed: String {
    guard case .linear(let terms, let constant) = self else {
      if case .number(let number) = self { return String(number) }
      return ""
    }
    let isLeading = constant > 0 && terms.allSatisfy { $0.factor < 0 }
    var text = isLeading ? String(constant) : ""
    for term in terms {
      let size = abs(term.factor)
      text += term.factor < 0 ? "-" : text.isEmpty ? "" : "+"
      text += size == 1 ? term.letter : "\(size)\(term.letter)"
    }
    if constant != 0, !isLeading { text += constant < 0 ? String(constant) : "+\(constant)" }
    return text
  }
}
