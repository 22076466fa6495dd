/// How calls of a function are written in other languages.
package struct FunctionCode: Sendable {
  package enum Python: Sendable {
    /// A call; `{}` stands for the arguments.
    case call(String)
    /// A function of this name, which the script brings along.
    case definition(String, parameters: String, body: String)
  }

  package enum Cell: Sendable {
    /// A function that spreadsheets have.
    case function(String)
    /// The same in terms of other functions.
    case formula(@Sendable ([Formula]) -> Formula)
    /// The function's own definition, written out.
    case definition
  }

  package let numpy: Python
  package let torch: Python
  package let cell: Cell
  /// The value at exact fractions, in Python and its parameters; `nil` where that is no fraction.
  ///
  /// Any number of arguments are a tuple.
  package let fractions: String?

  init(numpy: Python, torch: Python, cell: Cell, fractions: String? = nil) {
    (self.numpy, self.torch, self.cell, self.fractions) = (numpy, torch, cell, fractions)
  }

  /// The code of a function that NumPy and PyTorch have by the same name.
  static func library(_ name: String, _ cell: Cell, fractions: String? = nil) -> FunctionCode {
    FunctionCode(
      numpy: .call("np.\(name)({})"), torch: .call("torch.\(name)({})"), cell: cell,
      fractions: fractions)
  }
}
