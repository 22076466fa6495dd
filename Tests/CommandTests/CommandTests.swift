import Testing

@testable import chainrule

@Test func `the command has a main type`() {
  #expect("\(Chainrule.self)" == "Chainrule")
}
