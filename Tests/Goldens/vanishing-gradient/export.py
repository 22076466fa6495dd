# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Vanishing and exploding gradients
#
# Five layers of two units, one behind the other, and a loss at the end. On its
# way back the error goes through every layer in between, and each of them
# multiplies it by weights and by the slope of an activation function. Factors
# below 1 leave little of it after a few layers, factors above 1 make much of
# it. Six networks show how much.
#
# All have the same two inputs and targets, and in every layer the same four
# weights w. The lines are net inputs: s for two networks with sigmoids, t for
# one with tanh, r for three with ReLU. The second index is the layer, the last
# one the unit. In the second network s, 6 is added to every net input. The
# first r has a bias of 0.1 everywhere, the second has −2 in layer 3, and the
# third has weights three times as large. L adds up all their losses; it is
# there so that one backward pass serves all six, and no network knows of the
# others.
#
#     input x[1..2] = [0.5, -0.3]
#     const y[1..2] = [1, 0]
#     const w[1..2, 1..2] = [[0.8, -0.4], [0.3, 0.6]]
#     const shift[1..2] = [0, 6]
#
#     s[n,1,j] = sum(i: w[j,i]*x[i]) + shift[n]
#     s[n,l,j] = sum(i: w[j,i]*sigmoid(s[n,l-1,i])) + shift[n] for n in 1..2, l in 2..5, j in 1..2
#
#     t[1,j] = sum(i: w[j,i]*x[i])
#     t[l,j] = sum(i: w[j,i]*tanh(t[l-1,i])) for l in 2..5, j in 1..2
#
#     const scale[1..3] = [1, 1, 3]
#     const bias[1..3, 1..5] = [[0.1, 0.1, 0.1, 0.1, 0.1],
#                               [0.1, 0.1,  -2, 0.1, 0.1],
#                               [0.1, 0.1, 0.1, 0.1, 0.1]]
#     r[n,1,j] = scale[n]*sum(i: w[j,i]*x[i]) + bias[n,1]
#     r[n,l,j] = scale[n]*sum(i: w[j,i]*relu(r[n,l-1,i])) +
#                bias[n,l] for n in 1..3, l in 2..5, j in 1..2
#
#     L = 1/2*sum(n, j: (sigmoid(s[n,5,j]) - y[j])^2) +
#         1/2*sum(j: (tanh(t[5,j]) - y[j])^2) +
#         1/2*sum(n, j: (relu(r[n,5,j]) - y[j])^2)
#
#     differentiate L wrt s, t, r
#
#     delta size_s[n,l] = sqrt(sum(j: dL/ds[n,l,j]^2)) for n in 1..2, l in 1..5
#     delta size_t[l]   = sqrt(sum(j: dL/dt[l,j]^2)) for l in 1..5
#     delta size_r[n,l] = sqrt(sum(j: dL/dr[n,l,j]^2)) for n in 1..3, l in 1..5
#     delta ratio_s[n]  = size_s[n,1]/size_s[n,5] for n in 1..2
#     delta ratio_t     = size_t[1]/size_t[5]
#     delta ratio_r[n]  = size_r[n,1]/size_r[n,5] for n in 1..3
#
# On the way back each unit collects what the two units of the next layer hand
# to it, each times its weight, and multiplies the sum by its own slope. In the
# network with tanh, from layer 2 to the first unit of layer 1:
#
#     ∂L/∂t[1,1] = (∂L/∂t[2,1]·w[1,1] + ∂L/∂t[2,2]·w[2,1])·(1 − tanh(t[1,1])²)
#                = (−0.1457032·0.8 + 0.4873179·0.3)·(1 − tanh(0.52)²)
#                = 0.0228707
#
# There are sixty such numbers, and chainrule show vanishing-gradient --only
# backward writes out how they come about. One number a layer says as much.
#
# What to look at: size, which is |δ|, the length of the vector of a layer's
# derivatives with respect to its net inputs, and ratio, which is |δ| of the
# first layer divided by that of the last. These are the sizes; chainrule trace
# vanishing-gradient --where size_s lists the first two rows with all digits.
#
#     network               layer 1  layer 2  layer 3  layer 4  layer 5    ratio
#     s 1  sigmoid          0.00015  0.00086   0.0054    0.033     0.19  0.00080
#     s 2  sigmoid, +6      2.3e−15  1.4e−12  9.8e−10   7.9e−7   0.0010  2.3e−12
#     t    tanh                0.35     0.51     0.69     0.86     0.99     0.36
#     r 1  ReLU                0.32     0.48     0.68     0.87      1.0     0.32
#     r 2  ReLU, dead layer       0        0        0     0.78     0.88        0
#     r 3  ReLU, weights×3     1381      517      200       90       45       31
#
# Read a row from right to left: that is the way of the error.
#
… 622 lines, fnv1a 0x9f1091f06623a907
        "size_s_1_2": 0.000856803398,
        "ds_2_2_1_ds_2_1_2": -0.00101649718,
        "ds_2_2_2_ds_2_1_2": 0.00152474577,
        "dL_ds_2_1_2": -1.81538432e-15,
        "ds_2_2_1_ds_2_1_1": 0.00117546823,
        "ds_2_2_2_ds_2_1_1": 0.000440800585,
        "dL_ds_2_1_1": 1.46898493e-15,
        "size_s_2_1": 2.33528092e-15,
        "ratio_s_2": 2.32169032e-12,
        "ds_1_2_1_ds_1_1_2": -0.0999775034,
        "ds_1_2_2_ds_1_1_2": 0.149966255,
        "dL_ds_1_1_2": 7.31767393e-05,
        "ds_1_2_1_ds_1_1_1": 0.187066756,
        "ds_1_2_2_ds_1_1_1": 0.0701500337,
        "dL_ds_1_1_1": 0.000128365307,
        "size_s_1_1": 0.000147758205,
        "ratio_s_1": 0.000797994905,
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
