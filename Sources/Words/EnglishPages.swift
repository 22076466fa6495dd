import Decimals
import Diagnostics
import Programs

// Pages of a run.

extension English {
  func words(_ title: TitlePhrase) -> String {
    switch title {
    case .variant(let variant, let title): "\(title), variant \(variant)"
    case .trial(let number, let title): "\(title), trial \(number)"
    case .key(let title): "\(title): key"
    case .answers(let count, let title): "\(title): \(counted(count, "answer"))"
    }
  }

  func words(_ position: PositionPhrase) -> String {
    switch position {
    case .variants(let count): return "\(count) variants"
    case .at(let kind, let step): return "\(word(kind)) \(step)"
    case .after(let kind, let step): return "after \(word(kind)) \(step)"
    case .steps(let kind, let steps, let count, let isAndAfter):
      let range =
        steps.count == 1
        ? "\(word(kind)) \(steps.lowerBound)"
        : "\(word(kind))s \(steps.lowerBound) to \(steps.upperBound)"
      return "\(range) of \(count)\(isAndAfter ? ", and after" : "")"
    }
  }

  func words(_ heading: HeadingPhrase) -> String {
    switch heading {
    case .group(.given, _): "Given"
    case .group(.forward, _): "Forward"
    case .group(.backward, _): "Backward"
    case .group(.update, .step): "Update"
    case .group(.update, .trial): "Search"
    case .groupAt(let group, let kind, let step):
      "\(words(.group(group, kind))), \(word(kind)) \(step)"
    case .step(.step, let number): "Step \(number)"
    case .step(.trial, let number): "Trial \(number)"
    case .after(let kind, let number): "After \(word(kind)) \(number)"
    case .beforeFirst(let kind): "Before the first \(word(kind))"
    case .from(let kind, let number): "From \(word(kind)) \(number)"
    case .tables: "Tables"
    case .graph: "Graph"
    case .comparison: "Comparison"
    case .training: "Training"
    case .trials: "Trials"
    case .search: "The search"
    case .trainingOfTrial(let number): "The training of trial \(number)"
    case .trainingOfBestTrial(let number): "The training of trial \(number), the best"
    case .byHand: "Worked by hand"
    case .explanation: "How this comes about:"
    case .claims: "Claims"
    case .gradients(let step): "Gradients of step \(step)"
    case .result: "Result"
    }
  }

  func sentence<Part>(_ detail: DetailPhrase<Part>) -> Sentence<Part> {
    switch detail {
    case .byStep(let name): return "\(name) by step"
    case .rules(let rules): return joined(rules, by: ", then ")
    case .given(let step): return "with what step \(step) is given"
    case .run(let steps, let last): return "\(counted(steps, "step"))\(pass(last))"
    case .ended(let steps, let condition, let last):
      return "ended after \(counted(steps, "step")) with \(condition)\(pass(last))"
    case .trials(let count, let last):
      let again = last.map { "; line \($0) is the best one again" } ?? ""
      return "\(counted(count, "trial"))\(again)"
    case .rounded(let precision): return "rounded half up to \(words(precision))"
    case .levels(let count): return "\(counted(count, "level"))"
    }
  }

  private func pass(_ step: Int) -> String {
    "; step \(step) is the forward pass after the last update"
  }

  func words(_ label: LabelPhrase) -> String {
    switch label {
    case .inputs: "inputs"
    case .targets: "targets"
    case .constants: "constants"
    case .parameters: "parameters"
    case .states: "states"
    case .input: "input"
    case .target: "target"
    case .constant: "constant"
    case .state: "state"
    case .given: "given"
    case .computed: "computed"
    case .objective: "objective"
    case .path: "path"
    case .level(let number): "level \(number)"
    case .step(let kind): word(kind)
    case .quantity: "quantity"
    case .value: "value"
    case .parameter: "parameter"
    case .before: "before"
    case .derivative: "derivative"
    case .claimed: "claimed"
    case .backward: "backward"
    case .forward: "forward"
    case .difference: "difference"
    case .error: "error"
    }
  }

  func sentence<Part>(_ quantity: QuantityPhrase<Part>) -> Sentence<Part> {
    switch quantity {
    case .netInput: return "net input"
    case .unitOutput: return "output of a unit"
    case .derivative(let top, let variables, let order, let isGradient):
      let kind =
        switch order {
        case 1: isGradient ? "gradient" : "derivative"
        case 2: "second derivative"
        case let count: "derivative of order \(count)"
        }
      let names = listed(variables.map { "\($0)" as Sentence<Part> })
      return "\(kind) of \(top) with respect to \(names)"
    case .localDerivative: return "local derivative"
    case .ofTransform: return "number of the transform"
    case .ofRule(.step): return "number of the optimizer"
    case .ofRule(.trial): return "number of the search"
    case .updated(let name, .step): return "\(name) after the update"
    case .updated(let name, .trial): return "\(name) of the next trial"
    }
  }

