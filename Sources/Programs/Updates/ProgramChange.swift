/// What is calculated otherwise: under another convention, or by a mistake.
package enum ProgramChange: Sendable {
  case lines(LineChange)
  /// An update rule has other equations; it stands in place of the one of its name.
  case rule(UpdateRule)
}
