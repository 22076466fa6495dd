import Diagnostics
import Formulas
import Programs

/// Reads the statements of one block after another, and goes on after a mistake.
struct StatementReader {
  private let source: Source
  private let names: Set<String>
  private(set) var statements: [Statement] = []
  private(set) var rules: [RuleReader] = []
  private(set) var mistakes: [Diagnostic] = []
  /// What statements with a mistake would have defined.
  private(set) var brokenNames: Set<String> = []

  /// The `names` are the lesson's quantities, which decide how `dX/dY` is read.
  init(_ source: Source, names: Set<String>) {
    self.source = source
    self.names = names
  }

  mutating func read(_ block: Range<Int>) {
    var tokenizer = Tokenizer(source, in: block)
    var openRule: RuleReader?
    var opening = block.lowerBound..<block.lowerBound
    while mistakes.count < LessonMistakes.mostShown {
      var tokens: [Token] = []
      do throws(Diagnostic) {
        guard let next = try tokenizer.nextStatement() else { break }
        tokens = next
        guard let first = tokens.first else { continue }
        let word = StatementParser.word(of: tokens, in: source)
        if word == "end", let rule = openRule {
          rules.append(rule)
          openRule = nil
        } else if openRule != nil {
          openRule?.read(tokens)
        } else if let word, let kind = UpdateRule.Kind(rawValue: word) {
          openRule = RuleReader(kind, opening: tokens, in: source)
          opening = first.place
        } else {
          var parser = StatementParser(source, tokens, isQuantity: names.contains)
          defer { mistakes += parser.mistakes }
          statements += try parser.statements(word: word)
        }
      } catch {
        mistakes.append(error)
        if tokens.isEmpty { tokens = beginning(of: error.place, in: block) }
        brokenNames.formUnion(StatementParser.definedNames(in: tokens, of: source))
      }
    }
    if openRule != nil {
      mistakes.append(
        Diagnostic("this \(source.text(opening)) has no 'end'", at: opening))
    }
  }

  /// The tokens of a line before the place at which it cannot be read.
  private func beginning(of place: Range<Int>, in block: Range<Int>) -> [Token] {
    let start = max(source.line(at: place.lowerBound).range.lowerBound, block.lowerBound)
    var tokenizer = Tokenizer(source, in: start..<max(start, place.lowerBound))
    // Where nothing before it can be read either, nothing is known to be defined there.
    return (try? tokenizer.nextStatement()) ?? []
  }
}
