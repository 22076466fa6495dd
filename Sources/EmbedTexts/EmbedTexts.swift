import Foundation
import PackagePlugin

/// Writes the lessons, their order, their tables and the prelude as a source of the target.
///
/// SwiftPM notices added and removed files only below the folder of a target. That is what the
/// symbolic link from there to the top-level `lessons` is for.
@main
struct EmbedTexts: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let lessons = context.package.directoryURL.appending(path: "lessons")
    let prelude = target.directoryURL.appending(path: "Prelude")
    let texts =
      [lessons.appending(path: "chapters.txt")]
      + (try files(in: lessons, withExtension: "md"))
      + (try files(in: lessons, withExtension: "csv"))
      + (try files(in: prelude, withExtension: "lesson"))
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTexts.swift")
    return [
      .buildCommand(
        displayName: "Embedding lessons, their order, their tables and the prelude",
        executable: try context.tool(named: "embed-texts").url,
        arguments: [output.path] + texts.map(\.path),
        inputFiles: texts,
        outputFiles: [output]
      )
    ]
  }

  /// The files in a folder and in those below it.
  private func files(in folder: URL, withExtension pathExtension: String) throws -> [URL] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .map { folder.appending(path: $0) }
      .filter { $0.pathExtension == pathExtension && !$0.lastPathComponent.hasPrefix(".") }
      .sorted { $0.path < $1.path }
  }
}
