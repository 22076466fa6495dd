# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# The same points, ten at a time
#
# The hundred points of linear-regression again, and the same line p = w·x + b.
# This time a step doesn't look at all of them. It takes ten, works out the
# gradient of the loss on these ten, and changes w and b at once; the next step
# takes another ten. Ten such steps are an epoch, in which every point has its
# turn once. Each epoch has a new order.
#
# The points are in a file beside this lesson, hundred-points.csv, which looks
# like a data block: a line with the names of the columns, then a line for each
# point.
#
#     samples n from "hundred-points.csv"
#
#     param w = 0, b = 0
#
#     p[n] = w*x[n] + b
#     L    = mean(n: (p[n] - y[n])^2)
#
#     minimize L by gd(rate: 0.3), steps: 100, batch: 10, shuffle: yes
#
# The index n counts the ten rows of a batch, so p[n] stands for ten numbers,
# and x[1] is another point at each step. Which one it is, the input row[n]
# says: at step 1 the first row is point 40 of the file, the second point 100.
#
# One epoch. After ten steps w is 2.80966 and b is 1.98933. A step on all points
# looks at as many points as these ten steps together, and from the same
# beginning it comes to w = 0.603768 and b = 1.2234. The gradient of ten points
# is not that of a hundred, but it points more or less the same way, and it is
# to be had ten times as often.
#
# The loss. L is the loss on the ten points of the step. It goes up and down,
# from 10.8148 at step 1 to 0.584884 at step 3, 0.159384 at step 10, and
# 0.300221 after the last step: some tens lie closer to the line than others. A
# single value of it says little about w and b. On all hundred points the
# smallest loss is 0.192535, and with the last w and b it is 0.192897.
#
# No rest. The best line has w = 3.01914 and b = 2.039. After 100 steps w is
# 2.98631 and b is 2.03741, and it would be no better after 1000: each batch
# pulls towards its own best line. In the last five steps w goes from 3.02804
# over 3.09432, 3.06272 and 3.10583 to 2.98631. Smaller steps make this unrest
# smaller, which is why the rate is lowered in the course of training.
#
# Now change the lesson. Lower the rate, gd(rate: 0.3/(1 + 0.1*step)), and watch
# w in the last steps. Then leave out shuffle: yes and put the rate back. The
# points of the file are sorted by x, so that each batch sees a short piece of
# the line. From some step on every epoch ends with the same numbers, w = 3.038
# and b = 2.02207: the same ten batches, in the same order, pull in a circle.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 100 steps these are the first 3.

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
w = np.float64(0.0)
b = np.float64(0.0)

# Arguments of the update rules
rate = np.float64(0.3)

# The rows that each step takes
given = [
    [40.0, 100.0, 47.0, 96.0, 87.0, 4.0, 95.0, 24.0, 89.0, 23.0],
    [91.0, 75.0, 99.0, 32.0, 2.0, 20.0, 7.0, 6.0, 80.0, 81.0],
    [5.0, 60.0, 27.0, 1.0, 49.0, 34.0, 16.0, 78.0, 39.0, 55.0],
    [22.0, 69.0, 73.0, 9.0, 71.0, 14.0, 28.0, 33.0, 92.0, 29.0],
]

x_of_rows = [
    -0.99, -0.97, -0.95, -0.93, -0.91, -0.89, -0.87, -0.85, -0.83, -0.81, -0.79, -0.77, -0.75,
    -0.73, -0.71, -0.69, -0.67, -0.65, -0.63, -0.61, -0.59, -0.57, -0.55, -0.53, -0.51, -0.49,
    -0.47, -0.45, -0.43, -0.41, -0.39, -0.37, -0.35, -0.33, -0.31, -0.29, -0.27, -0.25, -0.23,
    -0.21, -0.19, -0.17, -0.15, -0.13, -0.11, -0.09, -0.07, -0.05, -0.03, -0.01, 0.01, 0.03, 0.05,
    0.07, 0.09, 0.11, 0.13, 0.15, 0.17, 0.19, 0.21, 0.23, 0.25, 0.27, 0.29, 0.31, 0.33, 0.35,
    0.37, 0.39, 0.41, 0.43, 0.45, 0.47, 0.49, 0.51, 0.53, 0.55, 0.57, 0.59, 0.61, 0.63, 0.65,
    0.67, 0.69, 0.71, 0.73, 0.75, 0.77, 0.79, 0.81, 0.83, 0.85, 0.87, 0.89, 0.91, 0.93, 0.95,
    0.97, 0.99,
]

