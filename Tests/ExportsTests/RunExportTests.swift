import Testing

@testable import Exports

/// Runs that are not written.
@Suite struct RunExportTests {
  @Test func `a lesson that is too long is refused`() throws {
    let run = try RunExport.of("input x[1..60000] ~ normal(0, 1)")
    #expect(throws: RunExport.Refusal.self) { try PythonScript.numpy(run) }
    let long = try RunExport.of("param w = 1\nL = w^2\nminimize L by gd(0.1), steps: 20000")
    #expect(throws: RunExport.Refusal.self) { try Spreadsheet.bytes(long) }
  }
}
