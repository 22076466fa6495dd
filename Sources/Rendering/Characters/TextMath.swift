import Decimals
import Lessons

/// Prints formulas in a row of characters: Unicode, or plain ASCII as the lesson language has it.
struct TextMath {
  let isASCII: Bool

  func text(_ node: MathNode) -> String { breakable(node).unbroken }

  func breakable(_ node: MathNode) -> BreakableText {
    var printer = Printer(isASCII: isASCII)
    printer.print(node)
    printer.writer.flush()
    return printer.writer.result
  }

  /// Words and formulas in a row; a line rather ends between words than within a formula.
  func sentence(_ nodes: [MathNode]) -> BreakableText {
    var printer = Printer(isASCII: isASCII)
    for node in nodes {
      if case .words = node {
        printer.print(node)
      } else {
        printer.printTogether(node)
      }
    }
    printer.writer.flush()
    return printer.writer.result
  }

  func text(_ number: NumberText) -> String { Printer(isASCII: isASCII).text(number) }

  /// How wide a number is before its decimal point or its power of ten.
  func widthBeforePoint(_ number: NumberText) -> Int {
    let isPower = !isASCII && number.exponent != nil && number.magnitude.significand == "1"
    guard !isPower, number.significand.last?.isNumber == true else {
      return text(number).displayWidth
    }
    return number.significand.prefix { $0 != "." }.count
  }

  func text(_ name: MathName) -> String { Printer(isASCII: isASCII).text(name) }
}

extension MathNode {
  /// The node in a row of characters.
  package func text(isASCII: Bool) -> String { TextMath(isASCII: isASCII).text(self) }
}

private struct Printer {
  let isASCII: Bool
  var writer = BreakableWriter<String>()

  init(isASCII: Bool) { self.isASCII = isASCII }

  private mutating func write(_ text: String) { writer.write(text) }

  private mutating func startPiece(afterSpace hasSpace: Bool, cost: Int) {
    writer.startPiece(afterSpace: hasSpace, cost: cost)
  }

  /// Prints what should stay in one line.
  mutating func printTogether(_ node: MathNode) {
    writer.open("")
    print(node)
    writer.close("")
  }

  mutating func print(_ node: MathNode) {
    switch node {
    case .number(let number): write(text(number))
    case .name(let name): write(text(name))
    case .words(let words): print(words: words)
    case .sign(let sign): print(sign)
    case .row(let nodes): for node in nodes { print(node) }
    case .half: write(isASCII ? "1/2" : "½")
    case .fraction(let top, let bottom):
      print(.row([.fenced(.parentheses, top), .sign(.over), .fenced(.parentheses, bottom)]))
    case .power(let base, let exponent):
      print(base)
      print(exponent: exponent)
    case .exponential(let exponent):
      if isASCII { return print("exp", of: exponent) }
      write("e")
      print(exponent: exponent)
    case .root(let operand):
      if isASCII { return print("sqrt", of: operand) }
      write("√")
      print(operand)
    case .fenced(let fence, let operand): print(fence, operand)
    case .applied(let name, let member, let arguments): print(name, member, arguments)
    case .prefixed(let name, let argument):
      if isASCII { return print(name.plain, of: argument) }
      write(name.printed + " ")
      print(argument)
    case .cases(let then, let condition, let otherwise, let words):
      print(then, if: condition, otherwise: otherwise, words)
    case .summed(let indices, let body): print(sumOver: indices, body)
    case .matrix(let rows): print(rows: rows)
    case .transposed(let operand):
      print(operand)
      write(isASCII ? "'" : "ᵀ")
    case .ones: write("1")
    case .blank: write("________")
    case .ellipsis(let words):
      let dots = isASCII ? "..." : "…"
      write(words.map { "\(dots) \($0) \(dots)" } ?? dots)
    }
  }

  private mutating func print(words: String) {
    for (index, word) in words.split(separator: " ", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { startPiece(afterSpace: true, cost: 1) }
      write(String(word))
    }
  }

