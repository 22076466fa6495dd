import Testing

/// Batches that a lesson cannot have.
@Suite struct BatchMistakesTests {
  private static let table = "```data n\nx,y\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n```\n"

  private func expect(
    _ option: String, _ messages: String..., lines: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text =
      Self.table + "```lesson\nparam w = 0\nL = mean(n: (w*x[n] - y[n])^2)\n\(lines)\n"
      + "minimize L by gd(0.1), steps: 3\(option)\n```\n"
    switch messages.count {
    case 0: expectMistakes(text, sourceLocation: sourceLocation)
    case 1: expectMistakes(text, messages[0], sourceLocation: sourceLocation)
    default: expectMistakes(text, messages[0], messages[1], sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    ", batch: 2", ", batch: 6", ", batch: 1 of n", ", batch: 3 of n, shuffle: yes",
    ", shuffle: no, batch: 3", ", until: L < row[1]", ", batch: 4", ", batch: 60 of n",
  ])
  func `options in any order`(option: String) {
    expect(option.contains("row") ? ", batch: 2" + option : option)
  }

  @Test func `sizes`() {
    for size in ["0", "-2", "1.5", "1e10"] {
      expect(", batch: «\(size)»", "a batch has a whole number of rows, from 1")
    }
    expect(", batch: «n»", "expected a number, found 'n'")
  }

  @Test func `which table`() {
    expect(", batch: 2 of «m»", "there is no table for 'm'")
    let two = Self.table + "```data k\nz\n1\n2\n```\n```lesson\nparam w = 0\n"
    let loss = "L = mean(n: w*x[n]) + mean(k: w*z[k])\nminimize L by gd(0.1), steps: 3"
    expectMistakes(
      "\(two)\(loss), «batch: 2»\n```",
      "batches of which table? = 'batch: 2 of n' or 'batch: 2 of k'")
    expectMistakes("\(two)\(loss), batch: 2 of k\n```")
    expectMistakes(
      "param w = 0\nL = w^2\nminimize L by gd(0.1), steps: 3, «batch: 2»",
      "there is no table to take batches of = a data block, or 'samples n from \"houses.csv\"', has "
        + "samples")
  }

  @Test func `shuffling`() {
    expect(
      ", «shuffle»: yes", "'shuffle' is about batches = write ', batch: 4' too, for example")
    expect(", batch: 2, shuffle: «maybe»", "expected 'yes' or 'no', found 'maybe'")
    expect(", batch: 2, «batch»: 3", "'batch' is given twice")
    expect(", batch: 2, shuffle: no, «shuffle»: yes", "'shuffle' is given twice")
    expect(", «batsh»: 2", "there is no option 'batsh' = did you mean 'batch'?")
  }

  @Test func `other samples of a batch`() {
    let message = "would be another sample of the batch"
    for (index, name) in [("n-1", "x"), ("n + 1", "y"), ("2*n", "row")] {
      expect(
        ", batch: 2", "with batches, '\(index)' \(message)",
        lines: "d[n] = w*\(name)[«\(index)»] for n in 2..1 + 1")
    }
    expect(
      ", batch: 2", "with batches, 'm-1' \(message)", lines: "d[m] = x[«m-1»] for m in 2..2")
    expect(
      ", batch: 2", "with batches, '3-n' \(message)", lines: "delta d[n] = w*x[«3-n»]")
    expect(
      ", batch: 2", "with batches, '3-n' \(message)", lines: "claim dL/dw = sum(n: x[«3-n»])")
    expect(
      ", batch: 2, until: sum(n: x[«3-n»]) > 8", "with batches, '3-n' \(message)")
  }

  /// The second index of a family has nothing to do with samples, nor have literal ones.
  @Test func `indices that are no offsets`() {
    expect(
      ", batch: 2",
      lines:
        "const K = 2\nh[n,0] = x[n]\nh[n,t] = h[n,t-1]/2 for n in 1..2, t in 1..3\nu = x[1] + x[K]")
  }

  @Test func `what the last batch lacks`() {
    let remark = "the last batch of an epoch has 2 rows"
    expect(", batch: 4", "index 3 is outside x[1..2] = \(remark)", lines: "u = x[«3»]")
    expect(
      ", batch: 4", "this list has 4 values, the range 1..2 has 2 = \(remark)",
      lines: "input c[n] = «[1, 2, 3, 4]»")
    expect(
      ", batch: 4, until: x[«4»] > 2", "index 4 is outside x[1..2] = \(remark)")
    expect(
      ", «batch: 4»",
      "with a shorter last batch, 'c[3]' would not be the same number at each step = \(remark)",
      lines: "param c[n] = 1")
  }

  @Test func `the name row`() {
    let message = "'row' is the number of the sample where there are batches: take another name"
    expect(", batch: 2", message, lines: "«row» = 3*w")
    expect(", batch: 2", message, lines: "input «row» = 3")
    expect(", batch: 2", message, lines: "delta «row» = dL/dw")
    expect("", lines: "row = 3*w")
  }

  @Test func `the index counts the rows of a batch`() {
    expect(
      ", batch: 2", "this list has 6 values, the range 1..2 has 2",
      lines: "input c[n] = «[1, 2, 3, 4, 5, 6]»")
    expect(", batch: 2", "index 3 is outside x[1..2]", lines: "u = x[«3»]")
  }
}
