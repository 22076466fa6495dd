import Formulas

/// A run as a script in no language yet: what is computed, in which order.
///
/// A printer writes it in a language. Names are its own, so that they keep clear of the language's.
struct Script {
  /// What formulas have names for.
  enum Variable: Hashable {
    /// A line of the program.
    case line(LineID)
    /// The value that a line had in the step before.
    case previous(LineID)
    /// What a placeholder stands for: a part of a long formula, or an argument of a function.
    case placeholder(Int)
    /// A hyper-parameter.
    case argument(Formula)
    /// The number of the step.
    case step
    /// Numbers that steps are given from outside.
    case table(Int)
  }

  enum Statement {
    case blank
    case comment(String)
    /// A variable gets the value of a formula.
    case assignment(Variable, Formula)
    /// Variables get numbers that are known beforehand.
    case numbers([Variable], [GivenNumber])
    /// A table gets a list of numbers for each step.
    case table(Int, [[GivenNumber]])
    /// A table, named for a quantity, gets one list of numbers.
    case column(Int, of: String, [GivenNumber])
    /// Lines get the list that a table has for this step; it may begin again after so many steps.
    case row([LineID], of: Int, period: Int?)
    /// Lines get members of a column; a table has their positions, from 1, for this step.
    case members([LineID], of: Int, at: Int)
    /// Lines get the derivatives of one by others, which a library finds.
    case derivatives(of: LineID, [ScriptLines.Derivative])
    /// Statements that no derivatives are wanted of.
    indirect case untracked([Statement])
    /// The number of steps becomes known.
    case steps(Int)
    /// What is done in each step, and in the forward pass after the last update.
    indirect case loop([Statement])
    /// The end of that pass.
    case closing
    /// A step becomes the last one where a condition holds.
    case stop(Formula)
    /// All numbers of the step are kept, to be compared.
    case remember
  }

  /// A function of the lesson or of the prelude.
  ///
  /// Its body has placeholders for its parameters, and for parts numbered behind these.
  struct Definition {
    let function: Function
    let parts: [FormulaPieces.Part]
    let result: Formula
  }

  /// The numbers of the trace at a step.
  struct Record {
    let step: Int
    let values: [(line: LineID, value: Double)]
  }

  let lines: ScriptLines
  let definitions: [Definition]
  let body: [Statement]
  /// What the script compares its numbers with.
  let records: [Record]
}
