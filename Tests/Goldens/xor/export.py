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
# The weights are drawn at random (seed 1), the biases begin at 0.
#
# Forward
#
# Hidden layer. Unit j weighs the inputs of sample n and adds its bias; the tanh
# of this net input is what the unit hands on.
#
# Output layer. The three hidden outputs are weighed in the same way. The
# sigmoid makes a number between 0 and 1 of it, which is read as a probability.
#
# Untrained, the network answers about 1/2 to everything: its weights are small,
# and so is what it adds up.
#
# Loss. The mean of the cross-entropies of the four samples. Of each sample only
# one logarithm counts: that of p[n] where y[n] is 1, that of 1 − p[n] where it
# is 0.
#
# Whoever answers 1/2 to everything has the loss ln 2 = 0.6931. The untrained
# network begins a little worse.
#
# Backward
#
# Before you read on: the prediction for sample 4 is 0.3693, and 0 is wanted.
# Should z2[4] become larger or smaller, and which sign does its δ have?
#
# The layers are taken from the last to the first. Each δ gives at once the
# gradients of the weights that went into its net input.
#
# The δ of sample 4 is positive, so L grows with z2[4]: it has to become
# smaller. Of b2 the gradient is just the sum of the four δ. The samples with y
# = 1 pull it one way, the others the other way, and most of it cancels.
#
# Hidden layer. What arrives at the output of unit j is the δ of the sample,
# times the weight on the way; the slope of the tanh carries it on to the net
# input.
#
# The common mistake is to leave out one of the two factors: the weight, or the
# slope. A check of one number finds it: sample 1 has the slope 1 everywhere,
# sample 4 has not.
#
# Adam keeps two running means: m of the gradient and v of its square. Both
# begin at 0, so they are divided by what they have gathered so far before they
# are used. In the first step the root of the corrected v is the size of the
# gradient itself. So every parameter moves by the rate against the sign of its
# gradient: W1[1,1] with a gradient of 0.00039 as far as w2[2] with one of
# −0.070.
#
# The loss by step
#
# The run ends after step 169, the first one with a loss below 0.01, and the
# forward pass that follows it gives the predictions 0.001, 0.989, 0.990 and
# 0.017. All four are on the right side of 1/2. When the predictions are right
# there is nothing left to hand back: at step 169 the largest of the four δ is
# 0.0043.
#
# What the hidden units have learned
#
# Their outputs in the last forward pass, rounded:
#
#     sample        0,0     0,1     1,0     1,1
#     unit 1       0.80    1.00   −0.96    0.99
#     unit 2      −0.56    0.98    0.99    1.00
#     unit 3       0.80   −0.95    1.00    0.98
#
# Each unit is negative for one sample only. Unit 1 singles out (1, 0), unit 3
# singles out (0, 1), and their weights, both −4.5, turn "negative" into "answer
# 1". Unit 2 singles out (0, 0); its weight 2.9 pushes that sample further down.
#
# Why is one unit not enough? A single sigmoid unit with the weights u and v and
# the bias c is above 1/2 exactly where its net input is positive. The four
… 818 lines, fnv1a 0x4b065952796ab5b0
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
