# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Softmax, cross-entropy and the shortcut p − y
#
# Three scores z become three probabilities p, and the loss is the negative
# logarithm of the one that belongs to the right class, here the second. What
# comes back to the scores is as simple as can be, provided that the two
# derivatives are taken together.
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
# Softmax makes a positive number of every score and divides by their sum, so
# that the results add up to 1:
#
# Cross-entropy. One of the y[k] is 1, so one logarithm is left, that of the
# right class:
#
# Backward
#
# From the loss to the probabilities. Only the right class has a derivative that
# is not 0:
#
# Through the softmax. Every probability depends on every score, since all
# scores stand in the sum below the line. That makes nine local derivatives, in
# two forms: on the diagonal, and beside it.
#
# The chain rule. A score reaches the loss on three paths, one through each
# probability. A sum over paths, each a product along the path:
#
# Only the path through p[2] counts here. Look at the products: the derivative
# of L with respect to p[2] is −1 divided by p[2], and each local derivative has
# p[2] as a factor. It cancels, and what is left is p[1], p[2] − 1 and p[3]: the
# shortcut p − y. The lesson holds it, and a formula that somebody printed,
# against the chain rule:
#
# The short formula gives the same three numbers. They add up to 0, since the
# probabilities add up to 1: what is taken from one score is given to the
# others. And that is the reason for taking softmax and cross-entropy together:
# where the right class has a tiny probability, one factor is huge and the other
# one tiny, and their product is neither.
#
# The printed formula is a common one, δ = (a − y) ⊙ f'(z). It holds for half
# the squared error, when each output depends on its own net input only. Here it
# is wrong. All three numbers have the right sign, so training with it goes down
# as well. But look at what happens to an output that is badly wrong. Let z be
# (8, 0, 0): p[1] is nearly 1, the right class gets almost nothing, and the
# short formula says 0.9993 for the first score. The printed one says 0.00067.
# The worse the answer, the less it learns from it.
#
# With such scores another thing comes up. A softmax of 1000 and 0 rounds to 1
# and 0, and the logarithm of 0 is not finite. Programs therefore compute the
# loss from the scores, by logsumexp; the gradient is p − y all the same.
#
# Check it with numbers. Move z[2] from 1 to 1.001, and L goes from 1.349012 to
# 1.348272: by −0.000740, and −0.7405 times 0.001 is −0.00074.
#
# Now change the lesson. Let the target be (0, 0.9, 0.1), as in label smoothing,
# and say first what the three derivatives with respect to the scores become.
# Then add 5 to every score.
#
# What there is to find. p − y holds for every target that adds up to 1: 0.705,
# −0.641 and −0.065. Adding the same number to all scores changes nothing but
# the scores.
#
# Source: Bridle, "Probabilistic Interpretation of Feedforward Classification
# Network Outputs", 1990, which gave softmax its name.
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
