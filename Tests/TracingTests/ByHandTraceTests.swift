import Fixtures
import Decimals
import Formulas
import Lessons
import Programs
import Testing

@testable import Tracing

/// What somebody writes down who rounds every line; the numbers are those of `References/by_hand.py`.
struct `A trace by hand` {
  private static func line(_ optimizer: String) -> String {
    """
    input  x = 2
    target y = 6
    param  w = 0.1, b = 0.25
    p = w*x + b
    E = (y - p)^2
    minimize E by \(optimizer), steps: 4
    """
  }

  static let runs: [(lesson: String, precision: Precision, numbers: String)] = [
    (classicNetwork(steps: 3), .decimals(4), networkToFourDecimals),
    (classicNetwork(steps: 3), .digits(3), networkToThreeDigits),
    (line("momentum(rate: 0.03)"), .decimals(2), momentumToTwoDecimals),
    (line("adam(rate: 0.1)"), .digits(4), adamToFourDigits),
  ]

  @Test(arguments: runs)
  func `has the numbers of decimal arithmetic`(
    lesson: String, precision: Precision, numbers: String
  ) throws {
    let traced = try TracedLesson(lesson)
    let byHand = ByHandTrace(traced.trace, to: precision, keeping: Set(1...4))
    var step = 0
    let words = numbers.split(whereSeparator: \.isWhitespace).map(String.init)
    for place in stride(from: 0, to: words.count, by: 2) {
      let (name, number) = (words[place], words[place + 1])
      if name == "step" {
        step = try #require(Int(number))
      } else {
        let line = try #require(traced.lesson.program.position(named: name))
        #expect(byHand.value(of: line, at: step) == Double(number), "\(name) at step \(step)")
      }
    }
    #expect(step >= 2)
  }

