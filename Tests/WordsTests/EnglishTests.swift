import Decimals
import Programs
import Testing
import Words

/// Plural forms, lists and what has to be told apart in English.
@Suite struct EnglishTests {
  private func said(_ phrase: Phrase<String>) -> String {
    English().sentence(phrase).text { "[\($0)]" }
  }

  @Test func `one and several`() {
    #expect(said(.detail(.run(steps: 1, last: 2))).hasPrefix("1 step; step 2 is "))
    #expect(said(.detail(.run(steps: 2, last: 3))).hasPrefix("2 steps; step 3 is "))
    #expect(said(.detail(.trials(1, again: nil))) == "1 trial")
    #expect(said(.detail(.levels(3))) == "3 levels")
    #expect(said(.precision(.decimals(1))) == "1 decimal")
    #expect(said(.precision(.digits(4))) == "4 significant digits")
    #expect(said(.title(.answers(1, of: "XOR"))) == "XOR: 1 answer")
    #expect(said(.title(.answers(0, of: "XOR"))) == "XOR: 0 answers")
    #expect(said(.omission(.moreLevels(1))) == "1 more level")
    #expect(said(.answer(.short(1, asked: .digits(1)))) == "only 1 digit; 1 is asked for")
    #expect(said(.answer(.short(2, asked: .decimals(3)))) == "only 2 decimals; 3 are asked for")
    #expect(
      said(.claim(.hold(2, of: 2, steps: 1, points: 3)))
        == "Both claims hold, at 1 step and 3 random points.")
    #expect(
      said(.claim(.hold(1, of: 5, steps: 2, points: 1)))
        == "1 of 5 claims holds, at 2 steps and 1 random point.")
  }

  @Test func `one step, several, and those after the last`() {
    func position(_ steps: ClosedRange<Int>, _ isAndAfter: Bool) -> String {
      said(.position(.steps(.trial, steps, of: 9, andAfter: isAndAfter)))
    }
    #expect(position(4...4, false) == "trial 4 of 9")
    #expect(position(4...9, false) == "trials 4 to 9 of 9")
    #expect(position(9...9, true) == "trial 9 of 9, and after")
    #expect(position(8...9, true) == "trials 8 to 9 of 9, and after")
  }

  @Test func `lists end with a word before the last`() {
    func values(_ count: Int) -> String {
      let names = ["a", "b", "c"].prefix(count)
      return said(.remark(.bestTrial(7, names.map { ($0, "1") })))
    }
    #expect(values(1) == "The best is trial 7, with [a] = [1].")
    #expect(values(2) == "The best is trial 7, with [a] = [1] and [b] = [1].")
    #expect(values(3) == "The best is trial 7, with [a] = [1], [b] = [1] and [c] = [1].")
    func follows(_ names: [String]) -> String {
      said(.answer(.follows(SomeNames(names, atMost: 2))))
    }
    #expect(follows([]) == "follows from your earlier answers")
    #expect(follows(["a", "b"]) == "follows from your [a] and [b]")
    #expect(follows(["a", "b", "c", "d"]) == "follows from your [a], [b] and 2 more")
    #expect(
      said(.answer(.looksLike([.digitsSwapped, .signFlipped, .pointMoved(by: -2)])))
        == "looks like two digits swapped, like the other sign, or like the decimal point 2 places "
        + "too far to the left: the digits cannot tell")
  }

  @Test func `large numbers have their thousands parted`() {
    func moment(_ updates: Int) -> String {
      said(.answer(.isValue(of: "w", .updates(updates))))
    }
    #expect(moment(0) == "is the value of [w] before any update")
    #expect(moment(1) == "is the value of [w] after 1 update")
    #expect(moment(999) == "is the value of [w] after 999 updates")
    #expect(moment(1_234_567) == "is the value of [w] after 1,234,567 updates")
  }

  @Test func `what a page is read back by is not said of anything else`() {
    let headings = PhaseGroup.allCases.map { Set($0.headings) }
    for (place, names) in headings.enumerated() {
      #expect(!names.isEmpty)
      for other in headings[..<place] { #expect(names.isDisjoint(with: other)) }
    }
    #expect(headings[3] == ["Update", "Search"])
  }

  @Test func `each verdict has a word, and each that differs for a learner a mark`() {
    let verdicts = Verdict.allCases
    func mark(_ verdict: Verdict, _ isRestored: Bool = false) -> String {
      said(.marking(.mark(verdict, isRestored: isRestored)))
    }
    #expect(Set(verdicts.map { said(.marking(.verdict($0))) }).count == verdicts.count)
    #expect(mark(.exact) == mark(.right))
    let marks = Set(verdicts.map { mark($0) } + [mark(.right, true)])
    #expect(marks.count == verdicts.count)
    let kinds: [AnswerKind] = [
      .right, .truncated, .followsRounding, .followsMistake, .slip, .wrong, .blank, .unknown,
    ]
    let words = Set(kinds.map { said(.marking(.summary([($0, 1)]))) })
    #expect(words.count == kinds.count)
  }

  @Test func `what a wrong number looks like can be told apart`() {
    let likenesses: [Likeness<String>] = [
      .signFlipped, .digitsSwapped, .digitDropped, .digitInserted, .digitChanged,
      .pointMoved(by: nil), .pointMoved(by: 1), .pointMoved(by: -1), .value(of: "a", nil),
      .value(of: "a", .step(1)), .value(of: "a", .updates(1)),
    ]
    let words = Set(likenesses.map { said(.answer(.looksLike([$0]))) })
    #expect(words.count == likenesses.count)
  }
}
