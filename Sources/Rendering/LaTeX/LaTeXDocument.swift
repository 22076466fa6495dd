import Diagnostics

/// A whole LaTeX document, or a piece of one with what it needs said above it.
package struct LaTeXDocument: Sendable {
  package enum Kind: Sendable {
    /// Rows of equations may have numbers, which stand before them.
    case article(hasRowNumbers: Bool)
    case slides
    /// Without a preamble, to be read by another document.
    case fragment
    /// A picture alone, as large as it is.
    case picture(width: Double, height: Double)
  }

  private let kind: Kind
  private let title: String
  private let body: LaTeXBlock

  package init(_ kind: Kind, title: String, body: LaTeXBlock) {
    self.kind = kind
    self.title = title.printable
    self.body = body
  }

  package var text: String {
    switch kind {
    case .fragment:
      (head + ["% Needs \(packages)"] + engineRemark).joined(separator: "\n") + "\n\(body.text)\n"
    case .article(let hasRowNumbers): document(articlePreamble(hasRowNumbers: hasRowNumbers))
    case .picture(let width, let height): document(picturePreamble(width, height))
    case .slides: document(slidesPreamble)
    }
  }

  private var head: [String] {
    ["% \(title.isEmpty ? "A lesson" : title) -- made by chainrule, do not edit"]
  }

  private func articlePreamble(hasRowNumbers: Bool) -> [String] {
    [
      "\\documentclass[11pt,a4paper,fleqn\(hasRowNumbers ? ",leqno" : "")]{article}", encoding,
      packages, "\\usepackage[margin=25mm]{geometry}",
      "\\setlength{\\mathindent}{\(hasRowNumbers ? "2.5em" : "0pt")}",
      "\\setlength{\\parindent}{0pt}", "\\setlength{\\parskip}{\\medskipamount}",
      "\\setlength{\\belowcaptionskip}{1ex}", "\\setlength{\\emergencystretch}{3em}",
      "\\renewcommand{\\arraystretch}{1.15}", "\\allowdisplaybreaks", numbers,
    ]
  }

  private func picturePreamble(_ width: Double, _ height: Double) -> [String] {
    let (page, tall) = ((width + 8).twoDecimals, (height + 8).twoDecimals)
    return [
      "\\documentclass{article}",
      "\\usepackage[paperwidth=\(page)pt,paperheight=\(tall)pt,margin=3.5pt]{geometry}",
      "\\pagestyle{empty}", "\\setlength{\\parindent}{0pt}", "\\setlength{\\topskip}{0pt}",
      // Fonts without accents are there as outlines everywhere.
      body.needs.letters == .ascii ? "" : encoding, packages,
    ]
  }

  private var slidesPreamble: [String] {
    [
      "\\documentclass[11pt,aspectratio=169,fleqn]{beamer}", encoding, packages,
      "\\setbeamertemplate{navigation symbols}{}", "\\setbeamertemplate{footline}[frame number]",
      "\\setbeamertemplate{frametitle continuation}[from second]",
      "\\setlength{\\mathindent}{0pt}", numbers,
    ]
  }

  private func document(_ preamble: [String]) -> String {
    (head + engineRemark + preamble.filter { !$0.isEmpty }).joined(separator: "\n")
      + "\n\\begin{document}\n\(body.text)\n\\end{document}\n"
  }

  /// Digits in tables stand as they do in formulas, without gaps between thousands.
  private var numbers: String {
    body.needs.packages.contains(.siunitx)
      ? "\\sisetup{group-minimum-digits=20,table-align-exponent=false}" : ""
  }

  private var packages: String {
    let needed = body.needs.packages.union([.amsmath])
    let names = LaTeXPackage.allCases.filter(needed.contains).map(\.rawValue)
    return "\\usepackage{\(names.joined(separator: ","))}"
  }

  private var engineRemark: [String] {
    switch body.needs.letters {
    case .ascii, .latin: []
    case .other: ["% Compile with xelatex or lualatex: the text has letters that pdflatex lacks."]
    case .east: ["% Compile with xelatex: the text has Chinese characters, which need ctex."]
    }
  }

  private var encoding: String {
    switch body.needs.letters {
    // Without Latin Modern the letters of T1 may be drawn in dots.
    case .ascii, .latin:
      "\\usepackage[T1]{fontenc}\n\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}"
    case .other:
      "\\usepackage{fontspec}\n\\IfFontExistsTF{FreeSerif}{\\setmainfont{FreeSerif}}{}"
    case .east: "\\usepackage[scheme=plain]{ctex}"
    }
  }
}
