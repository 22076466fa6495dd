/// How much of a number is kept.
package enum Precision: Hashable, Sendable {
  /// So many significant digits, at least one.
  case digits(Int)
  /// So many digits after the decimal point, at least none.
  case decimals(Int)
}

/// What becomes of the digits that are dropped.
///
/// Each rule acts on the magnitude, so that a number and its negative are rounded alike.
package enum Rounding: Hashable, Sendable {
  /// To the nearest, and a tie to the even digit (IEEE 754, roundTiesToEven).
  case halfEven
  /// To the nearest, and a tie away from zero, as taught at school.
  case halfUp
  /// Toward zero: the dropped digits are cut off.
  case down
}