  func sentence<Part>(_ caption: CaptionPhrase<Part>) -> Sentence<Part> {
    switch caption {
    case .numbers(let table, let position, let variant, let rules):
      let parts = [words(table), position.map(words), variant.map { "variant \($0)" }]
      let caption = parts.compactMap { $0 }.joined(separator: ", ")
      return rules.map { "\(caption) (\($0))" } ?? Sentence(caption)
    case .overview(let objective): return "\(objective) and the parameters by step"
    case .continued: return "(continued)"
    }
  }

  private func words(_ table: NumberTable) -> String {
    switch table {
    case .given: "Given"
    case .forward: "Forward"
    case .deltas: "Deltas"
    case .gradients: "Gradients"
    case .moments: "Moments"
    case .updates: "Parameters, gradients and updates"
    case .changes: "Deltas of updates"
    }
  }

  func sentence<Part>(_ omission: OmissionPhrase<Part>) -> Sentence<Part> {
    switch omission {
    case .more(let count): "\(count) more"
    case .moreLevels(let count): "\(counted(count, "more level"))"
    case .moreOf(let count, let family): "\(count) more of \(family)"
    case .of(let count, let family): "\(count) of \(family)"
    }
  }

  func words(_ formula: FormulaPhrase) -> String {
    switch formula {
    case .condition: "if"
    case .otherwise: "otherwise"
    case .range: "for"
    }
  }

  func sentence<Part>(_ note: NotePhrase<Part>) -> Sentence<Part> {
    switch note {
    case .answers(let precision): return "Answers to \(words(precision))."
    case .blanksAreMarked: return "Rows with a * are blank on the sheet."
    case .shortenedFamilies(let most):
      return Sentence(
        "Of a family with more than \(most) members, the first two and the last are shown; --all "
          + "shows every one.")
    case .shown(let precision): return "Computed in full, shown to \(words(precision))."
    case .shownByFamily(let usual, let raised):
      return """
        Computed in full, \(words(usual))\(more(raised)). So the last digit of a result may be \
        another one than the shown numbers give.
        """
    case .isCut: return "What lies further back is left out; a larger --depth shows it."
    case .parametersMade(let kind, let step, let name):
      return Sentence(
        "Parameters are what \(kind == .trial ? "trial" : "the update of step") \(step) made of "
          + "them: explain … \"\(name)'\" --step \(step).")
    case .fractionIsTooLong(let name, let step, let bits):
      return Sentence(
        "From step \(step) on, \(name) and what follows from it are computed in doubles: its "
          + "fraction would have more than \(bits) bits.")
    case .waysOfGradients:
      return Sentence(
        "backward: as the page has it. forward: by forward mode, without adjoints. "
          + "difference: central differences of the objective, extrapolated. error: the largest "
          + "relative difference from backward.")
    }
  }

  private func words(_ digits: FamilyDigits) -> String {
    switch digits {
    case .digits(let count):
      "the largest number of a kind shown to \(counted(count, "digit")), the others to as many decimals"
    case .decimals(let count, let ofSmall):
      "shown to \(words(.decimals(count)))"
        + (ofSmall.map {
          "; where all numbers of a kind are small, the largest of them to \(counted($0, "digit"))"
        } ?? "")
    }
  }

  /// What is shown to more decimals than the rest.
  private func more<Part>(_ raised: [(more: Int, names: [Part])]) -> Sentence<Part> {
    let parts = raised.filter { !$0.names.isEmpty }.map { more, names -> Sentence<Part> in
      "\(listed(names.map { "\($0)" })) with \(more == 1 ? "one" : "two") more"
    }
    return parts.isEmpty ? "" : "; \(joined(parts, by: ", "))"
  }

  private func sentence<Part>(
    _ indices: [(range: Part, counted: Counted?)]
  ) -> Sentence<Part> {
    if indices.contains(where: { $0.counted == nil }) {
      let parts = indices.map { range, counted -> Sentence<Part> in
        counted.map { "\(range) (\(words($0)))" } ?? "\(range)"
      }
      return "Indices: \(joined(parts, by: ", "))."
    }
    let parts = indices.enumerated().map { place, index -> Sentence<Part> in
      let verb = place == 0 ? " counts" : ""
      return "\(index.range)\(verb) the \(index.counted.map(words) ?? "")"
    }
    return "\(joined(parts, by: ", "))."
  }

  private func words(_ counted: Counted) -> String {
    switch counted {
    case .samples: "samples"
    case .times: "times"
    case .places: "places"
    case .inputs: "inputs"
    case .outputs: "outputs"
    case .units: "neurons"
    case .layers: "layers"
    case .hiddenUnits(let layer): layer.map { "neurons of hidden layer \($0)" } ?? "hidden neurons"
    }
  }

  /// More neurons than these are not told by name.
  private static var mostNeuronsByName: Int { 4 }

