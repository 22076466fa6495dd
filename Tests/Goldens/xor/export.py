# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Exclusive or, learned by three hidden neurons
#
# The output should be 1 where exactly one of the two inputs is 1. There are
# four samples, and each step uses all of them. Three hidden neurons with tanh,
# one output with a sigmoid, cross-entropy as the loss, Adam as the optimizer. A
# number in brackets above a name is a layer: z1 belongs to the hidden layer, z2
# to the output. The first index of a weight says where it leads to, the second
# where it comes from.
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
# The weights are drawn at random between −1 and 1 (seed 1 in the lesson says
# which random numbers), the biases begin at 0. The run ends when the loss is
# below 0.01.
#
# Forward
#
# Hidden layer. Neuron j multiplies the inputs of sample n by its weights, adds
# them up and adds its bias. The tanh of this net input is its output.
#
# Output layer. The same with the three hidden outputs. The sigmoid makes a
# number between 0 and 1 of the net input, which is read as a probability.
#
# Untrained, the network knows nothing: its answers lie between 0.35 and 0.52,
# whatever is wanted.
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
# The layers are taken from the last to the first. Each δ gives at once the
# gradients of the weights that went into its net input.
#
# Before you read on: the prediction for sample 4 is 0.3693, and 0 is wanted.
# Should z2[4] become larger or smaller, and which sign does its δ have?
#
# Output layer. L depends on a prediction through one of the two logarithms, and
# the prediction on z2[n] through the sigmoid, whose slope is p(1 − p).
#
# The δ of sample 4 is positive, so L grows with z2[4], and z2[4] has to become
# smaller. The bias was multiplied by 1, so its gradient is the sum of the four
# δ. The samples with y = 1 have a negative δ, the others a positive one, and
# most of the sum cancels.
#
# Hidden layer. There is one output, so one path leads back to a1[n,j]: the δ of
# the output, times the weight between the two. The slope of the tanh, 1 − a²,
# carries it on to the net input.
#
# A common mistake is to leave out one of the two factors, the weight or the
# slope. To find a missing slope, check a number of sample 4: the slopes of
# sample 1 are all 1, and nothing would be seen.
#
# Update
#
# Adam keeps two running means for every parameter: m of the gradient, and v of
# its square. Both begin at 0, so at first they are too small. Dividing them by
# 1 − β₁^t and 1 − β₂^t, where t is the number of the step, makes up for that. A
# parameter then moves by the corrected m divided by the root of the corrected
# v, times the learning rate η. The tiny ε keeps the divisor from being 0.
#
# In the first step the root of the corrected v is the size of the gradient
# itself. That is why the learning rate alone says how far a parameter moves:
# W1[1,1] with a gradient of 0.00039 as far as w2[2] with one of −0.070.
#
# The loss by step
#
# Each loss is that of the forward pass of the step, before its update. Step 169
# is the first one with a loss below 0.01, and with it the run ends; 170 is the
# forward pass after it, which gives the predictions 0.001, 0.989, 0.990 and
… 840 lines, fnv1a 0x455642183449597d
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
