# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Newton's method: a step that knows the curvature, variant gd
#
# Gradient descent needs a rate from outside, because the gradient says which
# way is down and not how far. The second derivative says how far. Newton's step
# divides the one by the other. Here both start at w = 2 on L = e^w − 2w, whose
# smallest value lies at w = log 2 = 0.693147.
#
#     param w = 2
#     L = exp(w) - 2*w
#
#     differentiate dL/dw wrt w
#
#     variant gd:     minimize L by gd(0.1), steps: 6
#     variant newton: minimize L, steps: 6
#     variant newton: update w = w - dL/dw/(d2L/dwdw)
#
# The second derivative is obtained by differentiating twice: ∂L/∂w is itself a
# line of the lesson, e^w − 2, and differentiate dL/dw wrt w makes e^w of it.
#
# What to look at: the two updates, and then how w gets nearer to log 2.
# chainrule trace newton --where w lists all digits.
#
#     step   gd       too large by    newton         too large by
#     1      2           1.307        2                 1.307
#     2      1.461       0.768        1.2707            0.578
#     3      1.230       0.537        0.8320            0.139
#     4      1.088       0.395        0.7024            0.0092
#     5      0.991       0.298        0.693189          0.000042
#     6      0.922       0.229        0.693147181      9e-10
#
# Gradient descent takes about a quarter off the distance in each of the later
# steps, and near the end it will be a fifth: 1 − 0.1·2 of the distance is left
# where the curvature is 2. Newton's method doubles the number of correct digits
# as soon as it is near: what is left after a step is about half the square of
# what was left before it, 0.0092²/2 = 0.000042.
#
# Why. Near a point L looks like a parabola with the slope and the curvature
# that it has there, and the step goes to the lowest point of that parabola. For
# a loss that is a parabola one step is enough.
#
# Why, then, is not everything trained in this way? With a million parameters
# there are a million times a million second derivatives, and instead of a
# division there is a system of equations to solve. And far from the minimum the
# parabola may mislead. Let w begin at −2. There L is nearly straight, the
# curvature is only 0.135, and the first step goes to 11.78, from where it comes
# back by about 1 in each step. Where the curvature is negative, Newton's step
# even goes up. Optimizers such as RMSprop and Adam divide by a measure of the
# gradients' size instead, one number for each parameter.
#
# Now change the lesson. Take L = 3(w - 1)^2 and say first what newton has after
# one step, and for which rate gd does the same.
#
# What there is to find. After one step w = 1, whatever the start. The second
# derivative is 6, so gd does the same with the rate 1/6.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 6 steps these are the first 3.

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
w = np.float64(2.0)

# Arguments of the update rules
rate = np.float64(0.1)

steps = 3

for step in range(1, steps + 2):
    # Forward
    L = np.exp(w) - 2*w
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_dw = np.exp(w) - 2
    d2L_dwdw = np.exp(w)

    # Update
    w_new = w - rate*dL_dw
    remember(step)
    # The next step begins with these
    w = w_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "L": 3.3890561,
        "dL_dw": 5.3890561,
        "d2L_dwdw": 7.3890561,
        "w_new": 1.46109439,
    },
    2: {
        "L": 1.38848573,
        "dL_dw": 2.31067451,
        "d2L_dwdw": 4.31067451,
        "w_new": 1.23002694,
    },
    3: {
        "L": 0.961267825,
        "dL_dw": 1.4213217,
        "d2L_dwdw": 3.4213217,
        "w_new": 1.08789477,
    },
    4: {
        "L": 0.792229587,
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
