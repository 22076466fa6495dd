# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Adam, and Adam as it was printed, variant paper
#
# An article (article 003) prints Adam with four lines that look much like those
# of the paper. Here they are as an optimizer of this lesson's own, as_printed,
# beside the paper's adam. In between stands adam_uncorrected, the paper's rule
# without its correction of the bias, to tell two mistakes apart.
#
#     optimizer as_printed(rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8)
#       m' = m - beta1*m + (1 - beta1)*g
#       v' = v - beta2*v + (1 - beta2)*g^2
#       w' = w - rate*m'/sqrt(v' + epsilon)
#     end
#
#     param x = 2, y = 1
#     L = 1/2*(x^2 + 20*y^2)
#
#     variant paper:       minimize L by adam(0.01), steps: 500
#     variant uncorrected: minimize L by adam_uncorrected(0.01), steps: 500
#     variant printed:     minimize L by as_printed(0.01), steps: 500
#
# The article's line for the mean of the gradients is m ← m − β₁·m + (1 − β₁)·g.
# The paper's is m ← β₁·m + (1 − β₁)·g. One term stands there too much: m − β₁·m
# is (1 − β₁)·m, a tenth of m, where nine tenths should stay. For v, the mean of
# the squares, it is a thousandth in place of 999 thousandths. So there is
# hardly a memory: m is a tenth of the newest gradient and a hundredth of the
# one before, and v is a thousandth of the newest square.
#
# First step. The paper divides m and v by 1 − β₁ and 1 − β₂, since both means
# begin with 0 and are too small at first. This makes the first step (nearly) as
# long as the rate: 0.01, in x and in y. Without the correction it is
# 0.01·0.1/√0.001, which is 3.16 times as long: 0.0316. Look for the three
# values of x⁺: 1.99, 1.96838, 1.96838. By the first step one can tell that the
# correction is missing. One cannot tell whether the memory is right, since
# there is nothing to remember yet.
#
# Second step. Now the two wrong ones part. The trace has the numbers:
#
#                    x in step 1         2         3         4         5
#     paper                 2         1.9900    1.9800    1.9700    1.9600
#     uncorrected           2         1.9684    1.9259    1.8765    1.8222
#     printed               2         1.9684    1.9336    1.8984    1.8632
#
# Where the memory is right, uncorrected steps grow at first: 0.032, 0.042,
# 0.049, 0.054. As printed, all steps from the second one on have one length,
# 0.035, however steep the slope is: m is nearly (0.1 + 0.01)·g, v is nearly
# g²/1000, and the quotient is 3.5 times the sign of g. This is no longer Adam.
# It is a step of fixed length, downhill.
#
# At the end. A step of fixed length cannot come to rest. The last losses are
# 0.0000634 with the paper's rule, 0.00216 as printed, and the latter is the
# same in step 100, in step 200 and in step 501: x swings between 0.0140 and
# −0.0140, y between 0.0144 and −0.0144, for ever. The plot shows it as a
# straight line.
#
# Note what does not give the mistake away. The loss falls. It is below that of
# the paper's rule until long after step 200, because the steps are three times
# as long: 0.040 against 4.13 at step 50. Nor is the uncorrected rule bad here:
# it ends with the smallest loss of all, since its longer steps of the beginning
# are of use from this start. Whoever judges by the loss after some steps would
# take the wrong formula for the better one. The first steps, worked out by
# hand, tell the three apart at once.
#
# There is a third difference, and it is no mistake: the article has ε inside
# the root, as √(v + ε). With gradients as large as here it changes nothing that
# one could see. The form has a name of its own here, adam_inside.
#
# Now change the lesson. Let the paper's rule have the rate 0.0316, so that its
# first step is as long as the others'. Which of the three is ahead at step 50,
# and at the end?
#
# What there is to find. At step 50 the paper's rule has 0.224, uncorrected
# 0.0033 and printed 0.040: the first steps are equally long, but then those of
# the uncorrected rule grow, and the corrected ones do not. In the end both are
# below 10⁻²², and as printed it is 0.00216 still.
#
# Sources: Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015,
# algorithm 1; section 3 has the reason for the correction.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# Of the lesson's 500 steps these are the first 3.

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
beta1 = np.float64(0.9)
beta2 = np.float64(0.999)
rate = np.float64(0.01)
epsilon = np.float64(1e-8)

steps = 3

# Before the first step
m_x = np.float64(0.0)
v_x = np.float64(0.0)
m_y = np.float64(0.0)
v_y = np.float64(0.0)

for count in range(1, steps + 2):
    step = np.float64(count)
    # Forward
    L = 1/2*(x**2 + 20*y**2)
    if count > steps:
        # The forward pass after the last update
        remember(count)
        break

    # Backward
    dL_dx = x
    dL_dy = 20*y

    # Update
    m_x = beta1*m_x + (1 - beta1)*dL_dx
    v_x = beta2*v_x + (1 - beta2)*dL_dx**2
    mhat_x = m_x/(1 - beta1**step)
    vhat_x = v_x/(1 - beta2**step)
    m_y = beta1*m_y + (1 - beta1)*dL_dy
    v_y = beta2*v_y + (1 - beta2)*dL_dy**2
    mhat_y = m_y/(1 - beta1**step)
    vhat_y = v_y/(1 - beta2**step)
    x_new = x - rate*mhat_x/(np.sqrt(vhat_x) + epsilon)
    y_new = y - rate*mhat_y/(np.sqrt(vhat_y) + epsilon)
    remember(count)
    # The next step begins with these
    x = x_new
    y = y_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "L": 12,
        "dL_dx": 2,
        "dL_dy": 20,
        "m_x": 0.2,
        "v_x": 0.004,
        "mhat_x": 2,
        "vhat_x": 4,
        "m_y": 2,
        "v_y": 0.4,
        "mhat_y": 20,
        "vhat_y": 400,
        "x_new": 1.99,
        "y_new": 0.99,
    },
    2: {
        "L": 11.78105,
        "dL_dx": 1.99,
        "dL_dy": 19.8,
        "m_x": 0.379,
        "v_x": 0.0079561,
        "mhat_x": 1.99473684,
        "vhat_x": 3.98004002,
        "m_y": 3.78,
        "v_y": 0.79164,
        "mhat_y": 19.8947368,
        "vhat_y": 396.018009,
        "x_new": 1.98000134,
        "y_new": 0.980002746,
    },
    3: {
        "L": 11.5642565,
        "dL_dx": 1.98000134,
        "dL_dy": 19.6000549,
        "m_x": 0.539100134,
        "v_x": 0.0118685492,
        "mhat_x": 1.98929939,
        "vhat_x": 3.96014189,
        "m_y": 5.36200549,
        "v_y": 1.17501051,
        "mhat_y": 19.7859981,
        "vhat_y": 392.062102,
        "x_new": 1.97000491,
        "y_new": 0.970010099,
    },
    4: {
        "L": 11.3496556,
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
