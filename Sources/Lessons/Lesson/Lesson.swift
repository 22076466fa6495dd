package import Diagnostics
package import Decimals
package import Formulas
package import Programs
package import Words

/// A lesson that has been read: its prose, its program, and how it wants to be printed.
package struct Lesson: Sendable {
  /// A transform or optimizer as it was called, for headings.
  package struct Rule: Sendable {
    package let name: String
    package let arguments: [(name: String, value: Formula)]
  }

  /// A formula that somebody derived by hand for a derivative; it is no row of the trace.
  package struct Claim: Sendable {
    package let label: String?
    /// The number of the statement: members of a family share it.
    package let statement: Int
    /// The line of the derivative.
    package let derivative: LineID
    package let formula: Formula
    /// The formula at steps whose batch is shorter; `nil` where these have no such derivative.
    package internal(set) var formulaOfLastBatch: Formula?

    /// The claim as it is for shorter batches.
    package var ofLastBatch: Claim? {
      formulaOfLastBatch.map {
        Claim(label: label, statement: statement, derivative: derivative, formula: $0)
      }
    }
  }

  package let document: Document
  /// The name of this run, where the lesson has several.
  package let variant: String?
  /// What may be meant otherwise in its text, though it can be read.
  package internal(set) var notes: [Diagnostic] = []
  /// The files that it names in `samples`.
  package let sampleFiles: [(name: String, file: Source)]
  package private(set) var program: Program

  /// The lesson with no more steps of training than so many.
  package func shortened(to steps: Int) -> Lesson {
    var lesson = self
    lesson.program = program.shortened(to: steps)
    return lesson
  }

  /// The functions that its formulas may call, by name: the prelude's and its own.
  package let functions: [String: Function]
  /// The line that is learned from or differentiated, where there is one.
  package let objective: LineID?
  /// What its steps are.
  package let kind: RunKind
  /// Whether the objective is to become large.
  package let isMaximized: Bool
  /// The transforms and the optimizer, in the order of their use.
  package let rules: [Rule]
  /// The names of the rules that it defines itself.
  let ownRules: Set<String>
  /// The new parameters that `update` statements give outright.
  package let givenUpdates: Set<Symbol>
  /// How many digits or decimals are printed, where the author says so.
  package let precision: Precision?
  /// How names are printed, where the author says so.
  package let printedSymbols: [String: PrintedSymbol]
  /// The derivatives that it asks for, in the order in which it does.
  package let askedDerivatives: [LineID]
  /// The author's names for derivatives: the line that each means.
  package let deltas: [Symbol: LineID]
  /// What pages show only where they show everything, or name it.
  package internal(set) var hidden: Set<LineID> = []
  /// In the order of the text, members of families one by one.
  package let claims: [Claim]
  /// The name of the index in each position of a family, as equations call it.
  package let indexNames: [String: [String?]]
  /// Lowers the run again from the lines that it was made of: under a change, or as one trial of its
  /// search; `nil` where that is a mistake.
  let lowered: @Sendable (_ change: ProgramChange?, _ trial: Trial?) -> Lesson?

  /// What the document shows of the trace, by the place of its words.
  package internal(set) var shownParts: [Int: ShownPart] = [:]
  /// All runs of the lesson, in the order of the text; none where there is only one.
  package internal(set) var variants: [Lesson] = []

  /// Whether the document shows what became of its claims.
  package var showsClaims: Bool {
    shownParts.values.contains { part in
      if case .claims = part { return true }
      return false
    }
  }

  /// The lesson with the program of one step.
  package func at(_ step: Int) -> Lesson { with(program.at(step)) }

  /// What is made of the lesson once for all steps, and once more for those with a shorter batch.
  package func perBatch<Value>(_ make: (Lesson) -> Value) -> PerBatch<Value> {
    PerBatch(program) { make(with($0)) }
  }

  private func with(_ program: Program) -> Lesson {
    var result = self
    result.program = program
    return result
  }

  package var title: String { document.title }
  /// The title with the name of the run, where there are several.
  package func titleOfRun(in language: any Language) -> String {
    if let trial = kind.trial { return language.text(.title(.trial(trial.number, of: title))) }
    return variant.map { language.text(.title(.variant($0, of: title))) } ?? title
  }
  package var source: Source { document.source }
}
