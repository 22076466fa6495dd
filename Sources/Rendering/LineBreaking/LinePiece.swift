/// What lines are made of: it can be joined to more, and knows what it takes of a line.
protocol LinePiece {
  var width: Int { get }
  var isEmpty: Bool { get }
  init()
  static func += (left: inout Self, right: Self)
  /// What parts words.
  static var space: Self { get }
}
