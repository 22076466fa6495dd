# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A step-by-step backpropagation example
#
# Two inputs, two hidden neurons, two outputs, all of them with a sigmoid. The
# first output should be 0.01, the second 0.99. In which direction must each of
# the eight weights go, so that the error becomes smaller? The biases stay as
# they are.
#
#     input  i1 = 0.05, i2 = 0.10
#     target t1 = 0.01, t2 = 0.99
#     param  w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30
#     param  w5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55
#     const  b1 = 0.35, b2 = 0.60
#
#     net_h1 = w1*i1 + w2*i2 + b1
#     net_h2 = w3*i1 + w4*i2 + b1
#     out_h1 = sigmoid(net_h1)
#     out_h2 = sigmoid(net_h2)
#     net_o1 = w5*out_h1 + w6*out_h2 + b2
#     net_o2 = w7*out_h1 + w8*out_h2 + b2
#     out_o1 = sigmoid(net_o1)
#     out_o2 = sigmoid(net_o2)
#     E_o1   = 1/2*(t1 - out_o1)^2
#     E_o2   = 1/2*(t2 - out_o2)^2
#     E      = E_o1 + E_o2
#
#     minimize E by gd(rate: 0.5), steps: 1
#     digits 9
#
# Forward
#
# Hidden layer. A neuron multiplies each input by a weight, adds them up and
# adds the bias. The sigmoid of this net input is its output.
#
# Output layer. The same once more. The outputs of the hidden neurons take the
# place of the inputs.
#
# Loss. Half the squared difference from the target, for each output, and the
# sum of both.
#
# Backward
#
# Before you read on: o1 gives 0.751 and should give 0.01. Must net_o1 become
# larger or smaller? And what is the sign of its δ?
#
# The way back begins at the outputs, where the error is known. net_o1 changes
# out_o1 alone, and out_o1 changes E. So there are two factors: how E changes
# with the output, and how the output changes with the net input. The second one
# is the slope of the sigmoid, which is out·(1 − out).
#
# So net_o1 must become smaller. Now the hidden layer, and the one new idea of
# this page. out_h1 goes into both output neurons: net_o1 = w5·out_h1 + … and
# net_o2 = w7·out_h1 + …. Each of them sends back its own δ, times the weight
# between the two, and the two parts are added up.
#
# The gradients of the first layer are much smaller than those of the second:
# ∂E/∂w1 is 0.000439, ∂E/∂w5 is 0.0822. Four things make it so: the input i1 is
# only 0.05, where w5 was multiplied by 0.593; on the way back there is one more
# slope, 0.241; the way goes through w5, which is 0.40; and the two paths partly
# cancel.
#
# A common mistake is to leave out the slope of the hidden layer. Another is to
# take the wrong weight on the way back: w6 in the place of w7.
#
# So w1 to w6 become smaller, w7 and w8 larger, each by half of its gradient,
# since the rate is 0.5. All gradients belong to the weights of the forward
# pass, and not to the new ones. With the new weights the forward pass is
# computed once more, and E falls from 0.298371109 to 0.291027774.
#
# A misprint in the source
#
# The example is Matt Mazur's, "A Step by Step Backpropagation Example", 2015,
# https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/: the
# network, its starting values and the rate are his.
#
# His eight new weights are right, and they lead to E = 0.291027774. But the
# total error that he prints after the first step is 0.291027924. That is what
# comes out when w5 to w8 are updated first, and the δ of the hidden layer are
# then computed with these new weights. It is a mistake; chainrule show
# published-mistake has both rules side by side. All derivatives of one step
# belong to the same weights: first every δ, then every update.
#
# Now change the lesson: chainrule new mine --from two-layer-sigmoid makes a
# copy. Let the rate be 5, and say first how far w5 moves. Then, with the old
# rate, let b1 and b2 be parameters too: what are their gradients?
#
# What there is to find. w5 moves ten times as far, by 0.41, and E falls to
# 0.223. The gradient of a bias is the sum of the δ of all neurons that it goes
# into: ∂E/∂b2 is 0.100400325, and ∂E/∂b1 is 0.0187256094.
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


def sigmoid(x):
    if x >= 0:
        return 1/(1 + np.exp(-x))
    return np.exp(x)/(1 + np.exp(x))


def one_minus_sigmoid(a, z):
    return 1 - a if 1 - a >= 2**-27 else np.exp(-z)/(1 + np.exp(-z))


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 3):
        results[step] = dict(globals())


# Inputs
i1 = np.float64(0.05)
i2 = np.float64(0.1)

# Targets
t1 = np.float64(0.01)
t2 = np.float64(0.99)

# Constants
b1 = np.float64(0.35)
b2 = np.float64(0.6)

# Parameters
w1 = np.float64(0.15)
w2 = np.float64(0.2)
w3 = np.float64(0.25)
w4 = np.float64(0.3)
w5 = np.float64(0.4)
w6 = np.float64(0.45)
w7 = np.float64(0.5)
w8 = np.float64(0.55)

# Arguments of the update rules
rate = np.float64(0.5)

steps = 1