  private mutating func print(_ sign: MathSign) {
    switch sign {
    case .plus, .minus:
      startPiece(afterSpace: true, cost: 0)
      write(sign == .plus ? "+ " : isASCII ? "- " : "− ")
    case .equals:
      write(" = ")
    case .times, .over:
      startPiece(afterSpace: false, cost: 2)
      write(sign == .over ? "/" : isASCII ? "*" : "·")
    case .wideTimes:
      startPiece(afterSpace: true, cost: 1)
      write(isASCII ? "* " : "· ")
    case .juxtaposed:
      startPiece(afterSpace: true, cost: 2)
      if isASCII { write("* ") }
    case .hadamard, .hadamardOver:
      startPiece(afterSpace: true, cost: 1)
      write(sign == .hadamard ? isASCII ? ".* " : "⊙ " : isASCII ? "./ " : "⊘ ")
    case .hadamardPower: write(isASCII ? "." : "⊙")
    case .comma:
      write(",")
      startPiece(afterSpace: true, cost: 1)
    case .negative:
      write(isASCII ? "-" : "−")
    case .relation(let unicode, let ascii, _):
      startPiece(afterSpace: true, cost: 2)
      write("\(isASCII ? ascii : unicode) ")
    }
  }

  /// Rows one after the other, parted by semicolons.
  private mutating func print(rows: [[MathNode]]) {
    inside("[", "]") { printer in
      for (index, row) in rows.enumerated() {
        if index > 0 {
          printer.write(";")
          printer.startPiece(afterSpace: true, cost: 0)
        }
        for (column, cell) in row.enumerated() {
          if column > 0 { printer.startPiece(afterSpace: true, cost: 2) }
          printer.print(cell)
        }
      }
    }
  }

  private mutating func inside(
    _ opening: String, _ closing: String, _ body: (_ printer: inout Self) -> Void
  ) {
    writer.open(opening)
    body(&self)
    writer.close(closing)
  }

  /// Prints a call with the one pair of parentheses that it needs.
  private mutating func print(_ function: String, of operand: MathNode) {
    write(function)
    print(operand.inParentheses)
  }

  private mutating func print(_ fence: MathFence, _ operand: MathNode) {
    let (opening, closing) =
      switch fence {
      case .parentheses: ("(", ")")
      case .brackets: isASCII ? ("(", ")") : ("[", "]")
      case .bars: isASCII ? ("abs(", ")") : ("|", "|")
      case .floor: isASCII ? ("floor(", ")") : ("⌊", "⌋")
      case .iverson: isASCII ? ("(", ")") : ("[", "]")
      }
    inside(opening, closing) { $0.print(operand) }
  }

  private mutating func print(_ name: FunctionName, _ member: Int?, _ arguments: [MathNode]) {
    write(isASCII ? name.plain : name.printed)
    if let member, !isASCII { write(member.subscripted) }
    inside("(", ")") { printer in
      if let member, printer.isASCII { printer.write("\(member), ") }
      for (index, argument) in arguments.enumerated() {
        if index > 0 { printer.print(.comma) }
        printer.print(argument)
      }
    }
  }

  private mutating func print(
    _ then: MathNode, if condition: MathNode, otherwise: MathNode, _ words: CaseWords
  ) {
    if isASCII {
      let row = [condition, .sign(.comma), then, .sign(.comma), otherwise]
      return inside("if(", ")") { $0.print(.row(row)) }
    }
    inside("{", "}") { printer in
      printer.print(then)
      printer.write(" \(words.condition) ")
      printer.print(condition)
      printer.write(";")
      printer.startPiece(afterSpace: true, cost: 1)
      printer.print(otherwise)
      printer.write(" \(words.otherwise)")
    }
  }

  private mutating func print(sumOver indices: [SumIndex], _ body: MathNode) {
    if isASCII {
      let ranges = indices.map { index in
        index.letter + (index.range.map { " in \($0.lowerBound)..\($0.upperBound)" } ?? "")
      }
      inside("sum(", ")") { printer in
        printer.write(ranges.joined(separator: ", ") + ": ")
        printer.print(body)
      }
      return
    }
    for index in indices {
      let low = index.range.map { "\(index.letter)=\($0.lowerBound)" } ?? index.letter
      let below = low.subscripted ?? "_\(low)"
      write("Σ\(below)")
      if let range = index.range { write(range.upperBound.superscripted) }
      write(" ")
    }
    print(body)
  }

