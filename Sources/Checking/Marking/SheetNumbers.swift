import Formulas
import Decimals
import Tracing
import Words

extension AnswerSheet {
  /// The answers of each step by line, with the sign of the lesson.
  ///
  /// Of two answers for one line the finer stands where they agree, else the later.
  func numbers(negating negated: Set<LineID>) -> [Int: [LineID: TypedNumber]] {
    var result: [Int: [LineID: TypedNumber]] = [:]
    for answer in answers {
      guard case .line(let line, let isNegated) = answer.subject, let typed = answer.given
      else { continue }
      let number = isNegated != negated.contains(line) ? typed.negated : typed
      if let earlier = result[answer.step]?[line], earlier.isFiner(of: number) { continue }
      result[answer.step, default: [:]][line] = number
    }
    return result
  }

  /// Notes which answers are given again with another number.
  mutating func noteContradictions() {
    var known: [TracedNumber: Answer] = [:]
    for answer in answers {
      guard case .line(_, let isNegated) = answer.subject, let number = answer.given else {
        continue
      }
      if let earlier = known[answer.position], case .line(_, let wasNegated) = earlier.subject,
        let first = earlier.given
      {
        let again = isNegated == wasNegated ? number : number.negated
        if first.isFiner(of: again) { continue }
        if !again.isFiner(of: first) {
          notes.append((answer.line, .givenAgain(answer.name)))
        }
      }
      known[answer.position] = answer
    }
  }
}

extension TypedNumber {
  /// Whether the other number is this one, or this one rounded or cut.
  fileprivate func isFiner(of other: TypedNumber) -> Bool {
    unit <= other.unit && (other.isRounding(of: value) || other.isTruncation(of: value))
  }
}