for step in range(1, steps + 2):
    # Forward
    net_h1 = w1*i1 + w2*i2 + b1
    net_h2 = w3*i1 + w4*i2 + b1
    out_h1 = sigmoid(net_h1)
    out_h2 = sigmoid(net_h2)
    net_o1 = w5*out_h1 + w6*out_h2 + b2
    net_o2 = w7*out_h1 + w8*out_h2 + b2
    out_o1 = sigmoid(net_o1)
    out_o2 = sigmoid(net_o2)
    E_o1 = 1/2*(t1 - out_o1)**2
    E_o2 = 1/2*(t2 - out_o2)**2
    E = E_o1 + E_o2
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dE_dE_o2 = np.float64(1.0)
    dE_dE_o1 = np.float64(1.0)
    dE_o2_dout_o2 = -(t2 - out_o2)
    dE_dout_o2 = dE_dE_o2*dE_o2_dout_o2
    dE_o1_dout_o1 = -(t1 - out_o1)
    dE_dout_o1 = dE_dE_o1*dE_o1_dout_o1
    dout_o2_dnet_o2 = out_o2*one_minus_sigmoid(out_o2, net_o2)
    dE_dnet_o2 = dE_dout_o2*dout_o2_dnet_o2
    dout_o1_dnet_o1 = out_o1*one_minus_sigmoid(out_o1, net_o1)
    dE_dnet_o1 = dE_dout_o1*dout_o1_dnet_o1
    dE_dout_h2 = dE_dnet_o1*w6 + dE_dnet_o2*w8
    dE_dout_h1 = dE_dnet_o1*w5 + dE_dnet_o2*w7
    dout_h2_dnet_h2 = out_h2*one_minus_sigmoid(out_h2, net_h2)
    dE_dnet_h2 = dE_dout_h2*dout_h2_dnet_h2
    dout_h1_dnet_h1 = out_h1*one_minus_sigmoid(out_h1, net_h1)
    dE_dnet_h1 = dE_dout_h1*dout_h1_dnet_h1
    dE_dw1 = dE_dnet_h1*i1
    dE_dw2 = dE_dnet_h1*i2
    dE_dw3 = dE_dnet_h2*i1
    dE_dw4 = dE_dnet_h2*i2
    dE_dw5 = dE_dnet_o1*out_h1
    dE_dw6 = dE_dnet_o1*out_h2
    dE_dw7 = dE_dnet_o2*out_h1
    dE_dw8 = dE_dnet_o2*out_h2

    # Update
    w1_new = w1 - rate*dE_dw1
    w2_new = w2 - rate*dE_dw2
    w3_new = w3 - rate*dE_dw3
    w4_new = w4 - rate*dE_dw4
    w5_new = w5 - rate*dE_dw5
    w6_new = w6 - rate*dE_dw6
    w7_new = w7 - rate*dE_dw7
    w8_new = w8 - rate*dE_dw8
    remember(step)
    # The next step begins with these
    w1 = w1_new
    w2 = w2_new
    w3 = w3_new
    w4 = w4_new
    w5 = w5_new
    w6 = w6_new
    w7 = w7_new
    w8 = w8_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "net_h1": 0.3775,
        "net_h2": 0.3925,
        "out_h1": 0.593269992,
        "out_h2": 0.596884378,
        "net_o1": 1.10590597,
        "net_o2": 1.2249214,
        "out_o1": 0.75136507,
        "out_o2": 0.772928465,
        "E_o1": 0.274811083,
        "E_o2": 0.0235600256,
        "E": 0.298371109,
        "dE_dE_o2": 1,
        "dE_dE_o1": 1,
        "dE_o2_dout_o2": -0.217071535,
        "dE_dout_o2": -0.217071535,
        "dE_o1_dout_o1": 0.74136507,
        "dE_dout_o1": 0.74136507,
        "dout_o2_dnet_o2": 0.175510053,
        "dE_dnet_o2": -0.0380982365,
        "dout_o1_dnet_o1": 0.186815602,
        "dE_dnet_o1": 0.138498562,
        "dE_dout_h2": 0.0413703226,
        "dE_dout_h1": 0.0363503064,
        "dout_h2_dnet_h2": 0.240613417,
        "dE_dnet_h2": 0.00995425471,
        "dout_h1_dnet_h1": 0.241300709,
        "dE_dnet_h1": 0.00877135469,
        "dE_dw1": 0.000438567734,
        "dE_dw2": 0.000877135469,
        "dE_dw3": 0.000497712735,
        "dE_dw4": 0.000995425471,
        "dE_dw5": 0.0821670406,
        "dE_dw6": 0.0826676278,
        "dE_dw7": -0.0226025405,
        "dE_dw8": -0.0227402422,
        "w1_new": 0.149780716,
        "w2_new": 0.199561432,
        "w3_new": 0.249751144,
        "w4_new": 0.299502287,
        "w5_new": 0.35891648,
        "w6_new": 0.408666186,
        "w7_new": 0.51130127,
        "w8_new": 0.561370121,
    },
    2: {
        "net_h1": 0.377445179,
        "net_h2": 0.392437786,
        "out_h1": 0.593256764,
        "out_h2": 0.596869409,
        "net_o1": 1.05684997,
        "net_o2": 1.23839759,
        "out_o1": 0.742088111,
        "out_o2": 0.775284968,
        "E_o1": 0.267976501,
        "E_o2": 0.0230512724,
        "E": 0.291027774,
    },
}

for step, values in results.items():
    print("step", step, "E =", values["E"].item())

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
