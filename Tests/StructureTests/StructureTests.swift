import Fixtures
import Foundation
import Testing

/// How the sources are cut into folders and functions, read from their text.
///
/// With `CHAINRULE_ARROWS=1` in the environment all arrows between folders are printed.
@Suite struct StructureTests {
  private static let maximumFiles = 16
  private static let maximumLines = 50
  private static let maximumNesting = 4

  @Test func `a folder has few files`() {
    let folders = Dictionary(grouping: SwiftFile.all, by: \.folder)
    #expect(folders.count > 30)
    for (folder, files) in folders {
      #expect(files.count <= Self.maximumFiles, "Sources/\(folder) has \(files.count) files")
    }
  }

  @Test func `a function is short`() {
    expect(\.lines, atMost: Self.maximumLines, "lines")
  }

  @Test func `control flow is not nested deep`() {
    expect(\.nesting, atMost: Self.maximumNesting, "levels of nesting")
  }

  private func expect(
    _ number: KeyPath<SwiftFile.Function, Int>, atMost limit: Int, _ what: String
  ) {
    let functions = SwiftFile.all.flatMap(\.functions)
    #expect(functions.count > 2000)
    for function in functions where function[keyPath: number] > limit {
      Issue.record(
        "\(function.name) has \(function[keyPath: number]) \(what), more than \(limit)")
    }
  }

  @Test func `folders of a target use each other one way`() {
    let arrows = FolderArrows(of: SwiftFile.all)
    if ProcessInfo.processInfo.environment["CHAINRULE_ARROWS"] != nil {
      print(arrows.uses.keys.sorted().map(arrows.described).joined(separator: "\n"))
    }
    if let circle = arrows.circle() {
      Issue.record("\(circle.map(arrows.described).joined(separator: "\n"))")
    }
  }

  @Test func `the types that the architecture's ways name are there`() throws {
    let page = try ProjectFolder.docs.text("architecture.md")
    let section = try #require(page.split(separator: "\n## ").first { $0.hasPrefix("The way of") })
    var names: [Substring] = []
    for row in section.split(separator: "\n") where row.hasPrefix("| `") {
      let cell = row.split(separator: "|")[0]
      for piece in cell.split(separator: "`") where piece.first?.isUppercase == true {
        names.append(piece.prefix { $0 != "." })
      }
    }
    #expect(names.count > 20)
    let known = SwiftFile.all.reduce(into: Set<String>()) { $0.formUnion($1.declaredTypes) }
    for name in names where !known.contains(String(name)) {
      Issue.record("there is no type \(name)")
    }
  }
}
