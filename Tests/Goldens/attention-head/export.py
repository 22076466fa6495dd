# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# One attention head
#
# A query is compared with three keys. The comparisons become three weights that
# add up to 1, and the output is the mean of three values with these weights.
# That is one head of a transformer, for one position, with keys of two numbers
# and values of one.
#
#     input  q[1..2] = [1, 2]
#     param  K[1..3, 1..2] = [[1, 0], [0, 1], [1, 1]]
#     param  v[1..3] = [2, -1, 1]
#     target y = 1
#
#     s[k] = sum(d: q[d]*K[k,d])/sqrt(2)
#     a[k] = softmax(k: s[k])
#     o    = sum(k: a[k]*v[k])
#     L    = half_squared_error(o, y)
#
#     differentiate L wrt v, K, q
#
# Forward, the query (1, 2) is compared with each key by a product of vectors,
# divided by √2, the root of how many numbers a key has. The scores are 0.71,
# 1.41 and 2.12. The softmax makes of them 0.14, 0.28 and 0.58: the third key,
# which has something of both directions, gets more than half. The output,
# 0.14·2 − 0.28 + 0.58·1 = 0.572, should be 1.
#
# Backward there are two ways. The values: each gets the error of the output
# times its weight. Who was listened to most, learns most. ∂L/∂v₃ is about four
# times ∂L/∂v₁.
#
# The keys and the query get the error through the weights. Look at the scores
# first:
#
#     k                  1         2         3
#     weight a        0.140     0.284     0.576
#     value v         2        −1         1
#     ∂L/∂s         −0.0856    0.1911   −0.1055
#
# There is a short way to these three numbers: ∂L/∂s = ∂L/∂o · a·(v − o). A
# score should grow if its value is on the right side of the present output. The
# output is too small, 0.572; the values 2 and 1 are above it, so their scores
# should grow (a negative derivative), and −1 is below it, so its score should
# fall. The three numbers add up to 0, as always behind a softmax.
#
# A key gets the derivative of its score times the query, and the query gets the
# sum of the keys, each times the derivative of its score. So ∂L/∂K₂ is
# 0.1911·(1, 2)/√2 = (0.135, 0.270): the second key is turned away from the
# query.
#
# Why divide by √2? The more numbers a key has, the larger the products,
# typically with the root of that number: the softmax comes close to 0 and 1,
# and its slopes a·(1 − a) fade. The root in the divisor keeps the scores in the
# range where there is something to learn.
#
# Check it with numbers. With v₂ = −0.99 in place of −1, o grows by 0.284·0.01 =
# 0.00284 to 0.574878, and L falls from 0.0915756 to 0.0903644, by 0.0012112.
# The derivative says 0.121539·0.01 = 0.0012154; the rest is the curvature of
# the loss.
#
# Now change the lesson. Multiply the query by 10, and say first what becomes of
# the weights and of the derivatives with respect to the scores.
#
# What there is to find. The weights become 0.0000007, 0.0008 and 0.9992: the
# head listens to one key alone. The derivatives with respect to all scores are
# below 0.000003. The output is nearly right now, and that is a part of it; but
# a head that is sure of itself hardly learns where to look even if its output
# is wrong, as you can see with the target 3.
#
# Source: Vaswani and others, "Attention Is All You Need", 2017, equation 1.
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


def half_squared_error(a, y):
    return 1/2*(a - y)**2


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 2):
        results[step] = dict(globals())


# Inputs
q_1 = np.float64(1.0)
q_2 = np.float64(2.0)

# Targets
y = np.float64(1.0)

# Parameters
[K_1_1, K_1_2, K_2_1, K_2_2, K_3_1, K_3_2] = [
    np.float64(number) for number in [1.0, 0.0, 0.0, 1.0, 1.0, 1.0]
]
v_1 = np.float64(2.0)
v_2 = np.float64(-1.0)
v_3 = np.float64(1.0)

# Forward
s_1 = (q_1*K_1_1 + q_2*K_1_2)/np.sqrt(2.0)
s_2 = (q_1*K_2_1 + q_2*K_2_2)/np.sqrt(2.0)
s_3 = (q_1*K_3_1 + q_2*K_3_2)/np.sqrt(2.0)
a_1 = softmax(1, s_1, s_2, s_3)
a_2 = softmax(2, s_1, s_2, s_3)
a_3 = softmax(3, s_1, s_2, s_3)
o = a_1*v_1 + a_2*v_2 + a_3*v_3
L = half_squared_error(o, y)

