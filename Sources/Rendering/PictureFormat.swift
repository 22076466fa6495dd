/// A way of setting drawings.
package struct PictureFormat: Sendable {
  package let name: String
  /// Whether it has pieces of other documents.
  package var hasFragments = false
  /// Whether the format has room for a drawing.
  package var hasRoom: @Sendable (_ drawing: Drawing) -> Bool = { _ in true }
  /// `isFragment` asks for a piece of another document, where the format has such.
  package let text: @Sendable (_ drawing: Drawing, _ isFragment: Bool) -> String

  package static let svg = PictureFormat(name: "svg") { drawing, _ in SVGFormat().text(drawing) }

  package static let tikz = PictureFormat(
    name: "tikz", hasFragments: true, hasRoom: TikZFormat.hasRoom
  ) { drawing, isFragment in
    TikZFormat().document(drawing, isFragment: isFragment).text
  }

  package static let all = [svg, tikz]
}
