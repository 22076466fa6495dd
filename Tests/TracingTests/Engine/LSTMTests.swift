import Fixtures
import Testing

/// A recurrent cell with gates, whose equations say nothing of ranges.
@Suite struct LSTMTests {
  /// Some dozens of products and functions, by NumPy and here.
  private static let tolerance = 1e-12

  private static let equations = """
    f[t,j] = sigmoid(sum(m: Wf[j,m]*x[t,m]) + sum(k: Uf[j,k]*h[t-1,k]) + bf[j])
    i[t,j] = sigmoid(sum(m: Wi[j,m]*x[t,m]) + sum(k: Ui[j,k]*h[t-1,k]) + bi[j])
    g[t,j] = tanh(sum(m: Wg[j,m]*x[t,m]) + sum(k: Ug[j,k]*h[t-1,k]) + bg[j])
    o[t,j] = sigmoid(sum(m: Wo[j,m]*x[t,m]) + sum(k: Uo[j,k]*h[t-1,k]) + bo[j])
    c[0,j] = 0
    h[0,j] = 0
    c[t,j] = f[t,j]*c[t-1,j] + i[t,j]*g[t,j]
    h[t,j] = o[t,j]*tanh(c[t,j])
    L = sum(j: half_squared_error(h[4,j], y[j]))
    """

  /// The given numbers of the table as declarations, in lists.
  private func declarations(_ rows: [[String]]) -> String {
    var families: [(name: String, values: [String: String])] = []
    for row in rows where row[0] == "given" {
      let parts = row[1].dropLast().split(separator: "[")
      if families.last?.name != String(parts[0]) { families.append((String(parts[0]), [:])) }
      families[families.count - 1].values[String(parts[1])] = row[2]
    }
    return families.map { name, values in
      let indices = values.keys.map { $0.split(separator: ",").compactMap { Int($0) } }
      let ranges = (indices.first ?? []).indices.map { position in
        1...(indices.map { $0[position] }.max() ?? 1)
      }
      func list(_ before: [Int]) -> String {
        if before.count == ranges.count {
          return values[before.map(String.init).joined(separator: ",")] ?? "missing"
        }
        return "[\(ranges[before.count].map { list(before + [$0]) }.joined(separator: ", "))]"
      }
      let word = name == "x" ? "input" : name == "y" ? "target" : "param"
      let typed = ranges.map { "\($0.lowerBound)..\($0.upperBound)" }.joined(separator: ", ")
      return "\(word) \(name)[\(typed)] = \(list([]))"
    }.joined(separator: "\n")
  }

  /// The rows of References/lstm.csv, from NumPy.
  @Test func `the families agree on all ranges, and the values are those of NumPy`() throws {
    let rows = try ReferenceTable("lstm.csv").rows
    let lesson = try TracedLesson(
      declarations(rows) + "\n" + Self.equations + "\ndifferentiate L")
    let values = rows.filter { $0[0] == "value" }
    #expect(values.count == 4 * 6 * 3 + 1 + 4 * (3 * 2 + 3 * 3 + 3))
    for row in values {
      let (value, expected) = (try lesson.value(row[1]), try #require(Double(row[2])))
      #expect(agrees(value, expected, within: Self.tolerance, floor: 1e-3), "\(row[1])")
    }
    #expect(!lesson.has("c[5,1]") && !lesson.has("c[1,4]") && !lesson.has("c[0,4]"))
  }

  /// The gates look at the cell of the step before (Gers, Schmidhuber: Recurrent nets that time and
  /// count, 2000): f and c depend on each other.
  @Test func `families on a circle take what the others say`() throws {
    let lesson = try TracedLesson(
      """
      param p[1..2] = [0.5, -0.5]
      input x[1..3] = [1, 2, 3]
      c[0,j] = 1
      c[t,j] = f[t,j]*c[t-1,j] + x[t]
      f[t,j] = p[j]*c[t-1,j] + x[t]
      y[t] = sum(j: c[t,j])
      """)
    // f = 0.5·1 + 1 and c = f·1 + 1, then 3.25 and 3.25·2.5 + 2; and the same with −0.5.
    #expect(try lesson.value("c[1,1]") == 2.5)
    #expect(try lesson.value("c[2,1]") == 10.125)
    #expect(try lesson.value("c[2,2]") == 3.875)
    #expect(try lesson.value("y[2]") == 14)
    #expect(lesson.has("c[3,2]") && !lesson.has("c[4,1]") && !lesson.has("c[1,3]"))
  }
}
