import Formulas

/// Formulas that an author typed in LaTeX's notation, within prose.
///
/// Only what is known to be harmless and whole goes through: a page that holds it compiles, reads
/// no file and defines nothing.
enum TypedMath {
  /// The formula as LaTeX may have it; `nil` where it is not one, or has a command in it that is
  /// not known.
  static func latex(_ typed: String) -> String? {
    var reader = TypedMathReader(rest: Array(typed)[...])
    guard let text = reader.list(), reader.rest.isEmpty else { return nil }
    let isEmpty = text.allSatisfy { $0 == " " }
    return isEmpty ? nil : text
  }

  enum Command {
    /// A sign, a letter or a space; what takes no argument.
    case symbol
    /// So many arguments in braces.
    case arguments(Int)
    /// An argument that is text.
    case text
    case root
  }

  static func command(_ name: String) -> Command? { commands[name] }

  private static let commands: [String: Command] = {
    let symbols = """
      alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
      varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma
      Upsilon Phi Psi Omega partial nabla infty ell hbar Re Im aleph emptyset forall exists neg top bot
      cdot times div pm mp ast star circ bullet oplus ominus otimes odot cup cap setminus wedge vee
      le leq ge geq ne neq equiv sim simeq approx cong propto ll gg in notin ni subset subseteq supset
      mid parallel perp to gets mapsto rightarrow leftarrow Rightarrow Leftarrow leftrightarrow
      Leftrightarrow longrightarrow implies iff uparrow downarrow
      sum prod int iint oint lim limsup liminf max min sup inf arg det dim exp ln log lg sin cos tan
      arcsin arccos arctan sinh cosh tanh Pr
      dots ldots cdots vdots ddots colon prime lvert rvert lVert rVert langle rangle lfloor rfloor lceil
      rceil quad qquad displaystyle textstyle
      """
    let unary = """
      hat bar tilde vec dot ddot widehat widetilde overline underline mathbf mathrm mathit mathsf
      mathcal mathbb boldsymbol operatorname boxed
      """
    var commands: [String: Command] = ["sqrt": .root, "text": .text, "mbox": .text]
    for name in symbols.split(whereSeparator: \.isWhitespace) { commands[String(name)] = .symbol }
    for name in unary.split(whereSeparator: \.isWhitespace) {
      commands[String(name)] = .arguments(1)
    }
    for name in ["frac", "dfrac", "tfrac", "binom", "overset", "underset"] {
      commands[name] = .arguments(2)
    }
    return commands
  }()

  /// Environments in which rows and columns may be parted, and how many columns each may have.
  static let tables = [
    "matrix": 10, "pmatrix": 10, "bmatrix": 10, "vmatrix": 10, "cases": 2, "aligned": 10,
  ]

  static let delimiters: Set<String> = [
    "(", ")", "[", "]", "|", ".", "/", "\\{", "\\}", "\\|", "\\lvert", "\\rvert", "\\langle",
    "\\rangle", "\\lfloor", "\\rfloor", "\\lceil", "\\rceil",
  ]
}

private struct TypedMathReader {
  var rest: ArraySlice<Character>
  /// How deep groups stand in one another.
  private var depth = 0

  private static let deepest = 40

  init(rest: ArraySlice<Character>) { self.rest = rest }

  /// A formula up to the end or to what closes it; `nil` where it is none.
  ///
  /// In a table, `&` and `\\` part its cells.
  mutating func list(inTable: Bool = false) -> String? {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { return nil }
    var text = ""
    while let character = rest.first, character != "}", !begins("\\right"), !begins("\\end") {
      if character.isWhitespace {
        rest.removeFirst()
        text += " "
      } else if character == "&" || begins("\\\\") {
        guard inTable else { return nil }
        rest.removeFirst(character == "&" ? 1 : 2)
        // A bracket would be an argument of the line break.
        text += character == "&" ? "&" : "\\\\{}"
      } else {
        guard let atom = atom(), let scripts = scripts() else { return nil }
        text += atom + scripts
      }
    }
    return text
  }

  private func begins(_ command: String) -> Bool {
    guard rest.starts(with: command) else { return false }
    let next = rest.dropFirst(command.count).first
    return command == "\\\\" || next.map { !($0.isASCII && $0.isLetter) } ?? true
  }

