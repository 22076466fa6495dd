/// The commands that GitHub's formulas are known to show.
enum MarkdownCommands {
  /// < and > are no markup as `\lt` and `\gt`.
  private static let commands = Set(
    """
    frac sum prod partial sqrt hat bar tilde dot ln log exp tanh sinh cosh sin cos tan arcsin arccos arctan \
    max min cdot times odot oslash top lfloor rfloor vert left right lvert rvert le ge ne lt gt to infty dots \
    quad text mathrm mathit mathbf begin end
    """.split(separator: " ").map(String.init))

  private static let greek = Set(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi \
    chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """.split(separator: " ").map(String.init))

  private static let environments: Set = ["aligned", "cases", "array", "bmatrix"]

  /// The commands and environments of a page that are none of these.
  static func unknown(in page: String) -> [String] {
    // A letter may stand behind the end of a row, \\\\.
    let page = page.replacing("\\\\", with: " ")
    let used = page.matches(of: /\\([A-Za-z]+)/).map { String($0.output.1) }
    let begun = page.matches(of: /\\(?:begin|end)\{([^}]*)\}/).map { String($0.output.1) }
    return used.filter { !commands.contains($0) && !greek.contains($0) }
      + begun.filter { !environments.contains($0) }
  }
}
