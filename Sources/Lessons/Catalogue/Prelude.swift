import Diagnostics
import Formulas
import Programs

extension Lesson {
  /// How arguments of update rules, and `step`, may be printed, the best first.
  package static var symbolsOfArguments: [(name: String, symbol: PrintedSymbol)] {
    Catalogue.prelude.symbols
  }
}

extension Catalogue {
  /// The elementary functions, and what the prelude files define on top of them.
  static let prelude: Catalogue = {
    var catalogue = Catalogue(functions: Function.elementary)
    for (name, text) in EmbeddedTexts.prelude {
      let source = Source(name: "\(name).lesson", text: text)
      var reader = StatementReader(source, names: [])
      reader.read(0..<source.bytes.count)
      var mistakes = reader.mistakes
      let definitions = reader.statements.compactMap { statement -> FunctionDefinition? in
        if case .function(let definition) = statement { return definition }
        return nil
      }
      for case .symbol(let name, let symbol, _) in reader.statements {
        catalogue.symbols.append((name, symbol))
      }
      catalogue.define(definitions, &mistakes)
      catalogue.define(reader.rules, &mistakes)
      precondition(
        mistakes.isEmpty, mistakes.map { $0.described(in: source) }.joined(separator: "\n"))
    }
    return catalogue
  }()

  /// Adds update rules.
  mutating func define(_ readers: [RuleReader], _ mistakes: inout [Diagnostic]) {
    var names: Set<String> = []
    for var reader in readers {
      if let rule = reader.rule(functions: functions) {
        rules[rule.name] = rule
      } else {
        brokenRules.insert(reader.name)
      }
      mistakes += reader.mistakes
      if !names.insert(reader.name).inserted {
        mistakes.append(
          Diagnostic("there is a block '\(reader.name)' already", at: reader.namePlace))
      }
    }
  }
}
