# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A sigmoid neuron, gate by gate
#
# One neuron with two inputs: a weighted sum f = w0·x0 + w1·x1 + w2, and the
# sigmoid a = 1/(1 + e^−f) of it. Here nothing is taken together: every
# multiplication, every sum, the change of sign, the exponential, the + 1 and
# the reciprocal get a line each. Such a line is often called a gate.
#
#     param w0 = 2, w1 = -3, w2 = -3
#     input x0 = -1, x1 = -2
#
#     p0  = w0*x0
#     p1  = w1*x1
#     s   = p0 + p1
#     f   = s + w2
#     neg = -f
#     ex  = exp(neg)
#     den = 1 + ex
#     a   = 1/den
#
#     differentiate a wrt w0, w1, w2, x0, x1
#
# Forward, nothing happens that a pocket calculator could not do: the products
# are −2 and 6, their sum is 4, with w2 it is 1, and 1/(1 + e^−1) is 0.7311.
#
# Backward, each gate multiplies what arrives from behind it by its own local
# derivative. These are all that is needed:
#
#     gate             local derivative      here
#     a   = 1/den      ∂a/∂den  = −1/den²    −0.5344
#     den = 1 + ex     ∂den/∂ex = 1          1
#     ex  = e^neg      ∂ex/∂neg = ex         0.3679
#     neg = −f         ∂neg/∂f  = −1         −1
#     f   = s + w2     ∂f/∂s    = 1          1
#                      ∂f/∂w2   = 1          1
#     s   = p0 + p1    ∂s/∂p0   = 1          1
#                      ∂s/∂p1   = 1          1
#     p0  = w0·x0      ∂p0/∂w0  = x0         −1
#                      ∂p0/∂x0  = w0         2
#     p1  = w1·x1      ∂p1/∂w1  = x1         −2
#                      ∂p1/∂x1  = w1         −3
#
# Follow the numbers. ∂a/∂den is −0.5344. The gate + 1 hands it on unchanged:
# −0.5344 again. The exponential multiplies by its own output: −0.5344·0.3679 =
# −0.1966. The change of sign turns it over: 0.1966. The two sums hand it on to
# everything that they add, so s, w2, p0 and p1 all get 0.1966. Each product, at
# last, multiplies it by the other factor: w0 gets 0.1966·(−1) = −0.1966 and x0
# gets 0.1966·2 = 0.3932; w1 gets 0.1966·(−2) = −0.3932 and x1 gets 0.1966·(−3)
# = −0.5898.
#
# So a sum distributes, a product swaps, and a function of one number scales.
#
# Now the shortcut. Nobody writes down the gates between f and a one by one,
# because their local derivatives multiply to something simple:
#
#     ∂a/∂f = −1/den² · 1 · ex · (−1) = ex/den²
#           = 1/den · ex/den
#           = 1/den · (den − 1)/den
#           = a·(1 − a)
#
# With numbers: 0.731059·(1 − 0.731059) = 0.196612, which is the ∂a/∂f above.
# The derivative of a sigmoid needs its output and nothing else. It is at most
# 1/4, where a = 1/2, and it is nearly 0 where a is close to 0 or to 1: a neuron
# that is very sure of itself learns slowly.
#
# Check it with numbers. Move w2 from −3 to −2.999. Then f = 1.001 and a =
# 0.73125515, where it was 0.73105858: it moved by 0.00019657, and 0.1966 times
# 0.001 is 0.0001966.
#
# Now change the lesson. Write a = sigmoid(f) for the four lines from neg on and
# say first what becomes of the derivatives. (Those by neg, ex and den are gone;
# all others stay what they were.) Then give w2 the value 7, so that f = 11, and
# see how little is left of every derivative.
#
# The neuron and its numbers are those of the notes "Backpropagation,
# Intuitions" of Stanford's course CS231n, which print them to two decimals.
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


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 2):
        results[step] = dict(globals())


# Inputs
x0 = np.float64(-1.0)
x1 = np.float64(-2.0)

# Parameters
w0 = np.float64(2.0)
w1 = np.float64(-3.0)
w2 = np.float64(-3.0)

# Forward
p0 = w0*x0
p1 = w1*x1
s = p0 + p1
f = s + w2
neg = -f
ex = np.exp(neg)
den = 1 + ex
a = 1/den

# Backward
da_dden = -(1/den**2)
da_dex = da_dden
da_dneg = da_dex*ex
da_df = -da_dneg
da_ds = da_df
da_dp1 = da_ds
da_dp0 = da_ds
da_dw0 = da_dp0*x0
da_dw1 = da_dp1*x1
da_dw2 = da_df
da_dx0 = da_dp0*w0
da_dx1 = da_dp1*w1
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "p0": -2,
        "p1": 6,
        "s": 4,
        "f": 1,
        "neg": -1,
        "ex": 0.367879441,
        "den": 1.36787944,
        "a": 0.731058579,
        "da_dden": -0.534446645,
        "da_dex": -0.534446645,
        "da_dneg": -0.196611933,
        "da_df": 0.196611933,
        "da_ds": 0.196611933,
        "da_dp1": 0.196611933,
        "da_dp0": 0.196611933,
        "da_dw0": -0.196611933,
        "da_dw1": -0.393223866,
        "da_dw2": 0.196611933,
        "da_dx0": 0.393223866,
        "da_dx1": -0.5898358,
    },
}

for step, values in results.items():
    print("step", step, "a =", values["a"].item())

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
