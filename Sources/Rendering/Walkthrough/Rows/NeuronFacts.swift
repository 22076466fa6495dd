import Decimals
import Formulas
import Programs
import Words

/// What the numbers of a row of neurons show by themselves.
extension WalkthroughWriter {
  /// More neurons are not told one by one.
  private static let mostTold = 3

  /// What is said behind the values of derivatives, where it holds for every neuron of the row, and where
  /// each is called by more than a number.
  func facts(of block: NeuronBlock, at step: Int) -> [Walkthrough.Content] {
    guard block.neurons.count <= Self.mostTold, options.exercise == nil, byHand == nil,
      let deltas = block.columns.last, deltas.allSatisfy(names.isDelta),
      block.labels.allSatisfy({ $0.first?.isLetter ?? false })
    else { return [] }
    let phrases = [outputErrors(of: block, deltas, at: step), oppositePaths(of: block, at: step)]
    return phrases.compactMap { $0.map { .remark(nodes(.lead($0))) } }
  }

  /// Which outputs are too large, and which too small.
  private func outputErrors(
    of block: NeuronBlock, _ deltas: [LineID], at step: Int
  ) -> LeadPhrase<MathNode>? {
    let brief = NumberStyle(.digits(3))
    var errors: [OutputError<MathNode>] = []
    for (neuron, label) in block.labels.enumerated() {
      let operands = folding.formula(of: block.columns[0][neuron])?.lines ?? []
      let targets = operands.filter { program.lines[$0].phase == .target }
      let outputs = operands.filter { names.network.layer(of: $0) != nil }
      guard targets.count == 1, outputs.count == 1,
        let output = value(of: outputs[0], at: step), let target = value(of: targets[0], at: step),
        let delta = value(of: deltas[neuron], at: step), delta != 0, output != target,
        (delta > 0) == (output > target), number(of: deltas[neuron], at: step)?.value != 0,
        let wanted = number(of: targets[0], at: step),
        brief.text(output).value != wanted.value
      else { return nil }
      errors.append(
        OutputError(
          unit: .words(label), output: .number(brief.text(output)), target: .number(wanted),
          isTooLarge: output > target))
    }
    return .outputErrors(errors)
  }

  /// Whether the two paths back to each neuron have opposite signs.
  private func oppositePaths(of block: NeuronBlock, at step: Int) -> LeadPhrase<MathNode>? {
    var paths: [[Double]] = []
    for line in block.columns[0] {
      guard case .sum(let terms) = folding.formula(of: line)?.kind, terms.count == 2,
        terms.allSatisfy({ $0.lines.contains(where: names.isDelta) })
      else { return nil }
      let values = terms.map { term -> Double in
        term.value(
          step: step, line: { number(of: $0, at: step)?.value ?? 0 },
          previous: { previousNumber(of: $0, at: step)?.value ?? 0 })
      }
      if !(values[0] * values[1] < 0) { return nil }
      paths.append(values)
    }
    let brief = NumberStyle(.digits(3))
    let first = paths[0].map { MathNode.number(brief.text($0)) }
    return .oppositePaths(of: .words(block.labels[0]), first[0], first[1])
  }
}
