package import Formulas

/// Tests write the lines of small programs by their numbers, and what they have as a list.
extension LineID: ExpressibleByIntegerLiteral {
  package init(integerLiteral index: Int) { self.init(index) }
}

extension PerLine: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Element...) { self.init(elements) }
}
