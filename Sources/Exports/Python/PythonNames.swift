/// Names for the variables and functions of a Python script, no two alike.
struct PythonNames {
  private var taken: Set<String>
  /// The number that the last name with a beginning got.
  private var numbers: [String: Int] = [:]

  /// Names that are free but for Python's own and those that a script uses itself.
  init(reserving names: some Sequence<String> = []) {
    taken = Self.keywords.union(Self.builtins).union(names)
  }

  /// The name that is nearest to a text, such as `dE_dw5` for dE/dw5; from now on it is taken.
  mutating func name(_ text: String) -> String {
    let base = Self.identifier(text)
    var name = base
    while !taken.insert(name).inserted {
      numbers[base, default: 1] += 1
      name = "\(base)_\(numbers[base, default: 1])"
    }
    return name
  }

  /// A text with a word for each sign that names cannot have.
  private static func identifier(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "_new"
      case "-": result += "m"
      case "]", ")": break
      case _ where scalar.isPartOfPythonNames: result.unicodeScalars.append(scalar)
      case _ where scalar.isASCII: result += "_"
      default: result += "u" + String(scalar.value, radix: 16)
      }
    }
    let isOrdinary = !result.hasPrefix("__") && result.unicodeScalars.first?.startsNames == true
    return isOrdinary ? result : "q" + result
  }

  private static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]

  /// What scripts call of Python and its libraries.
  private static let builtins: Set<String> = [
    "abs", "enumerate", "float", "getattr", "globals", "id", "int", "len", "math", "max", "min",
    "np", "print", "range", "sum", "sys", "torch", "zip",
  ]
}

extension Unicode.Scalar {
  /// Whether Python keeps the character in a name as it is; it normalizes others (NFKC), so that
  /// two of them may be one.
  fileprivate var isPartOfPythonNames: Bool {
    if isASCII { return self == "_" || properties.isAlphabetic || ("0"..."9").contains(self) }
    if !properties.isXIDContinue { return false }
    let lower = properties.lowercaseMapping
    return lower.unicodeScalars.allSatisfy { !$0.properties.changesWhenNFKCCaseFolded }
      && (lower == String(self) || lower.uppercased() == String(self))
  }

  fileprivate var startsNames: Bool { self == "_" || properties.isXIDStart }
}
