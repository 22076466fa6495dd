# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Five optimizers on one line, variant gd
#
# An article (article 003) compares five optimizers on a hundred points, and
# prints five losses. They are equal, because all five train one model: whoever
# comes second begins where the first one stopped. Here each of them has a model
# of its own, and all begin with w = 0, b = 0.
#
# The points are the article's: x is drawn evenly from 0 to 1, and y is 3x and a
# random number, again even from 0 to 1. So the line to be found is near 3x +
# 0.5.
#
#     samples n from "three-x.csv"
#
#     param w = 0, b = 0
#
#     p[n] = w*x[n] + b
#     L    = mean(n: (p[n] - y[n])^2)
#
#     variant gd:      minimize L by gd(0.5), steps: 1000
#     variant adagrad: minimize L by adagrad(0.5), steps: 1000
#     variant rmsprop: minimize L by rmsprop(0.01), steps: 1000
#     variant adam:    minimize L by adam(0.1), steps: 1000
#     variant adamax:  minimize L by adamax(0.1), steps: 1000
#
# What to look at: the row of step 1, and the row of step 2. At step 1 the
# losses are equal, 4.63937: one start. At step 2 they are not, and a comparison
# in which they are equal has not compared anything.
#
# Adam and Adamax are equal even at step 2, and that is no mistake. The first
# step of both is the rate in each parameter, whatever the gradient is, so both
# go to w = 0.1, b = 0.1. From step 3 on they differ.
#
# At the end they are nearly equal again, and that is no mistake either. This
# loss has one minimum, and NumPy's linalg.lstsq has it at w = 2.97329, b =
# 0.497817, with L = 0.0999430. Four of the five come to it. To see how
# optimizers differ one looks at the way, not at its end:
#
#     step      gd        adagrad   rmsprop   adam      adamax
#        2      0.712831  2.06901   4.44282   4.03352   4.03352
#       11      0.195404  0.289953  3.63968   0.724055  1.00031
#      101      0.099943  0.107183  0.655711  0.109096  0.187491
#     1001      0.099943  0.099943  0.100000  0.099943  0.099943
#
# RMSprop is the one that does not arrive. Its w jumps between 2.96829 and
# 2.97829, 0.005 on either side, which is half of its rate: its steps do not get
# smaller near the minimum, as the lesson five-optimizers shows.
#
# Does this make gradient descent the best of them? Its rate, 0.5, was chosen
# for this loss, whose curvatures are 0.138 and 2.51; rates above 2/2.51 = 0.80
# would lead up. The others had rates that somebody found for them too. A
# comparison with rates that were not chosen with the same care for each
# compares the care.
#
# Now change the lesson. Give all five the rate 0.01, which may seem to be
# fairer, and say first who is ahead at the end. Then give all five 0.1.
#
# What there is to find. With 0.01 RMSprop is ahead: its loss is the 0.100000 of
# before, then come Adam with 0.110, gradient descent with 0.125, Adamax with
# 0.146, and AdaGrad with 1.83. With 0.1 RMSprop, 0.106, comes fourth, before
# AdaGrad, 0.127; the others are at the minimum. One number means another thing
# to each of them: to gradient descent it is a factor of the gradient, to
# RMSprop and Adam nearly the length of a step. Equal rates are no equal terms.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 1000 steps these are the first 3.

import math
import sys

import numpy as np

# 1/0 is inf and 0/0 is nan, without a warning
np.seterr(all="ignore")


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 5):
        results[step] = dict(globals())


# Inputs
x_1 = np.float64(0.417022)
y_1 = np.float64(1.57771092)
x_2 = np.float64(0.72032449)
y_2 = np.float64(2.68803158)
x_3 = np.float64(0.00011437)
… 1186 lines, fnv1a 0x54c983868bf15c90
        "p_77": 2.59701926,
        "p_78": 1.86250174,
        "p_79": 2.37314985,
        "p_80": 2.34171108,
        "p_81": 2.54101597,
        "p_82": 2.21206723,
        "p_83": 2.37331498,
        "p_84": 1.86393656,
        "p_85": 1.76388325,
        "p_86": 2.55695463,
        "p_87": 1.96427165,
        "p_88": 2.64431717,
        "p_89": 2.26245379,
        "p_90": 2.20956308,
        "p_91": 1.56727217,
        "p_92": 2.62486816,
        "p_93": 1.99191816,
        "p_94": 2.15469547,
        "p_95": 1.93899,
        "p_96": 1.72219873,
        "p_97": 2.56644843,
        "p_98": 2.14872788,
        "p_99": 1.42552892,
        "p_100": 2.20379733,
        "L": 0.361318714,
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