y_of_rows = [
    -0.46, -0.09, -0.28, -1.28, -1.43, -0.64, -0.18, -0.3, 0.42, -0.05, -0.05, -0.68, -0.8, 0.55,
    -0.11, 0.34, -0.7, -0.17, -0.54, -0.22, 0.68, -0.45, 0.08, 0.49, 0.14, 0.4, 0.48, 0.86, 0.49,
    0.91, 0.86, 1.1, 1.06, 1.84, 0.74, 1.73, 0.99, 0.77, 1.92, 1.15, 1.24, 0.8, 0.5, 1.93, 1.09,
    2.12, 2.71, 1.79, 1.35, 2.17, 2.41, 1.96, 2.16, 2.88, 2.9, 2.68, 1.96, 2.42, 2.81, 2.46, 2.32,
    2.31, 2.43, 2.47, 2.64, 3.5, 2.59, 3.49, 3.32, 3.24, 2.82, 3.06, 4.34, 3.46, 3.74, 3.86, 4.12,
    3.53, 3.4, 3.74, 3.7, 4.29, 4.04, 4.13, 4.14, 4.74, 3.92, 4.01, 4.75, 4.32, 4.61, 4.13, 4.56,
    4.83, 4.01, 4.38, 5.0, 5.97, 5.14, 4.94,
]

steps = 3

