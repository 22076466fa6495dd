# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Five optimizers from one start, variant gd
#
# A comparison of optimizers needs the same start for all of them. An article
# (article 003) compares five, but all five share one model, and its program
# prints one loss five times. Here is the comparison as it was meant: five runs
# from one start, and nothing that one run could leave behind for the next.
#
# The loss is a narrow valley. Along y it is twenty times as curved as along x,
# and its smallest value, 0, is at (0, 0).
#
#     param x = 2, y = 1
#     L = 1/2*(x^2 + 20*y^2)
#
#     variant gd:      minimize L by gd(0.09), steps: 200
#     variant adagrad: minimize L by adagrad(0.5), steps: 200
#     variant rmsprop: minimize L by rmsprop(0.1), steps: 200
#     variant adam:    minimize L by adam(0.3), steps: 200
#     variant adamax:  minimize L by adamax(0.3), steps: 200
#
#     digits 4
#
# What to look at first is the first step. The gradient is (2, 20).
#
#                step in x   in y
#     gd              0.18    1.8     the rate times the gradient
#     adagrad         0.5     0.5     the rate, in both
#     rmsprop         0.316   0.316   the rate times 1/√(1 − ρ) = 3.16, in both
#     adam            0.3     0.3     the rate, in both
#     adamax          0.3     0.3     the rate, in both
#
# Gradient descent goes ten times as far in y as in x, because the slope is ten
# times as large there, and lands on the other side of the valley, at y = −0.8.
# The other four divide each gradient by a measure of its own size, so the first
# step has one length in all directions. That is what they have in common, and
# for a narrow valley it is the right idea. They differ in what they remember.
#
# Gradient descent remembers nothing. Here each step multiplies x by 1 − 0.09 =
# 0.91 and y by 1 − 0.09·20 = −0.8, from the first step to the last. From a rate
# of 0.1 on, y would no longer shrink.
#
# AdaGrad adds up all squares of gradients, so its divisor only grows and its
# steps only get shorter. On this loss that does no harm: the sum soon stops
# growing, because the gradients fade.
#
# RMSprop forgets old squares: after ten steps a third of their weight is left.
# Look at its column. At step 50 it is the best of all by far, with 1.5·10⁻¹⁶;
# at step 200 it is the worst, with 0.026. This is no mistake of the program.
# When the gradients have become small, the remembered squares become small too,
# and the quotient of the two does not. The steps go on with a length near the
# rate, 0.1, and the run swings from side to side of the minimum: in the end x
# jumps between 0.05 and −0.05, and so does y. RMSprop does not come to rest
# with a constant rate; the rate has to fall.
#
# Adam and Adamax remember the direction too, as a mean of the last gradients,
# about ten of them. That carries them past the minimum and back, so their
# losses go up and down: Adam has 0.46 at step 5, 1.9 at step 10 and 0.77 at
# step 20. It pays where gradients are noisy. Here there is no noise, and they
# only pay the price.
#
# Which one is best? The star below the table says adagrad, and it means this
# loss, these rates, this number of steps. At step 5 AdaGrad leads, at step 50
# RMSprop, at step 200 AdaGrad again, and plain gradient descent is ahead of
# Adam in the end. An order of optimizers that comes from one problem is worth
# nothing for the next. What carries over is why each column looks as it does.
#
# Now change the lesson. Give AdaGrad the rate 0.1, and say first what becomes
# of its column. Then give RMSprop a rate that falls, rmsprop(0.1/sqrt(step)),
# and compare its last loss with 0.026.
#
# What there is to find. With 0.1 AdaGrad is by far the last at step 50: 0.62.
# The squares of the first gradients, up to 400, stay in its divisor, and with a
# small rate it cannot make up for them. RMSprop with the falling rate ends at
# 0.00011 and is still on its way down. It is slower before that: at step 50 it
# has 0.10.
#
# Sources: AdaGrad: Duchi, Hazan, Singer, "Adaptive Subgradient Methods for
# Online Learning and Stochastic Optimization", 2011. RMSprop: Tieleman, Hinton,
# lecture 6e of "Neural Networks for Machine Learning", 2012. Adam and Adamax:
# Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithms 1
# and 2.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 200 steps these are the first 3.

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
x = np.float64(2.0)
y = np.float64(1.0)

# Arguments of the update rules
rate = np.float64(0.09)

steps = 3

for step in range(1, steps + 2):
    # Forward
    L = 1/2*(x**2 + 20*y**2)
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_dx = x
    dL_dy = 20*y

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
        "L": 12,
        "dL_dx": 2,
        "dL_dy": 20,
        "x_new": 1.82,
        "y_new": -0.8,
    },
    2: {
        "L": 8.0562,
        "dL_dx": 1.82,
        "dL_dy": -16,
        "x_new": 1.6562,
        "y_new": 0.64,
    },
    3: {
        "L": 5.46749922,
        "dL_dx": 1.6562,
        "dL_dy": 12.8,
        "x_new": 1.507142,
        "y_new": -0.512,
    },
    4: {
        "L": 3.7571785,
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
