import Diagnostics

/// Commas between numbers that may have been meant as decimal commas.
extension [Declaration.Value] {
  /// Whether a comma stands between two numbers without a space, as in `[0,5]`.
  var hasTightCommas: Bool { tightness.contains(true) }

  /// Whether commas without and with a space behind them take turns, as in `[0,5, 1,5]`.
  fileprivate var looksLikeDecimals: Bool {
    count >= 4 && count.isMultiple(of: 2)
      && tightness.enumerated().allSatisfy { $1 == $0.isMultiple(of: 2) }
  }

  /// Of each value but the last, whether it and the next are numbers with nothing but a comma
  /// between them.
  private var tightness: [Bool] {
    zip(self, dropFirst()).map { first, second in
      guard case .number(_, let place) = first, case .number(_, let next) = second else {
        return false
      }
      return place.upperBound + 1 == next.lowerBound
    }
  }
}

extension Statements {
  /// What is said of lists that may hold decimal commas.
  var notes: [Diagnostic] {
    given.flatMap { given -> [Diagnostic] in
      guard case .declaration(let declaration) = given,
        case .values(let value) = declaration.content
      else { return [] }
      return value.doubtfulLists
    }
  }
}

extension Declaration.Value {
  /// The lists in a value whose commas may have been meant as decimal commas.
  fileprivate var doubtfulLists: [Diagnostic] {
    guard case .list(let values, let place) = self else { return [] }
    if values.looksLikeDecimals {
      return [
        Diagnostic(
          "this list has \(counted(values.count, "value")), since a comma separates", at: place,
          note: "if \(values.count / 2) decimal numbers are meant, they are written with a point")
      ]
    }
    return values.flatMap(\.doubtfulLists)
  }
}
