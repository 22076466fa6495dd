# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Exclusive or, learned by three hidden units
#
# The output should be 1 where exactly one of the two inputs is 1. There are
# four samples, and each step uses all of them. Three hidden units with tanh,
# one output with a sigmoid, cross-entropy as the loss, Adam as the optimizer.
#
#     x[1],x[2],y
#     0,0,0
#     0,1,1
#     1,0,1
#     1,1,0
#
# Instead of a name for each number there are families. The index n counts the
# samples, j the hidden units, i the inputs. The line for z1[n,j] stands for
# twelve numbers: four samples times three units. What an index runs over is
# read off the families on the right: j has three values because W1 has three
# rows.
#
#     seed  1
#     param W1[1..3, 1..2] ~ uniform(-1, 1)
#     param b1[1..3] = 0
#     param w2[1..3] ~ uniform(-1, 1)
#     param b2 = 0
#
#     z1[n,j] = sum(i: W1[j,i]*x[n,i]) + b1[j]
#     a1[n,j] = tanh(z1[n,j])
#     z2[n]   = sum(j: w2[j]*a1[n,j]) + b2
#     p[n]    = sigmoid(z2[n])
#     L       = mean(n: binary_cross_entropy(p[n], y[n]))
#
#     minimize L by adam(rate: 0.05), steps: 1000, until: L < 0.01
#
# These are the first step's numbers, the weights as they were drawn, and the
# way forward and back:
#
# With these gradients Adam moves the thirteen parameters, and the next step
# begins. This is the loss by step:
#
# What to look at first is the loss. Whoever answers 1/2 to everything has the
# loss log 2 = 0.693. The untrained network begins a little worse, at 0.712.
# After that: 0.667 at step 10, 0.354 at step 30, 0.0875 at step 50, 0.0209 at
# step 100. The run ends after step 169, the first one with a loss below 0.01,
# and the forward pass that follows it gives the predictions 0.001, 0.989, 0.990
# and 0.017 for the four samples. All four are on the right side of 1/2.
#
# Then the deltas. The derivative of the loss by z2[n] is (p[n] − y[n])/4: the
# error of the prediction, divided by the number of samples. At step 1 the four
# of them are 0.125, −0.121, −0.161 and 0.092; at step 169 the largest is
# 0.0043. When the predictions are right there is nothing left to hand back, and
# the gradients of all weights fade with the deltas. In the trace this
# derivative is the product of two rows, dL/dp[n] and dp[n]/dz2[n]; that the
# product is so simple is the reason why cross-entropy and the sigmoid are taken
# together.
#
# The weights serve all samples, so the gradient of a weight adds up what the
# samples say. Of b2 it is just the sum of the four deltas, at step 1 −0.0645.
# Samples that disagree cancel each other.
#
# The updates show how Adam works. Here are the first three of W1[1,1] and of
# w2[2], each with its gradient and with m and v, the means of the gradients and
# of their squares:
#
# In step 1, W1[1,1] has a gradient of only 0.00039 and w2[2] one of −0.070, and
# yet both move by 0.05, the rate. The first step of Adam has the size of the
# rate wherever the gradient is not nearly 0, since the mean of the gradients is
# divided by the root of the mean of their squares. chainrule show xor --step 1
# --only update writes all thirteen updates out.
#
# What have the hidden units learned? Their outputs in the last forward pass,
# rounded:
#
#     sample       0,0     0,1     1,0     1,1
#     a1[n,1]     0.80    1.00   −0.96    0.99
#     a1[n,2]    −0.56    0.98    0.99    1.00
#     a1[n,3]     0.80   −0.95    1.00    0.98
#
# Each unit is negative for one sample only. Unit 1 singles out (1, 0), unit 3
# singles out (0, 1), and their weights w2[1] = −4.5 and w2[3] = −4.5 turn
# "negative" into "answer 1". Unit 2 singles out (0, 0); its weight 2.9 pushes
# that sample further down.
#
# Why is one unit not enough? A single sigmoid unit p = sigmoid(u·x1 + v·x2 + c)
# is above 1/2 exactly where u·x1 + v·x2 + c is positive. The four samples would
# ask for c < 0, v + c > 0, u + c > 0 and u + v + c < 0. Add the two in the
… 815 lines, fnv1a 0xd50f0c537ab4a7de
        "z1_4_2": 0.744922832,
        "z1_4_3": 0.293213511,
        "a1_1_1": 0.00357672585,
        "a1_1_2": -0.131670248,
        "a1_1_3": -0.0580410849,
        "a1_2_1": 0.749662393,
        "a1_2_2": -0.0210224265,
        "a1_2_3": -0.319097571,
        "a1_3_1": -0.736101811,
        "a1_3_2": 0.560463819,
        "a1_3_3": 0.512230613,
        "a1_4_1": 0.0266836906,
        "a1_4_2": 0.632110213,
        "a1_4_3": 0.285089838,
        "z2_1": 0.168866228,
        "z2_2": 0.222794688,
        "z2_3": -0.092013,
        "z2_4": -0.0581520764,
        "p_1": 0.542116522,
        "p_2": 0.555469415,
        "p_3": 0.477012966,
        "p_4": 0.485466076,
        "L": 0.693446918,
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
