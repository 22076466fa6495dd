package import Foundation

/// Calls `body` with a new folder, and takes it away afterwards.
package func inTemporaryFolder(_ body: (_ folder: URL) throws -> Void) throws {
  let folder = URL.temporaryDirectory.appending(path: "chainrule-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
