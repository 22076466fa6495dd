/// A list with an element for each line of a program, found by the line.
@usableFromInline package struct PerLine<Element>: RandomAccessCollection, MutableCollection {
  @usableFromInline var elements: [Element]

  @inlinable package init(_ elements: [Element] = []) { self.elements = elements }

  @inlinable package init(repeating element: Element, count: Int) {
    elements = Array(repeating: element, count: count)
  }

  @inlinable package var startIndex: LineID { LineID(0) }
  @inlinable package var endIndex: LineID { LineID(elements.count) }

  @inlinable package subscript(line: LineID) -> Element {
    _read { yield elements[line.index] }
    _modify { yield &elements[line.index] }
  }

  @inlinable package func makeIterator() -> IndexingIterator<[Element]> {
    elements.makeIterator()
  }

  /// Each line with its element.
  @inlinable package var numbered: Zip2Sequence<Range<LineID>, [Element]> {
    zip(indices, elements)
  }

  /// Adds the element of a further line, and returns the line.
  @discardableResult
  @inlinable package mutating func append(_ element: Element) -> LineID {
    elements.append(element)
    return LineID(elements.count - 1)
  }

  /// Adds elements until there are so many.
  @inlinable package mutating func extend(to count: Int, with element: Element) {
    elements += repeatElement(element, count: count - elements.count)
  }
}

extension PerLine: Sendable where Element: Sendable {}
