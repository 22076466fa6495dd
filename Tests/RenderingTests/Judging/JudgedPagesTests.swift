import Fixtures
import Lessons
import Testing

@testable import Rendering

/// Pages before their judges: what is used has been shown, what is said in general is so of each member and at
/// other points, lines follow from their numbers, and no number is spelled in two ways.
struct `Pages, judged` {
  /// Families that have no general formula, by kind, with the reason.
  private static let withoutFormula: [GeneratedLesson.Kind: [(family: String, reason: String)]] = [
    .convolution: [
      ("dm[r]/da[i]", "the derivative of a largest one of several is 1 at one of them alone"),
      (
        "dL/da[i]", "behind a largest one of several, an index is that of its window times a number"
      ),
    ]
  ]

  @Test(arguments: GeneratedLesson.all)
  func `of a generated program`(generated: GeneratedLesson) throws {
    let points = (1...3).map { GeneratedLesson(generated.kind, generated.number, point: $0).text }
    let allowed = (Self.withoutFormula[generated.kind] ?? []).map(\.family)
    let faults = try JudgedPage(generated.text, otherPoints: points).faults().filter {
      $0.rule != .noFormula || !allowed.contains($0.subject)
    }
    #expect(faults.isEmpty, "\(generated.text)\(faults.prefix(5))")
  }

  @Test func `there are two hundred programs, all different`() {
    #expect(
      Set(GeneratedLesson.all.map { $0.text.split(separator: "\n").dropFirst() }).count == 200)
  }

  /// Members of a factor of Cholesky come in the order in which they can be computed, which no index goes
  /// along: these lessons of search are not judged by what is general in them.
  private static let withoutRecursion = ["bayesian-optimisation", "expected-improvement"]

  @Test(
    arguments: ShippedLessons.all.map(\.name).filter { !withoutRecursion.contains($0) })
  func `of a lesson that comes with the program`(name: String) throws {
    let faults = try JudgedPage(try #require(ShippedLessons.text(name))).faults()
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test(arguments: PublishedExamples.names)
  func `of a published example`(name: String) throws {
    let faults = try JudgedPage(try PublishedExamples.text("\(name).md")).faults()
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  // A judge that finds nothing is no judge.

  @Test(arguments: [
    ("z[n,j] = sum(i: W[j,i]*x[n,i])", "z[1,2]", "(W[2,1]*x[1,1] + W[2,2]*x[1,2])"),
    ("c[i] = sum(j: k[j]*x[i+j-1]) + b", "c[2]", "(k[1]*x[2] + k[2]*x[3]) + b"),
    ("s = sum(i in 2..3: x[1,i])", "s", "(x[1,2] + x[1,3])"),
  ])
  func `a general formula is read at each member`(formula: String, member: String, expected: String)
    throws
  {
    let names = [
      "z[1,1]", "z[1,2]", "W[1,1]", "W[1,2]", "W[2,1]", "W[2,2]", "x[1,1]", "x[1,2]", "x[1,3]",
      "c[1]",
      "c[2]", "k[1]", "k[2]", "x[2]", "x[3]", "b", "s",
    ]
    let text = IndexedText(names)
    let sides = formula.split(separator: " = ").map(String.init)
    let found = try #require(text.members(of: sides[0]).first { $0.name == member })
    let instance = try text.instance(of: sides[1], found.letters)
    #expect(
      instance.filter { !" ()".contains($0) } == expected.filter { !" ()".contains($0) })
  }

  @Test(arguments: [
    "    z = 0.5·0 + 1", "    z = 0/3", "    z = 1.5 + 0", "    z = 2 + (−0.5)·3",
    "    W1[1,2] = 3", "    w⁺ = w − rate·g", "    \(String(repeating: "x", count: 80))",
  ])
  func `bad manners are noticed`(line: String) {
    #expect(!PageManners.faults(in: line).isEmpty)
  }

  @Test(arguments: [
    "    z = 0.5·0.25 + 0.1", "    z = 10/3 − 0.5/2", "    z = 1 + (−0.94)²",
    "    L = (−0.4 − (−0.1))²",
  ])
  func `good ones are not`(line: String) {
    #expect(PageManners.faults(in: line).isEmpty)
  }
}
