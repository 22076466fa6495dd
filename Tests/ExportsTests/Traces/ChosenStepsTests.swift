import Testing
import Exports

/// Which steps of a run are written.
@Suite struct ChosenStepsTests {
  @Test func `the count is that of the numbers, and each of them is chosen`() {
    for last in 1...30 {
      for every in 1...12 {
        for first in 1...last {
          for end in first...last + 2 {
            let steps = ChosenSteps(first...end, every: every)
            let numbers = steps.numbers(upTo: last)
            #expect(numbers.count == steps.count(upTo: last))
            #expect(numbers == (1...last).filter { steps.contains($0, isLast: $0 == last) })
          }
        }
      }
    }
  }

  @Test func `counting needs no time`() {
    #expect(ChosenSteps(nil).count(upTo: .max - 1) == .max - 1)
    #expect(ChosenSteps(nil, every: 10).count(upTo: 1_000_000_001) == 100_000_002)
  }
}
