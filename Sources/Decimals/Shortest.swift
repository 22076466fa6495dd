/// Returns the shortest decimal that reads back as the same double, such as `3`, `0.1` or `1e+16`.
///
/// Other values are `inf`, `-inf` and `nan`; the zeros are `0` and `-0`.
package func shortest(_ value: Double) -> String {
  var bytes: [UInt8] = []
  appendShortest(value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Returns ``shortest(_:)`` as it stands in a column of doubles: `3.0`, `0.1`, `1e+16`, `NaN`.
///
/// A program that guesses the type of a column from its first rows would take whole numbers for
/// integers, and then misread or refuse what comes later.
package func shortestInColumn(_ value: Double) -> String {
  var bytes: [UInt8] = []
  appendShortest(value, inColumn: true, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends the ASCII bytes of ``shortest(_:)``, or of ``shortestInColumn(_:)``.
package func appendShortest(
  _ value: Double, inColumn isInColumn: Bool = false, to bytes: inout [UInt8]
) {
  if let integer = smallInteger(value) {
    appendDigits(of: integer, to: &bytes)
    if isInColumn { bytes.append(contentsOf: ".0".utf8) }
  } else if value.isNaN {
    bytes.append(contentsOf: (isInColumn ? "NaN" : "nan").utf8)
  } else {
    var text = value.description
    if !isInColumn, text.hasSuffix(".0") { text.removeLast(2) }
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}

/// Returns the integer that a double is, unless it is large or -0.
///
/// `Int32(exactly:)` does the same by way of `trunc`, which would need the C mathematics library.
private func smallInteger(_ value: Double) -> Int32? {
  guard abs(value) < 0x1p31 else { return nil }
  let integer = Int32(value)
  return Double(integer) == value && (integer != 0 || value.sign == .plus) ? integer : nil
}

private func appendDigits(of integer: Int32, to bytes: inout [UInt8]) {
  if integer < 0 { bytes.append(UInt8(ascii: "-")) }
  var rest = integer.magnitude
  var unit: UInt32 = 1
  while rest / unit >= 10 { unit *= 10 }
  while unit > 0 {
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
    rest %= unit
    unit /= 10
  }
}
