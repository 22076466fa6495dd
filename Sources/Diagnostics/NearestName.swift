/// Returns the name that `word` was probably meant to be: the first of the closest
/// ones, where one is close.
///
/// Closeness is the optimal string alignment distance (insertions, deletions,
/// substitutions, swaps of neighbours), at most a third of the word's length, or 1.
package func nearestName(to word: String, among names: some Sequence<String>) -> String? {
  // The distance of longer ones takes time that grows with its square.
  if word.utf8.count > 200 { return nil }
  let letters = Array(word.lowercased())
  var best: (name: String, distance: Int)?
  let limit = max(1, (letters.count + 1) / 3)
  for name in names where name != word && abs(name.utf8.count - word.utf8.count) <= 4 * limit {
    let distance = editDistance(letters, Array(name.lowercased()))
    if distance <= limit, distance < best?.distance ?? .max, distance < letters.count {
      best = (name, distance)
    }
  }
  return best?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
