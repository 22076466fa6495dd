/// What a shell may offer in a place of a command line.
enum Completion: Hashable, Sendable {
  /// Nothing: only the user knows.
  case nothing
  case words([String])
  case files, folders
  /// The lessons that come with the program; elsewhere than `shipped` files too.
  case lessons(shipped: Bool)
}
