extension String {
  /// A field of a CSV file: in quotation marks where it needs them, as RFC 4180 has it.
  package var csvField: String {
    let scalars = unicodeScalars
    if !scalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) { return self }
    return "\"\(String(scalars.replacing("\"".unicodeScalars, with: "\"\"".unicodeScalars)))\""
  }
}
