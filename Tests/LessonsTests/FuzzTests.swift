import Fixtures
import Diagnostics
import Formulas
import Lessons
import Testing

/// Texts that nobody would write: each is read, or answered with mistakes that lie inside it.
@Suite struct FuzzTests {
  private static let count = 1000
  /// Few, so that ranges with large bounds are refused at once.
  private static let lines = 2000

  private func read(_ bytes: [UInt8]) {
    var limits = Limits()
    limits.lines = FuzzTests.lines
    let source = Source(name: "lesson.md", bytes: bytes)
    do throws(LessonMistakes) {
      _ = try Lesson.read(source, limits: limits)
    } catch {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!error.mistakes.isEmpty, "\(text)")
      #expect(!error.description.isEmpty)
      for mistake in error.mistakes {
        #expect(
          mistake.place.lowerBound >= 0 && mistake.place.upperBound <= bytes.count + 1, "\(text)")
      }
    }
  }

  private static let words = [
    "input ", "const ", "param ", "define f(x) = ", "differentiate ", "minimize L by ", "delta ",
    "optimizer o(rate)\n", "transform ", "symbol ", "digits ", "seed ", "state ", "end\n", "\n",
    "\n", "\n", " = ", " = ", " = ", "+", "-", "*", "/", "^", "(", ")", "(", ")", "[", "]", ",",
    ":", "..", "'", "<", "==", "~", "#", "\"", "w", "w", "x", "y", "i", "L", "g", "dL/dw",
    "d2L/dwdw", "w'", "x[i]", "x[1]", "W[i,j]", "1", "2", "0", "0.5", "1e300", "-1",
    "9223372036854775807", "1e18", "100000", " for i in 1..3", " in ", "1..3", "3..1",
    " each step ", " wrt ", " then ", "gd(rate: 0.1)", "adam", "clip_norm(1)", ", steps: 2",
    ", until: ", "step", "pi", "sum(i: ", "mean(i in 1..3: ", "max(k: ", "softmax(i: ",
    "logsumexp(", "if(", "sigmoid(", "normal(0, 1)", "he(", "é", "e\u{301}", "\u{FEFF}", "\r\n",
    "\0", "{{", "```\n", "```lesson\n", "```data n\n", "x,y\n1,2\n", "claim dL/dw = ",
    "claim \"a\" ",
    " using claim ", "leaky_relu(",
  ]

  @Test func `words in any order`() {
    var generator = SplitMix64(state: 1)
    for _ in 0..<FuzzTests.count {
      var text = "```lesson\n"
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        text += FuzzTests.words.randomElement(using: &generator) ?? ""
      }
      read(Array((text + "\n```\n").utf8))
    }
  }

  @Test func `any bytes`() {
    var generator = SplitMix64(state: 2)
    for _ in 0..<FuzzTests.count {
      let count = Int.random(in: 0...60, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      read(bytes)
      read(Array("```lesson\n".utf8) + bytes)
    }
  }

  @Test func `a lesson with changed, lost and doubled pieces`() {
    var generator = SplitMix64(state: 3)
    for _ in 0..<FuzzTests.count {
      var bytes = Array(FuzzTests.lesson.utf8)
      for _ in 0...Int.random(in: 0...4, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
        switch Int.random(in: 0...3, using: &generator) {
        case 0: bytes[start] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes.removeSubrange(start..<min(end, bytes.count - 1))
        case 2:
          let place = Int.random(in: 0...bytes.count, using: &generator)
          bytes.insert(contentsOf: bytes[start..<end], at: place)
        default:
          let word = FuzzTests.words.randomElement(using: &generator) ?? ""
          bytes.insert(contentsOf: Array(word.utf8), at: start)
        }
      }
      read(bytes)
    }
  }

  @Test func `the lesson itself can be read`() throws {
    _ = try ReadLesson(FuzzTests.lesson)
  }

  private static let lesson = """
    # T
    ```data n
    x[1],x[2],y
    0,0,0
    0,1,1
    ```
    ```lesson
    optimizer own(rate, mu = 0.9)
      state v = 1
      size = sqrt(sum(p: w[p]^2))
      v' = mu*v + g
      w' = w - rate*v'/size
    end
    seed 7
    const two = 2
    param W[1..3, 1..two] ~ uniform(-1, 1)
    param b[1..3] = [0.7, -0.9, 0.4], c = 0
    input r[n] ~ normal(0, 0.1) each step
    define f(u, v = 0.5) = u*v + if(u > 0, log(u), 0)
    z[n,j] = sum(i: W[j,i]*x[n,i]) + b[j]
    a[n,j] = tanh(z[n,j])
    p[n] = sigmoid(sum(j: a[n,j]) + c + r[n])
    q[n] = softmax(n: p[n])
    h[0] = 0
    h[t] = 0.5*h[t-1] + f(c + t, v: 0.1) for t in 1..3
    L = mean(n: binary_cross_entropy(p[n], y[n])) + logsumexp(n: q[n]) + h[3]^2
    delta d[n] = dL/dp[n]
    delta e = 2*dL/dc
    symbol z = hat(z)
    differentiate dL/dc wrt c
    claim "a" dL/db[j] = sum(n: (p[n] - y[n])*(1 - a[n,j]^2))/2
    claim dL/dW[j,2] = W[j,2]*dL/dc for j in 1..3
    minimize L by clip_norm(1/step) then own(rate: 0.05), steps: 5, until: L < 0.01 using claim "a"
    ```
    """
}
