/// The Greek letters by their English names, as lessons spell them.
enum GreekLetters {
  /// The letter of a name such as `theta` or `Theta`; `nil` for any other.
  static func letter(_ name: String) -> String? { letters[name] }

  private static let letters: [String: String] = {
    let small = [
      "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
      "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
      "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
      "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    ]
    var letters = small
    for (name, letter) in small {
      letters[name.prefix(1).uppercased() + name.dropFirst()] = letter.uppercased()
    }
    return letters
  }()
}