  func sentence<Part>(_ remark: RemarkPhrase<Part>) -> Sentence<Part> {
    switch remark {
    case .needsMoreDigits: return "needs more digits than are shown"
    case .noRunEnds: return "No run ends with a number."
    case .best(let name, let isMaximized, let variant, let value, let step):
      let size = isMaximized ? "largest" : "smallest"
      return "* \(name) is \(size) at the end with \(variant): \(value) in step \(step)."
    case .noTrialKept: return "No trial has a value to be kept."
    case .bestTrial(let trial, let values):
      let list = listed(values.map { "\($0.name) = \($0.value)" as Sentence<Part> })
      return "The best is trial \(trial), with \(list)."
    case .outcome(let trial): return "what the training ends with: --trial \(trial) shows it"
    case .exact(let value, let error):
      return error.map { "exact \(value), error \($0)" } ?? "exact \(value)"
    case .effectOfRounding(let exact):
      return exact.map { "exactly \($0): in doubles, rounding decides" }
        ?? "rounding may decide: this hangs on a number no larger than its own rounding error"
    case .asWritten(let value):
      return "computed so that no digits are lost: as written, doubles give \(value)"
    case .undefined(let operation): return "\(operation) has no value"
    case .entry(let position): return "For \(position):"
    case .neuron(let name): return "Neuron \(name):"
    case .inTheSameWay(let names):
      if names.count > Self.mostNeuronsByName { return "The other neurons in the same way:" }
      let list = listed(names.map { "\($0)" as Sentence<Part> })
      return "\(names.count == 1 ? "Neuron" : "Neurons") \(list) in the same way:"
    case .indices(let indices): return sentence(indices)
    case .allValues: return "All values:"
    case .from(let name): return "from \(name)"
    case .to(let name): return "to \(name)"
    case .errors(let errors, let step):
      let list = joined(
        errors.map { "\($0.name) \($0.error)" as Sentence<Part> }, by: ", ")
      return "Errors at step \(step): \(list)"
    case .byHand(let endsAsWithoutRounding):
      let end = endsAsWithoutRounding ? " The run ends where it does without rounding." : ""
      return """
        Every line is rounded before the next one uses it; given numbers stand as given. Behind \
        a result that differs, or below it, 'exact' is what it is without any rounding, and 'error' \
        is the number by hand minus that.\(end)
        """
    case .largestError(let name, let error, let step):
      let moment = step.map { " at step \($0)" } ?? ""
      return "Largest error\(moment): \(name), \(error)"
    case .notFiniteByHand(let name, let value, let step):
      return "By hand, at step \(step), \(name) is \(value): the first value that is not finite"
    }
  }
}

// Pictures.

extension English {
  func sentence<Part>(_ picture: PicturePhrase<Part>) -> Sentence<Part> {
    switch picture {
    case .notPositive(let count):
      return "Left out: \(count == 1 ? "a value that is" : "values that are") not positive."
    case .notFinite(let count):
      let values = count == 1 ? "a value that is" : "\(count) values that are"
      return "Left out: \(values) not finite."
    case .flatGround:
      return "There are no contours: the objective is the same everywhere here."
    case .groundNotFinite: return "There are no contours where the objective is not finite."
    case .contours(let ground): return "contours of \(ground)"
    case .contoursAt(let levels, let ground):
      return "contours of \(ground) at \(joined(levels.map { "\($0)" }, by: ", "))"
    case .equalRatios: return "equal distances upwards are equal ratios"
    case .first: return "first"
    case .last: return "last"
    case .path(let x, let y, let ground, let names, let further):
      let sides = "\(x)\(y.isEmpty ? "" : ", \(y)")"
      return "The path of \(sides) over contours of \(ground): \(drawn(names, further))."
    case .curves(let names, let further, let x, let y):
      return """
        Curves of \(drawn(names, further)) by \(x.title), \(x.low) to \(x.high), with values from \
        \(y.low) to \(y.high)\(y.isLogarithmic ? "; the scale is logarithmic" : "").
        """
    case .members(let shown, let count, let name):
      return "Of the \(count) members of '\(name)', \(shown) are drawn; --all draws every one."
    case .lastValues(let names, let further, let variant):
      let contours = "Contours\(variant.map { " of '\($0)'" } ?? "")"
      let values = names.count + further == 1 ? "value" : "values"
      return "\(contours) with the last \(values) of \(drawn(names, further))."
    case .givenAnew(let step): return "What is given anew at each step is as in step \(step)."
    case .tooLarge(let program): return "The picture is too large for \(program)."
    case .derivatives(let objective): return "derivatives of \(objective)"
    case .numbers(let position): return "Numbers of \(words(position))."
    case .shortened: return "Shortened; --all shows everything."
    case .graph(let boxes, let isShortened):
      let texts = boxes.map { box in box.value + (box.derivative.map { " with \($0)" } ?? "") }
      return """
        The computation graph, from what is given to what uses it: \
        \(texts.joined(separator: "; "))\(isShortened ? " …" : "")
        """
    }
  }

  private func drawn(_ names: [String], _ further: Int) -> String {
    names.joined(separator: ", ") + (further > 0 ? " and \(further) more" : "")
  }
}
