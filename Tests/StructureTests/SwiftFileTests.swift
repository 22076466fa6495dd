import Testing

/// The reader of sources that the structure tests rest on.
@Suite struct SwiftFileTests {
  private func file(_ path: String, _ text: String) -> SwiftFile {
    SwiftFile(path: path, bytes: Array(text.utf8))
  }

  @Test func `functions have their lines and their nesting`() {
    let text = #"""
      struct Outer {
        /// if { for {
        static let words = ["{", "\(value(if: { 1 }))"]
        private(set) var count: Int { 1 }

        init?(for name: String) {
          guard let name = names.first(where: { $0 == name }) else { return nil }
          self.name = name
        }

        mutating func run() -> Int {
          for place in list where list.contains(where: { $0 }) {
            if place { repeat { work() } while isOpen }
            switch place {
            case .if: let text = """
              if { while {
              """
            default: do { list.map { if $0 { stop() } } } catch {}
            }
          }
          func inner() { if true {} }
        }
      }
      extension Outer.Other { subscript(place: Int) -> Int { place } }
      """#
    let expected = [
      "Outer.count 1 0", "Outer.init 4 1", "Outer.inner 1 1", "Outer.run 12 4",
      "Outer.subscript 1 0",
    ]
    #expect(
      file("A/file.swift", text).functions.map { "\($0.name) \($0.lines) \($0.nesting)" }.sorted()
        == expected)
  }

  @Test func `types are those of the top level that others can name`() {
    let read = file(
      "A/file.swift",
      """
      private struct Hidden { enum Part { case a(Part) } }
      package final class Shown: Base { let parts: [Hidden.Part] }
      fileprivate typealias Short = Shown
      typealias Long = Shown
      protocol Kind { associatedtype Item }
      // Comment
      let text = "String \\(Interpolated.self)"
      extension Foreign { struct Inner {} }
      """)
    #expect(read.declaredTypes == ["Shown", "Long", "Kind"])
    let used: Set = ["Base", "Foreign", "Interpolated", "Item"]
    #expect(read.usedTypes.isSuperset(of: used))
    #expect(read.usedTypes.isDisjoint(with: ["Comment", "String", "Part", "Inner"]))
  }

  @Test func `arrows between folders of a target, and circles of them`() {
    let files = [
      file("A/One/one.swift", "struct One { let two: Two }"),
      file("A/Two/two.swift", "struct Two { let three: Three; let own: Own }\nstruct Own {}"),
      file("A/three.swift", "struct Three { let foreign: Foreign }"),
      file("B/foreign.swift", "struct Foreign { let one: One }"),
    ]
    let arrows = FolderArrows(of: files)
    #expect(arrows.uses.keys.sorted().map(\.description) == ["A/One -> A/Two", "A/Two -> A"])
    #expect(arrows.circle() == nil)
    let back = file("A/back.swift", "extension Three { var one: One }")
    let closed = FolderArrows(of: files + [back])
    #expect(
      closed.circle()?.map(closed.described) == [
        "A -> A/One  (back.swift: One)", "A/One -> A/Two  (one.swift: Two)",
        "A/Two -> A  (two.swift: Three)",
      ])
  }
}
