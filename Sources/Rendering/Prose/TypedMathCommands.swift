/// The commands of formulas that authors may type.
extension TypedMath {
  enum Command {
    /// A sign, a letter or a space; what takes no argument.
    case symbol
    /// So many arguments in braces.
    case arguments(Int)
    /// An argument that is text.
    case text
    case root
  }

  static func command(_ name: String) -> Command? { commands[name] }

  private static let commands: [String: Command] = {
    let symbols = """
      alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
      varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma
      Upsilon Phi Psi Omega partial nabla infty ell hbar Re Im aleph emptyset forall exists neg top bot
      cdot times div pm mp ast star circ bullet oplus ominus otimes odot cup cap setminus wedge vee
      le leq ge geq ne neq equiv sim simeq approx cong propto ll gg in notin ni subset subseteq supset
      mid parallel perp to gets mapsto rightarrow leftarrow Rightarrow Leftarrow leftrightarrow
      Leftrightarrow longrightarrow implies iff uparrow downarrow
      sum prod int iint oint lim limsup liminf max min sup inf arg det dim exp ln log lg sin cos tan
      arcsin arccos arctan sinh cosh tanh Pr
      dots ldots cdots vdots ddots colon prime lvert rvert lVert rVert langle rangle lfloor rfloor lceil
      rceil quad qquad displaystyle textstyle
      """
    let unary = """
      hat bar tilde vec dot ddot widehat widetilde overline underline mathbf mathrm mathit mathsf
      mathcal mathbb boldsymbol operatorname boxed
      """
    var commands: [String: Command] = ["sqrt": .root, "text": .text, "mbox": .text]
    for name in symbols.split(whereSeparator: \.isWhitespace) { commands[String(name)] = .symbol }
    for name in unary.split(whereSeparator: \.isWhitespace) {
      commands[String(name)] = .arguments(1)
    }
    for name in ["frac", "dfrac", "tfrac", "binom", "overset", "underset"] {
      commands[name] = .arguments(2)
    }
    return commands
  }()

  /// Environments in which rows and columns may be parted, and how many columns each may have.
  static let tables = [
    "matrix": 10, "pmatrix": 10, "bmatrix": 10, "vmatrix": 10, "cases": 2, "aligned": 10,
  ]

  static let delimiters: Set<String> = [
    "(", ")", "[", "]", "|", ".", "/", "\\{", "\\}", "\\|", "\\lvert", "\\rvert", "\\langle",
    "\\rangle", "\\lfloor", "\\rfloor", "\\lceil", "\\rceil",
  ]
}
