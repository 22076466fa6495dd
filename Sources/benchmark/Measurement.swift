extension Duration {
  var seconds: Double { self / .seconds(1) }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start).seconds
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The median of some calls.
func medianSeconds(of count: Int, _ body: () throws -> Void) rethrows -> Double {
  median(try (0..<count).map { _ in try seconds(body) })
}

/// Something that runs a workload so many times and says how many seconds that took.
typealias Runner = (_ count: Int) throws -> Double

/// Lets two runners take turns; returns the medians of their seconds a run and of the quotients,
/// the second's over the first's.
func takingTurns(
  _ first: Runner, _ second: Runner, rounds: Int = 15
) throws -> (first: Double, second: Double, quotient: Double) {
  let counts = (try repetitions(of: first), try repetitions(of: second))
  var times: ([Double], [Double]) = ([], [])
  for _ in 0..<(counts.1.isSlow ? 1 : rounds) {
    times.0.append(try first(counts.0.count) / Double(counts.0.count))
    times.1.append(try second(counts.1.count) / Double(counts.1.count))
  }
  return (median(times.0), median(times.1), median(zip(times.0, times.1).map { $1 / $0 }))
}

/// How many runs take some ten milliseconds, and whether one takes longer than a second.
private func repetitions(of runner: Runner) throws -> (count: Int, isSlow: Bool) {
  let once = try runner(1)
  if once > 1 { return (1, true) }
  return (max(1, Int(0.01 / min(once, try runner(1)))), false)
}
