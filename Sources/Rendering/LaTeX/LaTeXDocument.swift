import Diagnostics

/// A whole LaTeX document, or a piece of one with what it needs said above it.
package struct LaTeXDocument: Sendable {
  package enum Kind: Sendable {
    case article, slides
    /// Without a preamble, to be read by another document.
    case fragment
    /// A picture alone, as large as it is.
    case picture(width: Double, height: Double)
  }

  private let kind: Kind
  private let title: String
  private let body: String

  package init(_ kind: Kind, title: String, body: String) {
    self.kind = kind
    self.title = title.printable
    self.body = body
  }

  package var text: String {
    let head = ["% \(title.isEmpty ? "A lesson" : title) -- made by chainrule, do not edit"]
    switch kind {
    case .fragment:
      let need = "% Needs \\usepackage{\(packages.joined(separator: ","))}"
      return (head + [need] + engineRemark).joined(separator: "\n") + "\n\(body)\n"
    case .article:
      let preamble = [
        "\\documentclass[11pt,a4paper,fleqn\(hasRowNumbers ? ",leqno" : "")]{article}", encoding,
        "\\usepackage{\(packages.joined(separator: ","))}",
        "\\usepackage[margin=25mm]{geometry}",
        "\\setlength{\\mathindent}{\(hasRowNumbers ? "2.5em" : "0pt")}",
        "\\setlength{\\parindent}{0pt}", "\\setlength{\\parskip}{\\medskipamount}",
        "\\setlength{\\belowcaptionskip}{1ex}", "\\setlength{\\emergencystretch}{3em}",
        "\\renewcommand{\\arraystretch}{1.15}", "\\allowdisplaybreaks", numbers,
      ]
      return document(head + engineRemark + preamble)
    case .picture(let width, let height):
      let (page, tall) = ((width + 8).twoDecimals, (height + 8).twoDecimals)
      let preamble = [
        "\\documentclass{article}",
        "\\usepackage[paperwidth=\(page)pt,paperheight=\(tall)pt,margin=3.5pt]{geometry}",
        "\\pagestyle{empty}", "\\setlength{\\parindent}{0pt}", "\\setlength{\\topskip}{0pt}",
        // Fonts without accents are there as outlines everywhere.
        body.utf8.allSatisfy { $0 < 0x80 } ? "" : encoding,
        "\\usepackage{\(packages.joined(separator: ","))}",
      ]
      return document(head + engineRemark + preamble)
    case .slides:
      let preamble = [
        "\\documentclass[11pt,aspectratio=169,fleqn]{beamer}", encoding,
        "\\usepackage{\(packages.joined(separator: ","))}",
        "\\setbeamertemplate{navigation symbols}{}", "\\setbeamertemplate{footline}[frame number]",
        "\\setbeamertemplate{frametitle continuation}[from second]",
        "\\setlength{\\mathindent}{0pt}",
        numbers,
      ]
      return document(head + engineRemark + preamble)
    }
  }

  private func document(_ preamble: [String]) -> String {
    preamble.filter { !$0.isEmpty }.joined(separator: "\n")
      + "\n\\begin{document}\n\(body)\n\\end{document}\n"
  }

  /// Digits in tables stand as they do in formulas, without gaps between thousands.
  private var numbers: String {
    packages.contains("siunitx")
      ? "\\sisetup{group-minimum-digits=20,table-align-exponent=false}" : ""
  }

  /// Whether rows have numbers, which stand before them.
  private var hasRowNumbers: Bool { body.contains("\\tag*") }

  private var packages: [String] {
    ["amsmath", "amssymb", "array", "booktabs", "float", "longtable", "siunitx", "tikz"].filter {
      name in
      Self.marks[name].map { marks in marks.contains(where: body.contains) } ?? true
    }
  }

  /// What a package is needed for, where not every document needs it.
  private static let marks = [
    "amssymb": ["\\mathbb"], "array": ["arraybackslash"], "booktabs": ["\\toprule"],
    "float": ["{table}[H]"], "siunitx": ["S["],
    "longtable": ["{longtable}"], "tikz": ["{tikzpicture}"],
  ]

  // Characters.

  private enum Script { case latin, other, east }

  private var script: Script {
    var script = Script.latin
    for scalar in body.unicodeScalars where !scalar.isASCII {
      if scalar.isEastAsian { return .east }
      if !("À"..."ÿ").contains(scalar) { script = .other }
    }
    return script
  }

  private var engineRemark: [String] {
    switch script {
    case .latin: []
    case .other: ["% Compile with xelatex or lualatex: the text has letters that pdflatex lacks."]
    case .east: ["% Compile with xelatex: the text has Chinese characters, which need ctex."]
    }
  }

  private var encoding: String {
    switch script {
    // Without Latin Modern the letters of T1 may be drawn in dots.
    case .latin: "\\usepackage[T1]{fontenc}\n\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}"
    case .other:
      "\\usepackage{fontspec}\n\\IfFontExistsTF{FreeSerif}{\\setmainfont{FreeSerif}}{}"
    case .east: "\\usepackage[scheme=plain]{ctex}"
    }
  }
}

extension Unicode.Scalar {
  /// Characters of Chinese, Japanese and Korean, with their punctuation.
  fileprivate var isEastAsian: Bool {
    switch value {
    case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFFEF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
