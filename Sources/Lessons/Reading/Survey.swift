import Diagnostics
import Formulas

/// The first look at a lesson: the names that it defines, which decide how `dX/dY` is read, and its
/// tables, whose columns are such names.
struct Survey {
  private(set) var names: Set<String> = []
  /// The columns of tables that have mistakes.
  private(set) var brokenNames: Set<String> = []
  /// The mistakes in the files that the lesson names.
  private(set) var fileMistakes: [(file: Source, mistakes: [Diagnostic])] = []
  /// The tables, by where a block has its index and a statement its file.
  private var tables: [Int: DataTable] = [:]

  init(_ document: Document, _ files: inout ReadSampleFiles, _ mistakes: inout [Diagnostic]) {
    for piece in document.pieces {
      switch piece {
      case .prose, .show: break
      case .lesson(let block):
        for statement in noteNames(in: block, of: document.source) {
          do throws(Diagnostic) {
            note(try files.file(of: statement), of: statement)
          } catch {
            mistakes.append(error)
          }
        }
      case .data(let index, let place, let block):
        let table = DataTable(
          document.source, index: index, indexPlace: place, in: block, &mistakes)
        note(table, at: place)
        if table.isBroken { brokenNames.formUnion(table.columns.map(\.name)) }
      }
    }
  }

  /// The table whose index or file is named at a place; `nil` where its columns and their extent
  /// are not known.
  func table(at place: Range<Int>) -> DataTable? { tables[place.lowerBound] }

  /// Notes the names that the statements of a block define, as far as its signs tell; returns the
  /// tables that they read from files.
  private mutating func noteNames(
    in block: Range<Int>, of source: Source
  ) -> [SamplesStatement] {
    var samples: [SamplesStatement] = []
    var tokenizer = Tokenizer(source, in: block)
    var mistakes = 0
    while mistakes < LessonMistakes.mostShown {
      do throws(Diagnostic) {
        guard let tokens = try tokenizer.nextStatement() else { break }
        names.formUnion(StatementParser.definedNames(in: tokens, of: source))
        guard StatementParser.word(of: tokens, in: source) == "samples" else { continue }
        var parser = StatementParser(source, tokens) { _ in false }
        for case .samples(let statement) in try parser.statements(word: "samples") {
          samples.append(statement)
        }
      } catch {
        mistakes += 1
      }
    }
    return samples
  }

  private mutating func note(_ file: Source, of statement: SamplesStatement) {
    if let mistake = file.mistakeOfEncoding {
      fileMistakes.append((file, [mistake]))
      return
    }
    var mistakes: [Diagnostic] = []
    let table = DataTable(file, of: statement, &mistakes)
    if !mistakes.isEmpty {
      fileMistakes.append((file, mistakes))
      brokenNames.formUnion(table.columns.map(\.name))
    }
    if table.rowCount > 0 { note(table, at: statement.place) }
  }

  private mutating func note(_ table: DataTable, at place: Range<Int>) {
    names.formUnion(table.columns.map(\.name))
    tables[place.lowerBound] = table
  }
}
