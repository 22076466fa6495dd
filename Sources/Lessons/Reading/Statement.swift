import Decimals
import Formulas
import Programs

/// A statement of a lesson as it was typed.
enum Statement {
  case declaration(Declaration)
  case samples(SamplesStatement)
  case equation(Equation)
  case function(FunctionDefinition)
  case differentiate(Differentiate)
  case training(TrainingStatement)
  case search(SearchStatement)
  case delta(Equation)
  /// The next value of a parameter, or of a family of them, given outright.
  case update(Equation, of: VariantName?)
  case claim(ClaimStatement)
  case symbol(String, PrintedSymbol, place: Range<Int>)
  case hide([HiddenName])
  case digits(Int)
  case decimals(Int)
  case seed(UInt64)
  case arithmeticExact
}

/// One quantity or family with its given values.
struct Declaration {
  enum Position {
    case range(low: ParsedFormula, high: ParsedFormula)
    /// One index: a number or an integer constant, or the index of a data table, for its range.
    case single(ParsedFormula)
  }

  enum Value {
    /// A number and nothing else, as most values in long lists are.
    case number(Numeral, place: Range<Int>)
    case formula(ParsedFormula)
    case list([Value], place: Range<Int>)

    var place: Range<Int> {
      switch self {
      case .formula(let formula): formula.place
      case .number(_, let place), .list(_, let place): place
      }
    }
  }

  enum Content {
    case values(Value)
    case random(ParsedCall)
  }

  let role: Phase
  let name: String
  let place: Range<Int>
  let positions: [Position]
  let content: Content
  let isEachStep: Bool
}

/// A data table in a file of its own.
struct SamplesStatement {
  let index: String
  let indexPlace: Range<Int>
  /// The file as it is named, and where.
  let file: String
  let place: Range<Int>
}

/// An equation, or the definition of a delta, before its indices are expanded.
struct Equation {
  let left: ParsedName
  let right: ParsedFormula
  let ranges: [ParsedIndex]
}

/// A formula for a derivative, or for a family of them, that somebody derived by hand.
struct ClaimStatement {
  let label: String?
  /// The derivative as it was typed, and the names in it: what is differentiated, then by what.
  let derivative: ParsedFormula
  let names: [ParsedName]
  let right: ParsedFormula
  let ranges: [ParsedIndex]
}

/// Which claims a training takes in place of the true derivatives: those of one label, or those
/// without one.
struct ClaimUse {
  let label: String?
  let place: Range<Int>
}

struct FunctionDefinition {
  let name: String
  let place: Range<Int>
  let parameters: [(name: String, preset: ParsedFormula?, place: Range<Int>)]
  let body: ParsedFormula
}

struct Differentiate {
  let target: ParsedFormula
  let variables: [ParsedName]
  let place: Range<Int>
}

/// The name of one of several runs of a lesson.
struct VariantName {
  let name: String
  let place: Range<Int>
}

struct TrainingStatement {
  let variant: VariantName?
  let isMaximizing: Bool
  let objective: ParsedName
  /// Transforms, then an optimizer; empty where every parameter has an `update` of its own.
  let chain: [ParsedCall]
  let steps: Int
  let until: ParsedFormula?
  let claims: ClaimUse?
  let batch: BatchOption?
  let place: Range<Int>
}

/// How many rows of a table each step is given, and in which order.
struct BatchOption {
  let size: Int
  /// The index of the table, where it is named.
  let index: (name: String, place: Range<Int>)?
  let isShuffled: Bool
  let place: Range<Int>

  /// What one kind of batches has in common, wherever it is asked for.
  var kind: [String] { ["\(size)", index?.name ?? "", "\(isShuffled)"] }
}

/// A search as it was typed: `search L over u in [-2, 2], rate in [0.001, 1] log by random(trials: 20)`.
struct SearchStatement {
  struct Range {
    /// The rule that an argument of `minimize` belongs to, where the author says so.
    let rule: String?
    let name: ParsedName
    let low: ParsedFormula
    let high: ParsedFormula
    let isLogarithmic: Bool
    /// The brackets with both bounds.
    let place: Swift.Range<Int>

    var spelling: String { (rule.map { "\($0)." } ?? "") + name.name }
  }

  let objective: ParsedName
  let ranges: [Range]
  let method: ParsedCall
  let place: Swift.Range<Int>
}

/// The name of what is not shown, as it was typed.
struct HiddenName {
  let text: String
  let place: Range<Int>
}

extension String {
  /// Whether the name has a meaning of its own everywhere.
  var isReserved: Bool { ["step", "pi", "π"].contains(self) }
}