  /// Something that can bear scripts.
  private mutating func atom() -> String? {
    guard let character = rest.first else { return nil }
    switch character {
    case "{": return group()
    case "\\": return command()
    case "^", "_": return "{}"
    default:
      rest.removeFirst()
      return Self.sign(character)
    }
  }

  private static func sign(_ character: Character) -> String? {
    if character.isASCII {
      let isPlain =
        character.isLetter || character.isNumber || "+-*/=<>()[]|.,:;!?@~".contains(character)
      return isPlain ? String(character) : nil
    }
    if let sign = LaTeXText.sign(character) {
      return sign.first == "^" || sign.first == "_" ? "{{}\(sign)}" : sign
    }
    return "\\text{\(LaTeXText.escaped(String(character)))}"
  }

  private mutating func group() -> String? {
    rest.removeFirst()
    guard let text = list(), rest.popFirst() == "}" else { return nil }
    return "{\(text)}"
  }

  /// At most one script above and one below.
  private mutating func scripts() -> String? {
    var (text, seen) = ("", Set<Character>())
    var hasPrime = false
    while let mark = rest.first, mark == "^" || mark == "_" || mark == "'" {
      rest.removeFirst()
      if mark == "'" {
        if seen.contains("^") { return nil }
        hasPrime = true
        text += "'"
        continue
      }
      // A power behind a prime would have to stand right beside it.
      guard seen.insert(mark).inserted, !(mark == "^" && hasPrime), let script = argument()
      else { return nil }
      text += "\(mark)\(script)"
    }
    return text
  }

  /// A group, or a single sign, in braces.
  private mutating func argument() -> String? {
    while rest.first == " " { rest.removeFirst() }
    guard let character = rest.first else { return nil }
    if character == "{" { return group() }
    if "}^_&'".contains(character) { return nil }
    return atom().map { "{\($0)}" }
  }

  private mutating func command() -> String? {
    rest.removeFirst()
    guard let first = rest.first else { return nil }
    guard first.isASCII, first.isLetter else {
      rest.removeFirst()
      return ",;:! {}|%#&$_".contains(first) ? "\\\(first)" : nil
    }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest.removeFirst(name.count)
    if name == "left" { return fenced() }
    if name == "begin" { return table() }
    guard let command = TypedMath.command(name) else { return nil }
    switch command {
    case .symbol: return "\\\(name) "
    case .text: return text().map { "\\\(name){\($0)}" }
    case .arguments(let count):
      var text = "\\\(name)"
      for _ in 0..<count {
        guard let argument = argument() else { return nil }
        text += argument
      }
      return text
    case .root:
      var index = ""
      if rest.first == "[" {
        let typed = rest.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        rest.removeFirst(typed.count + 1)
        guard rest.popFirst() == "]" else { return nil }
        index = "[\(String(typed))]"
      }
      return argument().map { "\\sqrt\(index)\($0)" }
    }
  }

  private mutating func text() -> String? {
    guard rest.popFirst() == "{", let end = rest.firstIndex(where: { "{}\\$".contains($0) }),
      rest[end] == "}"
    else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return LaTeXText.escaped(String(rest[..<end]))
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
    return text.count > 2 ? text + " " : text
  }

  private mutating func fenced() -> String? {
    guard let opening = delimiter(), let inner = list(), begins("\\right") else { return nil }
    rest.removeFirst("\\right".count)
    return delimiter().map { "\\left\(opening)\(inner)\\right\($0)" }
  }

  private mutating func table() -> String? {
    guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}") else { return nil }
    let name = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    guard let columns = TypedMath.tables[name], let inner = list(inTable: true),
      rest.starts(with: "\\end{\(name)}"), inner.columns <= columns
    else { return nil }
    rest.removeFirst("\\end{\(name)}".count)
    return "\\begin{\(name)}\(inner)\\end{\(name)}"
  }
}

extension String {
  /// The most columns of any row of a table.
  fileprivate var columns: Int {
    split(separator: "\\\\", omittingEmptySubsequences: false).map { row in
      row.count { $0 == "&" } + 1
    }.max() ?? 1
  }
}
