# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Why gradients add up
#
# A quantity that is used in several places acts on the result along several
# paths. Its derivative is the sum over these paths, and of each path it is the
# product of the local derivatives along it. Two small examples, with numbers
# for paper and pencil. In the first, w is used twice, in p and in q, and f is
# their product.
#
#     param w = 3
#     input x = 2
#
#     p = w*x
#     q = w + 1
#     f = p*q
#
#     differentiate f wrt w
#
# In the second, a hidden unit h feeds two outputs, y1 and y2, each with a
# target of its own.
#
#     input  z = 4
#     param  v = 0.5, a = 3, b = -1
#     target t1 = 5, t2 = -4
#
#     h  = v*z
#     y1 = a*h
#     y2 = b*h
#     L  = 1/2*(y1 - t1)^2 + 1/2*(y2 - t2)^2
#
#     differentiate L wrt v, a, b
#
# The first example. From f = p·q, each factor gets the other one: ∂f/∂p = q = 4
# and ∂f/∂q = p = 6. There are two paths from w to f:
#
#     through p   ∂f/∂p · ∂p/∂w = q · x = 4 · 2 =  8
#     through q   ∂f/∂q · ∂q/∂w = p · 1 = 6 · 1 =  6
#     sum                                         14
#
# Why the sum? Let w grow by 0.001. Then p grows by 0.002, and q grows by 0.001.
# The first change alone moves f by 0.002·4 = 0.008, the second alone by 0.001·6
# = 0.006. Both happen, since it is the same w, so f moves by 0.014. It is not
# quite all: p = 6.002 and q = 4.001 give f = 24.014002. The last 2 is the
# product of the two small changes, and it vanishes against them as they get
# smaller. That is all there is to it.
#
# Without the chain rule: f = 2w·(w + 1) = 2w² + 2w has the derivative 4w + 2,
# which is 14 at w = 3. Even the 2 of the rule (w²)' = 2w comes from two paths:
# in w·w each factor gets the other one, and w + w is 2w.
#
# The second example. The errors are y1 − t1 = 1 and y2 − t2 = 2. Each comes
# back to h through the weight by which h went out:
#
#     through y1   ∂L/∂y1 · a = 1 · 3    =  3
#     through y2   ∂L/∂y2 · b = 2 · (−1) = −2
#     sum                                   1
#
# The first output is too large and would have h smaller; the second is too
# large as well, but its weight is negative, so it would have h larger. They
# partly cancel each other: 1 is left, and ∂L/∂v = 1·z = 4. A hidden unit gets
# one number, however many units it feeds, and that number says what is best for
# all of them together. The weights a and b lie on one path each, so nothing is
# added: ∂L/∂a = 1·h = 2 and ∂L/∂b = 2·h = 4.
#
# Check it with numbers. With v = 0.501, h is 2.004, y1 is 6.012 and y2 is
# −2.004. L becomes 1.012²/2 + 1.996²/2 = 2.50408. It was 2.5, so it moved by
# 0.00408: 4 times 0.001, and a little that vanishes as the change gets smaller.
#
# Forward, a quantity with many uses is copied; backward, what comes back is
# added. That is why programs keep a sum for each quantity, which begins with 0,
# and may not use it before everything that the quantity feeds has added its
# part. The usual mistake is to overwrite the sum and keep the last path only:
# here 6 or 8 in place of 14.
#
# Now change the lesson. Set t2 to −5, and say what becomes of ∂L/∂h and ∂L/∂v
# before you look. Then let w be used a third time, as f = p*q + w, and count
# the paths.
#
# What there is to find. With t2 = −5 the errors are 1 and 3, and the shares 1·3
# and 3·(−1) cancel: ∂L/∂h and ∂L/∂v are 0, though neither output is right. With
# w as a term of its own there are three paths, and ∂f/∂w is 8 + 6 + 1 = 15.
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
x = np.float64(2.0)
z = np.float64(4.0)

# Targets
t1 = np.float64(5.0)
t2 = np.float64(-4.0)

# Parameters
w = np.float64(3.0)
v = np.float64(0.5)
a = np.float64(3.0)
b = np.float64(-1.0)

# Forward
p = w*x
q = w + 1
f = p*q
h = v*z
y1 = a*h
y2 = b*h
L = 1/2*(y1 - t1)**2 + 1/2*(y2 - t2)**2

# Backward
df_dq = p
df_dp = q
df_dw = df_dp*x + df_dq
dL_dy2 = y2 - t2
dL_dy1 = y1 - t1
dL_dh = dL_dy1*a + dL_dy2*b
dL_dv = dL_dh*z
dL_da = dL_dy1*h
dL_db = dL_dy2*h
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "p": 6,
        "q": 4,
        "f": 24,
        "h": 2,
        "y1": 6,
        "y2": -2,
        "L": 2.5,
        "df_dq": 6,
        "df_dp": 4,
        "df_dw": 14,
        "dL_dy2": 2,
        "dL_dy1": 1,
        "dL_dh": 1,
        "dL_dv": 4,
        "dL_da": 2,
        "dL_db": 4,
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
