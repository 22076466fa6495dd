import Fixtures
import Diagnostics
import Decimals
import Formulas
import Foundation
import Lessons
import Testing
import Tracing

@testable import Rendering

struct `Families as matrices` {
  private static let layers = """
    ```lesson
    input x[1..2] = [0.05, 0.1]
    target y[1..2] = [0.01, 0.99]
    param W1[1..3, 1..2] = [[0.15, 0.2], [0.25, 0.3], [0.1, -0.4]]
    param b1[1..3] = 0.35
    param W2[1..2, 1..3] = [[0.4, 0.45, -0.2], [0.5, 0.55, 0.1]]
    param b2[1..2] = 0.6
    z1[j] = sum(i: W1[j,i]*x[i]) + b1[j]
    a1[j] = sigmoid(z1[j])
    z2[k] = sum(j: W2[k,j]*a1[j]) + b2[k]
    L = 1/2*sum(k: (z2[k] - y[k])^2)
    delta d1[j] = dL/dz1[j]
    delta d2[k] = dL/dz2[k]
    minimize L by gd(rate: 0.5), steps: 1
    ```
    """

  private static let batch = """
    ```data n
    x[1],x[2],y
    0,0,0
    0,1,1
    1,0,1
    ```
    ```lesson
    param W[1..2, 1..2] = [[0.1, -0.2], [0.3, 0.4]]
    param b[1..2] = [0.5, -0.5]
    param w2[1..2] = [0.7, -0.9]
    z[n,j] = sum(i: W[j,i]*x[n,i]) + b[j]
    a[n,j] = tanh(z[n,j])
    p[n] = sum(j: w2[j]*a[n,j])
    L = mean(n: (p[n] - y[n])^2)
    differentiate L
    ```
    """

  private static func page(_ lesson: Lesson, _ digits: Int = 6) throws -> String {
    let options = ShowOptions.changed {
      ($0.showsMatrices, $0.showsAll, $0.precision) = (true, true, .digits(digits))
      ($0.width, $0.steps) = (100_000, 1...1)
    }
    return walkthroughText(lesson, try Trace(running: lesson.program), options)
  }

  private static func read(_ text: String) throws -> Lesson {
    try Lesson.read(Source(name: "x.md", text: text))
  }

  /// The equations of two layers as textbooks have them, for one sample.
  @Test(arguments: [
    "z⁽¹⁾ = W⁽¹⁾x + b⁽¹⁾", "a⁽¹⁾ = σ(z⁽¹⁾)", "z⁽²⁾ = W⁽²⁾a⁽¹⁾ + b⁽²⁾", "∂L/∂a⁽¹⁾ = W⁽²⁾ᵀd⁽²⁾",
    "d⁽¹⁾ = ∂L/∂a⁽¹⁾ ⊙ ∂a⁽¹⁾/∂z⁽¹⁾", "∂L/∂W⁽¹⁾ = d⁽¹⁾xᵀ", "∂L/∂W⁽²⁾ = d⁽²⁾a⁽¹⁾ᵀ", "∂L/∂b⁽¹⁾ = d⁽¹⁾",
    "W⁽¹⁾⁺ = W⁽¹⁾ − η·∂L/∂W⁽¹⁾",
  ])
  func `have the equations of textbooks`(equation: String) throws {
    #expect(try Self.page(Self.read(Self.layers)).contains("  \(equation) = "))
  }

  /// Samples are rows: what is added to each of them is repeated by a column of ones.
  @Test(arguments: [
    "z = xWᵀ + 1bᵀ", "p = aw⁽²⁾", "∂L/∂a = ∂L/∂pw⁽²⁾ᵀ", "∂L/∂W = ∂L/∂zᵀx", "∂L/∂b = ∂L/∂zᵀ1",
    "∂L/∂w⁽²⁾ = aᵀ∂L/∂p",
  ])
  func `have the equations of a batch`(equation: String) throws {
    #expect(try Self.page(Self.read(Self.batch)).contains("  \(equation) = "))
  }

