import Diagnostics
import Decimals
import Formulas
import Programs

/// The statements of a lesson by kind, each kind in the order of the text.
struct Statements {
  enum Given {
    case table(DataTable)
    case declaration(Declaration)
  }

  private(set) var given: [Given] = []
  private(set) var equations: [Equation] = []
  private(set) var functions: [FunctionDefinition] = []
  private(set) var rules: [RuleReader] = []
  private(set) var derivatives: [Differentiate] = []
  private(set) var trainings: [TrainingStatement] = []
  private(set) var searches: [SearchStatement] = []
  private(set) var deltas: [Equation] = []
  private(set) var updates: [(equation: Equation, variant: VariantName?)] = []
  private(set) var claims: [ClaimStatement] = []
  private(set) var symbols: [(name: String, symbol: PrintedSymbol, place: Range<Int>)] = []
  private(set) var hidden: [HiddenName] = []
  private(set) var precision: Precision?
  private(set) var seed: UInt64 = 1
  private(set) var arithmetic = Arithmetic.doubles
  /// What statements and tables with a mistake would have defined.
  private(set) var brokenNames: Set<String>
  /// Whether there is a table whose columns and extent are not known.
  private(set) var lacksTable = false

  init(_ document: Document, _ survey: Survey, _ mistakes: inout [Diagnostic]) {
    brokenNames = survey.brokenNames
    for piece in document.pieces {
      switch piece {
      case .prose, .show: break
      case .data(_, let place, _): add(survey.table(at: place))
      case .lesson(let block):
        var reader = StatementReader(document.source, names: survey.names)
        reader.read(block)
        mistakes += reader.mistakes
        brokenNames.formUnion(reader.brokenNames)
        rules += reader.rules
        for statement in reader.statements { add(statement, survey) }
      }
    }
  }

  private mutating func add(_ table: DataTable?) {
    if let table { given.append(.table(table)) } else { lacksTable = true }
  }

  private mutating func add(_ statement: Statement, _ survey: Survey) {
    switch statement {
    case .declaration(let declaration): given.append(.declaration(declaration))
    case .samples(let samples): add(survey.table(at: samples.place))
    case .equation(let equation): equations.append(equation)
    case .function(let definition): functions.append(definition)
    case .differentiate(let statement): derivatives.append(statement)
    case .training(let statement): trainings.append(statement)
    case .search(let statement): searches.append(statement)
    case .delta(let equation): deltas.append(equation)
    case .update(let equation, let variant): updates.append((equation, variant))
    case .claim(let claim): claims.append(claim)
    case .symbol(let name, let symbol, let place): symbols.append((name, symbol, place))
    case .hide(let names): hidden += names
    case .digits(let count): precision = .digits(count)
    case .decimals(let count): precision = .decimals(count)
    case .seed(let seed): self.seed = seed
    case .arithmeticExact: arithmetic = .exact
    }
  }

  var tables: [DataTable] {
    given.compactMap { given in
      if case .table(let table) = given { return table }
      return nil
    }
  }

  var declarations: [Declaration] {
    given.compactMap { given in
      if case .declaration(let declaration) = given { return declaration }
      return nil
    }
  }

  /// How names are printed; the names have to be among those that are known.
  func printedSymbols(
    among known: [String], _ mistakes: inout [Diagnostic]
  ) -> [String: PrintedSymbol] {
    let isKnown = Set(known).contains
    var result: [String: PrintedSymbol] = [:]
    for (name, symbol, place) in symbols {
      if !isKnown(name) {
        mistakes.append(.undefined(name, at: place, among: known))
      }
      result[name] = symbol
    }
    return result
  }
}
