/// Reads formulas that authors typed.
struct TypedMathReader {
  private var rest: ArraySlice<Character>
  /// How deep groups stand in one another.
  private var depth = 0

  private static let deepest = 40

  init(rest: ArraySlice<Character>) { self.rest = rest }

  /// A formula that takes up the whole text; `nil` where it is none.
  mutating func formula() -> [TypedMath.Part]? {
    guard let parts = list(), rest.isEmpty else { return nil }
    return parts
  }

  /// A formula up to the end or to what closes it.
  private mutating func list() -> [TypedMath.Part]? {
    guard let rows = rows(inTable: false) else { return nil }
    return rows[0][0]
  }

  /// Formulas up to the end or to what closes them; in a table, `&` and `\\` part its cells.
  private mutating func rows(inTable: Bool) -> [[[TypedMath.Part]]]? {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { return nil }
    var rows: [[[TypedMath.Part]]] = [[]]
    var cell: [TypedMath.Part] = []
    func endCell() {
      rows[rows.count - 1].append(cell)
      cell = []
    }
    while let character = rest.first, character != "}", !begins("\\right"), !begins("\\end") {
      if character.isWhitespace {
        rest.removeFirst()
        cell.append(.space)
      } else if character == "&" || begins("\\\\") {
        guard inTable else { return nil }
        rest.removeFirst(character == "&" ? 1 : 2)
        endCell()
        if character != "&" { rows.append([]) }
      } else {
        guard let atom = atom(), let scripts = scripts() else { return nil }
        cell.append(scripts.isEmpty ? atom : .scripts(atom, scripts))
      }
    }
    endCell()
    return rows
  }

  private func begins(_ command: String) -> Bool {
    guard rest.starts(with: command) else { return false }
    let next = rest.dropFirst(command.count).first
    return command == "\\\\" || next.map { !($0.isASCII && $0.isLetter) } ?? true
  }

  /// Something that can bear scripts.
  private mutating func atom() -> TypedMath.Part? {
    guard let character = rest.first else { return nil }
    switch character {
    case "{": return group().map { .group($0) }
    case "\\": return command()
    case "^", "_": return .group([])
    default:
      rest.removeFirst()
      let isPlain =
        character.isLetter || character.isNumber || "+-*/=<>()[]|.,:;!?@~".contains(character)
      return isPlain || !character.isASCII ? .sign(character) : nil
    }
  }

  private mutating func group() -> [TypedMath.Part]? {
    rest.removeFirst()
    guard let parts = list(), rest.popFirst() == "}" else { return nil }
    return parts
  }

  /// At most one script above and one below.
  private mutating func scripts() -> [TypedMath.Script]? {
    var (scripts, seen) = ([TypedMath.Script](), Set<Character>())
    while let mark = rest.first, mark == "^" || mark == "_" || mark == "'" {
      rest.removeFirst()
      if mark == "'" {
        if seen.contains("^") { return nil }
        scripts.append(.prime)
        continue
      }
      // A power behind a prime would have to stand right beside it.
      guard seen.insert(mark).inserted, !(mark == "^" && scripts.contains(.prime)),
        let script = argument()
      else { return nil }
      scripts.append(mark == "^" ? .raised(script) : .lowered(script))
    }
    return scripts
  }

  /// A group, or a single sign.
  private mutating func argument() -> [TypedMath.Part]? {
    while rest.first == " " { rest.removeFirst() }
    guard let character = rest.first else { return nil }
    if character == "{" { return group() }
    if "}^_&'".contains(character) { return nil }
    return atom().map { [$0] }
  }

  private mutating func command() -> TypedMath.Part? {
    rest.removeFirst()
    guard let first = rest.first else { return nil }
    guard first.isASCII, first.isLetter else {
      rest.removeFirst()
      return first.isASCII && ",;:! {}|%#&$_".contains(first) ? .escape(first) : nil
    }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest.removeFirst(name.count)
    if name == "left" { return fenced() }
    if name == "begin" { return table() }
    guard let command = TypedMath.command(name) else { return nil }
    switch command {
    case .symbol: return .symbol(name)
    case .text: return words().map { .words(command: name, $0) }
    case .arguments(let count):
      var arguments: [[TypedMath.Part]] = []
      for _ in 0..<count {
        guard let argument = argument() else { return nil }
        arguments.append(argument)
      }
      return .applied(command: name, arguments)
    case .root: return root()
    }
  }

  private mutating func root() -> TypedMath.Part? {
    var index: String?
    if rest.first == "[" {
      let typed = rest.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest.removeFirst(typed.count + 1)
      guard rest.popFirst() == "]" else { return nil }
      index = String(typed)
    }
    return argument().map { .root(index: index, $0) }
  }

  private mutating func words() -> String? {
    guard rest.popFirst() == "{", let end = rest.firstIndex(where: { "{}\\$".contains($0) }),
      rest[end] == "}"
    else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  private mutating func delimiter() -> String? {
    while rest.first == " " { rest.removeFirst() }
    guard let first = rest.first else { return nil }
    var text = String(first)
    if first == "\\" {
      let letters = rest.dropFirst().prefix { $0.isASCII && $0.isLetter }
      text += letters.isEmpty ? String(rest.dropFirst().prefix(1)) : String(letters)
    }
    guard TypedMath.delimiters.contains(text) else { return nil }
    rest.removeFirst(text.count)
    return text
  }

  private mutating func fenced() -> TypedMath.Part? {
    guard let opening = delimiter(), let inner = list(), begins("\\right") else { return nil }
    rest.removeFirst("\\right".count)
    return delimiter().map { .fenced(opening, inner, $0) }
  }

  private mutating func table() -> TypedMath.Part? {
    guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}") else { return nil }
    let name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    guard let columns = TypedMath.tables[name], let rows = rows(inTable: true),
      rest.starts(with: "\\end{\(name)}"), rows.allSatisfy({ $0.count <= columns })
    else { return nil }
    rest.removeFirst("\\end{\(name)}".count)
    return .table(name, rows: rows)
  }
}
