# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# The smallest circuit
#
# An adder feeds a multiplier: f = (x + y)·z. The sum has a name of its own, q,
# because every number that is computed gets a line. The question is by how much
# f changes when one of the inputs changes a little.
#
#     input x = -2, y = 5, z = -4
#
#     q = x + y
#     f = q*z
#
#     differentiate f wrt x, y, z
#
# Forward, the lines are computed from the first to the last: q = −2 + 5 = 3,
# then f = 3·(−4) = −12.
#
# Backward, they are visited from the last to the first, and each line needs
# only the derivative of its own small formula. Such a derivative is called
# local.
#
# The last line is f = q·z. If q grows by a little, f grows by z times as much,
# so ∂f/∂q = z = −4. If z grows by a little, f grows by q times as much, so
# ∂f/∂z = q = 3. Each factor of a product gets the other one.
#
# The line before it is q = x + y. If x grows by a little, q grows by just as
# much: the local derivative ∂q/∂x is 1, and so is ∂q/∂y.
#
# The chain rule puts the two lines together. x acts on f through q alone, so
# its derivative is the product along that path:
#
#     ∂f/∂x = ∂f/∂q · ∂q/∂x = −4 · 1 = −4
#     ∂f/∂y = ∂f/∂q · ∂q/∂y = −4 · 1 = −4
#
# That is why x and y get the same derivative, although their values differ: a
# sum hands on what arrives at it, unchanged, to each of its terms. It does not
# matter that x is −2 and y is 5. A product does not do this: what it hands to
# one factor is multiplied by the value of the other.
#
# Check it with numbers. Move x from −2 to −1.999, by 0.001. Then q = 3.001 and
# f = −12.004, so f moved by −0.004, which is −4 times 0.001. Move z from −4 to
# −3.999 instead: f = 3·(−3.999) = −11.997, and it moved by 0.003, which is 3
# times 0.001.
#
# Now change the lesson. Give z the value 4 and say first, with pencil and
# paper, what becomes of each of the four derivatives. Then use x a second time,
# say f = q*z + x, and see that the derivative with respect to x becomes a sum:
# one term for each path from x to f.
#
# The circuit and its numbers are those of the notes "Backpropagation,
# Intuitions" of Stanford's course CS231n.
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
x = np.float64(-2.0)
y = np.float64(5.0)
z = np.float64(-4.0)

# Forward
q = x + y
f = q*z

# Backward
df_dq = z
df_dx = df_dq
df_dy = df_dq
df_dz = q
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "q": 3,
        "f": -12,
        "df_dq": -4,
        "df_dx": -4,
        "df_dy": -4,
        "df_dz": 3,
    },
}

for step, values in results.items():
    print("step", step, "f =", values["f"].item())

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
