/// Which folders of a target name types of which others.
struct FolderArrows {
  /// One folder's use of another one.
  struct Arrow: Hashable, Comparable, CustomStringConvertible {
    let from: String
    let to: String

    var description: String { "\(from) -> \(to)" }

    static func < (left: Arrow, right: Arrow) -> Bool {
      (left.from, left.to) < (right.from, right.to)
    }
  }

  /// The files of each arrow with the types that they name.
  private(set) var uses: [Arrow: [String]] = [:]
  private var followers: [String: [String]] = [:]

  init(of files: [SwiftFile]) {
    var declaring: [String: [SwiftFile]] = [:]
    for file in files {
      for type in file.declaredTypes {
        declaring["\(file.target) \(type)", default: []].append(file)
      }
    }
    for file in files {
      for type in file.usedTypes.sorted() {
        // A name that is declared twice does not say which one is meant.
        guard let declared = declaring["\(file.target) \(type)"], declared.count == 1,
          declared[0].folder != file.folder
        else { continue }
        let arrow = Arrow(from: file.folder, to: declared[0].folder)
        uses[arrow, default: []].append("\(file.name): \(type)")
      }
    }
    for arrow in uses.keys.sorted() { followers[arrow.from, default: []].append(arrow.to) }
  }

  /// Folders one after the other, each of which uses the next, and the last the first; `nil` where
  /// there are none.
  func circle() -> [Arrow]? {
    for arrow in uses.keys.sorted() {
      if let path = path(from: arrow.to, to: arrow.from) { return [arrow] + path }
    }
    return nil
  }

  /// The shortest way along arrows.
  private func path(from start: String, to end: String) -> [Arrow]? {
    var before: [String: String] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count, queue[next] != end {
      let folder = queue[next]
      next += 1
      for follower in followers[folder] ?? [] where before[follower] == nil {
        before[follower] = folder
        queue.append(follower)
      }
    }
    guard next < queue.count else { return nil }
    var path: [Arrow] = []
    var folder = end
    while folder != start, let last = before[folder] {
      path.insert(Arrow(from: last, to: folder), at: 0)
      folder = last
    }
    return path
  }

  /// An arrow with the files and the names that make it.
  func described(_ arrow: Arrow) -> String {
    "\(arrow)  (\((uses[arrow] ?? []).joined(separator: ", ")))"
  }
}
