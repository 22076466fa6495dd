import Testing

import Programs

@Test func `the module has its name`() {
  #expect(moduleName == "Programs")
}
