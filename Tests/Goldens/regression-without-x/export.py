# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A gradient that lost its x, variant line
#
# An article (article 001) fits a line to a hundred points by gradient descent,
# and its program runs. The loss falls, the numbers settle, nothing looks wrong.
# But the factor x is missing from its gradient. Here its formula stands as a
# claim, a program is trained with it, and two others with the true gradient:
# one for the same line through the origin, p = w·x, and one for a line with a
# bias, p = w·x + b.
#
# The points are the article's: x is drawn evenly from 0 to 1, and y is 3x + 2
# and a random number, again even from 0 to 1. They are in a file beside this
# lesson.
#
#     samples n from "three-x-plus-two.csv"
#
#     param w = 0, b = 0
#
#     p[n] = w*x[n] + b
#     L    = mean(n: (p[n] - y[n])^2)
#
#     claim "as printed" dL/dw = 2*mean(n: p[n] - y[n])
#
#     variant line:    minimize L by gd(0.5), steps: 300
#     variant origin:  minimize L by gd(0.5), steps: 300
#     variant origin:  update b = b
#     variant printed: minimize L by gd(0.5), steps: 300 using claim "as printed"
#     variant printed: update b = b
#
# What to look at: the three updates of step 1. The true ∂L/∂w is −4.21989; as
# printed it is −7.89293, which is ∂L/∂b. In origin and printed b stays 0, as in
# a program that has no b. Then look at the last row of the comparison, and at
# where the runs settle:
#
#               w          b          L
#     line      2.93655    2.55808    0.0762332
#     origin    6.88058    0          1.84992
#     printed   8.34711    0          2.50944
#
# chainrule trace regression-without-x --where w lists w step by step.
#
# Where the printed program settles. It stops where its own gradient is 0, that
# is, where the mean of p is the mean of y: w times the mean of x is the mean of
# y, and w = 3.94646/0.472794 = 8.34711. The errors add up to 0 there. That is
# half of what a line needs: too large for some points, too small for others,
# and the sum does not see it. The true ∂L/∂w asks for the errors' sum with each
# error weighted by its x, and at this place it is 0.899428, which says: go
# down.
#
# The loss tells it, if one looks at it long enough. It falls from 16.4 to 4.49
# and to 2.07 in step 3, and then it rises, to 2.49 in step 11 and 2.50944 for
# ever. With a true gradient and a rate that is not too large, descent never
# goes up. A loss that rises and then stands still means that the steps lead to
# some place, and that the place is not a minimum.
#
# Nor is w = 6.88 of origin the 3 from which the points were made. Its gradient
# is right, and no line through the origin has a smaller loss; but the points
# lie about 3x + 2.5, and a line without a bias has to climb to them from 0. The
# mistake here is in the model, and no gradient check can find it. line has the
# right gradient and the right model. Its w is near 3, and its b near 2.5, since
# the random number adds one half on average. NumPy's linalg.lstsq answers w =
# 2.936551 and b = 2.558080.
#
# This finds the mistake without looking at any loss:
#
#     chainrule gradcheck regression-without-x --variant printed
#
# The claim fails at step 1, and the formula with its numbers stands beside the
# derivative.
#
# Now change the lesson. Take out the last line, variant printed: update b = b,
# so that the printed program has a bias that learns by its true gradient. Say
# first what w and b will be. Is the mistake easier to see then?
#
# What there is to find. Both gradients are the same number now, so w and b stay
# equal: they end at 3.94646/1.472794 = 2.67958. The loss is 0.0817, close to
# the smallest there is, 0.0762. The mistake has become hard to see, and w =
# 2.68 looks like a 3 with some noise. The claim fails as before.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
… 1215 lines, fnv1a 0x92013b432b563347
        "p_77": 3.67652934,
        "p_78": 3.36768786,
        "p_79": 3.70185279,
        "p_80": 3.36489813,
        "p_81": 3.74333857,
        "p_82": 3.92620017,
        "p_83": 3.26123542,
        "p_84": 4.45459514,
        "p_85": 4.21553243,
        "p_86": 3.64344881,
        "p_87": 4.1331925,
        "p_88": 3.31782047,
        "p_89": 4.23328122,
        "p_90": 4.90438862,
        "p_91": 3.7444511,
        "p_92": 4.40699606,
        "p_93": 3.38972189,
        "p_94": 4.49990244,
        "p_95": 3.68906288,
        "p_96": 3.48733216,
        "p_97": 4.25334976,
        "p_98": 3.17759155,
        "p_99": 4.7137849,
        "p_100": 3.14831983,
        "L": 0.173926924,
    },
}

for step, values in results.items():
    print("step", step, "L =", values["L"].item())

largest, where = 0.0, "none"
for step, values in trace.items():
    for name, expected in values.items():
        found = results.get(step, {}).get(name)
        value = math.nan if found is None else found.item()
        if value == expected or math.isnan(value) and math.isnan(expected):
            continue
        # Relative where numbers are large
        difference = abs(value - expected)/max(1.0, abs(expected))
        if math.isnan(difference):
            difference = math.inf
        if difference > largest:
            largest, where = difference, f"{name} at step {step}"
print(f"largest difference from the trace: {largest:.2g} ({where})")
sys.exit(1 if largest > 1e-9 else 0)
