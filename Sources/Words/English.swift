import Decimals
import Diagnostics
import Programs

/// What is said in English.
package struct English: Language {
  package init() {}

  package func sentence<Part>(_ phrase: Phrase<Part>) -> Sentence<Part> {
    switch phrase {
    case .title(let title): Sentence(words(title))
    case .position(let position): Sentence(words(position))
    case .heading(let heading): Sentence(words(heading))
    case .detail(let detail): sentence(detail)
    case .label(let label): Sentence(words(label))
    case .caption(let caption): sentence(caption)
    case .precision(let precision): Sentence(words(precision))
    case .omission(let omission): sentence(omission)
    case .formula(let formula): Sentence(words(formula))
    case .note(let note): sentence(note)
    case .remark(let remark): sentence(remark)
    case .lead(let lead): sentence(lead)
    case .picture(let picture): sentence(picture)
    case .claim(let claim): sentence(claim)
    case .gradient(let gradient): sentence(gradient)
    case .gradientResult(let result): sentence(result)
    case .marking(let marking): sentence(marking)
    case .answer(let answer): sentence(answer)
    case .convention(let convention): Sentence(words(convention))
    case .sheetNote(let note): Sentence(words(note))
    case .missing(let value): Sentence(words(value))
    case .form(let form): Sentence(words(form))
    }
  }
}

// Numbers, lists and steps.

extension English {
  /// Things one after the other: `a`, `a and b`, `a, b and c`.
  func listed<Part>(_ parts: [Sentence<Part>]) -> Sentence<Part> {
    joined(parts, by: ", ", last: " and ")
  }

  private func joined<Part>(
    _ parts: [Sentence<Part>], by separator: String, last: String? = nil
  ) -> Sentence<Part> {
    guard let first = parts.first else { return "" }
    return parts.dropFirst().enumerated().reduce(first) { sentence, next in
      let isLast = next.offset == parts.count - 2
      return "\(sentence)\(isLast ? last ?? separator : separator)\(next.element)"
    }
  }

  /// The first of some names, and how many more there are.
  private func listed<Part>(_ names: SomeNames<Part>) -> Sentence<Part> {
    var parts: [Sentence<Part>] = names.names.map { "\($0)" }
    if names.further > 0 { parts.append("\(names.further) more") }
    return listed(parts)
  }

  private func word(_ kind: StepKind) -> String {
    switch kind {
    case .step: "step"
    case .trial: "trial"
    }
  }

  private func words(_ precision: Precision) -> String {
    switch precision {
    case .digits(let count): counted(count, "significant digit")
    case .decimals(let count): counted(count, "decimal")
    }
  }

  /// A number with its thousands parted: 10,000.
  private func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }
}

// Pages of a run.

extension English {
  private func words(_ title: TitlePhrase) -> String {
    switch title {
    case .variant(let variant, let title): "\(title), variant \(variant)"
    case .trial(let number, let title): "\(title), trial \(number)"
    case .key(let title): "\(title): key"
    case .answers(let count, let title): "\(title): \(counted(count, "answer"))"
    }
  }

