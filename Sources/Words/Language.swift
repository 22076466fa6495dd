package import Programs

/// A language that readers are spoken to in.
///
/// It has words for each phrase, and decides about plural forms, lists and the order of parts.
package protocol Language: Sendable {
  func sentence<Part>(_ phrase: Phrase<Part>) -> Sentence<Part>
}

extension Language {
  /// A phrase in which there is nothing but words.
  package func text(_ phrase: Phrase<Never>) -> String { sentence(phrase).text }
}

/// The languages that there are; sheets are read in all of them.
private let languages: [any Language] = [English()]

extension PhaseGroup {
  /// All that it may be called on a page of a run, in any language.
  package var headings: [String] {
    languages.flatMap { language in
      StepKind.allCases.map { language.text(.heading(.group(self, $0))) }
    }
  }
}

/// What a step of a run is called.
package enum StepKind: CaseIterable, Sendable {
  case step, trial

  package init(of kind: RunKind) { self = kind.isSearch ? .trial : .step }
}
