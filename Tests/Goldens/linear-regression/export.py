# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A straight line through a hundred points
#
# A hundred points (x, y) lie about a line. Which line? The one whose
# predictions p = w·x + b have the smallest mean squared error. Gradient descent
# finds it from w = 0, b = 0, and since this is a problem whose solution can
# also be computed outright, one can see how well it does.
#
#     x,y
#     -0.99,-0.46
#     -0.97,-0.09
#     -0.95,-0.28
#     -0.93,-1.28
#     -0.91,-1.43
#     -0.89,-0.64
#     -0.87,-0.18
#     -0.85,-0.3
#     -0.83,0.42
#     -0.81,-0.05
#     -0.79,-0.05
#     … 89 more rows
#
# The index n counts the points. The line for p[n] stands for a hundred numbers,
# and so does that of its derivative; the loss is one number.
#
#     param w = 0, b = 0
#
#     p[n] = w*x[n] + b
#     L    = mean(n: (p[n] - y[n])^2)
#
#     minimize L by gd(rate: 0.3), steps: 60
#
# Where the points come from: y is 3x + 2 and a random number with standard
# deviation 0.5, rounded to two decimals; x runs from −0.99 to 0.99 in steps of
# 0.02. The program is not told so. It sees the points only, and the line that
# suits these points best is not quite 3x + 2.
#
# The gradients. A sum over a hundred points is written with Σ, and the numbers
# put in are those of the first two points and the last; with --all all of them
# are printed. Each prediction has the derivative 2·(p[n] − y[n])/100, written
# 1/50·(p[n] − y[n]), since L is a mean of a hundred squares. Every point says
# how it would like to have w changed, by its own share ∂L/∂p[n]·x[n], and the
# gradient is the sum. At step 1, where all predictions are 0, ∂L/∂w is −2.01256
# and ∂L/∂b is −4.078. The latter is −2 times the mean of y, 2.039.
#
# The solution. The best line is the one at which both gradients are 0:
#
#     ∂L/∂w = 2·(mean of x²)·w + 2·(mean of x)·b − 2·(mean of x·y) = 0
#     ∂L/∂b = 2·(mean of x)·w + 2·b − 2·(mean of y) = 0
#
# The mean of these x is 0, which parts the two equations: b = 2.039, the mean
# of y, and w = 1.00628/0.3333 = 3.01914, the mean of x·y divided by the mean of
# x². NumPy's linalg.lstsq answers w = 3.01914191 and b = 2.039, and the loss
# there is 0.192535. After 60 steps w is 3.01914 and b is 2.039: w lacks
# 0.0000046 of the solution.
#
# How fast it goes. Away from the solution the gradients are ∂L/∂w = 0.6666·(w −
# 3.01914) and ∂L/∂b = 2·(b − 2.039). A step subtracts 0.3 times the gradient,
# so that 1 − 0.3·0.6666 = 0.80002 of w's distance remains, and 1 − 0.3·2 = 0.4
# of b's. After 10 steps that is 0.107 and 0.0001 of it. The loss falls from
# 7.39 to 0.23 in these 10 steps and from there to 0.1925 in all the others. It
# never comes to 0, since no line goes through all the points: what remains is
# the noise.
#
# How fast it could go. With a rate of 0.5 b is right after one step. With a
# rate of 1 it jumps from 0 to 4.078 and back to 0, for ever, and with any
# larger rate it gets further away at every step. L is curved more strongly
# along b than along w, by 2, and descent comes to rest only with rates below 2
# divided by that.
#
# Now change the lesson. Leave b out and say first what becomes of w, and what
# of the loss. (The two equations do not mix, so w stays as it is. The loss ends
# at 0.1925 + 2.039² = 4.35.) Then add 1 to every x, by p[n] = w*(x[n] + 1) + b,
# and see how many more steps it takes (after 60, w is only 3.0137): the best
# line is as good as before, but w and b now depend on each other.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 60 steps these are the first 3.

import math
import sys

import numpy as np

… 1205 lines, fnv1a 0xa11a69c0064b64db
        "p_77": 2.68931342,
        "p_78": 2.71877792,
        "p_79": 2.74824243,
        "p_80": 2.77770694,
        "p_81": 2.80717144,
        "p_82": 2.83663595,
        "p_83": 2.86610046,
        "p_84": 2.89556496,
        "p_85": 2.92502947,
        "p_86": 2.95449397,
        "p_87": 2.98395848,
        "p_88": 3.01342299,
        "p_89": 3.04288749,
        "p_90": 3.072352,
        "p_91": 3.10181651,
        "p_92": 3.13128101,
        "p_93": 3.16074552,
        "p_94": 3.19021003,
        "p_95": 3.21967453,
        "p_96": 3.24913904,
        "p_97": 3.27860354,
        "p_98": 3.30806805,
        "p_99": 3.33753256,
        "p_100": 3.36699706,
        "L": 1.00610379,
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
