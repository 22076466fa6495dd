/// A number without its sign, and where its last digit stands.
struct PrintedNumber: Equatable, Sendable {
  let text: String
  let value: Double
  /// The powers of ten of the first digit that is not 0 and of the last digit.
  let first: Int
  let last: Int
  let isScientific: Bool

  var digits: Int { first - last + 1 }

  /// Reads `12.5`, `1.25e-7` or `1.25×10⁻⁷`; `mantissa` is what stands before the power of ten.
  init(mantissa: String, exponent: Int? = nil) {
    text = mantissa + (exponent.map { "e\($0)" } ?? "")
    value = Double(text) ?? .nan
    let decimals = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
    let digits = mantissa.filter { $0 != "." }.drop { $0 == "0" }.count
    last = (exponent ?? 0) - decimals
    first = last + max(digits, 1) - 1
    isScientific = exponent != nil
  }

  static func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .nan }
}

/// Numbers, names and signs of a formula, from left to right.
enum PrintedToken: Equatable {
  case number(PrintedNumber)
  case name(String, isPrevious: Bool)
  case word(String)
  case sign(Character)
}

/// Something on a page that the reader has no rule for.
struct NotUnderstood: Error { let text: String }

/// The names of a page, found in a text letter by letter.
struct PrintedNames {
  /// What is written behind the name of a state for its value in the step before.
  fileprivate static let marks = ["⁻", "_old"]

  private var next: [[UInt32: Int]] = [[:]]
  private var ends: Set<Int> = []

  init(_ names: some Sequence<String>) {
    for name in names.flatMap({ name in [name] + Self.marks.map { name + $0 } }) {
      var node = 0
      for scalar in name.unicodeScalars {
        if let known = next[node][scalar.value] {
          node = known
        } else {
          next.append([:])
          next[node][scalar.value] = next.count - 1
          node = next.count - 1
        }
      }
      ends.insert(node)
    }
  }

  /// The end of the longest name that begins here and is not part of a longer word.
  fileprivate func end(of text: [Unicode.Scalar], from start: Int) -> Int? {
    var (node, place, found) = (0, start, Int?.none)
    while place < text.count, let following = next[node][text[place].value] {
      (node, place) = (following, place + 1)
      let isWhole = place == text.count || !text[place].continuesName
      if isWhole, ends.contains(node) { found = place }
    }
    return found
  }
}

/// Divides a printed formula into numbers, names, words and signs; signs come out as in ASCII.
struct PrintedTokenizer {
  private let scalars: [Unicode.Scalar]
  private let names: PrintedNames
  private var place = 0
  private var tokens: [PrintedToken] = []

  static func tokens(_ text: String, _ names: PrintedNames) -> [PrintedToken] {
    var tokenizer = PrintedTokenizer(scalars: Array(text.unicodeScalars), names: names)
    while tokenizer.place < tokenizer.scalars.count { tokenizer.readNext() }
    return tokenizer.tokens
  }

  private init(scalars: [Unicode.Scalar], names: PrintedNames) {
    (self.scalars, self.names) = (scalars, names)
  }

  private mutating func readNext() {
    let scalar = scalars[place]
    if scalar.isDigit {
      readNumber()
    } else if let end = names.end(of: scalars, from: place) {
      let name = String(String.UnicodeScalarView(scalars[place..<end]))
      let mark = PrintedNames.marks.first(where: name.hasSuffix)
      tokens.append(.name(String(name.dropLast(mark?.count ?? 0)), isPrevious: mark != nil))
      place = end
    } else if scalar.superscript != nil {
      tokens += [.sign("^"), .number(PrintedNumber(mantissa: raised()))]
    } else if scalar.continuesName, scalar != "'", scalar != "[" {
      let word = run { $0.continuesName && $0 != "[" }
      tokens.append(word == "inf" ? .number(PrintedNumber(mantissa: word)) : .word(word))
    } else {
      place += 1
      readSign(Character(scalar))
    }
  }

  private mutating func readNumber() {
    let mantissa = run { $0.isDigit || $0 == "." }
    if take("×10") {
      tokens.append(.number(PrintedNumber(mantissa: mantissa, exponent: Int(raised()))))
    } else if mantissa == "10", place < scalars.count, scalars[place] == "⁻" {
      tokens.append(.number(PrintedNumber(mantissa: "1", exponent: Int(raised()))))
    } else if take("e") {
      let exponent = Int(run { $0.isDigit || $0 == "-" })
      tokens.append(.number(PrintedNumber(mantissa: mantissa, exponent: exponent)))
    } else {
      tokens.append(.number(PrintedNumber(mantissa: mantissa)))
    }
  }

  private mutating func readSign(_ sign: Character) {
    switch sign {
    case " ": break
    case "½":
      let (one, two) = (PrintedNumber(mantissa: "1"), PrintedNumber(mantissa: "2"))
      tokens += [.number(one), .sign("/"), .number(two)]
    case "∞": tokens.append(.number(PrintedNumber(mantissa: "inf")))
    case "−": tokens.append(.sign("-"))
    case "·": tokens.append(.sign("*"))
    case "<" where take("="): tokens.append(.sign("≤"))
    case ">" where take("="): tokens.append(.sign("≥"))
    case "!" where take("="): tokens.append(.sign("≠"))
    case "=" where take("="): tokens.append(.sign("="))
    default: tokens.append(.sign(sign))
    }
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func run(_ holds: (Unicode.Scalar) -> Bool) -> String {
    let run = scalars[place...].prefix(while: holds)
    place = run.endIndex
    return String(String.UnicodeScalarView(run))
  }

  /// What raised digits say.
  private mutating func raised() -> String {
    String(run { $0.superscript != nil }.unicodeScalars.compactMap(\.superscript))
  }
}

extension Unicode.Scalar {
  /// Letters, digits and what hangs on them; not the raised digits of powers.
  fileprivate var continuesName: Bool {
    if value < 0x80 {
      return properties.isAlphabetic || isDigit || self == "_" || self == "[" || self == "'"
    }
    return properties.isAlphabetic && superscript == nil || (0x2080...0x208B).contains(value)
      || (0x300...0x36F).contains(value) || self == "⁺" || self == "⁽"
  }

  fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }

  /// What a raised digit or sign says.
  fileprivate var superscript: Character? {
    switch self {
    case "⁰": "0"
    case "¹": "1"
    case "²": "2"
    case "³": "3"
    case "⁴"..."⁹": Character(Unicode.Scalar(UInt8(value - 0x2074 + 0x34)))
    case "⁻": "-"
    default: nil
    }
  }
}
