package import Diagnostics

/// What the names in a formula stand for.
package struct Scope {
  package typealias Bindings = [(name: String, value: Int)]
  /// What is wrong with a name that means nothing.
  package typealias Mistake = Diagnostic

  /// The functions that may be called.
  package var functions: [String: Function]
  /// Whether the number of the step may be used.
  package var knowsStep = true
  /// The value of a quantity with its indices.
  package var quantity: (ParsedName, [Int]) throws(Mistake) -> Formula
  /// The value of a derivative; each quantity comes with its indices.
  package var derivative:
    (_ of: (ParsedName, [Int]), _ by: [(ParsedName, [Int])], Range<Int>) throws(Mistake)
      -> Formula
  /// The value of an integer constant that may stand in an index position.
  package var integer: (ParsedName) -> Int?
  /// The range of an index of a reduction, where none is typed.
  package var range: (ParsedIndex, ParsedReduction) throws(Mistake) -> ClosedRange<Int>

  /// The value of a term such as `m(w5)`, which is written like a call.
  package var term: (ParsedCall) throws(Mistake) -> Formula?

  /// A scope in which no quantity has a value.
  package init(functions: [String: Function]) {
    self.functions = functions
    quantity = { (name, _) throws(Diagnostic) in
      throw Diagnostic("'\(name.name)' is not known here", at: name.place)
    }
    derivative = { (_, _, place) throws(Diagnostic) in
      throw Diagnostic("a derivative cannot be used here", at: place)
    }
    integer = { _ in nil }
    term = { _ in nil }
    range = { (index, _) throws(Diagnostic) in
      throw Diagnostic("the range of '\(index.name)' is not known here", at: index.place)
    }
  }
}
