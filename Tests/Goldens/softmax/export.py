# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Softmax, cross-entropy and the shortcut p − y
#
# Three scores z become three probabilities p, and the loss is the negative
# logarithm of the one that belongs to the right class, here the second. Taken
# by themselves, the derivatives of the softmax and of the logarithm are not
# simple. Taken together they are.
#
#     param  z[1..3] = [2, 1, -1]
#     target y[1..3] = [0, 1, 0]
#
#     p[k] = softmax(k: z[k])
#     L    = -sum(k: y[k]*log(p[k]))
#
#     differentiate L wrt z
#
#     delta short[k]   = p[k] - y[k]
#     delta printed[k] = (p[k] - y[k])*p[k]*(1 - p[k])
#
# Forward
#
# Softmax makes a positive number e^z of every score and divides by the sum of
# all of them, so that the results add up to 1:
#
# Cross-entropy. One of the y[k] is 1 and the others are 0, so one logarithm is
# left, that of the right class: L = −ln p[2].
#
# Backward
#
# Before you read on: which of the three scores should become larger, and which
# smaller?
#
# From the loss to the probabilities. Only the right class has a derivative that
# is not 0:
#
# Through the softmax. Every probability depends on every score, since all
# scores stand in the denominator. That makes nine local derivatives. Write p =
# e^z/S, where S is the sum. The quotient rule gives p − p² = p(1 − p) for a
# probability and its own score. For another score only the denominator changes,
# and it gives minus the product of the two probabilities:
#
# The chain rule. A score reaches the loss on three paths, one through each
# probability. Its derivative is a sum over the paths, each a product along the
# path. Only the path through p[2] counts here, since the other two begin with a
# 0:
#
# In each of the three products p[2] cancels. For the right class it is −1/p[2]
# times p[2]·(1 − p[2]), which is p[2] − 1. For another class, say the first, it
# is −1/p[2] times −p[2]·p[1], which is p[1]. So the derivative is p − y. Here
# is this shortcut, and beside it a formula that is often printed, to be
# compared with the chain rule:
#
# The shortcut gives the three numbers of the chain rule: the second score
# should become larger, the other two smaller. They add up to 0, since the
# probabilities and the targets both add up to 1. And where the right class has
# a tiny probability, −1/p[2] is huge and the local derivatives are tiny, but
# their products stay between −1 and 1. That is why softmax and cross-entropy
# are taken together.
#
# The other formula is the error times the slope, (p − y)·p·(1 − p). It belongs
# to half the squared error behind a sigmoid, where each output depends on its
# own score only. Here it is wrong: its numbers are too small, and they do not
# add up to 0. The signs are right, so training with it may go unnoticed. But
# look at an answer that is badly wrong. Let z be (8, 0, 0): p[1] is nearly 1,
# the right class gets almost nothing, and the shortcut says 0.9993 for the
# first score. The other formula says 0.00067. Where the answer is worst, it
# learns almost nothing.
#
# Large scores
#
# Let the scores be 1000, 0 and 0. A program that computes e^1000 has a number
# too large for it. And if p[2] is rounded to 0, its logarithm is not finite.
# Programs therefore compute the loss from the scores, as the logarithm of the
# sum of the e^z, minus z[2]. For the first part there is a function, logsumexp,
# that needs no large powers. The derivative is p − y all the same.
#
# Check it with numbers. Move z[2] from 1 to 1.001, and L goes from 1.349012 to
# 1.348272: by −0.000740. That is nearly −0.7405 times 0.001.
#
# Now change the lesson. Let the target be (0.05, 0.9, 0.05), as in label
# smoothing, and say first what the three derivatives with respect to the scores
# become. Then add 5 to every score.
#
# What there is to find. p − y holds for every target that adds up to 1: 0.655,
# −0.641 and −0.015. Adding 5 to all scores multiplies numerators and
# denominators by the same number, so the probabilities stay as they are.
#
# Source: Bridle, "Probabilistic Interpretation of Feedforward Classification
# Network Outputs, with Relationships to Statistical Pattern Recognition", 1990,
# which gave softmax its name.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.