  private func words(_ position: PositionPhrase) -> String {
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

  private func words(_ heading: HeadingPhrase) -> String {
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

  private func sentence<Part>(_ detail: DetailPhrase<Part>) -> Sentence<Part> {
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

  private func words(_ label: LabelPhrase) -> String {
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

  private func sentence<Part>(_ caption: CaptionPhrase<Part>) -> Sentence<Part> {
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

  private func sentence<Part>(_ omission: OmissionPhrase<Part>) -> Sentence<Part> {
    switch omission {
    case .more(let count): "\(count) more"
    case .moreLevels(let count): "\(counted(count, "more level"))"
    case .moreOf(let count, let family): "\(count) more of \(family)"
    case .of(let count, let family): "\(count) of \(family)"
    }
  }

  private func words(_ formula: FormulaPhrase) -> String {
    switch formula {
    case .condition: "if"
    case .otherwise: "otherwise"
    case .range: "for"
    }
  }

  private func sentence<Part>(_ note: NotePhrase<Part>) -> Sentence<Part> {
    switch note {
    case .answers(let precision): return "Answers to \(words(precision))."
    case .blanksAreMarked: return "Rows with a * are blank on the sheet."
    case .shortenedFamilies(let most):
      return Sentence(
        "Of a family with more than \(most) members, the first two and the last are shown; --all "
          + "shows every one.")
    case .shown(let precision): return "Computed in full, shown to \(words(precision))."
    case .shownByFamily(let decimals, let digits, let raised):
      let usual = "\(words(.decimals(decimals))), small numbers to \(digits) digits"
      return "Computed in full, shown to \(usual)\(more(raised))."
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
        "backward: by the lines of the trace. forward: by forward mode, without adjoints. "
          + "difference: central differences of the objective, extrapolated. error: the largest "
          + "relative difference from backward.")
    }
  }

  /// What is shown to more decimals than the rest.
  private func more<Part>(_ raised: [(more: Int, names: [Part])]) -> Sentence<Part> {
    let parts = raised.filter { !$0.names.isEmpty }.map { more, names -> Sentence<Part> in
      "\(listed(names.map { "\($0)" })) with \(more == 1 ? "one" : "two") more"
    }
    return parts.isEmpty ? "" : "; \(joined(parts, by: ", "))"
  }

  /// More neurons than these are not told by name.
  private static var mostNeuronsByName: Int { 4 }

  private func sentence<Part>(_ remark: RemarkPhrase<Part>) -> Sentence<Part> {
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
    case .indices(let ranges):
      return "Indices: \(joined(ranges.map { "\($0)" as Sentence<Part> }, by: ", "))."
    case .allValues: return "All values:"
    case .errors(let errors, let step):
      let list = joined(
        errors.map { "\($0.name) \($0.error)" as Sentence<Part> }, by: ", ")
      return "Errors at step \(step): \(list)"
    case .byHand(let endsAsWithoutRounding):
      let end = endsAsWithoutRounding ? " The run ends where it does without rounding." : ""
      return """
        Every line is rounded before the next one uses it; given numbers stand as given. Below a \
        result that differs, 'exact' is what it is without any rounding, and 'error' is the number \
        by hand minus that.\(end)
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
  private func sentence<Part>(_ picture: PicturePhrase<Part>) -> Sentence<Part> {
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

// Checks of claims and gradients.

extension English {
  private func sentence<Part>(_ claim: ClaimPhrase<Part>) -> Sentence<Part> {
    switch claim {
    case .hold(let count, let all, let steps, let points):
      let extent = "\(counted(steps, "step")) and \(counted(points, "random point"))"
      return "\(claims(count, of: all)) \(count == 1 ? "holds" : "hold"), at \(extent)."
    case .fail(1, of: 1): return "The claim FAILS."
    case .fail(let count, let all):
      return "\(count) of \(all) claims \(count == 1 ? "fails" : "fail")."
    case .undecided(let count):
      return """
        \(counted(count, "claim")) could not be decided: values are not finite, or only rounding.
        """
    case .skipped(let count, let all):
      return """
        At up to \(count) of \(counted(all, "random point")), values are not finite or only \
        rounding; these count for nothing.
        """
    case .omitted(let count, let failing):
      let verdict =
        switch failing {
        case 0: "none of which fails"
        case count: count == 1 ? "which fails too" : "which fail too"
        default: "of which \(failing) \(failing == 1 ? "fails" : "fail")"
        }
      return "and \(count) more, \(verdict); --all shows them"
    case .holds: return "holds"
    case .notDecided: return "not decided"
    case .fails(let failure?):
      return "FAILS \(failure.isAround ? "around" : "at") step \(failure.step)"
    case .fails(nil): return "FAILS"
    case .difference(let name, let story, let derivative):
      return "\(name) \(words(story)) the derivative is \(derivative), but as claimed:"
    }
  }

  private func claims(_ count: Int, of all: Int) -> String {
    if count < all { return "\(count) of \(all) claims" }
    return switch count {
    case 1: "The claim"
    case 2: "Both claims"
    default: "All \(count) claims"
    }
  }

  private func words(_ story: ClaimStory) -> String {
    switch story {
    case .byChance(let steps, let step):
      let run = steps == 1 ? "at the starting values" : "at all \(steps) steps of the run"
      return "agrees \(run) by chance. At a random point around step \(step)"
    case .forTheseInputs(let step):
      return "agrees for the inputs as they are, with any parameters. At a random point around "
        + "step \(step), with other inputs,"
    case .onlyAround(let step):
      return "agrees at random points around the run, but at step \(step), where there may be a "
        + "kink,"
    case .plainly(let step): return "fails: at step \(step)"
    }
  }

  private func sentence<Part>(_ gradient: GradientPhrase<Part>) -> Sentence<Part> {
    switch gradient {
    case .notMeasured: return "not measured"
    case .onlyRounding: return "only rounding"
    case .kink: return "kink"
    case .jump: return "jump"
    case .stopped: return "stop_gradient"
    case .notFinite: return "not finite"
    case .fails: return "FAILS"
    case .omitted(let count): return "and \(count) more that agree; --all shows them"
    case .slopes(let objective, let variable, let left, let right):
      return """
        \(objective) has a kink here: along \(variable) its slope is \(left) on the left and \
        \(right) on the right.
        """
    case .jumps(let objective, let variable): return "\(objective) jumps here, along \(variable)."
    case .stops(let objective, let variable):
      return """
        stop_gradient: \(objective) is not differentiated through it; along \(variable) the \
        differences see its whole slope.
        """
    case .modesAgree(let gradient, let value):
      return """
        Both modes give \(gradient) = \(value), but differences do not: at a kink of one part, the \
        chain rule need not hold.
        """
    }
  }

  private func sentence<Part>(_ result: GradientResultPhrase<Part>) -> Sentence<Part> {
    switch result {
    case .noGradients: return "This lesson has no gradient to check."
    case .agree(let count, let all, nil): return "\(gradients(count, of: all)) exactly."
    case .agree(let count, let all, let error?):
      return "\(gradients(count, of: all)), to a relative error of \(error) or less."
    case .skipped(let count):
      let gradients = count == 1 ? "gradient of a step was" : "gradients of a step were"
      return "\(count) more \(gradients) not checked; --all checks every one."
    case .forwardOnly(let count):
      return """
        \(counted(count, "gradient")) \(count == 1 ? "is" : "are") the same backward and forward, \
        which is no check of the rules that both share; differences would say nothing but rounding.
        """
    case .onlyRounding(let count):
      return "\(counted(count, "gradient")) no more than the rounding of larger terms."
    case .atKinks(let count):
      return "\(counted(count, "gradient")) at a kink, where there is no one slope to measure."
    case .atJumps(let count):
      return "\(counted(count, "gradient")) at a jump, where there is no slope to measure."
    case .stopped(let count):
      return """
        \(counted(count, "gradient")) with stop_gradient, through which nothing is \
        differentiated, though differences see it.
        """
    case .notFinite(let count):
      return "\(counted(count, "gradient")) not finite, or of an objective that is not finite."
    case .fails(let gradient, let step): return "FAILS at step \(step): \(gradient)"
    case .ownUpdates(let parameters, let gradients):
      let have = parameters.count == 1 ? "has an update of its own" : "have updates of their own"
      return gradients.count == 0
        ? "\(listed(parameters)) \(have), in which no gradient stands."
        : "\(listed(parameters)) \(have), of which the gradients are checked: \(listed(gradients))."
    case .noControl: return "No control: no gradient here would show a wrong derivative."
    case .control(let line, let failures, let count):
      let found =
        switch failures {
        case 0: "none fails: this check proves nothing."
        case 1: "1 of \(count) fails, as it should."
        default: "\(failures) of \(count) fail, as they should."
        }
      return "Control: \(line) made 1 % too large; \(found)"
    }
  }

  private func gradients(_ count: Int, of all: Int) -> String {
    switch (count, all) {
    case (1, 1): "The gradient agrees"
    case (2, 2): "Both gradients agree"
    case (1, _): "1 gradient agrees"
    default: "\(count == all ? "All " : "")\(count) gradients agree"
    }
  }
}

// Sheets as a whole.

extension English {
  private func sentence<Part>(_ marking: MarkingPhrase<Part>) -> Sentence<Part> {
    switch marking {
    case .noAnswers: return "No answers."
    case .summary(let counts):
      let parts = counts.map { "\($0.count) \(words($0.kind, $0.count))" }
      return Sentence(parts.joined(separator: ", ") + ".")
    case .first(let name, nil): return "First mistake: \(name)."
    case .first(let name, let position?):
      let moment = if case .at = position { "at \(words(position))" } else { words(position) }
      return "First mistake: \(name) \(moment)."
    case .note(let note, let numbers): return "\(note) (\(lines(numbers)))"
    case .lines(let numbers): return Sentence(lines(numbers))
    case .right(let names): return "Right: \(joined(names.map { "\($0)" }, by: ", "))."
    case .verdict(let verdict): return Sentence(words(verdict))
    case .mark(let verdict, let isRestored): return Sentence(mark(verdict, isRestored))
    case .column(let column): return Sentence(words(column))
    }
  }

  private func lines(_ numbers: SomeNames<Int>) -> String {
    let shown = numbers.names.map(String.init)
    if numbers.count == 1 { return "line \(shown[0])" }
    let more = numbers.further > 0 ? ["\(numbers.further) more"] : []
    return "lines \(Diagnostics.listed(shown + more))"
  }

  private func words(_ kind: AnswerKind, _ count: Int) -> String {
    let follow = count == 1 ? "follows" : "follow"
    return switch kind {
    case .right: "right"
    case .truncated: "cut off instead of rounded"
    case .followsRounding: "\(follow) from earlier answers as rounded"
    case .followsMistake: "\(follow) from an earlier mistake"
    case .slip: "off by what rounding explains"
    case .wrong: "wrong"
    case .blank: "left blank"
    case .unknown: "not understood"
    }
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .exact: "exact"
    case .right: "right"
    case .truncated: "truncated"
    case .follows: "follows"
    case .slip: "slip"
    case .wrong: "wrong"
    case .blank: "blank"
    case .unknown: "unknown"
    }
  }

  private func mark(_ verdict: Verdict, _ isRestored: Bool) -> String {
    switch verdict {
    case .exact, .right: isRestored ? "ok!" : "ok"
    case .truncated: "cut"
    case .follows: "ok*"
    case .slip: "slip"
    case .wrong: "wrong"
    case .blank: "blank"
    case .unknown: "?"
    }
  }

  private func words(_ column: SheetColumn) -> String {
    switch column {
    case .line: "Line"
    case .quantity: "Quantity"
    case .given: "Given"
    case .verdict: "Verdict"
    case .remarks: "Remarks"
    case .place: "Place"
    case .printed: "Printed"
    case .expected: "Should read"
    case .reason: "Why"
    }
  }

  private func words(_ form: FormPhrase) -> String {
    switch form {
    case .answers(let title): "Answers: \(title)"
    case .rowNumbers: "The number behind an answer is that of its row on the sheet."
    }
  }
}

// Answers.

extension English {
  private func sentence<Part>(_ answer: AnswerPhrase<Part>) -> Sentence<Part> {
    switch answer {
    case .truncated(nil): return "cut off, not rounded"
    case .truncated(let value?): return "cut off, not rounded: \(value)"
    case .follows(let names): return "follows from your \(earlier(names))"
    case .slip(nil): return "off by no more than rounding explains"
    case .slip(let value?): return "\(value); rounding on the way explains the difference"
    case .unexplained: return "not what its formula gives, with the true values or with yours"
    case .blank(nil): return "left blank"
    case .blank(let value?): return "left blank; it is \(value)"
    case .unknown(nil): return "no such quantity"
    case .unknown(let nearest?): return "no such quantity; did you mean \(nearest)?"
    case .noValue: return "has no value here"
    case .withOwnValues(let own, let value):
      return "\(own) with your values, \(value) in truth"
    case .withNumbersBefore(let value): return "\(value) with the numbers before it"
    case .restored(let names, let other):
      let give = names.count == 1 ? "gives" : "give"
      let number: Sentence<Part> = other.map { "\($0)" } ?? "another number"
      return "right, though your own \(earlier(names)) \(give) \(number): copied, or worked again?"
    case .looksLike(let likenesses): return sentence(likenesses)
    case .isValue(let name, let moment):
      return "is the value of \(name)\(moment.map { " " + words($0) } ?? "")"
    case .isOfAnotherStep(let name, let moment, let own):
      return "this is \(name) \(words(moment)); you wrote it under \(written(own, besides: moment))"
    case .arithmetic(let line, let value, let given, let formulaIsRight):
      let end = formulaIsRight ? "the formula is right" : "and the formula is not right either"
      let result: Sentence<Part> =
        value.map { "is \($0), you wrote \(given)" } ?? "does not give \(given)"
      return "your line \(line) \(result): arithmetic\(formulaIsRight ? ";" : ",") \(end)"
    case .short(let count, .digits(let asked)):
      return "only \(counted(count, "digit")); \(asked) \(asked == 1 ? "is" : "are") asked for"
    case .short(let count, .decimals(let asked)):
      return "only \(counted(count, "decimal")); \(asked) \(asked == 1 ? "is" : "are") asked for"
    case .givenInLesson: return "given in the lesson"
    case .byHand(let value, let error):
      let start: Sentence<Part> = value.map { "by hand \($0)" } ?? "as by hand"
      switch error {
      case .none: return "\(start), no error"
      case .notFinite: return start
      case .size(let size): return "\(start), error \(size)"
      }
    }
  }

  private func earlier<Part>(_ names: SomeNames<Part>) -> Sentence<Part> {
    names.count == 0 ? "earlier answers" : listed(names)
  }

  private func sentence<Part>(_ likenesses: [Likeness<Part>]) -> Sentence<Part> {
    if likenesses.count == 1 { return "looks like \(sentence(likenesses[0]))" }
    let list = joined(likenesses.map(sentence), by: ", like ", last: ", or like ")
    return "looks like \(list): the digits cannot tell"
  }

  private func sentence<Part>(_ likeness: Likeness<Part>) -> Sentence<Part> {
    switch likeness {
    case .signFlipped: return "the other sign"
    case .digitsSwapped: return "two digits swapped"
    case .digitDropped: return "one digit left out"
    case .digitInserted: return "one digit too many"
    case .digitChanged: return "one digit miswritten"
    case .pointMoved(nil): return "the decimal point in another place"
    case .pointMoved(let digits?):
      let way = digits > 0 ? "right" : "left"
      return "the decimal point \(counted(abs(digits), "place")) too far to the \(way)"
    case .value(let name, let moment):
      return "the value of \(name)\(moment.map { " " + words($0) } ?? "")"
    }
  }

  private func words(_ moment: AnswerMoment) -> String {
    switch moment {
    case .step(let step): "of step \(grouped(step))"
    case .updates(0): "before any update"
    case .updates(let count): "after \(grouped(count)) update\(count == 1 ? "" : "s")"
    }
  }

  /// What a value stands under, after the moment that it is of.
  private func written(_ own: AnswerMoment, besides moment: AnswerMoment) -> String {
    switch own {
    case .step(let step): return "step \(grouped(step))"
    case .updates(0): return "none"
    case .updates(let count):
      let noun = moment == .updates(0) ? count == 1 ? " update" : " updates" : ""
      return grouped(count) + noun
    }
  }
}

// What is understood of a sheet.

extension English {
  private func words(_ convention: Convention) -> String {
    switch convention {
    case .oppositeSign(let derivatives):
      return
        "The \(words(derivatives)) on this sheet have the opposite sign, as where δ stands for "
        + "the negative derivative. They are marked so."
    case .loss(let name, let factor, let reasons):
      let which = reasons.count > 1 ? " (the numbers cannot tell which)" : ""
      return "\(name) and its derivatives on this sheet are \(times(factor)) the lesson's, "
        + "\(reasons.map(words).joined(separator: ", or "))\(which). They are marked so."
    case .rule(let name, let equations):
      return "This sheet has \(name) in another form: \(equations.joined(separator: ", ")). It is "
        + "marked by that."
    }
  }

  private func words(_ derivatives: Convention.Derivatives) -> String {
    switch derivatives {
    case .deltas: "deltas"
    case .byIntermediateQuantities: "derivatives by intermediate quantities"
    case .gradients: "gradients"
    case .deltasAndGradients: "deltas and gradients"
    case .all: "derivatives"
    }
  }

  private func words(_ reason: Convention.LossReason) -> String {
    switch reason {
    case .withoutHalf: "as without the factor ½ of the loss"
    case .withHalf: "as with a factor ½ before the loss"
    case .summedNotAveraged(let count):
      "as where the \(count) terms of the loss are added up, not averaged"
    case .summedAndHalved(let count):
      "as where the \(count) terms of the loss are added up and halved"
    case .averagedNotSummed(let count):
      "as where the \(count) terms of the loss are averaged, not added up"
    }
  }

  /// How often a number is taken; below 1, a half or another such part of it.
  private func times(_ factor: Double) -> String {
    switch factor {
    case 2: "twice"
    case 0.5: "half"
    case 1...: "\(shortest(factor)) times"
    default: "1/\(shortest((1 / factor).rounded())) of"
    }
  }

  private func words(_ note: SheetNote) -> String {
    switch note {
    case .decimalComma(let text): "the comma in \(text) is read as a decimal point"
    case .invisible(let character): "\(character), which is invisible, is left out"
    case .severalColumns(let word): "of several columns '\(word)' the first is read"
    case .unknownColumn(let name, let nearest):
      "no quantity is called \(name), so this column is left out"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .listMarks: "a '-' and a space before a name are read as the mark of a list"
    case .anotherLesson:
      "no name on this sheet is one of this lesson's: is it the sheet of another lesson?"
    case .headingInComment: "a comment that is the heading of a step is read as one"
    case .notWorkedOut: "a part with '…' or 'Σ' is not worked out again"
    case .givenAgain(let name):
      "\(name) is given again with another number; what follows is held against the later one"
    }
  }

  private func words(_ value: MissingValue) -> String {
    switch value {
    case .noStep(let count, let closing):
      "this lesson has \(counted(count, "step"))"
        + (closing.map { ", and the forward pass after it as step \($0)" } ?? "")
    case .shorterBatch(let name, let step):
      "\(name) has no value at step \(step), whose batch is shorter"
    case .closingPass(let name, let step):
      "\(name) has no value at step \(step), the forward pass after the last step"
    }
  }
}
