/// Prints one formula, with the places where a line of it may be broken.
struct LaTeXPrinter {
  let math: LaTeXMath
  var writer = BreakableWriter<LaTeXPiece>()

  init(math: LaTeXMath) { self.math = math }

  private mutating func write(_ piece: LaTeXPiece) { writer.write(piece) }

  private mutating func write(_ characters: String) {
    writer.write(LaTeXPiece(characters: characters))
  }

  /// Writes a piece where it is not too wide, and else what stands in a row.
  private mutating func write(
    _ compact: (_ math: LaTeXMath) -> LaTeXPiece, orInRow row: (_ printer: inout Self) -> Void
  ) {
    let piece = compact(math.trying)
    if piece.width <= math.widest {
      write(piece)
    } else if math.isTrial {
      write(.tooWide)
    } else {
      row(&self)
    }
  }

  mutating func print(_ node: MathNode) {
    switch node {
    case .number(let number): write(math.piece(number))
    case .name(let name): write(math.piece(name))
    case .words(let words): write(LaTeXText.words(words).asWords)
    case .sign(let sign): print(sign)
    case .row(let nodes): print(row: nodes)
    case .half: write(.half)
    case .fraction(let top, let bottom): print(top, over: bottom)
    case .power(let base, let exponent): print(base, raisedTo: math.piece(exponent))
    case .exponential(let exponent): print(exponential: exponent)
    case .root(let operand): print(rootOf: operand)
    case .fenced(let fence, let operand): print(fence, operand)
    case .applied(let function, let member, let arguments): print(function, member, arguments)
    case .prefixed(let function, let argument):
      write(self.function(function))
      write(LaTeXPiece(" ", width: 0))
      print(argument)
    case .cases(let then, let condition, let otherwise, let words):
      print(then, if: condition, otherwise: otherwise, words)
    case .summed(let indices, let body):
      for index in indices { write(sum(over: index)) }
      print(body)
    case .matrix(let rows): print(matrix: rows)
    case .transposed(let operand): print(operand, raisedTo: LaTeXPiece(command: "top"))
    case .ones: write(LaTeXPiece("\\mathbf{1}", width: 385))
    case .blank: write(LaTeXPiece("\\rule{8em}{0.4pt}", width: 800))
    case .ellipsis: write(LaTeXPiece(command: "dots"))
    }
  }

  // Rows.

  /// Names that are multiplied stand side by side; between all others there is a point.
  private mutating func print(row nodes: [MathNode]) {
    for (index, node) in nodes.enumerated() {
      if node == .sign(.times), index > 0, index + 1 < nodes.count,
        nodes[index - 1].isPlainName, nodes[index + 1].isPlainName
      {
        write(Self.thinSpace)
      } else {
        if node.isMatrix, index > 0, nodes[index - 1].isMatrix { writer.startPiece(cost: 2) }
        // Behind words, a minus sign would stand as one between two numbers.
        let isBehindWords = if index > 0, case .words = nodes[index - 1] { true } else { false }
        if isBehindWords, node.beginsWithMinus {
          write(math.piece(node).inBraces)
        } else {
          print(node)
        }
      }
    }
  }

  private static let thinSpace = LaTeXPiece("\\,", width: 17)
  private static let wideSpace = LaTeXPiece("\\ ", width: LaTeXWidth.space)

  private mutating func print(_ sign: MathSign) {
    switch sign {
    case .plus, .minus:
      writer.startPiece(cost: 0)
      write(LaTeXPiece(sign == .plus ? " + " : " - ", width: LaTeXWidth.operation))
    case .times, .wideTimes:
      writer.startPiece(cost: sign == .times ? 2 : 1)
      write(LaTeXPiece(command: "cdot"))
    case .juxtaposed:
      writer.startPiece(cost: 2)
      write(LaTeXPiece("\\,", width: 17))
    case .over:
      writer.startPiece(cost: 2)
      write("/")
    case .hadamard, .hadamardOver:
      writer.startPiece(cost: 1)
      write(LaTeXPiece(command: sign == .hadamard ? "odot" : "oslash"))
    case .hadamardPower: write(LaTeXPiece(command: "odot"))
    case .comma:
      write(LaTeXPiece(characters: ",") + Self.wideSpace)
      writer.startPiece(cost: 1)
    case .equals: write(LaTeXPiece(" = ", width: LaTeXWidth.relation))
    case .negative: write("-")
    case .relation(_, _, let latex):
      writer.startPiece(cost: 2)
      write(LaTeXPiece(" \(latex) ", width: LaTeXWidth.relation))
    }
  }

