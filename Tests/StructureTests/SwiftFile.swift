import Fixtures
import Foundation

/// A Swift file of the project: its functions, and the types that it declares and names.
struct SwiftFile {
  /// A function, an initializer, a computed property, or a property that is made with a closure.
  struct Function {
    /// The type that it belongs to and its own name.
    let name: String
    /// From the line of its keyword, or of a property's first brace, to that of its last brace.
    let lines: Int
    /// How deep braces of control flow stand in each other; a function within it has its own count.
    let nesting: Int
  }

  /// The file below `Sources`.
  let path: String
  let functions: [Function]
  /// The types at the top level that other files can name.
  let declaredTypes: Set<String>
  /// Capitalized names, other than those of types within the types of this file.
  let usedTypes: Set<String>

  /// The folder below `Sources`.
  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
  var target: Substring { path.prefix { $0 != "/" } }
  var name: Substring { path.split(separator: "/").last ?? "" }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    var blocks = BlockReader()
    let tokens = SwiftToken.all(in: bytes)
    for index in tokens.indices { blocks.read(tokens, index) }
    functions = blocks.functions
    declaredTypes = blocks.declaredTypes
    usedTypes = Set(
      tokens.indices.lazy.filter {
        tokens[$0].isCapitalized && ($0 == 0 || tokens[$0 - 1].text != ".")
      }.map { tokens[$0].text }
    ).subtracting(blocks.innerTypes)
  }

  /// The files of `Sources`, in the order of their paths.
  static let all: [SwiftFile] = {
    let root = ProjectFolder.sources
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      (try? Data(contentsOf: root.appending(path: path))).map {
        SwiftFile(path: path, bytes: Array($0))
      }
    }
  }()
}

/// Tells from its tokens which blocks a file has.
private struct BlockReader {
  private enum Kind {
    case type(String)
    /// Begins at its keyword, or, of a property, at its brace.
    case function(String, line: Int?)
    case control
    case other
  }

  private struct Block {
    let kind: Kind
    /// What was open around it.
    let depth: Int
    let control: Int?
    /// The deepest nesting within it so far, of a function.
    var deepest = 0
  }

  private static let typeWords: Set = ["struct", "class", "enum", "protocol", "extension", "actor"]
  private static let controlWords: Set = [
    "if", "else", "for", "while", "switch", "repeat", "do", "catch", "guard", "defer",
  ]
  private static let propertyWords: Set = ["var", "let"]

  private(set) var functions: [SwiftFile.Function] = []
  private(set) var declaredTypes: Set<String> = []
  private(set) var innerTypes: Set<String> = []
  private var blocks: [Block] = []
  /// How many brackets other than braces are open in the innermost block.
  private var depth = 0
  /// What the next brace at this depth opens.
  private var declaration: Kind?
  /// The depth at which a word of control flow waits for its brace.
  private var control: Int?
  private var isPrivate = false

  mutating func read(_ tokens: [SwiftToken], _ index: Int) {
    let token = tokens[index]
    switch token.text {
    case "(", "[": depth += 1
    case ")", "]":
      depth -= 1
      if let waiting = control, waiting > depth { control = nil }
    case "{": open(at: token.line)
    case "}": close(at: token.line)
    default:
      if token.isWord, index == 0 || tokens[index - 1].text != ".",
        index + 1 == tokens.count || tokens[index + 1].text != ":"
      {
        // What stands behind the brace of a repeat opens nothing.
        if token.text == "while", index > 0, tokens[index - 1].text == "}",
          tokens[index - 1].line == token.line
        {
          return
        }
        note(token, next: index + 1 < tokens.count ? tokens[index + 1].text : "")
      }
    }
  }

  /// Whether declarations stand here, not statements.
  private var isAmongDeclarations: Bool {
    guard let last = blocks.last else { return true }
    if case .type = last.kind { return true }
    return false
  }

  private mutating func note(_ token: SwiftToken, next: String) {
    let word = token.text
    if Self.controlWords.contains(word) {
      control = depth
    } else if word == "private" || word == "fileprivate" {
      isPrivate = true
    } else if Self.typeWords.contains(word) || word == "typealias" {
      if word == "class", next == "func" || next == "var" { return }
      declare(next, by: word)
    } else if word == "func" || word == "init" || word == "deinit" || word == "subscript" {
      if depth == 0 { begin(word == "func" ? next : word, at: token.line) }
    } else if Self.propertyWords.contains(word), isAmongDeclarations, depth == 0 {
      begin(next, at: nil)
    }
  }

  private mutating func declare(_ name: String, by word: String) {
    if word != "extension" {
      if !blocks.isEmpty {
        innerTypes.insert(name)
      } else if !isPrivate {
        declaredTypes.insert(name)
      }
    }
    isPrivate = false
    declaration = word == "typealias" ? nil : .type(name)
  }

  private mutating func begin(_ name: String, at line: Int?) {
    isPrivate = false
    let type = blocks.lazy.compactMap { block -> String? in
      if case .type(let name) = block.kind { return name }
      return nil
    }.joined(separator: ".")
    declaration = .function(type.isEmpty ? name : "\(type).\(name)", line: line)
  }

  private mutating func open(at line: Int) {
    var kind = Kind.other
    if let declaration, depth == 0 {
      kind = declaration
      if case .function(let name, nil) = declaration { kind = .function(name, line: line) }
      self.declaration = nil
    } else if control == depth {
      kind = .control
      control = nil
    }
    blocks.append(Block(kind: kind, depth: depth, control: control))
    (depth, control) = (0, nil)
    noteNesting()
  }

  /// Counts the braces of control flow down to the innermost function.
  private mutating func noteNesting() {
    var nesting = 0
    for place in blocks.indices.reversed() {
      switch blocks[place].kind {
      case .control: nesting += 1
      case .function:
        blocks[place].deepest = max(blocks[place].deepest, nesting)
        return
      case .type, .other: break
      }
    }
  }

  private mutating func close(at line: Int) {
    declaration = nil
    guard let block = blocks.popLast() else { return }
    (depth, control) = (block.depth, block.control)
    if case .function(let name, let start?) = block.kind {
      functions.append(
        SwiftFile.Function(name: name, lines: line - start + 1, nesting: block.deepest))
    }
  }
}
