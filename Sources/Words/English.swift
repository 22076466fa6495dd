import Decimals
import Diagnostics

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
    case .quantity(let quantity): sentence(quantity)
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

  func joined<Part>(
    _ parts: [Sentence<Part>], by separator: String, last: String? = nil
  ) -> Sentence<Part> {
    guard let first = parts.first else { return "" }
    return parts.dropFirst().enumerated().reduce(first) { sentence, next in
      let isLast = next.offset == parts.count - 2
      return "\(sentence)\(isLast ? last ?? separator : separator)\(next.element)"
    }
  }

  /// The first of some names, and how many more there are.
  func listed<Part>(_ names: SomeNames<Part>) -> Sentence<Part> {
    var parts: [Sentence<Part>] = names.names.map { "\($0)" }
    if names.further > 0 { parts.append("\(names.further) more") }
    return listed(parts)
  }

  func word(_ kind: StepKind) -> String {
    switch kind {
    case .step: "step"
    case .trial: "trial"
    }
  }

  func words(_ precision: Precision) -> String {
    switch precision {
    case .digits(let count): counted(count, "significant digit")
    case .decimals(let count): counted(count, "decimal")
    }
  }

  /// A number with its thousands parted: 10,000.
  func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }
}