for step in range(1, steps + 2):
    [row_1, row_2, row_3, row_4, row_5, row_6, row_7, row_8, row_9, row_10] = [
        np.float64(number) for number in given[step - 1]
    ]
    [x_1, x_2, x_3, x_4, x_5, x_6, x_7, x_8, x_9, x_10] = [
        np.float64(number) for number in [x_of_rows[int(row) - 1] for row in given[step - 1]]
    ]
    [y_1, y_2, y_3, y_4, y_5, y_6, y_7, y_8, y_9, y_10] = [
        np.float64(number) for number in [y_of_rows[int(row) - 1] for row in given[step - 1]]
    ]
    # Forward
    p_1 = w*x_1 + b
    p_2 = w*x_2 + b
    p_3 = w*x_3 + b
    p_4 = w*x_4 + b
    p_5 = w*x_5 + b
    p_6 = w*x_6 + b
    p_7 = w*x_7 + b
    p_8 = w*x_8 + b
    p_9 = w*x_9 + b
    p_10 = w*x_10 + b
    L = (
        (p_1 - y_1)**2 + (p_2 - y_2)**2 + (p_3 - y_3)**2 + (p_4 - y_4)**2 + (p_5 - y_5)**2
        + (p_6 - y_6)**2 + (p_7 - y_7)**2 + (p_8 - y_8)**2 + (p_9 - y_9)**2 + (p_10 - y_10)**2
    )/10
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_dp_10 = 1/5*(p_10 - y_10)
    dL_dp_9 = 1/5*(p_9 - y_9)
    dL_dp_8 = 1/5*(p_8 - y_8)
    dL_dp_7 = 1/5*(p_7 - y_7)
    dL_dp_6 = 1/5*(p_6 - y_6)
    dL_dp_5 = 1/5*(p_5 - y_5)
    dL_dp_4 = 1/5*(p_4 - y_4)
    dL_dp_3 = 1/5*(p_3 - y_3)
    dL_dp_2 = 1/5*(p_2 - y_2)
    dL_dp_1 = 1/5*(p_1 - y_1)
    dL_dw = (
        dL_dp_1*x_1 + dL_dp_2*x_2 + dL_dp_3*x_3 + dL_dp_4*x_4 + dL_dp_5*x_5 + dL_dp_6*x_6
        + dL_dp_7*x_7 + dL_dp_8*x_8 + dL_dp_9*x_9 + dL_dp_10*x_10
    )
    dL_db = (
        dL_dp_1 + dL_dp_2 + dL_dp_3 + dL_dp_4 + dL_dp_5 + dL_dp_6 + dL_dp_7 + dL_dp_8 + dL_dp_9
        + dL_dp_10
    )

    # Update
    w_new = w - rate*dL_dw
    b_new = b - rate*dL_db
    remember(step)
    # The next step begins with these
    w = w_new
    b = b_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "p_1": 0,
        "p_2": 0,
        "p_3": 0,
        "p_4": 0,
        "p_5": 0,
        "p_6": 0,
        "p_7": 0,
        "p_8": 0,
        "p_9": 0,
        "p_10": 0,
        "L": 10.81485,
        "dL_dp_10": -0.016,
        "dL_dp_9": -0.95,
        "dL_dp_8": -0.098,
        "dL_dp_7": -0.802,
        "dL_dp_6": 0.256,
        "dL_dp_5": -0.784,
        "dL_dp_4": -0.876,
        "dL_dp_3": -0.542,
        "dL_dp_2": -0.988,
        "dL_dp_1": -0.23,
        "dL_dw": -3.88398,
        "dL_db": -5.03,
        "w_new": 1.165194,
        "b_new": 1.509,
    },
    2: {
        "p_1": 2.45280714,
        "p_2": 2.07994506,
        "p_3": 2.63923818,
        "p_4": 1.07787822,
        "p_5": 0.37876182,
        "p_6": 0.79823166,
        "p_7": 0.49528122,
        "p_8": 0.47197734,
        "p_9": 2.19646446,
        "p_10": 2.21976834,
        "L": 2.11861819,
        "dL_dp_10": -0.296046332,
        "dL_dp_9": -0.308707108,
        "dL_dp_8": 0.222395468,
        "dL_dp_7": 0.135056244,
        "dL_dp_6": 0.203646332,
        "dL_dp_5": 0.093752364,
        "dL_dp_4": -0.004424356,
        "dL_dp_3": -0.500152364,
        "dL_dp_2": -0.332010988,
        "dL_dp_1": -0.431438572,
        "dL_dw": -1.88898182,
        "dL_db": -1.21792931,
        "w_new": 1.73188855,
        "b_new": 1.87437879,
    },
    3: {
        "p_1": 0.298360217,
        "p_2": 2.20343762,
        "p_3": 1.06039118,
        "p_4": 0.159809133,
        "p_5": 1.82242214,
        "p_6": 1.30285557,
        "p_7": 0.679375697,
        "p_8": 2.82691749,
        "p_9": 1.47604443,
        "p_10": 2.03024876,
        "L": 0.584884203,
        "dL_dp_10": -0.173950247,
        "dL_dp_9": -0.0887911144,
        "dL_dp_8": -0.140616501,
        "dL_dp_7": 0.0678751394,
        "dL_dp_6": -0.107428885,
        "dL_dp_5": 0.0944844274,
        "dL_dp_4": 0.123961827,
        "dL_dp_3": 0.116078235,
        "dL_dp_2": -0.0513124765,
        "dL_dp_1": 0.345672043,
        "dL_dw": -0.588379398,
        "dL_db": 0.185972447,
        "w_new": 1.90840237,
        "b_new": 1.81858706,
    },
    4: {
        "p_1": 0.730797711,
        "p_2": 2.52469593,
        "p_3": 2.67736812,
        "p_4": 0.234613096,
        "p_5": 2.60103203,
        "p_6": 0.425453333,
        "p_7": 0.959805995,
        "p_8": 1.15064623,
        "p_9": 3.40256102,
        "p_10": 0.997974042,
        "L": 0.569434677,
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
