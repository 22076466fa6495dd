import Diagnostics
import Decimals
import Formulas
import RandomNumbers

/// A fully connected network of one's own, as a lesson to start from: short weights, and prose to
/// fill in.
package struct NetworkLesson: Sendable {
  private let name: String
  /// How many inputs, then how many units in each layer.
  private let sizes: [Int]
  private let activation: String
  private let loss: Function
  private let seed: UInt64
  /// How many decimals inputs, targets and parameters have.
  private let decimals: Int

  /// Why a network cannot be written.
  package struct Mistake: Error {
    package let message: String
  }

  /// The functions that a network may use between its layers: those of one number.
  package static var activations: [String] { names { required, _ in required.count == 1 } }

  /// Functions of a prediction and its target y.
  ///
  /// The elementary ones call other things y.
  package static var losses: [String] {
    names { required, name in
      required.count == 2 && required[1] == "y" && Function.elementary[name] == nil
    }
  }

  /// The functions of which the parameters without presets, and the name, are such.
  private static func names(where isSuch: ([String], String) -> Bool) -> [String] {
    let functions = Catalogue.prelude.functions.values.filter { function in
      let required = function.parameters.filter { $0.preset == nil }
      return !function.isVariadic && isSuch(required.map(\.name), function.name)
    }
    return Set(functions.map(\.name)).sorted()
  }

  /// A lesson may be learned by hand up to some size; more than this is not a page any more.
  private static let mostUnits = 100

  package init(
    name: String, net: String, activation: String, loss: String, seed: UInt64, decimals: Int
  ) throws(Mistake) {
    let parts = net.split(separator: "-", omittingEmptySubsequences: false)
    let layers = parts.compactMap { Int($0) }.filter { (1...Self.mostUnits).contains($0) }
    if layers.count < 2 || layers.count < parts.count {
      throw Mistake(
        message: "'\(net)' is no network: it needs layers of 1 to \(Self.mostUnits) units, "
          + "inputs first, such as 2-3-1")
    }
    let functions = Catalogue.prelude.functions
    guard Self.activations.contains(activation) else {
      throw .unknown("activation", activation, among: Self.activations)
    }
    guard let function = functions[loss], Self.losses.contains(loss) else {
      throw .unknown("loss", loss, among: Self.losses)
    }
    self.name = name
    sizes = layers
    self.activation = activation
    self.loss = function
    self.seed = seed
    self.decimals = decimals
    if outputsCompete, layers[layers.count - 1] < 2 {
      throw Mistake(
        message: "'\(loss)' is one class's share: it needs two or more outputs, such as "
          + (layers.dropLast() + [2]).map(String.init).joined(separator: "-"))
    }
  }

  /// What the loss compares with the target, by the name of its first parameter: p is a
  /// probability, z or s a score; anything else is the activation of the last layer.
  private var prediction: String { loss.parameters[0].name }

  private var takesScore: Bool { prediction == "z" || prediction == "s" }

  /// Whether the loss is one class's share.
  ///
  /// With y = 0 it is the same for every prediction; only the sum of the probabilities, 1, has
  /// those of the other classes fall.
  private var outputsCompete: Bool {
    let presets = loss.parameters.compactMap(\.preset)
    let values = [1 / 4.0, 3 / 4.0].map { probability in
      Formula(.call(loss, [.number(Numeral(probability)), .zero] + presets)).constantValue()
    }
    return prediction == "p" && values[0] == values[1]
  }

  private var last: Int { sizes.count - 1 }

  package var text: String {
    """
    # \(title)

    What the network is to learn: write it here. Its inputs are x, its targets y.

    ```lesson
    \(given.joined(separator: "\n"))
    ```

    Forward: say here what a unit does, and why the sum comes before the function.

    ```lesson
    \(equations.joined(separator: "\n"))
    ```

    Backward and update: one step downhill. Change the rate, the number of steps or the optimizer as you like.

    ```lesson
    minimize L by gd(rate: 0.5), steps: 1
    ```

    """
  }

  private var title: String {
    "\(name): a \(sizes.map(String.init).joined(separator: "-")) network"
  }

  /// What comes out of a layer.
  private func output(of layer: Int) -> String { layer == 0 ? "x" : "a\(layer)" }

  private var given: [String] {
    var lines = ["input  x[1..\(sizes[0])] = \(list("x", sizes[0]))"]
    lines.append("target y[1..\(sizes[last])] = [\(targets.joined(separator: ", "))]")
    for layer in 1...last {
      let (rows, columns) = (sizes[layer], sizes[layer - 1])
      let weights = (1...rows).map { list("W\(layer),\($0)", columns) }
      lines.append(
        "param  W\(layer)[1..\(rows), 1..\(columns)] = [\(weights.joined(separator: ", "))]")
      lines.append("param  b\(layer)[1..\(rows)] = \(list("b\(layer)", rows))")
    }
    return lines
  }

  private var equations: [String] {
    var lines: [String] = []
    for layer in 1...last {
      lines.append(
        "z\(layer)[j] = sum(i: W\(layer)[j,i]*\(output(of: layer - 1))[i]) + b\(layer)[j]")
      if layer < last || !takesScore {
        let isProbability = layer == last && prediction == "p"
        let function = isProbability ? (outputsCompete ? "softmax" : "sigmoid") : activation
        let family = isProbability && outputsCompete ? "j: " : ""
        lines.append("a\(layer)[j] = \(function)(\(family)z\(layer)[j])")
      }
    }
    let compared = "\(takesScore ? "z" : "a")\(last)"
    let term = { (index: String) in "\(loss.name)(\(compared)[\(index)], y[\(index)])" }
    lines.append("L = \(sizes[last] == 1 ? term("1") : "sum(k: \(term("k")))")")
    return lines
  }

  // Numbers.

  private func list(_ name: String, _ count: Int) -> String {
    "[\((1...count).map { number("\(name)[\($0)]") }.joined(separator: ", "))]"
  }

  /// A number between −1 and 1 with so many decimals, and not 0, by which nothing would be learned.
  private func number(_ name: String) -> String {
    let random = RandomSource(seed: seed)
    let value = Distribution.uniform(-1, 1).value(from: random.bits(name: name, step: 0))
    let rounded = DecimalExpansion(shortest: value).rounded(to: .decimals(decimals))
    if !rounded.digits.isEmpty { return rounded.positional() }
    return (value < 0 ? "-0." : "0.") + String(repeating: "0", count: decimals - 1) + "1"
  }

  /// The first class where outputs compete; 1 and 0 in turn where the loss wants a probability,
  /// 1 and −1 where it wants a side; else decimals.
  private var targets: [String] {
    (1...sizes[last]).map { unit in
      switch prediction {
      case "p" where outputsCompete: unit == 1 ? "1" : "0"
      case "p", "z": unit.isMultiple(of: 2) ? "0" : "1"
      case "s": unit.isMultiple(of: 2) ? "-1" : "1"
      default: String(number("y[\(unit)]").drop { $0 == "-" })
      }
    }
  }
}

extension NetworkLesson.Mistake {
  fileprivate static func unknown(_ kind: String, _ name: String, among known: [String]) -> Self {
    let hint = didYouMean(nearestName(to: name, among: known))
    return Self(
      message: "\(thereIsNo(kind, name)); "
        + (hint ?? "there are \(known.joined(separator: ", "))"))
  }
}
