/// What a part of a walkthrough is, where a terminal has a colour for it; its words say it too.
package enum Tone: Int, CaseIterable, Sendable {
  case forward, backward
  case right, doubtful, wrong
}
