# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# How large may the learning rate be?, variant small
#
# On a loss that is a parabola in each direction one can say exactly which rates
# lead down, which is the fastest, and where it breaks. Here L is curved by 1
# along x and by 10 along y: these are its second derivatives. Four rates, one
# start; and then a search for the best rate, as one does it where no formula
# says it.
#
#     param x = 1, y = 1
#     L = 1/2*(x^2 + 10*y^2)
#
#     variant small: minimize L by gd(0.02), steps: 40
#     variant best:  minimize L by gd(2/11), steps: 40
#     variant limit: minimize L by gd(0.2), steps: 40
#     variant above: minimize L by gd(0.21), steps: 40
#
#     search L over rate in [0, 0.225] by grid(points: 10)
#
# Why these columns look as they do. The gradient along y is 10·y, so a step
# makes of y the number y − η·10·y = (1 − 10·η)·y, and of x the number (1 −
# η)·x, where η is the rate. Each coordinate is multiplied by one factor, again
# and again:
#
#                 η       factor of x   factor of y
#     small       0.02       0.98          0.8
#     best        2/11       0.818        −0.818
#     limit       0.2        0.8          −1
#     above       0.21       0.79         −1.1
#
# A coordinate fades if its factor is between −1 and 1. That is so for all of
# them if η is above 0 and below 2 divided by the largest curvature: 2/10 = 0.2.
#
# small: y is gone soon, x takes its time. With 0.98 it takes about 34 steps to
# halve x. A small rate is safe and slow, and what is slow is the flat
# direction.
#
# best: both factors have the same size, 9/11. No other rate makes the larger of
# the two smaller. It is 2/(1 + 10), and in general 2 divided by the sum of the
# largest and the smallest curvature. y changes its sign at every step; that is
# no sign of trouble.
#
# limit: y jumps from 1 to −1 and back for ever, so L stays at 5, once x has
# faded. A loss that stands still need not be a minimum.
#
# above: y grows by a tenth in every step, L by a fifth. It is 10,242 at the
# end. The gradients are right in every step, as chainrule gradcheck
# learning-rates confirms; only the rate is not.
#
# So the steepest direction sets the limit and the flattest one the time. How
# many steps are needed depends on the quotient of the two curvatures, here 10.
# With a quotient of 1 a single step would do. This is why inputs are scaled,
# why layers are normalised, and why other optimizers give each parameter a rate
# of its own.
#
# For a network the curvatures change from step to step, and nobody knows them
# beforehand. Then one tries: 1, 0.1, 0.01, and so on (articles 000 and 001 do
# so), and takes the largest rate with which the loss still falls, or somewhat
# less. This lesson says what one is feeling for.
#
# The search above tries. It trains anew for each rate, from the same start, and
# keeps the rate with the smallest L after 40 steps. It looks at nothing but
# these numbers; the first trial is small, the others are a grid from 0 to
# 0.225. Read them from top to bottom: at 0 nothing happens, L stays 5.5. Then
# the larger the rate, the smaller L is, down to 0.0000001 at 0.175. At 0.2 it
# is 5, as in limit, and at 0.225 it is 283 million. So the best rate lies next
# to the one that breaks, and the way up is much steeper than the way down: when
# in doubt, rather too small.
#
# The search knows no rate between its points: it finds 0.175, not 2/11 =
# 0.1818. It has paid eleven trainings for that. For one rate this can be
# afforded. A grid of ten points for each of three such numbers is a thousand
# trainings; that is where other ways to search come in, random, local and
# bayes. And what it finds is the best for these 40 steps from this start, no
# more.
#
# Now change the lesson. Write 20 for 10 and say first which of the four rates
# still work, what the best rate is, and what the search will find.
#
# What there is to find. The limit is now 2/20 = 0.1, so small alone is left: of
# it y has the factor 0.6. The best rate is 2/21, with the factors ±19/21 =
# ±0.905, and it is slower than before. The search finds 0.075, the last point
# of its grid below the limit; at 0.1 L stays at 10.
#
# Source: the limit is that of LeCun, Bottou, Orr, Müller, "Efficient BackProp",
# 1998, section 5; the best rate for a parabola is Polyak's, "Introduction to
# Optimization", 1987.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 40 steps these are the first 3.

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


# Parameters
x = np.float64(1.0)
y = np.float64(1.0)

# Arguments of the update rules
rate = np.float64(0.02)

steps = 3

for step in range(1, steps + 2):
    # Forward
    L = 1/2*(x**2 + 10*y**2)
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_dx = x
    dL_dy = 10*y

    # Update
    x_new = x - rate*dL_dx
    y_new = y - rate*dL_dy
    remember(step)
    # The next step begins with these
    x = x_new
    y = y_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "L": 5.5,
        "dL_dx": 1,
        "dL_dy": 10,
        "x_new": 0.98,
        "y_new": 0.8,
    },
    2: {
        "L": 3.6802,
        "dL_dx": 0.98,
        "dL_dy": 8,
        "x_new": 0.9604,
        "y_new": 0.64,
    },
    3: {
        "L": 2.50918408,
        "dL_dx": 0.9604,
        "dL_dy": 6.4,
        "x_new": 0.941192,
        "y_new": 0.512,
    },
    4: {
        "L": 1.75364119,
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
