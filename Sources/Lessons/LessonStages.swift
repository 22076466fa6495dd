package import Diagnostics
import Formulas

// What has been made of a lesson's text after each stage of its reading, as text for developers.

/// The tokens of the lesson blocks, each with its line, column and kind; a blank line stands behind
/// every statement.
package func tokensText(of source: Source) throws(LessonMistakes) -> String {
  var mistakes: [Diagnostic] = []
  let document = Document.read(source, &mistakes)
  var lines: [String] = []
  for block in document.lessonBlocks {
    var tokenizer = Tokenizer(source, in: block)
    do throws(Diagnostic) {
      while let tokens = try tokenizer.nextStatement() {
        if !tokens.isEmpty { lines += tokens.map(document.text) + [""] }
      }
    } catch {
      mistakes.append(error)
    }
  }
  if !mistakes.isEmpty { throw LessonMistakes(source: source, mistakes: mistakes) }
  return lines.dropLast().joined(separator: "\n")
}

/// The rules that the lesson blocks define, then their statements, one in a line.
package func statementsText(
  of source: Source, files: SampleFiles
) throws(LessonMistakes) -> String {
  var mistakes: [Diagnostic] = []
  let document = Document.read(source, &mistakes)
  var read = ReadSampleFiles(files, limits: Limits())
  let survey = Survey(document, &read, &mistakes)
  var reader = StatementReader(source, names: survey.names)
  for block in document.lessonBlocks { reader.read(block) }
  mistakes += reader.mistakes + reader.rules.flatMap(\.mistakes)
  if !mistakes.isEmpty { throw LessonMistakes(source: source, mistakes: mistakes) }
  return (reader.rules.map(\.text) + reader.statements.map(\.text)).joined(separator: "\n")
}

extension Document {
  fileprivate var lessonBlocks: [Range<Int>] {
    pieces.compactMap { piece in
      if case .lesson(let block) = piece { return block }
      return nil
    }
  }

  fileprivate func text(_ token: Token) -> String {
    let (number, line) = source.line(at: token.place.lowerBound)
    let column = source.text(line.lowerBound..<token.place.lowerBound).count + 1
    let kind =
      switch token.kind {
      case .sign: "sign"
      case .number, .name, .text, .newline, .end: "\(token.kind)"
      }
    return "\(number):\(column) \(kind) \(source.text(token.place))"
  }
}
