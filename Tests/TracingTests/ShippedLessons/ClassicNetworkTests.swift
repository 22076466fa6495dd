import Fixtures
import Testing

/// Matt Mazur's "A Step by Step Backpropagation Example" (2015), with the biases left as they are.
///
/// The values in full double precision were calculated in Python from the article's equations;
/// they round to the article's own, except E after the first step, where the article has
/// 0.291027924, and after 10,000 steps, where it has 0.0000351085.
@Suite struct ClassicNetworkTests {
  private static let tolerance = 1e-14
  /// Ten thousand steps may each move the last bits.
  private static let toleranceOfManySteps = 1e-9

  @Test func `the first step and the pass after it`() throws {
    let lesson = try TracedLesson(classicNetwork(steps: 1))
    let expected: [(String, Int, Double)] = [
      ("net_h1", 1, 0.3775), ("out_h1", 1, 0.5932699921071872),
      ("out_o1", 1, 0.7513650695523157), ("E", 1, 0.2983711087600027),
      ("dE/dout_h1", 1, 0.03635030639314468), ("dE/dw5", 1, 0.08216704056423078),
      ("dE/dw1", 1, 0.00043856773447434685), ("w5'", 1, 0.35891647971788465),
      ("w1'", 1, 0.1497807161327628), ("E", 2, 0.29102777369359933),
    ]
    for (name, step, number) in expected {
      let value = try lesson.value(name, at: step)
      #expect(agrees(value, number, within: ClassicNetworkTests.tolerance), "\(name): \(value)")
    }
    #expect(lesson.lastStep == 2)
  }

  @Test func `ten thousand steps`() throws {
    let lesson = try TracedLesson(classicNetwork(steps: 10_000))
    let error = try lesson.value("E", at: 10_001)
    #expect(
      agrees(error, 3.51018778297886e-05, within: ClassicNetworkTests.toleranceOfManySteps),
      "\(error)")
  }

  @Test func `the rows stand in the order of the program, then backwards, then by parameter`()
    throws
  {
    let lesson = try TracedLesson(classicNetwork(steps: 1))
    let given = """
      input i1, input i2, target t1, target t2, param w1, param w2, param w3, param w4, param w5, \
      param w6, param w7, param w8, const b1, const b2
      """
    let forward = """
      forward net_h1, forward net_h2, forward out_h1, forward out_h2, forward net_o1, \
      forward net_o2, forward out_o1, forward out_o2, forward E_o1, forward E_o2, forward E
      """
    // E = E_o1 + E_o2: both adjoints are the number 1, and rows all the same.
    let backward = """
      delta dE/dE_o2, delta dE/dE_o1, delta dE_o2/dout_o2, delta dE/dout_o2, \
      delta dE_o1/dout_o1, delta dE/dout_o1, delta dout_o2/dnet_o2, delta dE/dnet_o2, \
      delta dout_o1/dnet_o1, delta dE/dnet_o1, delta dE/dout_h2, delta dE/dout_h1, \
      delta dout_h2/dnet_h2, delta dE/dnet_h2, delta dout_h1/dnet_h1, delta dE/dnet_h1
      """
    let gradients = (1...8).map { "gradient dE/dw\($0)" }.joined(separator: ", ")
    let updates = (1...8).map { "update w\($0)'" }.joined(separator: ", ")
    #expect(
      lesson.rows(at: 1).joined(separator: ", ")
        == [given, forward, backward, gradients, updates].joined(separator: ", "))
    #expect(lesson.rows(at: 2).joined(separator: ", ") == forward)
  }
}
