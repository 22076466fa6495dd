/// Says how far long work has come, where somebody watches standard error.
struct Progress {
  private let show: ((String) -> Void)?
  private var next = ContinuousClock.now + .seconds(1)
  private var isShown = false

  init(_ surroundings: Surroundings) { show = surroundings.showProgress }

  /// Shows where the work is: first after a second, then five times a second.
  mutating func report(_ text: @autoclosure () -> String) {
    guard let show, ContinuousClock.now >= next else { return }
    show(text())
    isShown = true
    next = .now + .milliseconds(200)
  }

  /// Takes away what was shown.
  mutating func clear() {
    if isShown { show?("") }
    isShown = false
  }
}
