# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A convolution in one dimension
#
# A window of three weights k slides along five inputs and makes three numbers.
# The same weights are used at every place. What does that mean for their
# gradients, and what comes back to the inputs?
#
#     input  x[1..5] = [1, 2, 0, -1, 3]
#     target t[1..3] = [1, 0, 1]
#     param  k[1..3] = [0.5, -0.2, 0.1], b = 0
#
#     c[i] = sum(j: k[j]*x[i+j-1]) + b for i in 1..3
#     a[i] = relu(c[i])
#     L    = 1/2*sum(i: (a[i] - t[i])^2)
#
#     differentiate L wrt k, b, x
#
# Forward, c₁ sees x₁ to x₃, c₂ sees x₂ to x₄, and c₃ sees x₃ to x₅.
#
# The weights. k₁ was used three times, so its gradient has three terms, one for
# each place of the window: ∂L/∂k₁ = −0.9·1 + 0.9·2 − 0.5·0 = 0.9. The rows for
# k₁, k₂ and k₃ have the same three errors, and the inputs move on by one from
# row to row. That is a convolution again: the errors slide along the inputs.
# The bias was used at every place with the factor 1, and its gradient is the
# sum of the errors, −0.5.
#
# The inputs. x₁ was seen by one window, x₂ by two, x₃ by three, x₄ by two, x₅
# by one. So many terms have their derivatives. Look at the one in the middle:
#
#     ∂L/∂x3 = ∂L/∂c1·k3 + ∂L/∂c2·k2 + ∂L/∂c3·k1
#
# The errors run forward and the weights backward, from k₃ to k₁. So the errors
# are convolved with the window turned round, and where it sticks out at the
# ends, what lies outside counts as 0. To forget to turn it round is the usual
# mistake. With the window as it is, ∂L/∂x₁ would be −0.9·k₃ = −0.09 in place of
# −0.45; only a symmetric window, with k₁ = k₃, would not show it.
#
# Strictly speaking the forward pass is a correlation, since its window is not
# turned round. The field calls it a convolution, and as the weights are
# learned, the order is a matter of taste.
#
# Check it with numbers. With k₂ = −0.199 in place of −0.2, c becomes (0.102,
# 0.9, 0.499) and L = (0.898² + 0.9² + 0.501²)/2 = 0.9337025. It was 0.935, so
# it moved by −0.0012975, and −1.3 times 0.001 is −0.0013.
#
# Now change the lesson. Let k₁ be 0.2, and say first which derivatives become
# 0, and why.
#
# What there is to find. Then c₁ is −0.2: the ReLU is 0 there, and so is its
# slope. ∂L/∂c₁ is 0, and with it ∂L/∂x₁, which no other window sees. ∂L/∂k₁ is
# not 0, since the other two places go on learning: a shared weight does not die
# in one place.
#
# Source: LeCun and others, "Backpropagation Applied to Handwritten Zip Code
# Recognition", 1989.
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
[x_1, x_2, x_3, x_4, x_5] = [
    np.float64(number) for number in [1.0, 2.0, 0.0, -1.0, 3.0]
]

# Targets
t_1 = np.float64(1.0)
t_2 = np.float64(0.0)
t_3 = np.float64(1.0)

# Parameters
k_1 = np.float64(0.5)
k_2 = np.float64(-0.2)
k_3 = np.float64(0.1)
b = np.float64(0.0)

# Forward
c_1 = (k_1*x_1 + k_2*x_2 + k_3*x_3) + b
c_2 = (k_1*x_2 + k_2*x_3 + k_3*x_4) + b
c_3 = (k_1*x_3 + k_2*x_4 + k_3*x_5) + b
a_1 = np.maximum(c_1, 0.0)
a_2 = np.maximum(c_2, 0.0)
a_3 = np.maximum(c_3, 0.0)
L = 1/2*((a_1 - t_1)**2 + (a_2 - t_2)**2 + (a_3 - t_3)**2)

# Backward
dL_da_3 = a_3 - t_3
dL_da_2 = a_2 - t_2
dL_da_1 = a_1 - t_1
da_3_dc_3 = (c_3 > 0)*1.0
dL_dc_3 = dL_da_3*da_3_dc_3
da_2_dc_2 = (c_2 > 0)*1.0
dL_dc_2 = dL_da_2*da_2_dc_2
da_1_dc_1 = (c_1 > 0)*1.0
dL_dc_1 = dL_da_1*da_1_dc_1
dL_dx_1 = dL_dc_1*k_1
dL_dx_2 = dL_dc_1*k_2 + dL_dc_2*k_1
dL_dx_3 = dL_dc_1*k_3 + dL_dc_2*k_2 + dL_dc_3*k_1
dL_dx_4 = dL_dc_2*k_3 + dL_dc_3*k_2
dL_dx_5 = dL_dc_3*k_3
dL_dk_1 = dL_dc_1*x_1 + dL_dc_2*x_2 + dL_dc_3*x_3
dL_dk_2 = dL_dc_1*x_2 + dL_dc_2*x_3 + dL_dc_3*x_4
dL_dk_3 = dL_dc_1*x_3 + dL_dc_2*x_4 + dL_dc_3*x_5
dL_db = dL_dc_1 + dL_dc_2 + dL_dc_3
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "c_1": 0.1,
        "c_2": 0.9,
        "c_3": 0.5,
        "a_1": 0.1,
        "a_2": 0.9,
        "a_3": 0.5,
        "L": 0.935,
        "dL_da_3": -0.5,
        "dL_da_2": 0.9,
        "dL_da_1": -0.9,
        "da_3_dc_3": 1,
        "dL_dc_3": -0.5,
        "da_2_dc_2": 1,
        "dL_dc_2": 0.9,
        "da_1_dc_1": 1,
        "dL_dc_1": -0.9,
        "dL_dx_1": -0.45,
        "dL_dx_2": 0.63,
        "dL_dx_3": -0.52,
        "dL_dx_4": 0.19,
        "dL_dx_5": -0.05,
        "dL_dk_1": 0.9,
        "dL_dk_2": -1.3,
        "dL_dk_3": -2.4,
        "dL_db": -0.5,
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
