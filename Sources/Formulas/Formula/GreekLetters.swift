/// The Greek letters by their English names, as lessons spell them.
package enum GreekLetters {
  /// The letter of a name such as `theta` or `Theta`; `nil` for any other.
  package static func letter(_ name: String) -> String? { letters[name] }

  /// The LaTeX command of a letter; `nil` where it is none of these letters.
  ///
  /// Capitals that look like Latin ones have no command: the Latin letter stands for them.
  package static func command(_ letter: String) -> String? { commands[letter] }

  private static let commands: [String: String] = {
    let latin = [
      "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I",
      "Kappa": "K", "Mu": "M", "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
      "omicron": "o",
    ]
    return Dictionary(
      letters.map { name, letter in (letter, latin[name].map { "\\mathrm{\($0)}" } ?? "\\\(name) ")
      },
      uniquingKeysWith: { first, _ in first })
  }()

  package static let letters: [String: String] = {
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
