import Testing

import Rendering

@Test func `the module has its name`() {
  #expect(moduleName == "Rendering")
}
