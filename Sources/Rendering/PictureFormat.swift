/// A way of setting drawings.
package struct PictureFormat: Sendable {
  package let name: String
  /// Whether a drawing can be a piece of another document.
  package let hasFragments: Bool
  /// Whether the format has room for a drawing.
  package let hasRoom: @Sendable (_ drawing: Drawing) -> Bool
  /// `isFragment` asks for a piece of another document, where the format has such.
  package let text: @Sendable (_ drawing: Drawing, _ isFragment: Bool) -> String

  package static let all = [
    PictureFormat(name: "svg", hasFragments: false, hasRoom: { _ in true }) { drawing, _ in
      SVGFormat().text(drawing)
    },
    PictureFormat(name: "tikz", hasFragments: true, hasRoom: TikZFormat.hasRoom) {
      drawing, isFragment in
      TikZFormat().document(drawing, isFragment: isFragment).text
    },
  ]
}