  /// 0.123456 stands as given; twice that is rounded, and so is what the update makes of it.
  @Test func `leaves given numbers alone`() throws {
    let traced = try TracedLesson(
      "param w = 0.123456\ny = 2*w\nL = y^2\nminimize L by gd(rate: 0.5), steps: 2")
    let byHand = ByHandTrace(traced.trace, to: .digits(2), keeping: [1, 2, 3])
    func value(_ name: String, _ step: Int) throws -> Double? {
      byHand.value(of: try #require(traced.lesson.program.position(named: name)), at: step)
    }
    #expect(try value("w", 1) == 0.123456)
    #expect(try value("y", 1) == 0.25)
    // dL/dw = 2·0.25·2 = 1, and 0.123456 − 0.5 = −0.376544.
    #expect(try value("w'", 1) == -0.38)
    #expect(try value("w", 2) == -0.38)
    #expect(try value("y", 2) == -0.76)
    // dL/dw = 2·(−0.76)·2 is −3.0 after −1.5, and −0.38 + 1.5 = 1.12.
    #expect(try value("w", 3) == 1.1)
    #expect(try value("w'", 3) == nil)
  }

  /// Half of 1000.01 − 1000 is 0.005 and rounds up; in doubles it is less by some 10⁻¹⁴.
  @Test func `rounds what the numbers on paper give`() throws {
    let traced = try TracedLesson("const a = 1000.01\ny = 0.5*(a - 1000)")
    let line = try #require(traced.lesson.program.position(named: "y"))
    let byHand = ByHandTrace(traced.trace, to: .decimals(2), keeping: [1])
    #expect(byHand.value(of: line, at: 1) == 0.01)
  }

  @Test func `names the first value that rounding makes infinite`() throws {
    let traced = try TracedLesson("const a = 0.0001\nb = a*a\nc = 1/b\nd = c - c")
    let byHand = ByHandTrace(traced.trace, to: .decimals(4), keeping: [1])
    let first = try #require(byHand.firstNotFinite)
    #expect(traced.lesson.program.lines[first.line].symbol.description == "c")
    #expect(first.step == 1 && first.value == .infinity)
    #expect(traced.trace.firstNotFinite == nil)
    let finer = ByHandTrace(traced.trace, to: .decimals(8), keeping: [1])
    #expect(finer.firstNotFinite == nil)
  }

  static let networkToFourDecimals = """
    step 1
    net_h1 0.3775 net_h2 0.3925 out_h1 0.5933 out_h2 0.5969 net_o1 1.1059 net_o2 1.2249
    out_o1 0.7514 out_o2 0.7729 E_o1 0.2748 E_o2 0.0236 E 0.2984 dE/dout_o1 0.7414
    dout_o1/dnet_o1 0.1868 dE/dnet_o1 0.1385 dE/dout_o2 -0.2171 dout_o2/dnet_o2 0.1755
    dE/dnet_o2 -0.0381 dE/dout_h1 0.0364 dE/dout_h2 0.0414 dout_h1/dnet_h1 0.2413 dE/dnet_h1
    0.0088 dout_h2/dnet_h2 0.2406 dE/dnet_h2 0.01 dE/dw1 0.0004 dE/dw2 0.0009 dE/dw3 0.0005
    dE/dw4 0.001 dE/dw5 0.0822 dE/dw6 0.0827 dE/dw7 -0.0226 dE/dw8 -0.0227 w1' 0.1498 w2'
    0.1996 w3' 0.2498 w4' 0.2995 w5' 0.3589 w6' 0.4087 w7' 0.5113 w8' 0.5614
    step 3
    net_h1 0.3774 net_h2 0.3924 out_h1 0.5932 out_h2 0.5969 net_o1 1.0073 net_o2 1.2517
    out_o1 0.7325 out_o2 0.7776 E_o1 0.261 E_o2 0.0226 E 0.2836 dE/dout_o1 0.7225
    dout_o1/dnet_o1 0.1959 dE/dnet_o1 0.1415 dE/dout_o2 -0.2124 dout_o2/dnet_o2 0.1729
    dE/dnet_o2 -0.0367 dE/dout_h1 0.0257 dE/dout_h2 0.0309 dout_h1/dnet_h1 0.2413 dE/dnet_h1
    0.0062 dout_h2/dnet_h2 0.2406 dE/dnet_h2 0.0074 dE/dw1 0.0003 dE/dw2 0.0006 dE/dw3
    0.0004 dE/dw4 0.0007 dE/dw5 0.0839 dE/dw6 0.0845 dE/dw7 -0.0218 dE/dw8 -0.0219 w1'
    0.1495 w2' 0.1989 w3' 0.2494 w4' 0.2988 w5' 0.2755 w6' 0.3247 w7' 0.5333 w8' 0.5836
    """

  static let networkToThreeDigits = """
    step 1
    net_h1 0.378 net_h2 0.393 out_h1 0.593 out_h2 0.597 net_o1 1.11 net_o2 1.22 out_o1 0.752
    out_o2 0.772 E_o1 0.275 E_o2 0.0238 E 0.299 dE/dout_o1 0.742 dout_o1/dnet_o1 0.186
    dE/dnet_o1 0.138 dE/dout_o2 -0.218 dout_o2/dnet_o2 0.176 dE/dnet_o2 -0.0384 dE/dout_h1
    0.036 dE/dout_h2 0.041 dout_h1/dnet_h1 0.241 dE/dnet_h1 0.00868 dout_h2/dnet_h2 0.241
    dE/dnet_h2 0.00988 dE/dw1 0.000434 dE/dw2 0.000868 dE/dw3 0.000494 dE/dw4 0.000988
    dE/dw5 0.0818 dE/dw6 0.0824 dE/dw7 -0.0228 dE/dw8 -0.0229 w1' 0.15 w2' 0.2 w3' 0.25 w4'
    0.3 w5' 0.359 w6' 0.409 w7' 0.511 w8' 0.561
    step 2
    net_h1 0.378 net_h2 0.393 out_h1 0.593 out_h2 0.597 net_o1 1.06 net_o2 1.24 out_o1 0.743
    out_o2 0.776 E_o1 0.269 E_o2 0.0229 E 0.292 dE/dout_o1 0.733 dout_o1/dnet_o1 0.191
    dE/dnet_o1 0.14 dE/dout_o2 -0.214 dout_o2/dnet_o2 0.174 dE/dnet_o2 -0.0372 dE/dout_h1
    0.0313 dE/dout_h2 0.0364 dout_h1/dnet_h1 0.241 dE/dnet_h1 0.00754 dout_h2/dnet_h2 0.241
    dE/dnet_h2 0.00877 dE/dw1 0.000377 dE/dw2 0.000754 dE/dw3 0.000439 dE/dw4 0.000877
    dE/dw5 0.083 dE/dw6 0.0836 dE/dw7 -0.0221 dE/dw8 -0.0222 w1' 0.15 w2' 0.2 w3' 0.25 w4'
    0.3 w5' 0.318 w6' 0.367 w7' 0.522 w8' 0.572
    """

  static let momentumToTwoDecimals = """
    step 1
    p 0.45 E 30.8 dE/dp -11.1 dE/dw -22.2 dE/db -11.1 v(w) -22.2 w' 0.77 v(b) -11.1 b' 0.58
    step 2
    p 2.12 E 15.05 dE/dp -7.76 dE/dw -15.52 dE/db -7.76 v(w) -35.5 w' 1.84 v(b) -17.75 b'
    1.11
    step 3
    p 4.79 E 1.46 dE/dp -2.42 dE/dw -4.84 dE/db -2.42 v(w) -36.79 w' 2.94 v(b) -18.4 b' 1.66
    step 4
    p 7.54 E 2.37 dE/dp 3.08 dE/dw 6.16 dE/db 3.08 v(w) -26.95 w' 3.75 v(b) -13.48 b' 2.06
    """

  static let adamToFourDigits = """
    step 1
    p 0.45 E 30.8 dE/dp -11.1 dE/dw -22.2 dE/db -11.1 m(w) -2.22 v(w) 0.4928 mhat(w) -22.2
    vhat(w) 492.8 w' 0.2 m(b) -1.11 v(b) 0.1232 mhat(b) -11.1 vhat(b) 123.2 b' 0.35
    step 2
    p 0.75 E 27.56 dE/dp -10.5 dE/dw -21 dE/db -10.5 m(w) -4.098 v(w) 0.9333 mhat(w) -21.57
    vhat(w) 466.9 w' 0.2998 m(b) -2.049 v(b) 0.2333 mhat(b) -10.78 vhat(b) 116.7 b' 0.4498
    step 3
    p 1.049 E 24.51 dE/dp -9.902 dE/dw -19.8 dE/db -9.902 m(w) -5.668 v(w) 1.324 mhat(w)
    -20.92 vhat(w) 441.8 w' 0.3993 m(b) -2.834 v(b) 0.3311 mhat(b) -10.46 vhat(b) 110.5 b'
    0.5493
    """
}

extension Program {
  fileprivate func position(named name: String) -> LineID? {
    lines.firstIndex { $0.symbol.description == name }
  }
}
