import Testing

@testable import RandomNumbers

struct `Normal quantiles` {
  /// What a dozen roundings of the two polynomials may add up to.
  private let tolerance = 1e-15

  /// Solved for in mpmath with 40 digits from `erfc(-z/sqrt(2))/2 == p`.
  @Test(arguments: [
    (5.551115123125783e-17, -8.292361075813595),
    (1e-15, -7.941345326170997),
    (1e-12, -7.034483825301132),
    (1.3887943864964021e-11, -6.657904643501103),
    (1e-10, -6.361340902404057),
    (1e-06, -4.753424308822899),
    (0.001, -3.0902323061678136),
    (0.01, -2.326347874040841),
    (0.025, -1.9599639845400543),
    (0.074, -1.4466320671589785),
    (0.075, -1.439531470938456),
    (0.076, -1.4325027208258116),
    (0.1, -1.2815515655446004),
    (0.25, -0.6744897501960817),
    (0.3, -0.5244005127080408),
    (0.4999999999999, -2.506016240416926e-13),
    (0.5000000001, 2.506628482030354e-10),
    (0.6, 0.2533471031357997),
    (0.75, 0.6744897501960817),
    (0.9, 1.2815515655446006),
    (0.925, 1.4395314709384561),
    (0.93, 1.475791028179171),
    (0.975, 1.9599639845400538),
    (0.999, 3.090232306167813),
    (0.9999999990686774, 6.009353565530744),
    (0.9999999999999999, 8.209536151601387),
  ])
  func `the quantile is right to fifteen digits`(probability: Double, quantile: Double) {
    #expect(abs(normalQuantile(probability) - quantile) <= tolerance * abs(quantile))
  }

  @Test func `the median is zero`() {
    #expect(normalQuantile(0.5) == 0)
  }

  /// `mpmath.log` with 40 digits.
  @Test(arguments: [
    (0x1p-54, -37.42994775023705),
    (1e-12, -27.631021115928547),
    (0.001, -6.907755278982137),
    (0.075, -2.5902671654458267),
    (0.7071067811865475, -0.34657359027997275),
    (0.7071067811865476, -0.3465735902799726),
    (0.9999999, -1.0000000494736474e-07),
    (1, 0),
    (2, 0.6931471805599453),
    (10, 2.302585092994046),
  ])
  func `the logarithm is right to one unit in the last place`(x: Double, logarithm: Double) {
    #expect(abs(naturalLogarithm(x) - logarithm) <= logarithm.ulp)
  }
}
