import Decimals
import Formulas

/// The digits of a page: one number of decimals for each family.
struct PageDigits {
  let rule: DigitFormat.Rule
  var formats: [Symbol: DigitFormat]

  /// A line follows from what is printed where it does so to less than this many units of its last place.
  private static let allowedUnits = 1.5
  /// What doubles may add to that, relative to the result.
  private static let rounding = 1e-14

  func format(of family: Symbol, for value: Double) -> DigitFormat {
    formats[family] ?? DigitFormat(of: CollectionOfOne(value), by: rule)
  }

  func text(_ value: Double, of family: Symbol) -> NumberText {
    format(of: family, for: value).text(value)
  }

  /// The number that stands on the page for an operand.
  func printed(_ operand: WorkedLine.Operand) -> Double {
    (operand.typed ?? text(operand.value, of: operand.family)).value
  }

  /// Whether the printed operands, computed exactly, give the printed result.
  func closes(_ working: WorkedLine) -> Bool {
    let result = working.result
    if !result.value.isFinite { return true }
    guard let value = working.value(printed) else { return true }
    let unit = format(of: result.family, for: result.value).unit(of: result.value)
    return abs(value - printed(result))
      < Self.allowedUnits * unit + Self.rounding * abs(result.value)
  }

  /// Whether the numbers of a family are so small that they have more decimals than usual.
  var hasSmallFamilies: Bool { formats.values.contains(where: \.isSmall) }

  /// The families of which more is shown than at first, by how much more.
  var raised: [(more: Int, families: [Symbol])] {
    (1...DigitFormat.mostRaised).map { more in
      (
        more,
        formats.keys.filter { formats[$0]?.raised == more }.sorted {
          $0.description < $1.description
        }
      )
    }
  }

  /// Numbers that add up to a printed total, with as many decimals as that needs; `nil` where two
  /// more than the total has are not enough.
  func addends(_ values: [Double], total: Double, of family: Symbol) -> [NumberText]? {
    let format = format(of: family, for: total)
    let unit = format.unit(of: total)
    let formats = sequence(first: DigitFormat(of: values, by: rule)) { $0.finer }
    for format in formats {
      let texts = values.map(format.text)
      let sum = texts.reduce(0) { $0 + $1.value }
      if abs(sum - self.format(of: family, for: total).printed(total)) < Self.allowedUnits * unit {
        return texts
      }
    }
    return nil
  }
}

/// How numbers get their digits.
enum PageNumbers {
  /// All of them in one way: those of working by hand, and of worksheets.
  case alike(NumberStyle)
  /// The page is only being made to see what stands on it.
  case draft(PageDraft)
  case chosen(PageDigits)

  func text(_ value: Double, of family: Symbol) -> NumberText {
    switch self {
    case .alike(let style): return style.text(value)
    case .draft(let draft):
      draft.add(value, of: family)
      return NumberStyle(.digits(1)).text(value)
    case .chosen(let digits): return digits.text(value, of: family)
    }
  }
}