# Backward
dL_do = o - y
dL_da_3 = dL_do*v_3
dL_da_2 = dL_do*v_2
dL_da_1 = dL_do*v_1
da_1_ds_3 = -(a_1*a_3)
da_2_ds_3 = -(a_2*a_3)
da_3_ds_3 = a_3*one_minus_softmax(a_3, s_3, s_1, s_2)
dL_ds_3 = dL_da_1*da_1_ds_3 + dL_da_2*da_2_ds_3 + dL_da_3*da_3_ds_3
da_1_ds_2 = -(a_1*a_2)
da_2_ds_2 = a_2*one_minus_softmax(a_2, s_2, s_1, s_3)
da_3_ds_2 = -(a_3*a_2)
dL_ds_2 = dL_da_1*da_1_ds_2 + dL_da_2*da_2_ds_2 + dL_da_3*da_3_ds_2
da_1_ds_1 = a_1*one_minus_softmax(a_1, s_1, s_2, s_3)
da_2_ds_1 = -(a_2*a_1)
da_3_ds_1 = -(a_3*a_1)
dL_ds_1 = dL_da_1*da_1_ds_1 + dL_da_2*da_2_ds_1 + dL_da_3*da_3_ds_1
ds_1_dq_1 = K_1_1/np.sqrt(2.0)
ds_2_dq_1 = K_2_1/np.sqrt(2.0)
ds_3_dq_1 = K_3_1/np.sqrt(2.0)
dL_dq_1 = dL_ds_1*ds_1_dq_1 + dL_ds_2*ds_2_dq_1 + dL_ds_3*ds_3_dq_1
ds_1_dq_2 = K_1_2/np.sqrt(2.0)
ds_2_dq_2 = K_2_2/np.sqrt(2.0)
ds_3_dq_2 = K_3_2/np.sqrt(2.0)
dL_dq_2 = dL_ds_1*ds_1_dq_2 + dL_ds_2*ds_2_dq_2 + dL_ds_3*ds_3_dq_2
ds_1_dK_1_1 = q_1/np.sqrt(2.0)
dL_dK_1_1 = dL_ds_1*ds_1_dK_1_1
ds_1_dK_1_2 = q_2/np.sqrt(2.0)
dL_dK_1_2 = dL_ds_1*ds_1_dK_1_2
ds_2_dK_2_1 = q_1/np.sqrt(2.0)
dL_dK_2_1 = dL_ds_2*ds_2_dK_2_1
ds_2_dK_2_2 = q_2/np.sqrt(2.0)
dL_dK_2_2 = dL_ds_2*ds_2_dK_2_2
ds_3_dK_3_1 = q_1/np.sqrt(2.0)
dL_dK_3_1 = dL_ds_3*ds_3_dK_3_1
ds_3_dK_3_2 = q_2/np.sqrt(2.0)
dL_dK_3_2 = dL_ds_3*ds_3_dK_3_2
dL_dv_1 = dL_do*a_1
dL_dv_2 = dL_do*a_2
dL_dv_3 = dL_do*a_3
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "s_1": 0.707106781,
        "s_2": 1.41421356,
        "s_3": 2.12132034,
        "a_1": 0.140029245,
        "a_2": 0.28399541,
        "a_3": 0.575975345,
        "o": 0.572038426,
        "L": 0.0915755546,
        "dL_do": -0.427961574,
        "dL_da_3": -0.427961574,
        "dL_da_2": 0.427961574,
        "dL_da_1": -0.855923149,
        "da_1_ds_3": -0.0806533928,
        "da_2_ds_3": -0.163574354,
        "da_3_ds_3": 0.244227747,
        "dL_ds_3": -0.105490523,
        "da_1_ds_2": -0.0397676628,
        "da_2_ds_2": 0.203342017,
        "da_3_ds_2": -0.163574354,
        "dL_ds_2": 0.191064171,
        "da_1_ds_1": 0.120421056,
        "da_2_ds_1": -0.0397676628,
        "da_3_ds_1": -0.0806533928,
        "dL_ds_1": -0.0855736477,
        "ds_1_dq_1": 0.707106781,
        "ds_2_dq_1": 0,
        "ds_3_dq_1": 0.707106781,
        "dL_dq_1": -0.135102771,
        "ds_1_dq_2": 0,
        "ds_2_dq_2": 0.707106781,
        "ds_3_dq_2": 0.707106781,
        "dL_dq_2": 0.0605097066,
        "ds_1_dK_1_1": 0.707106781,
        "dL_dK_1_1": -0.0605097066,
        "ds_1_dK_1_2": 1.41421356,
        "dL_dK_1_2": -0.121019413,
        "ds_2_dK_2_1": 0.707106781,
        "dL_dK_2_1": 0.135102771,
        "ds_2_dK_2_2": 1.41421356,
        "dL_dK_2_2": 0.270205542,
        "ds_3_dK_3_1": 0.707106781,
        "dL_dK_3_1": -0.0745930644,
        "ds_3_dK_3_2": 1.41421356,
        "dL_dK_3_2": -0.149186129,
        "dL_dv_1": -0.0599271362,
        "dL_dv_2": -0.121539123,
        "dL_dv_3": -0.246495316,
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