import math
import sys

import numpy as np

# 1/0 is inf and 0/0 is nan, without a warning
np.seterr(all="ignore")


def softmax(position, *z):
    powers = np.exp(np.array(z) - max(z))
    return powers[int(position) - 1]/sum(powers)


def one_minus_softmax(p, *z):
    if 1 - p >= 2**-27 or len(z) < 2:
        return 1 - p
    powers = np.exp(np.array(z) - max(z))
    return sum(powers[1:])/sum(powers)


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 2):
        results[step] = dict(globals())


# Targets
y_1 = np.float64(0.0)
y_2 = np.float64(1.0)
y_3 = np.float64(0.0)

# Parameters
z_1 = np.float64(2.0)
z_2 = np.float64(1.0)
z_3 = np.float64(-1.0)

# Forward
p_1 = softmax(1, z_1, z_2, z_3)
p_2 = softmax(2, z_1, z_2, z_3)
p_3 = softmax(3, z_1, z_2, z_3)
L = -(y_1*np.log(p_1) + y_2*np.log(p_2) + y_3*np.log(p_3))

# Backward
short_1 = p_1 - y_1
printed_1 = (p_1 - y_1)*p_1*(1 - p_1)
short_2 = p_2 - y_2
printed_2 = (p_2 - y_2)*p_2*(1 - p_2)
short_3 = p_3 - y_3
printed_3 = (p_3 - y_3)*p_3*(1 - p_3)
dL_dp_3 = -(y_3/p_3)
dL_dp_2 = -(y_2/p_2)
dL_dp_1 = -(y_1/p_1)
dp_1_dz_1 = p_1*one_minus_softmax(p_1, z_1, z_2, z_3)
dp_2_dz_1 = -(p_2*p_1)
dp_3_dz_1 = -(p_3*p_1)
dL_dz_1 = dL_dp_1*dp_1_dz_1 + dL_dp_2*dp_2_dz_1 + dL_dp_3*dp_3_dz_1
dp_1_dz_2 = -(p_1*p_2)
dp_2_dz_2 = p_2*one_minus_softmax(p_2, z_2, z_1, z_3)
dp_3_dz_2 = -(p_3*p_2)
dL_dz_2 = dL_dp_1*dp_1_dz_2 + dL_dp_2*dp_2_dz_2 + dL_dp_3*dp_3_dz_2
dp_1_dz_3 = -(p_1*p_3)
dp_2_dz_3 = -(p_2*p_3)
dp_3_dz_3 = p_3*one_minus_softmax(p_3, z_3, z_1, z_2)
dL_dz_3 = dL_dp_1*dp_1_dz_3 + dL_dp_2*dp_2_dz_3 + dL_dp_3*dp_3_dz_3
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "p_1": 0.705384513,
        "short_1": 0.705384513,
        "printed_1": 0.146591036,
        "p_2": 0.25949646,
        "short_2": -0.74050354,
        "printed_2": -0.142293714,
        "p_3": 0.035119027,
        "short_3": 0.035119027,
        "printed_3": 0.00119003214,
        "L": 1.34901222,
        "dL_dp_3": -0,
        "dL_dp_2": -3.85361711,
        "dL_dp_1": -0,
        "dp_1_dz_1": 0.207817202,
        "dp_2_dz_1": -0.183044784,
        "dp_3_dz_1": -0.0247724177,
        "dL_dz_1": 0.705384513,
        "dp_1_dz_2": -0.183044784,
        "dp_2_dz_2": 0.192158047,
        "dp_3_dz_2": -0.00911326319,
        "dL_dz_2": -0.74050354,
        "dp_1_dz_3": -0.0247724177,
        "dp_2_dz_3": -0.00911326319,
        "dp_3_dz_3": 0.0338856809,
        "dL_dz_3": 0.035119027,
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
