import Formulas
import Testing

/// Names in plain text, as exports and answer sheets have them.
@Suite struct SymbolTests {
  private static let w = Symbol.quantity("W1", [2, 1])
  private static let objective = Symbol.named("E")

  @Test(
    arguments: [
      (Symbol.named("net_h1"), "net_h1"),
      (w, "W1[2,1]"),
      (.quantity("h", [0]), "h[0]"),
      (.quantity("x", [-1]), "x[-1]"),
      (.updated(.named("w5")), "w5'"),
      (.updated(w), "W1[2,1]'"),
      (.derivative(of: objective, by: [.named("out_o1")]), "dE/dout_o1"),
      (.derivative(of: objective, by: [w]), "dE/dW1[2,1]"),
      (.derivative(of: objective, by: [.named("w1"), .named("w2")]), "d2E/dw1dw2"),
      (.derivative(of: .derivative(of: objective, by: [w]), by: [w]), "d2E/dW1[2,1]dW1[2,1]"),
      (.local(of: .named("out_o1"), by: .named("net_o1")), "dout_o1/dnet_o1"),
      (.term("m", of: .named("w5"), block: nil), "m(w5)"),
      (.term("norm", of: nil, block: nil), "norm"),
      (.term("norm", of: nil, block: "clip_norm#2"), "clip_norm#2.norm"),
      (.term("g", of: w, block: "clip_value"), "clip_value.g(W1[2,1])"),
    ])
  func `a symbol has one name`(symbol: Symbol, name: String) {
    #expect(symbol.description == name)
  }
}
