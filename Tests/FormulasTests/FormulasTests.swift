import Testing

import Formulas

@Test func `the module has its name`() {
  #expect(moduleName == "Formulas")
}
