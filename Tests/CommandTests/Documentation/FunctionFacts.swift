import Decimals
import Foundation
import Formulas
import Testing

@testable import chainrule

/// What a page says about a function: how it is called, printed and differentiated, and its kinks.
struct FunctionFacts {
  private let function: Function
  /// What the arguments of the call that stands for all are called.
  private let names: [String]
  /// The call; its arguments are the lines from 0 on.
  private let call: Formula
  /// The derivatives by the arguments.
  private let partials: [Int: Formula]

  init(_ function: Function) {
    self.function = function
    var names = function.parameters.map(\.name)
    if function.isVariadic, let last = names.popLast() { names += ["\(last)1", "\(last)2"] }
    self.names = names
    // One member of a family of results is chosen by a number.
    let arguments = names.indices.map { place -> Formula in
      if case .member = function.notation, place == 0 { return .one }
      return .line(LineID(place))
    }
    call = Formula(.call(function, arguments))
    partials = Dictionary(
      uniqueKeysWithValues: call.partials(ownLine: LineID(names.count)).map {
        ($0.line.index, $0.derivative)
      })
  }

  /// A formula in the lesson language; the line behind the arguments is the result.
  private func text(_ formula: Formula) -> String {
    formula.writtenForm.text { line in
      line.index < names.count ? names[line.index] : call.text { names[$0.index] }
    }
  }

  /// The call with all that it may be given: `leaky_relu(x, slope = 0.01)`.
  var signature: String {
    if case .infix = function.notation { return text(call) }
    let presets = function.parameters.map { $0.preset.map { " = \(text($0))" } ?? "" }
    let parameters =
      zip(call.parts, names).enumerated().map { place, argument in
        text(argument.0) + (place < presets.count ? presets[place] : "")
      } + (function.isVariadic ? ["…"] : [])
    return "\(function.name)(\(parameters.joined(separator: ", ")))"
  }

  /// The call as it is printed, and in simpler terms where the function has some.
  var printed: String {
    get throws {
      let forms = [call] + (function.spelledOut.map { [$0(call.parts)] } ?? [])
      return try forms.map { try printedForm(of: text($0)) }.joined(separator: " = ")
    }
  }

  /// How a formula of the arguments is printed.
  func printedForm(of formula: String) throws -> String {
    try printedRightSide(of: formula, names.map { "\($0)=1" })
  }

  /// The arguments that may be differentiated by.
  private var variables: [Int] { names.indices.filter { call.parts[$0].dependsOnLines } }

  /// The derivative with respect to each argument, in the lesson language.
  var derivatives: [(name: String, formula: String)] {
    variables.map { (names[$0], text(partials[$0] ?? .zero)) }
  }
}

// Kinks and jumps.

extension FunctionFacts {
  /// How the function behaves at a point along one argument.
  private struct Sides {
    let variable: Int
    let values: [Double]
    /// The slope below, there and above.
    let slopes: [Double]

    var isJump: Bool { values.differ }
    var isKink: Bool { slopes.differ }
  }

  /// The first kink or jump at whole numbers from −3 to 3, the smallest tried first; empty where
  /// there is none.
  var kink: String {
    let found = points.map { point in (point, sides(at: point)) }.filter { !$0.1.isEmpty }
    guard let (point, sides) = found.first(where: { $0.1.contains(where: \.isJump) }) ?? found.first
    else { return "" }
    let isOnly = found.count == 1
    let place = movable.map { "\(names[$0]) = \(number(point[$0]))" }.joined(separator: ", ")
    let start =
      (sides.contains(where: \.isJump) ? "Jump" : "Kink")
      + (isOnly ? " at " : ", for example at ") + place
    let kinks = sides.filter { $0.isKink && !$0.isJump }.map { side in
      (movable.count > 1 ? "along \(names[side.variable]) " : "")
        + "\(number(side.slopes[0])) below, \(number(side.slopes[1])) there, "
        + "\(number(side.slopes[2])) above"
    }
    return start + (kinks.isEmpty ? "" : ": slope " + kinks.joined(separator: "; ")) + "."
  }

  /// Values of all arguments: presets where there are some, all combinations of the others.
  private var points: [[Double]] {
    names.indices.reduce([[]]) { points, place in
      let values: [Double] = function.preset(place).map { [$0] } ?? [0, 1, -1, 2, -2, 3, -3]
      return points.flatMap { point in values.map { point + [$0] } }
    }
  }

  /// The arguments that are moved: those without a preset.
  private var movable: [Int] { variables.filter { function.preset($0) == nil } }

  private func sides(at point: [Double]) -> [Sides] {
    let step = 0x1p-20
    return movable.compactMap { variable in
      let near = [-step, 0, step].map { offset -> (value: Double, slope: Double) in
        var place = point
        place[variable] += offset
        return (value(of: call, at: place), value(of: partials[variable] ?? .zero, at: place))
      }
      let sides = Sides(
        variable: variable, values: near.map(\.value), slopes: near.map(\.slope))
      let isFinite = (sides.values + sides.slopes).allSatisfy(\.isFinite)
      return isFinite && (sides.isJump || sides.isKink) ? sides : nil
    }
  }

  private func value(of formula: Formula, at point: [Double]) -> Double {
    formula.value(
      step: nil,
      line: { $0.index < names.count ? point[$0.index] : value(of: call, at: point) },
      previous: { _ in nil }) ?? .nan
  }

  private func number(_ value: Double) -> String {
    // Adding 0 makes −0 a plain 0.
    let text = shortest((value * 1e4).rounded() / 1e4 + 0)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}

extension Function {
  /// The value that a parameter has where a call leaves it out.
  fileprivate func preset(_ place: Int) -> Double? {
    place < parameters.count ? parameters[place].preset?.constantValue() : nil
  }
}

extension [Double] {
  /// Whether some are further from each other than a smooth function is within a small step.
  fileprivate var differ: Bool { (self.max() ?? 0) - (self.min() ?? 0) > 0.001 }
}

/// The right side of the first equation that `eval` prints for a formula, without the numbers behind it.
func printedRightSide(of formula: String, _ numbers: [String]) throws -> String {
  let run = CapturedRun(["eval", "--", formula] + numbers, width: 1000)
  let forward = run.output.components(separatedBy: "Forward\n───────\n").last ?? ""
  let line = forward.prefix { $0 != "\n" }
  let sign = try #require(line.firstRange(of: " = "), "\(formula): \(run.messages)")
  return firstSide(of: line[sign.upperBound...])
}

/// A formula up to what it is equal to; equals signs in brackets are its own.
private func firstSide(of text: Substring) -> String {
  var depth = 0
  for index in text.indices {
    if "([{".contains(text[index]) { depth += 1 }
    if ")]}".contains(text[index]) { depth -= 1 }
    if depth == 0, text[index...].hasPrefix(" = ") { return String(text[..<index]) }
  }
  return String(text)
}
