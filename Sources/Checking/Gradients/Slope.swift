/// What differences say of a function's slope at a point.
enum Slope {
  case measured(CentralDifference)
  /// Another slope on either side.
  case kink(left: Double, right: Double)
  /// Another value on either side.
  case jump
  /// Too few widths are free of kinks and of the ends of the domain.
  case unknown
  /// The function has no finite value at the point.
  case notFinite
}

/// A function of one number, made of smooth pieces, around a point.
struct PiecewiseFunction {
  /// The value so far from the point, and a number for the piece that it lies on; `nil` where it is
  /// not finite.
  let value: (_ offset: Double) -> (value: Double, piece: Int)?
  let point: Double

  /// How far the point is varied, in multiples of this.
  private var scale: Double { max(abs(point), 1) }
  /// What is near to the point, in multiples of this.
  private var unit: Double { point == 0 ? 1 : abs(point) }

  private static let widths = [
    1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13,
  ]
  /// From here on differences are not made narrower for a few more digits.
  private static let narrow = 1e-6
  /// So many widths without kinks say what there is to say.
  private static let mostTried = 7
  /// A kink nearer than this is one at the point.
  private static let nearest = 1e-5
  /// So far away slopes beside a kink are measured; nearer, if there is another one.
  private static let beside = [1e-4, 1e-5, 1e-6, 1e-7]
  /// Slopes, or values, that agree to this are one.
  private static let tolerance = 1e-6
  /// An estimate as good as this needs no better one.
  private static let enough = 1e-9

  /// The slope at the point.
  ///
  /// Differences are taken from at least two widths; where a kink or the end of the function's
  /// domain is near, from smaller ones.
  var slope: Slope {
    guard let here = value(0) else { return .notFinite }
    let noise = noise(around: here.value)
    var best: CentralDifference?
    var last: CentralDifference?
    var meetsKink = false
    var tried = 0
    for width in Self.widths {
      if last == nil, meetsKink, width < Self.nearest { break }
      let reach = width * scale
      let pieces = [-1, -0.5, 0.5, 1].map { value($0 * reach)?.piece }
      if pieces.contains(where: { $0 != here.piece }) {
        if !pieces.contains(nil) { meetsKink = true }
        continue
      }
      let next = difference(around: 0, on: here.piece, width: reach, noise)
      if let last {
        // What the two differ by is an error that neither of them may know of.
        let better = next.error < last.error ? next : last
        let error = max(better.error, abs(next.slope - last.slope))
        if error < best?.error ?? .infinity {
          best = CentralDifference(slope: better.slope, error: error)
        }
      }
      last = next
      tried += 1
      let isGood = best.map { $0.relativeError <= (width < Self.narrow ? 1e-6 : Self.enough) }
      if isGood == true || tried == Self.mostTried { break }
    }
    if let best { return .measured(best) }
    return meetsKink && last == nil ? slopeAtKink(noise) : .unknown
  }

  private func difference(
    around centre: Double, on piece: Int, width: Double, _ noise: Double
  ) -> CentralDifference {
    CentralDifference(
      of: { offset in value(offset).flatMap { $0.piece == piece ? $0.value : nil } },
      at: centre, width: width, noise: noise)
  }

  /// How far values are from those of a smooth function: fourth differences of neighbours.
  ///
  /// R. W. Hamming, Introduction to Applied Numerical Analysis, 1971: the differences of a smooth
  /// function vanish, those of independent errors grow, at the fourth to some √70 times the errors
  /// (here: at least once). Neighbours are taken as near as they are not all the same.
  private func noise(around here: Double) -> Double {
    let least = abs(here) * 0x1p-53
    for distance in [1e-9, 1e-7, 1e-5, 1e-3, 1e-2, 1e-1] {
      let values = (-2...2).map { value(Double($0) * distance * unit)?.value ?? here }
      let fourth = values[0] - 4 * values[1] + 6 * values[2] - 4 * values[3] + values[4]
      if fourth != 0 { return max(abs(fourth), least) }
    }
    return least
  }

  /// The slopes on either side of a kink at the point, or the one slope where they agree.
  private func slopeAtKink(_ noise: Double) -> Slope {
    guard let left = side(-1, noise), let right = side(1, noise) else { return .unknown }
    let largest = max(abs(left.value), abs(right.value), left.rise, right.rise)
    if abs(left.value - right.value) > Self.tolerance * largest + 8 * noise { return .jump }
    let error = Self.tolerance * max(left.size, right.size)
    if abs(left.slope - right.slope) > error {
      return .kink(left: left.slope, right: right.slope)
    }
    return .measured(
      CentralDifference(slope: (left.slope + right.slope) / 2, error: error / 4))
  }

  /// The slope and the value beside the point, from slopes a little away; the size of these, and
  /// how far they take the value from there to the point.
  private func side(
    _ direction: Double, _ noise: Double
  ) -> (slope: Double, value: Double, size: Double, rise: Double)? {
    for distance in Self.beside {
      let step = direction * distance * scale
      guard let near = value(step) else { continue }
      let slopes = [1.0, 2, 4].map { multiple in
        difference(around: multiple * step, on: near.piece, width: abs(step) / 2, noise).slope
      }
      if !slopes.allSatisfy(\.isFinite) { continue }
      // A parabola through the three, at 0.
      let slope = (8 * slopes[0] - 6 * slopes[1] + slopes[2]) / 3
      let size = slopes.reduce(0) { max($0, abs($1)) }
      return (slope, near.value - step * (slope + slopes[0]) / 2, size, size * abs(step))
    }
    return nil
  }
}
