package import Decimals

/// A function that formulas may call: its value, its derivatives, and how it is written, on paper
/// and in other languages.
///
/// To add an elementary function is to add one such value to the catalogue.
package final class Function: Hashable, Sendable {
  package struct Parameter: Sendable {
    package let name: String
    package let preset: Formula?

    package init(_ name: String, preset: Formula? = nil) {
      self.name = name
      self.preset = preset
    }
  }

  /// A function of one number, as C passes it: an address, with nothing to be kept alive.
  package typealias Real = @Sendable @convention(c) (Double) -> Double

  package enum Value: Sendable {
    case unary(Real)
    /// Of two arguments; of more, taken from left to right.
    case binary(@Sendable (Double, Double) -> Double)
    case many(@Sendable ([Double]) -> Double)
    /// The second argument where the first is not 0, else the third.
    case choice
    /// What a formula in the arguments gives.
    case definition(@Sendable ([Formula]) -> Formula)
  }

  /// The value at exact fractions; `nil` where that is no fraction.
  package typealias Exact = @Sendable ([Fraction]) -> Fraction?

  /// Returns the partial derivative with respect to the argument at `index`, as a formula in
  /// the arguments and in the function's own result.
  package typealias Partial =
    @Sendable (_ arguments: [Formula], _ result: Formula, _ index: Int) -> Formula

  /// How a call is written on paper.
  package enum Notation: Sendable {
    /// By name before its arguments: σ(x). The LaTeX form is a whole command.
    case prefix(String, latex: String)
    /// By name before its argument, which has parentheses where it is more than a name or number: ln p.
    case bare(String, latex: String)
    /// Between two arguments: a ≥ b.
    case infix(String, ascii: String, latex: String)
    case bars, root, floor, exponential
    /// As another formula, to which it is equal but for what that one loses in doubles.
    case written(@Sendable ([Formula]) -> Formula)
    /// One member of a family of results, chosen by the first argument: softmax₂(z₁, z₂).
    case member(String, latex: String)
  }

  package let name: String
  package let parameters: [Parameter]
  /// Whether any number of arguments may follow those that are named.
  package let isVariadic: Bool
  package let value: Value
  /// The value in exact arithmetic; `nil` of functions that have irrational values, of choices and
  /// of definitions.
  package let exact: Exact?
  /// How calls are written in other languages; `nil` of comparisons, choices and powers, for which
  /// they have signs, and of what is written by its definition.
  package let code: FunctionCode?
  /// The derivatives; without them, those of the definition.
  package let partial: Partial?
  package let notation: Notation
  /// The call in simpler terms, for showing where its number comes from.
  package let spelledOut: (@Sendable ([Formula]) -> Formula)?
  /// How often the definition uses each argument.
  private let uses: [Int]
  /// The size of the definition, its arguments apart.
  package let ownSize: Int
  /// How deep the definition is.
  package let ownDepth: Int32

  /// A function that lessons define.
  package convenience init(
    _ name: String, _ parameters: [Parameter],
    definition: @escaping @Sendable ([Formula]) -> Formula,
    spelledOut: (@Sendable ([Formula]) -> Formula)? = nil, uses: [Int] = [], ownSize: Int = 0,
    ownDepth: Int32 = 0
  ) {
    self.init(
      name, parameters, value: .definition(definition), code: nil, spelledOut: spelledOut,
      uses: uses, ownSize: ownSize, ownDepth: ownDepth)
  }

  init(
    _ name: String, _ parameters: [Parameter], variadic: Bool = false, value: Value,
    exact: Exact? = nil, code: FunctionCode?, partial: Partial? = nil, notation: Notation? = nil,
    spelledOut: (@Sendable ([Formula]) -> Formula)? = nil, uses: [Int] = [], ownSize: Int = 0,
    ownDepth: Int32 = 0
  ) {
    self.name = name
    self.parameters = parameters
    self.isVariadic = variadic
    self.value = value
    self.exact = exact
    self.code = code
    self.partial = partial
    let latex = name.unicodeScalars.map { $0 == "_" ? "\\_" : String($0) }.joined()
    self.notation = notation ?? .prefix(name, latex: "\\operatorname{\(latex)}")
    self.spelledOut = spelledOut
    self.uses = uses
    self.ownSize = ownSize
    self.ownDepth = ownDepth
  }

  /// How often the definition uses an argument: once, where nothing else is said; all further
  /// arguments of a function of any number of them are used as often as the last.
  package func uses(ofArgument index: Int) -> Int {
    index < uses.count ? uses[index] : isVariadic ? uses.last ?? 1 : 1
  }

  /// Whether calls are printed with such a name, or with the Greek letter that it is the name of.
  package func isPrinted(_ name: String) -> Bool {
    switch notation {
    case .prefix(let printed, _), .bare(let printed, _):
      return printed == name || printed == GreekLetters.letter(name)
    case .infix, .bars, .root, .floor, .exponential, .written, .member: return false
    }
  }

  package static func == (left: Function, right: Function) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
