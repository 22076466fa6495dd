import Decimals
import Lessons

/// Words, names and numbers as they are drawn: stretches of letters, some raised or lowered.
struct DrawnText {
  struct Span: Hashable {
    var text: String
    /// 1 for a superscript, -1 for a subscript.
    var level = 0
    var isItalic = false
  }

  private(set) var spans: [Span] = []

  /// How far scripts are raised and lowered, and how large they are, in letters of the text.
  static let shift = 0.3
  static let smaller = 0.75

  init(_ nodes: [MathNode]) { nodes.forEach { add($0) } }

  private mutating func add(_ node: MathNode) {
    switch node {
    case .row(let nodes): nodes.forEach { add($0) }
    case .words(let words): add(words)
    case .name(let name): add(name)
    case .number(let number): add(number)
    default: add(TextMath(isASCII: false).text(node))
    }
  }

  /// Adds letters; those that are alike stand in one span.
  private mutating func add(_ text: String, level: Int = 0, isItalic: Bool = false) {
    if text.isEmpty { return }
    if let last = spans.last, (last.level, last.isItalic) == (level, isItalic) {
      spans[spans.count - 1].text += text
    } else {
      spans.append(Span(text: text, level: level, isItalic: isItalic))
    }
  }

  private mutating func add(_ number: NumberText) {
    var significand = number
    significand.exponent = nil
    let digits = TextMath(isASCII: false).text(significand)
    guard let exponent = number.exponent else { return add(digits) }
    let isPower = number.magnitude.significand == "1"
    add(isPower ? (number.isNegative ? "−" : "") + "10" : digits + "×10")
    add(Self.signed(String(exponent)), level: 1)
  }

  private mutating func add(_ name: MathName, level: Int = 0) {
    switch name {
    case .quantity(let spelling, let indices):
      add(spelling, level, below: Self.signed(indices.map(\.typed).joined(separator: ",")))
    case .updated(let parameter):
      add(parameter, level: level)
      add("+", level: 1)
    case .previous(let state):
      add(state, level: level)
      add("−", level: 1)
    case .derivative(let top, let below):
      let order = below.count == 1 ? "" : String(below.count)
      add("∂", level: level)
      add(order, level: 1)
      add(operand: top, level)
      add("/", level: level)
      let isPower = below.count > 1 && below.allSatisfy { $0 == below[0] }
      for variable in isPower ? Array(below.prefix(1)) : below {
        add("∂", level: level)
        add(operand: variable, level)
      }
      if isPower { add(order, level: 1) }
    case .term(let spelling, let block, let parameter):
      if let block { add("\(block).", level: level) }
      add(spelling, level, below: "")
      if let parameter { add(parameter, level: -1) }
    case .share(let derivative, let user):
      add(derivative, level: level)
      add(user == nil ? " directly" : " via ", level: level)
      if let user { add(user, level: level) }
    }
  }

  private mutating func add(operand name: MathName, _ level: Int) {
    if name.isDerivative { add("(", level: level) }
    add(name, level: level)
    if name.isDerivative { add(")", level: level) }
  }

  private mutating func add(_ spelling: Spelling, _ level: Int, below indices: String) {
    add(spelling.accentedBase, level: level, isItalic: true)
    if let above = spelling.superscript {
      let isNumber = above.allSatisfy { $0.isASCII && $0.isNumber }
      add(isNumber ? "(\(above))" : above, level: 1, isItalic: !isNumber)
    }
    let below = [spelling.subscript, indices].compactMap { $0 }.filter { !$0.isEmpty }
      .joined(separator: ",")
    add(below, level: -1, isItalic: below.contains(where: \.isLetter))
  }

  private static func signed(_ text: String) -> String { text.replacing("-", with: "−") }

  /// About how wide it is, in letters' heights; rather too wide than too narrow.
  var width: Double {
    spans.reduce(0) { width, span in
      width + span.text.reduce(0) { $0 + $1.drawnWidth } * (span.level == 0 ? 1 : Self.smaller)
    }
  }
}

extension Character {
  fileprivate var drawnWidth: Double {
    switch self {
    case "i", "j", "l", "t", "f", "r", "I", " ", ",", ".", ":", ";", "(", ")", "[", "]", "/", "'":
      0.34
    case "m", "w", "M", "W", "%", "@": 0.82
    case "=", "−", "+", "×", "<", ">", "∂": 0.58
    default: isUppercase ? 0.72 : 0.53 * Double(String(self).displayWidth)
    }
  }
}
