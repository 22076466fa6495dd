import Diagnostics
import Fixtures
import Formulas
import Lessons
import Programs
import Testing
import Tracing
import Words

@testable import Rendering

/// Names as pages print them, and the order of pages.
@Suite struct TypedBackTests {
  private static func runs(of name: String) throws -> [Lesson] {
    let lesson = try Lesson.shipped(name)
    return lesson.variants.isEmpty ? [lesson] : lesson.variants
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a printed name means its line`(lesson: String) throws {
    for run in try Self.runs(of: lesson) {
      let (names, typed) = (ProgramNames(run), QuantityNames(run))
      for line in run.program.lines.indices {
        for isASCII in [false, true] {
          let printed = TextMath(isASCII: isASCII).text(names.name(of: line))
          #expect(typed.lines(named: printed) == [line], "\(printed)")
        }
      }
    }
  }

  /// A page leaves lines out, and tells all others in the order of the list.
  @Test(arguments: ShippedLessons.all.map(\.name))
  func `names are listed once each, in the order of the page`(lesson: String) throws {
    for run in try Self.runs(of: lesson) {
      let names = ProgramNames(run)
      let order = names.orderOfPage
      #expect(order.sorted() == Array(run.program.lines.indices))
      let folding = Folding(run.program, .chain, names)
      let derivatives = names.derivatives(
        showsAll: true, folding.isListed, formula: folding.formula(of:))
      for group in PhaseGroup.allCases where group != .given {
        let told = names.told(group.phases, derivatives, folding.isListed)
        let isTold = Set(told)
        #expect(order.filter(isTold.contains) == told, "\(group)")
      }
    }
  }

  @Test(arguments: [
    ("two-layer-sigmoid", "δₒ₁            dE/dnet_o1       derivative of E with respect to netₒ₁"),
    ("two-layer-sigmoid", "w₅⁺            w5'              w₅ after the update"),
    ("two-layer-sigmoid", "netₕ₁          net_h1           net input"),
    ("xor", "∂L/∂W⁽¹⁾₃₂       dL/dW1[3,2]        gradient of L with respect to W⁽¹⁾₃₂"),
    ("xor", "m̂(W⁽¹⁾₃₂)        mhat(W1[3,2])      number of the optimizer"),
    ("softmax", "∂p₂/∂z₁   dp[2]/dz[1]  local derivative"),
    ("recurrent-cell", "δ₃       dL/dz[3]     derivative of L with respect to z₃"),
    ("newton", "∂²L/∂w²  d2L/dwdw  second derivative of L with respect to w"),
  ])
  func `a name, its name in files and what it is`(lesson: String, row: String) throws {
    let rows = namesText([try Lesson.shipped(lesson)], in: English()).split(separator: "\n")
    #expect(rows.contains(row[...]), "\(rows)")
  }

  /// As the pages of these lessons have them.
  @Test(arguments: [
    ("two-layer-sigmoid", ["b₂", "w₁", "netₕ₁", "netₕ₂", "outₕ₁", "Eₒ₁", "E", "δₒ₁", "δₒ₂"]),
    ("two-layer-sigmoid", ["δₒ₂", "∂E/∂w₅", "∂E/∂w₈", "∂E/∂outₕ₁", "δₕ₁", "δₕ₂", "∂E/∂w₁", "w₁⁺"]),
    ("xor", ["δ⁽²⁾₁", "δ⁽²⁾₄", "∂L/∂w⁽²⁾₁", "∂L/∂b⁽²⁾", "δ⁽¹⁾₁₁", "δ⁽¹⁾₄₃", "∂L/∂W⁽¹⁾₁₁"]),
    ("softmax", ["y₁", "z₁", "p₁", "L", "∂L/∂p₁", "∂L/∂z₁", "∂L/∂z₃"]),
    (
      "recurrent-cell", ["h₀", "z₁", "h₁", "z₂", "L", "∂L/∂h₃", "δ₃", "δ₂", "δ₁", "∂L/∂u", "∂L/∂b"]
    ),
  ])
  func `the order of the list`(lesson: String, printed: [String]) throws {
    let rows = namesText([try Lesson.shipped(lesson)], in: English()).split(separator: "\n")
    let names = rows.map { String($0.prefix { $0 != " " }) }
    let places = printed.compactMap { names.firstIndex(of: $0) }
    #expect(places.count == printed.count)
    #expect(places == places.sorted())
  }
}
