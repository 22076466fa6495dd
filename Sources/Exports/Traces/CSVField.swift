extension String {
  /// A field of a CSV file: in quotation marks where it needs them, as RFC 4180 has it.
  package var csvField: String {
    if !contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) { return self }
    let doubled = split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
