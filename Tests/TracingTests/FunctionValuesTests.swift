import Formulas
import Testing

@testable import Lessons

/// Every function of the language against mpmath.
///
/// The tables are what `References/functions.py` prints: mpmath with 40 digits, at the doubles
/// nearest to the arguments.
@Suite struct FunctionValuesTests {
  /// Four units in the last place: a C library is a unit off, a composition a few.
  static let valueTolerance = 4 * Double.ulpOfOne
  /// What is smaller than 1 is held absolutely: some formulas cancel, as they are taught.
  ///
  /// The derivative of tanh is 1 − tanh²; gelu multiplies by erfc, whose argument is rounded.
  static let derivativeTolerance = 8 * Double.ulpOfOne

  struct Unary: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let function: String
    let x: String
    let value: Double
    let derivative: Double

    init?(_ row: Substring) {
      let cells = row.split(separator: " ").map(String.init)
      guard cells.count == 4, let value = Double(cells[2]), let derivative = Double(cells[3]) else {
        return nil
      }
      testDescription = "\(cells[0])(\(cells[1]))"
      (function, x, self.value, self.derivative) = (cells[0], cells[1], value, derivative)
    }
  }

  @Test(arguments: unary.split(separator: "\n").compactMap(Unary.init))
  func `a function of one argument and its derivative`(row: Unary) throws {
    let lesson = try TracedLesson(
      """
      param x = \(row.x)
      y = \(row.function)(x)
      differentiate y
      """)
    let value = try lesson.value("y")
    let derivative = try lesson.value("dy/dx")
    #expect(
      agrees(
        value, row.value, within: FunctionValuesTests.valueTolerance,
        floor: FunctionValuesTests.cancelling.contains(row.function) ? 1 : 0),
      "\(row.testDescription) is \(value), not \(row.value)")
    #expect(
      agrees(
        derivative, row.derivative, within: FunctionValuesTests.derivativeTolerance, floor: 1),
      "its derivative is \(derivative), not \(row.derivative)")
  }

  /// Written in the language with a difference or a rounded argument inside.
  private static let cancelling: Set = ["gelu"]

  struct Binary: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let call: String
    let arguments: [String]
    let value: Double
    let derivatives: [Double]

    init?(_ row: Substring) {
      let parts = row.split(separator: " | ")
      let cells = parts[1].split(separator: " ").map(String.init)
      let numbers = cells.dropFirst(2).compactMap(Double.init)
      guard numbers.count == 3 else { return nil }
      testDescription = "\(parts[0]) at \(cells[0]), \(cells[1])"
      call = String(parts[0])
      arguments = Array(cells.prefix(2))
      value = numbers[0]
      derivatives = Array(numbers.dropFirst())
    }
  }

  @Test(arguments: binary.split(separator: "\n").compactMap(Binary.init))
  func `a function of two arguments and both derivatives`(row: Binary) throws {
    let lesson = try TracedLesson(
      """
      param a = \(row.arguments[0]), b = \(row.arguments[1])
      y = \(row.call)
      differentiate y
      """)
    let value = try lesson.value("y")
    #expect(
      agrees(value, row.value, within: FunctionValuesTests.valueTolerance, floor: 1),
      "\(row.testDescription) is \(value), not \(row.value)")
    for (name, expected) in zip(["a", "b"], row.derivatives) {
      let derivative = try lesson.value("dy/d\(name)")
      #expect(
        agrees(derivative, expected, within: FunctionValuesTests.derivativeTolerance, floor: 1),
        "dy/d\(name) is \(derivative), not \(expected)")
    }
  }

  @Test func `the tables leave no function out`() throws {
    let text = FunctionValuesTests.unary + FunctionValuesTests.binary
    let words = Set(
      text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    // What is not a scalar function, has tests of its own, or is not for authors.
    let others: Set = ["softmax", "logsumexp", "argmax", "argmin", "xdivy"]
    let schedules = Catalogue.prelude.functions.keys.filter {
      $0.hasSuffix("_decay") || $0 == "warm_up"
    }
    let missing = Set(Catalogue.prelude.functions.keys).subtracting(words).subtracting(others)
      .subtracting(schedules)
    #expect(missing.sorted() == [])
  }

  /// The function and its argument, the value, the derivative.
  private static let unary = """
    exp -20 2.061153622438557828e-9 2.061153622438557828e-9
    exp -1 0.3678794411714423216 0.3678794411714423216
    exp -0.1 0.90483741803595956814 0.90483741803595956814
    exp 1e-9 1.0000000010000000005 1.0000000010000000005
    exp 0.5 1.6487212707001281468 1.6487212707001281468
    exp 1 2.7182818284590452354 2.7182818284590452354
    exp 10 22026.465794806716517 22026.465794806716517
    exp 300 1.9424263952412559366e+130 1.9424263952412559366e+130
    expm1 -20 -0.99999999793884637756 2.061153622438557828e-9
    expm1 -1 -0.6321205588285576784 0.3678794411714423216
    expm1 1e-12 1.0000000000004999799e-12 1.000000000001
    expm1 -1e-5 -9.999950000166667068e-6 0.99999000004999983333
    expm1 0.3 0.349858807576003089 1.349858807576003089
    expm1 5 147.41315910257660342 148.41315910257660342
    log 1e-300 -690.77552789821370518 9.9999999999999997494e+299
    log 0.1 -2.3025850929940456285 9.9999999999999994449
    log 0.999 -0.0010005003335835343892 1.0010010010010010019
    log 1.5 0.40546510810816438198 0.66666666666666666667
    log 10 2.302585092994045684 0.1
    log 1e300 690.77552789821370526 9.999999999999999475e-301
    ln 0.3 -1.2039728043259360296 3.3333333333333334567
    ln 7 1.9459101490553133051 0.14285714285714285714
    log1p -0.9 -2.3025850929940459061 10.00000000000000222
    log1p -1e-10 -1.0000000000500000364e-10 1.0000000001
    log1p 1e-15 9.9999999999999957771e-16 0.999999999999999
    log1p 0.5 0.40546510810816438198 0.66666666666666666667
    log1p 20 3.0445224377234229965 0.047619047619047619048
    sqrt 1e-8 0.00010000000000000000105 4999.9999999999999477
    sqrt 0.5 0.7071067811865475244 0.7071067811865475244
    sqrt 2 1.4142135623730950488 0.3535533905932737622
    sqrt 3e10 173205.08075688772935 2.8867513459481288225e-6
    abs -2.5 2.5 -1.0
    abs 3 3.0 1.0
    sign -0.1 -1.0 0.0
    sign 7 1.0 0.0
    floor -1.5 -2.0 0.0
    floor 0.5 0.0 0.0
    floor 2.75 2.0 0.0
    sin -3 -0.1411200080598672221 -0.98999249660044545727
    sin 0.1 0.09983341664682815783 0.99500416527802576554
    sin 1.5 0.99749498660405443094 0.070737201667702910088
    sin 100 -0.50636564110975879366 0.8623188722876839341
    cos -3 -0.98999249660044545727 0.1411200080598672221
    cos 0.1 0.99500416527802576554 -0.09983341664682815783
    cos 1.5 0.070737201667702910088 -0.99749498660405443094
    cos 100 0.8623188722876839341 0.50636564110975879366
    tan -1.2 -2.5721516221263185972 7.6159639672070520533
    tan 0.1 0.10033467208545055067 1.01006704642249489
    tan 1.5 14.101419947171719388 199.85004452649245721
    tan 4 1.1578212823495775831 2.3405501218616202551
    asin -0.9 -1.1197695149986342376 2.2941573387056179004
    asin 0.1 0.10016742116155980192 1.0050378152592120761
    asin 0.5 0.52359877559829887308 1.154700538379251529
    acos -0.9 2.6905658417935308569 -2.2941573387056179004
    acos 0.1 1.4706289056333368173 -1.0050378152592120761
    acos 0.5 1.0471975511965977462 -1.154700538379251529
    atan -4 -1.3258176636680324651 0.058823529411764705882
    atan 0.1 0.099668652491162032875 0.99009900990099009792
    atan 50 1.5507989928217460862 0.00039984006397441023591
    sinh -3 -10.017874927409901899 10.067661995777765842
    sinh 1e-8 1.0000000000000000376e-8 1.00000000000000005
    sinh 0.5 0.52109530549374736162 1.1276259652063807852
    sinh 20 242582597.70489513795 242582597.70489514002
    cosh -3 10.067661995777765842 -10.017874927409901899
    cosh 1e-8 1.00000000000000005 1.0000000000000000376e-8
    cosh 0.5 1.1276259652063807852 0.52109530549374736162
    cosh 20 242582597.70489514002 242582597.70489513795
    tanh -3 -0.99505475368673045133 0.0098660371654401912732
    tanh 1e-8 9.9999999999999998759e-9 0.9999999999999999
    tanh 0.5 0.4621171572600097585 0.78644773296592741015
    tanh 5 0.99990920426259513121 0.00018158323094380668413
    sigmoid -700 9.8596765437597708567e-305 9.8596765437597708567e-305
    sigmoid -30 9.3576229688392989538e-14 9.3576229688384233028e-14
    sigmoid -1 0.26894142136999512075 0.19661193324148185254
    sigmoid 0.1 0.52497918747893998748 0.24937604019289196775
    sigmoid 2 0.88079707797788244406 0.10499358540350651735
    sigmoid 10 0.99995460213129756561 0.000045395807735951671032
    softplus -700 9.8596765437597708567e-305 9.8596765437597708567e-305
    softplus -30 9.3576229688397367794e-14 9.3576229688392989538e-14
    softplus -1 0.31326168751822283405 0.26894142136999512075
    softplus 0.1 0.74439666007357089774 0.52497918747893998748
    softplus 2 2.1269280110429724964 0.88079707797788244406
    softplus 40 40.000000000000000004 0.99999999999999999575
    erf -2 -0.99532226501895273416 0.020666985354092053857
    erf -0.5 -0.52049987781304653768 0.87878257893544479409
    erf 1e-9 1.1283791670955126438e-9 1.1283791670955125728
    erf 0.3 0.32862675945912741619 1.0312609096189630572
    erf 3 0.99997790950300141456 0.00013925305194674785389
    erfc -2 1.9953222650189527342 -0.020666985354092053857
    erfc -0.5 1.5204998778130465377 -0.87878257893544479409
    erfc 0.3 0.67137324054087258381 -1.0312609096189630572
    erfc 3 0.000022090496998585441373 -0.00013925305194674785389
    erfc 5 1.5374597944280348502e-12 -1.5670866531017335308e-11
    relu -2 0.0 0.0
    relu 1e-300 1.0000000000000000251e-300 1.0
    relu 3 3.0 1.0
    identity -2 -2.0 1.0
    identity 0.7 0.69999999999999995559 1.0
    arctan -4 -1.3258176636680324651 0.058823529411764705882
    arctan 0.1 0.099668652491162032875 0.99009900990099009792
    leaky_relu -3 -0.030000000000000000625 0.010000000000000000208
    leaky_relu 2 2.0 1.0
    elu -3 -0.95021293163213605702 0.049787068367863942979
    elu -1e-9 -9.9999999950000006245e-10 0.9999999990000000005
    elu 2 2.0 1.0
    softsign -3 -0.75 0.0625
    softsign 0.5 0.33333333333333333333 0.44444444444444444444
    softsign 100 0.99009900990099009901 0.000098029604940692089011
    silu -5 -0.033464254621424277797 -0.026547432429665919011
    silu -1 -0.26894142136999512075 0.072329488128513268211
    silu 0.1 0.052497918747894001663 0.54991679149822918564
    silu 3 2.8577223804672996574 1.0881041060151696171
    gelu -3 -0.00404969409489028358 -0.011945647204183927
    gelu -1 -0.15865525393145705141 -0.083315470587686298383
    gelu 0.1 0.053982783727702901364 0.5795230920247301624
    gelu 2 1.9544997361036415856 1.0852318010781968967
    """

  /// The call and its arguments a and b, the value, the derivatives by a and by b.
  private static let binary = """
    max(a, b) | 1 2 2.0 0.0 1.0
    max(a, b) | 2 -1 2.0 1.0 0.0
    min(a, b) | 1 2 1.0 1.0 0.0
    min(a, b) | 2 -1 -1.0 0.0 1.0
    a^b | 2 0.5 1.4142135623730950488 0.3535533905932737622 0.98025814346854719171
    a^b | 0.3 -2.5 20.28602064833948756 -169.05017206949573593 -24.423817168595135809
    a^b | 1.5 30 191751.05923288408667 3835021.1846576817334 77748.363961716378168
    a/b | 1 3 0.33333333333333333333 0.33333333333333333333 -0.11111111111111111111
    a/b | -0.7 0.2 -3.4999999999999995837 4.9999999999999997224 17.499999999999996947
    xlogy(a, b) | 0.3 0.2 -0.48283137373023007786 -1.6094379124341003191 1.4999999999999998612
    xlogy(a, b) | 2 7 3.8918202981106266102 1.9459101490553133051 0.28571428571428571429
    if(a < b, a*b, a - b) | 1 2 2.0 2.0 1.0
    if(a < b, a*b, a - b) | 2 1 1.0 1.0 -1.0
    leaky_relu(a, slope: b) | -3 0.2 -0.60000000000000003331 0.2000000000000000111 -3.0
    leaky_relu(a, slope: b) | 3 0.2 3.0 1.0 0.0
    elu(a, alpha: b) | -3 0.5 -0.47510646581606802851 0.02489353418393197149 -0.95021293163213605702
    elu(a, alpha: b) | 3 0.5 3.0 1.0 0.0
    half_squared_error(a, b) | 0.3 1 0.24500000000000000777 -0.7000000000000000111 0.7000000000000000111
    half_squared_error(a, b) | 2 -1 4.5 3.0 -3.0
    squared_error(a, b) | 0.3 1 0.49000000000000001554 -1.4000000000000000222 1.4000000000000000222
    squared_error(a, b) | 2 -1 9.0 6.0 -6.0
    absolute_error(a, b) | 0.3 1 0.7000000000000000111 -1.0 1.0
    absolute_error(a, b) | 2 -1 3.0 1.0 -1.0
    huber(a, b) | 0.3 1 0.24500000000000000777 -0.7000000000000000111 0.7000000000000000111
    huber(a, b) | 2 -1 2.5 1.0 -1.0
    huber(a, b) | -5 0.5 5.0 -1.0 1.0
    huber(a, b, delta: 0.25) | 0.3 1 0.14375000000000000278 -0.25 0.25
    huber(a, b, delta: 0.25) | 0.9 1 0.0049999999999999977796 -0.099999999999999977796 0.099999999999999977796
    binary_cross_entropy(a, b) | 0.3 0.2 0.52613451601617310577 0.47619047619047609481 0.84729786038720366658
    binary_cross_entropy(a, b) | 0.9 0.7 0.76452788885869226298 2.222222222222223401 -2.1972245773362196295
    binary_cross_entropy_with_logit(a, b) | -3 0.2 0.64858735157374209207 -0.15257412682243323022 3.0
    binary_cross_entropy_with_logit(a, b) | 2 0.7 0.72692801104297258526 0.18079707797788248847 -2.0
    binary_cross_entropy_with_logit(a, b) | 0.1 0.9 0.65439666007357089053 -0.37502081252106003472 -0.10000000000000000555
    cross_entropy(a, b) | 0.3 0.2 0.24079456086518721929 -0.66666666666666672835 1.2039728043259360296
    cross_entropy(a, b) | 0.9 1 0.10536051565782627656 -1.1111111111111110837 0.10536051565782627656
    kl_divergence(a, b) | 0.3 0.2 0.12163953243244928234 1.4054651081081642895 -1.4999999999999998612
    kl_divergence(a, b) | 0.5 0.9 -0.29389333245105951643 0.41221333509788096714 -0.55555555555555554185
    hinge(a, b) | 0.3 1 0.7000000000000000111 -1.0 -0.2999999999999999889
    hinge(a, b) | 2 1 0.0 0.0 0.0
    hinge(a, b) | 0.5 -1 1.5 1.0 -0.5
    """
}