  // Parentheses.

  private mutating func inside(
    _ opening: LaTeXPiece, _ closing: LaTeXPiece, height: Int,
    _ body: (_ printer: inout Self) -> Void
  ) {
    let size = [("", 0), ("\\bigg", 36), ("\\Bigg", 44)][min(height, 2)]
    func sized(_ fence: LaTeXPiece, _ side: String) -> LaTeXPiece {
      size.0.isEmpty ? fence : fence.within(size.0 + side, "", adding: size.1)
    }
    writer.open(sized(opening, "l"))
    body(&self)
    writer.close(sized(closing, "r"))
  }

  private mutating func inParentheses(height: Int, _ body: (_ printer: inout Self) -> Void) {
    inside(LaTeXPiece(characters: "("), LaTeXPiece(characters: ")"), height: height, body)
  }

  private mutating func print(_ fence: MathFence, _ operand: MathNode) {
    let (opening, closing) =
      switch fence {
      case .parentheses: (LaTeXPiece(characters: "("), LaTeXPiece(characters: ")"))
      case .bars: (LaTeXPiece(command: "lvert"), LaTeXPiece(command: "rvert"))
      case .floor: (LaTeXPiece(command: "lfloor"), LaTeXPiece(command: "rfloor"))
      case .brackets, .iverson: (LaTeXPiece(characters: "["), LaTeXPiece(characters: "]"))
      }
    inside(opening, closing, height: operand.height) { $0.print(operand) }
  }

  // Functions.

  private mutating func print(_ name: FunctionName, _ member: Int?, _ arguments: [MathNode]) {
    write(function(name))
    if let member { write(.lowered(LaTeXPiece(characters: String(member)))) }
    // A matrix has parentheses of its own.
    if arguments.count == 1, case .matrix = arguments[0] { return print(arguments[0]) }
    inParentheses(height: arguments.map(\.height).reduce(0, max)) { printer in
      for (index, argument) in arguments.enumerated() {
        if index > 0 {
          printer.write(",")
          printer.writer.startPiece(cost: 1)
          printer.write(Self.thinSpace)
        }
        printer.print(argument)
      }
    }
  }

  /// The name of a function: that of an operator, a command that prints its own name, or a letter.
  private func function(_ name: FunctionName) -> LaTeXPiece {
    let letters = name.plain.map { LaTeXText.escaped($0, inWords: true) }.joined()
    let `operator` = letters.within(
      "\\operatorname{", "}", adding: LaTeXWidth.roomOfWords)
    if name.latex == `operator`.text { return `operator` }
    let isLetter = name.printed.count == 1
    return LaTeXPiece(
      name.latex,
      width: isLetter ? LaTeXWidth.of(greek: name.printed) : LaTeXWidth.of(word: name.printed))
  }

  private mutating func print(exponential exponent: MathNode) {
    write {
      LaTeXPiece(characters: "e") + .raised($0.piece(exponent))
    } orInRow: { printer in
      printer.write(LaTeXPiece("\\exp", width: LaTeXWidth.of(word: "exp")))
      printer.print(exponent.inParentheses)
    }
  }

  private mutating func print(rootOf operand: MathNode) {
    write {
      .root($0.piece(operand))
    } orInRow: { printer in
      let name = LaTeXPiece(characters: "sqrt", inWords: true)
      printer.write(name.within("\\operatorname{", "}", adding: LaTeXWidth.roomOfWords))
      printer.print(operand.inParentheses)
    }
  }

