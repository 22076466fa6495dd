# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A recurrent cell, three steps through time
#
# A recurrent cell reads one number at a time and keeps one number, h, as its
# memory. At every time t it uses the same three parameters u, v and b. Written
# out in time it is a network of three layers that share their weights, so
# nothing new is needed to differentiate it: this is backpropagation through
# time.
#
#     input  x[1..3] = [1, 0.5, -1]
#     target y = 0.5
#     param  u = 0.6, v = 0.9, b = 0.1
#
#     h[0] = 0
#     z[t] = u*x[t] + v*h[t-1] + b
#     h[t] = tanh(z[t])
#     L    = half_squared_error(h[3], y)
#
#     differentiate L
#
# Forward
#
# The new memory is made of the input and of the memory before it. At the
# beginning there is none: h[0] is 0.
#
# The loss looks at the last memory only:
#
# Backward
#
# The memory is 0.1619 at the end, and 0.5 is wanted. Should z[1], z[2] and z[3]
# have been larger or smaller? Say the sign of each δ before you read on.
#
# The error takes the way of the forward pass in the other direction, from the
# last time to the first. h[3] goes into the loss. Each h[t] before it goes into
# the next net input, z[t+1] = u·x[t+1] + v·h[t] + b, so what comes back to it
# is the δ of the next time, times v. The slope of the tanh is 1 − h².
#
# All three δ are negative: every z should have been larger. From one time to
# the one before, the error is multiplied by v·(1 − h²): by 0.41, then by 0.57.
# After these two steps less than a quarter is left. After thirty such steps
# there would be next to nothing, and the cell could hardly learn what to keep
# from so long ago. Gated cells, LSTM and GRU, were invented for that. Where
# v·(1 − h²) is above 1 it is the other way round, and the error grows.
#
# The parameters. Think of three parameters, one for each time, that happen to
# be equal. The derivative with respect to each is δ times what it was
# multiplied by, and since they are one and the same, the three terms are added
# up.
#
# The terms of u do not agree: −0.0773, −0.0677 and 0.3293. The first two times
# ask for a larger u, the last one, with its input −1, for a smaller one. The
# term of v at t = 1 is 0, since h[0] is 0. A common mistake is to take the last
# term alone, 0.3293, as if h[2] were given and did not itself depend on u. That
# is called truncated backpropagation: it is cheaper, and it is not the
# gradient.
#
# Check it with numbers. With u = 0.601, L goes from 0.057161 to 0.057346 (with
# more digits than above), so it grows by 0.000185. That is nearly 0.1842 times
# 0.001.
#
# Now change the lesson. Let x be (1, 0, 0), so that the cell sees something at
# the first time and must remember it. Which of the three terms of the gradient
# of u are left? And how do the three δ compare, from t = 3 back to t = 1? Then
# let v be 2, with the same x.
#
# What there is to find. The first term alone is left, 0.0110: what u can do
# about the loss goes through the whole memory. The δ from t = 3 back to t = 1
# are 0.0314, 0.0192 and 0.0110; with v = 2 they are 0.0442, 0.0224 and 0.0284.
# So the error no longer fades at every step. A larger v carries it further
# back, and at the same time it drives h towards 1, where the slopes are small.
#
# Source: Werbos, "Backpropagation Through Time: What It Does and How to Do It",
# 1990.
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


def one_minus_tanh_squared(a, z):
    power = np.exp(-2*abs(z))
    return 1 - a*a if 1 - a*a >= 2**-27 else 4*power/((1 + power)*(1 + power))


def half_squared_error(a, y):
    return 1/2*(a - y)**2


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 2):
        results[step] = dict(globals())


# Inputs
x_1 = np.float64(1.0)
x_2 = np.float64(0.5)
x_3 = np.float64(-1.0)

# Targets
y = np.float64(0.5)

# Parameters
u = np.float64(0.6)
v = np.float64(0.9)
b = np.float64(0.1)

# Forward
h_0 = np.float64(0.0)
z_1 = u*x_1 + v*h_0 + b
h_1 = np.tanh(z_1)
z_2 = u*x_2 + v*h_1 + b
h_2 = np.tanh(z_2)
z_3 = u*x_3 + v*h_2 + b
h_3 = np.tanh(z_3)
L = half_squared_error(h_3, y)

# Backward
dL_dh_3 = h_3 - y
dh_3_dz_3 = one_minus_tanh_squared(h_3, z_3)
dL_dz_3 = dL_dh_3*dh_3_dz_3
dL_dh_2 = dL_dz_3*v
dh_2_dz_2 = one_minus_tanh_squared(h_2, z_2)
dL_dz_2 = dL_dh_2*dh_2_dz_2
dL_dh_1 = dL_dz_2*v
dh_1_dz_1 = one_minus_tanh_squared(h_1, z_1)
dL_dz_1 = dL_dh_1*dh_1_dz_1
dL_dh_0 = dL_dz_1*v
dL_du = dL_dz_1*x_1 + dL_dz_2*x_2 + dL_dz_3*x_3
dL_dv = dL_dz_1*h_0 + dL_dz_2*h_1 + dL_dz_3*h_2
dL_db = dL_dz_1 + dL_dz_2 + dL_dz_3
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "h_0": 0,
        "z_1": 0.7,
        "h_1": 0.604367777,
        "z_2": 0.943930999,
        "h_2": 0.73702313,
        "z_3": 0.163320817,
        "h_3": 0.161884022,
        "L": 0.0571612074,
        "dL_dh_3": -0.338115978,
        "dh_3_dz_3": 0.973793564,
        "dL_dz_3": -0.329255163,
        "dL_dh_2": -0.296329647,
        "dh_2_dz_2": 0.456796906,
        "dL_dz_2": -0.135362466,
        "dL_dh_1": -0.121826219,
        "dh_1_dz_1": 0.63473959,
        "dL_dz_1": -0.0773279246,
        "dL_dh_0": -0.0695951321,
        "dL_du": 0.184246006,
        "dL_dv": -0.324477384,
        "dL_db": -0.541945554,
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