  private mutating func print(exponent: MathNode) {
    if !isASCII, case .number(let number) = exponent, number.exponent == nil, !number.isNegative,
      let raised = number.significand.superscripted
    {
      return write(raised)
    }
    write("^")
    print(exponent)
  }

  // Numbers and names.

  func text(_ number: NumberText) -> String {
    switch number.significand {
    case "nan": return "NaN"
    case "inf": return isASCII ? "inf" : "∞"
    case "-inf": return isASCII ? "-inf" : "−∞"
    default: break
    }
    let sign = number.isNegative ? isASCII ? "-" : "−" : ""
    let size = sign + number.magnitude.significand
    guard let exponent = number.exponent else { return size }
    if isASCII { return "\(size)e\(exponent)" }
    let power = "10" + exponent.superscripted
    return number.magnitude.significand == "1" ? sign + power : "\(size)×\(power)"
  }

  func text(_ name: MathName) -> String {
    switch name {
    case .quantity(let spelling, let indices):
      return text(spelling, indices)
    case .updated(let parameter):
      return text(parameter) + (isASCII ? "'" : "⁺")
    case .previous(let state):
      return text(state) + (isASCII ? "_old" : "⁻")
    case .derivative(let top, let below):
      return derivative(of: top, by: below)
    case .term(let spelling, let block, let parameter):
      let qualified = (block.map { "\($0)." } ?? "") + text(spelling, [])
      return qualified + (parameter.map { "(\(text($0)))" } ?? "")
    case .share(let derivative, let user):
      return text(derivative) + (user.map { " via \(text($0))" } ?? " directly")
    }
  }

  private func derivative(of top: MathName, by below: [MathName]) -> String {
    let sign = isASCII ? "d" : "∂"
    let power = isASCII ? String(below.count) : below.count.superscripted
    let above = sign + (below.count == 1 ? "" : power) + operand(top)
    if !isASCII, below.count > 1, below.allSatisfy({ $0 == below[0] }) {
      return "\(above)/\(sign)\(operand(below[0]))\(power)"
    }
    return above + "/" + below.map { sign + operand($0) }.joined()
  }

  private func operand(_ name: MathName) -> String {
    name.isDerivative ? "(\(text(name)))" : text(name)
  }

  private func text(_ spelling: Spelling, _ indices: [MathIndex]) -> String {
    let typed = indices.map(\.typed).joined(separator: ",")
    let bracketed = indices.isEmpty ? "" : "[\(typed)]"
    if isASCII { return spelling.typed + bracketed }
    let small = indices.map(\.typed).joinedIndices
    var text = spelling.accentedBase
    if let above = spelling.superscript { text += raised(above, isPower: spelling.isPower) }
    guard let below = spelling.subscript else {
      // Letters that Unicode has no small ones of: K_kd.
      let row = small.allSatisfy(\.isLetter) && !small.isEmpty ? "_\(small)" : nil
      return text + (small.subscripted ?? row ?? bracketed.replacingHyphens)
    }
    let isNumber = below.allSatisfy { $0.isASCII && $0.isNumber }
    text += (isNumber || indices.isEmpty ? below.subscripted : nil) ?? "_\(below)"
    return text + bracketed.replacingHyphens
  }

  /// A superscript; a number stands in parentheses, since it would be a power without them.
  private func raised(_ text: String, isPower: Bool) -> String {
    let isNumber = !isPower && text.allSatisfy { $0.isASCII && $0.isNumber }
    return (isNumber ? "(\(text))" : text).superscripted ?? "^(\(text))"
  }
}

extension Spelling {
  /// The letters with the accent, as a combining character.
  var accentedBase: String {
    guard let accent else { return base }
    return base + accent.mark
  }
}

extension PrintedSymbol.Accent {
  /// The combining character.
  fileprivate var mark: String {
    switch self {
    case .hat: "\u{302}"
    case .bar: "\u{304}"
    case .tilde: "\u{303}"
    }
  }
}

extension String {
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? "−" : $0 }) }
}