  private func sum(over index: SumIndex) -> LaTeXPiece {
    guard let range = index.range else { return .sum(math.index(index.letter), nil) }
    return .sum(
      math.index("\(index.letter)=\(range.lowerBound)"),
      LaTeXPiece(characters: String(range.upperBound)))
  }

  // Fractions and powers.

  private mutating func print(_ top: MathNode, over bottom: MathNode) {
    write {
      .fraction($0.piece(top), $0.piece(bottom))
    } orInRow: { printer in
      let below = printer.math.trying.piece(bottom)
      if below.width <= printer.math.widest {
        printer.write(.fraction(LaTeXPiece(characters: "1"), below))
        printer.print(.fenced(.parentheses, top))
      } else {
        let row = [.fenced(.parentheses, top), .sign(.over), MathNode.fenced(.parentheses, bottom)]
        printer.print(.fenced(.parentheses, .row(row)))
      }
    }
  }

  private mutating func print(_ base: MathNode, raisedTo exponent: LaTeXPiece) {
    switch base {
    case .name(let name): write(math.raised(name, to: exponent))
    case .fenced:
      print(base)
      write(.raised(exponent))
    default: write(math.piece(base).inBraces + .raised(exponent))
    }
  }

  // Tables.

  private mutating func print(matrix rows: [[MathNode]]) {
    let columns = String(repeating: "r", count: rows[0].count)
    let table = LaTeXPiece.table(
      rows.map { $0.map(math.piece) }, from: "\\begin{array}{\(columns)}", to: "\\end{array}",
      rowEnd: " \\\\ ")
    write(table.within("\\left(", "\\right)", adding: 118))
  }

  private mutating func print(
    _ then: MathNode, if condition: MathNode, otherwise: MathNode, _ caseWords: CaseWords
  ) {
    func words(_ text: String) -> LaTeXPiece { LaTeXText.words(text).asWords }
    write { math in
      let rows = [
        [math.piece(then), words("\(caseWords.condition) ") + math.piece(condition)],
        [math.piece(otherwise), words(caseWords.otherwise)],
      ]
      return .table(rows, from: "\\begin{cases}", to: "\\end{cases}", rowEnd: "\\\\")
    } orInRow: { printer in
      let (opening, closing) = (LaTeXPiece("\\{", width: 55), LaTeXPiece("\\}", width: 55))
      printer.inside(opening, closing, height: max(then.height, otherwise.height)) { printer in
        printer.print(then)
        printer.write(words(" \(caseWords.condition) "))
        printer.print(condition)
        printer.write(";")
        printer.writer.startPiece(cost: 1)
        printer.write(Self.wideSpace)
        printer.print(otherwise)
        printer.write(words(" \(caseWords.otherwise)"))
      }
    }
  }
}

extension MathNode {
  /// How high its parentheses are: 0 for what fits in a line, 1 for a fraction or a large sign, 2
  /// for more.
  fileprivate var height: Int {
    switch self {
    case .number, .words, .sign, .half, .blank, .ellipsis, .ones: 0
    case .matrix: 2
    case .transposed(let operand): operand.height
    case .name(let name): name.isDerivative ? 1 : 0
    case .row(let nodes): nodes.map(\.height).reduce(0, max)
    case .fraction(let top, let bottom): 1 + max(top.height, bottom.height)
    case .power(let base, _): base.height
    case .exponential: 0
    case .root(let operand), .fenced(_, let operand), .prefixed(_, let operand): operand.height
    case .applied(_, _, let arguments): arguments.map(\.height).reduce(0, max)
    case .cases: 2
    case .summed(_, let body): max(1, body.height)
    }
  }

  fileprivate var isPlainName: Bool {
    switch self {
    case .name(let name): !name.isDerivative
    case .power(.name(let name), .number): !name.isDerivative
    default: false
    }
  }
}
