/// What a name that is not known was probably meant to be, as a note.
package func didYouMean(_ name: String?) -> String? { name.map { "did you mean '\($0)'?" } }

/// Says that nothing of a kind has a name.
package func thereIsNo(_ kind: String, _ name: String) -> String { "there is no \(kind) '\(name)'" }

extension Diagnostic {
  /// An unknown name, with the nearest known one.
  package static func unknown(
    _ what: String, at place: Range<Int>, word: String, among names: some Sequence<String>
  ) -> Diagnostic {
    Diagnostic(what, at: place, note: didYouMean(nearestName(to: word, among: names)))
  }

  /// A name in a formula that is not defined, or not `here`, with another note or else the nearest
  /// of the names that are.
  package static func undefined(
    _ name: String, here isHere: Bool = false, at place: Range<Int>, among names: [String] = [],
    note: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "'\(name)' is not defined\(isHere ? " here" : "")", at: place,
      note: note ?? didYouMean(nearestName(to: name, among: names)))
  }

  /// A name that nothing of its kind has, with the nearest one that something has.
  package static func noSuch(
    _ kind: String, _ name: String, at place: Range<Int>, among names: some Sequence<String>
  ) -> Diagnostic {
    noSuch(kind, name, at: place, nearest: nearestName(to: name, among: names))
  }

  /// A name that nothing of its kind has, with the one that was probably meant.
  package static func noSuch(
    _ kind: String, _ name: String, at place: Range<Int>, nearest: String?
  ) -> Diagnostic {
    Diagnostic(thereIsNo(kind, name), at: place, note: didYouMean(nearest))
  }
}
