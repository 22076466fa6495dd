/// What a run can be written as.
package struct ExportFormat: Sendable {
  package let name: String
  /// How many steps are written where nothing else is asked for.
  package let usualSteps: Int
  /// Whether a terminal can show it.
  package let isText: Bool
  /// The bytes of the file.
  package let write: @Sendable (RunExport) throws(RunExport.Refusal) -> [UInt8]

  package static let all = [
    ExportFormat(name: "numpy", usualSteps: .max, isText: true) { (run) throws(RunExport.Refusal) in
      Array(try PythonScript.numpy(run).utf8)
    },
    ExportFormat(name: "pytorch", usualSteps: .max, isText: true) {
      (run) throws(RunExport.Refusal) in Array(try PythonScript.pytorch(run).utf8)
    },
    ExportFormat(name: "spreadsheet", usualSteps: 20, isText: false) {
      (run) throws(RunExport.Refusal) in try Spreadsheet.bytes(run)
    },
  ]
}
