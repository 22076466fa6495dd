import Diagnostics
import Testing

@Suite struct UnknownNameTests {
  @Test func `a name that is not defined comes with the nearest one, or another note`() {
    let plain = Diagnostic.undefined("wieght", at: 3..<9)
    #expect(plain == Diagnostic("'wieght' is not defined", at: 3..<9))
    let near = Diagnostic.undefined("wieght", here: true, at: 3..<9, among: ["bias", "weight"])
    #expect(near.message == "'wieght' is not defined here")
    #expect(near.note == "did you mean 'weight'?")
    let other = Diagnostic.undefined("e", at: 0..<1, among: ["E"], note: "exp(x)")
    #expect(other.note == "exp(x)")
  }

  @Test func `a name that nothing of its kind has comes with the nearest one`() {
    let near = Diagnostic.noSuch("option", "step", at: 0..<4, among: ["until", "steps"])
    #expect(near.message == "there is no option 'step'")
    #expect(near.note == "did you mean 'steps'?")
    #expect(Diagnostic.noSuch("option", "x", at: 0..<1, nearest: nil).note == nil)
  }
}
