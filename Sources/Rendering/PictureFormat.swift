/// A way of setting drawings.
package struct PictureFormat: Sendable {
  package let name: String
  /// `isFragment` asks for a piece of another document, where the format has such.
  package let text: @Sendable (_ drawing: Drawing, _ isFragment: Bool) -> String

  /// Whether the format has room for a drawing.
  package func hasRoom(for drawing: Drawing) -> Bool {
    name != "tikz" || TikZFormat.hasRoom(for: drawing)
  }

  package static let all = [
    PictureFormat(name: "svg") { drawing, _ in SVGFormat().text(drawing) },
    PictureFormat(name: "tikz") { drawing, isFragment in
      TikZFormat().document(drawing, isFragment: isFragment).text
    },
  ]
}
