import Testing

import Tracing

@Test func `the module has its name`() {
  #expect(moduleName == "Tracing")
}