  /// With 17 digits, what is worked out by the rules of matrices is the result.
  @Test(arguments: ["layers", "batch"] + ShippedLessons.all.map(\.name))
  func `are what their numbers give`(name: String) throws {
    let lesson =
      switch name {
      case "layers": try Self.read(Self.layers)
      case "batch": try Self.read(Self.batch)
      default: try Lesson.shipped(name)
      }
    var checked = 0
    for block in try Self.page(lesson, 17).split(separator: "\n\n")
    where !block.hasPrefix("Given") {
      for line in block.split(separator: "\n").map(String.init).filter({ $0.hasPrefix("    ") }) {
        let rows = Array(PrintedPage.rows(line.drop { $0 == " " }).rows.suffix(2))
        guard rows.count == 2, rows.allSatisfy({ $0.contains("[") && !$0.contains("[z") }),
          let result = try? MatrixReader.value(rows[1]),
          let value = try? MatrixReader.value(rows[0])
        else { continue }
        checked += 1
        #expect(value.isNear(result), "\(line)")
      }
    }
    if name == "layers" { #expect(checked == 13) }
    if name == "batch" { #expect(checked == 9) }
  }

  /// As in formulas without matrices: a·(−2), b + (−2)·c, but −2·c at the beginning.
  @Test func `no minus sign follows another sign`() throws {
    let page = try Self.page(
      Self.read(
        """
        ```lesson
        const x[1..2] = [1, 3], w = -2, c = 4
        y[i] = x[i] + w*x[i]
        z[i] = c*w*x[i] + w
        h[i] = w*x[i]
        ```
        """))
    #expect(page.contains("y = x + w·x = [1; 3] + (−2)·[1; 3] = [−1; −3]\n"))
    #expect(page.contains("z = c·w·x + w = 4·(−2)·[1; 3] + (−2) = [−10; −26]\n"))
    #expect(page.contains("= −2·[1; 3]"))
  }

  @Test func `a family that is no matrix keeps its equations`() throws {
    let page = try Self.page(
      Self.read(
        """
        ```lesson
        const x[1..3] = [1, 2, 3]
        h[0] = 0
        h[t] = x[t] + h[t-1] for t in 1..3
        ```
        """))
    #expect(page.contains("h₂ = x₂ + h₁"))
    #expect(page.contains("x = [1; 2; 3]"))
  }
}

/// Works out rows of numbers and matrices.
private struct MatrixReader {
  struct Value {
    var cells: [[Double]]

    var isNumber: Bool { cells.count == 1 && cells[0].count == 1 }

    var size: (Int, Int) { (cells.count, cells[0].count) }

    func map(_ change: (Double) -> Double) -> Value { Value(cells: cells.map { $0.map(change) }) }

    func with(_ other: Value, _ operation: (Double, Double) -> Double) throws -> Value {
      if isNumber { return other.map { operation(cells[0][0], $0) } }
      if other.isNumber { return map { operation($0, other.cells[0][0]) } }
      guard size == other.size else { throw NotUnderstood(text: "sizes") }
      return Value(cells: zip(cells, other.cells).map { zip($0, $1).map(operation) })
    }

    func times(_ other: Value) throws -> Value {
      guard size.1 == other.size.0 else { throw NotUnderstood(text: "sizes") }
      return Value(
        cells: cells.map { row in
          other.cells[0].indices.map { column in
            zip(row, other.cells).reduce(0) { $0 + $1.0 * $1.1[column] }
          }
        })
    }

    func isNear(_ other: Value) -> Bool {
      size == other.size
        && zip(cells, other.cells).allSatisfy { row, others in
          zip(row, others).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) }
        }
    }
  }

  private var rest: ArraySlice<Character>

  static func value(_ text: String) throws -> Value {
    var reader = MatrixReader(rest: Array(text)[...])
    let value = try reader.sum()
    guard reader.rest.isEmpty else { throw NotUnderstood(text: text) }
    return value
  }

  private mutating func take(_ sign: String) -> Bool {
    while rest.first == " " { rest.removeFirst() }
    guard rest.starts(with: sign) else { return false }
    rest.removeFirst(sign.count)
    return true
  }

  private mutating func sum() throws -> Value {
    var value = try product()
    while true {
      if take("+") {
        value = try value.with(product(), +)
      } else if take("−") {
        value = try value.with(product(), -)
      } else {
        return value
      }
    }
  }

  private mutating func product() throws -> Value {
    if take("−") { return try product().map { -$0 } }
    var value = try factor()
    while true {
      if take("⊙") || take("·") {
        value = try value.with(factor(), *)
      } else if take("⊘") || take("/") {
        value = try value.with(factor(), /)
      } else if rest.first == "[" || rest.first == "(" {
        value = try value.times(factor())
      } else {
        return value
      }
    }
  }

  private mutating func factor() throws -> Value {
    if take("(") {
      let value = try sum()
      guard take(")") else { throw NotUnderstood(text: String(rest)) }
      return value
    }
    if take("[") { return try matrix() }
    if take("σ(") {
      let value = try sum()
      _ = take(")")
      return value.map { 1 / (1 + Foundation.exp(-$0)) }
    }
    return Value(cells: [[try number()]])
  }

  private mutating func number() throws -> Double {
    while rest.first == " " { rest.removeFirst() }
    let isNegative = take("−")
    let digits = String(rest.prefix { $0.isASCII && $0.isNumber || $0 == "." })
    rest.removeFirst(digits.count)
    var text = digits
    if rest.starts(with: "×10") {
      rest.removeFirst(3)
      let power = rest.prefix { "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) }
      rest.removeFirst(power.count)
      let signs = Dictionary(uniqueKeysWithValues: zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
      text += "e" + power.compactMap { signs[$0].map(String.init) }.joined()
    }
    guard let value = Double(text) else { throw NotUnderstood(text: String(rest)) }
    return isNegative ? -value : value
  }

  private mutating func matrix() throws -> Value {
    var cells: [[Double]] = [[]]
    while !take("]") {
      if take(";") { cells.append([]) }
      cells[cells.count - 1].append(try number())
    }
    return Value(cells: cells)
  }
}
