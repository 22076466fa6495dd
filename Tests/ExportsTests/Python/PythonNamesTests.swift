import Formulas
import Testing

@testable import Exports

/// The names of a script's variables; those of Python itself are in its language reference, 2.3.
@Suite struct PythonNamesTests {
  @Test(arguments: [
    ("net_h1", "net_h1"), ("dE/dw5", "dE_dw5"), ("W1[2,1]", "W1_2_1"), ("m(w5)", "m_w5"),
    ("w5'", "w5_new"), ("h[-1]", "h_m1"), ("d2L/dw1dw2", "d2L_dw1dw2"),
    ("clip_norm#2.norm", "clip_norm_2_norm"), ("权重", "权重"), ("α", "α"), ("Σ", "Σ"),
    ("lambda", "lambda_2"), ("None", "None_2"), ("np", "np_2"), ("math", "math_2"),
    ("torch", "torch_2"), ("print", "print_2"), ("own", "own_2"), ("__builtins__", "q__builtins__"),
  ])
  func `a quantity's name in Python`(quantity: String, name: String) {
    var names = PythonNames(reserving: ["own"])
    #expect(names.name(quantity) == name)
  }

  @Test func `names that would be the same get numbers`() {
    var names = PythonNames()
    let texts = ["W1[2,1]", "W1_2_1", "W1[2,1]'", "W1_2_1_2", "W1_2_1"]
    #expect(
      texts.map { names.name($0) }
        == ["W1_2_1", "W1_2_1_2", "W1_2_1_new", "W1_2_1_2_2", "W1_2_1_3"])
  }

  /// Python's reference: all identifiers are converted into the normal form NFKC.
  ///
  /// That of ϵ is ε, of ﬁ it is fi, of 𝐱 it is x, of ϴ it is Θ.
  @Test(arguments: ["ϵ", "ﬁ", "𝐱", "ϴ", "ª"])
  func `a letter that Python takes for another one is spelled out`(letter: String) {
    var names = PythonNames()
    let name = names.name(letter)
    #expect(name.utf8.allSatisfy { $0 < 0x80 }, "\(name)")
  }
}
