# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Clipping gradients, by value and by norm, variant none
#
# A single steep place can throw a run of gradient descent far away, and it may
# take long to come back. The remedy is to cut gradients that are too large
# before the step. There are two ways, both simply called clipping (so also in
# article 001), and they are not the same.
#
# The loss is a cliff in y: steep for y above 0, and below −1 nearly a plain
# with the slope −1. The run begins high up on the cliff.
#
#     param x = 3, y = 1
#     L = 1/2*x^2 + exp(3*y) - y
#
#     variant none:     minimize L by gd(0.1), steps: 50
#     variant by_value: minimize L by clip_value(5) then gd(0.1), steps: 50
#     variant by_norm:  minimize L by clip_norm(5) then gd(0.1), steps: 50
#
# What to look at: the updates of step 1, in which the gradient (3, 59.26)
# becomes three different steps.
#
# Without clipping, y goes from 1 to −4.93 in one step, far out on the plain.
# There the slope is −1 and a step is 0.1 long. It takes the run more than 40
# steps to walk back.
#
# Clipping by value cuts every number by itself: what is larger than 5 becomes
# 5, and what is smaller than −5 becomes −5. The gradient becomes (3, 5). This
# changes its direction. By the true gradient y is twenty times as steep as x;
# after clipping not even twice.
#
# Clipping by norm makes the whole gradient shorter when its length is more than
# 5, here 59.33. It becomes (0.253, 4.994), which has the length 5 and points
# where it pointed before. The price: x, whose gradient was not large at all,
# hardly moves, because it has to share the limit with y.
#
# From step 3 on the gradients are small, and nothing is clipped any more. Then
# both runs are plain gradient descent, by_norm a little behind: in step 3 its x
# is 2.859 where the other one has 2.43. In the end both are at the minimum,
# which is at x = 0 and y = −(log 3)/3 = −0.3662, where L = 0.69954. Which of
# the two is better cannot be said from one example. Clipping by norm keeps the
# direction of descent and is the usual one for recurrent networks, in which the
# gradients of all weights explode together.
#
# Now change the lesson. Let the limit be 100 and say first what the comparison
# shows. Then let it be 0.5 in both: which run is slower, and why do both take
# so long?
#
# What there is to find. The norm is never above 100, so the three columns are
# equal. With 0.5, by value, x and y may each move by 0.05 in a step; by norm
# the whole step is at most 0.05 long. The last losses are 0.82 and 1.56, and
# the run without clipping, thrown out and walking back, is ahead of both with
# 0.71: a limit can be too low as well.
#
# Sources: by norm: Pascanu, Mikolov, Bengio, "On the difficulty of training
# recurrent neural networks", 2013. By value: Mikolov, "Statistical Language
# Models Based on Neural Networks", 2012.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 50 steps these are the first 3.

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
x = np.float64(3.0)
y = np.float64(1.0)

# Arguments of the update rules
rate = np.float64(0.1)

steps = 3

for step in range(1, steps + 2):
    # Forward
    L = 1/2*x**2 + np.exp(3*y) - y
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_dx = x
    dL_dy = 3*np.exp(3*y) - 1

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
        "L": 23.5855369,
        "dL_dx": 3,
        "dL_dy": 59.2566108,
        "x_new": 2.7,
        "y_new": -4.92566108,
    },
    2: {
        "L": 8.57066146,
        "dL_dx": 2.7,
        "dL_dy": -0.999998853,
        "x_new": 2.43,
        "y_new": -4.82566119,
    },
    3: {
        "L": 7.77811171,
        "dL_dx": 2.43,
        "dL_dy": -0.999998452,
        "x_new": 2.187,
        "y_new": -4.72566135,
    },
    4: {
        "L": 7.11714654,
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
