# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# The delta rule, layer by layer
#
# Backpropagation is often taught as three formulas with δ, the derivative of
# the loss with respect to a layer's net inputs z:
#
#     δ_L      = (a_L − y) ⊙ f'(z_L)             the last layer
#     δ_l      = (W_{l+1}ᵀ δ_{l+1}) ⊙ f'(z_l)    every layer before it
#     ∂E/∂W_l  = δ_l a_{l−1}ᵀ                    the weights
#
# So an article has them (article 004), and it does not say for which loss. Are
# they right? Here they stand as claims, beside the derivatives that come from
# the chain rule alone. The network has three layers of two sigmoid units. E is
# half the squared error, C is the cross-entropy of the same outputs.
#
#     input  x[1..2] = [1, -0.5]
#     target y[1..2] = [1, 0]
#     param  W[1..3, 1..2, 1..2] = [[[0.5, -0.4], [0.3, 0.8]],
#                                   [[0.6, 0.2], [-0.7, 0.9]],
#                                   [[-0.3, 0.5], [0.4, 0.6]]]
#     param  b[1..3, 1..2] = [[0.1, -0.2], [0.2, -0.3], [-0.5, 0.8]]
#
#     a[0,i] = x[i]
#     z[l,j] = sum(i: W[l,j,i]*a[l-1,i]) + b[l,j] for l in 1..3, j in 1..2
#     a[l,j] = sigmoid(z[l,j])
#
#     E = sum(j: half_squared_error(a[3,j], y[j]))
#     C = sum(j: binary_cross_entropy(a[3,j], y[j]))
#
#     differentiate E
#     differentiate C wrt z
#
#     delta  d[l,j] = dE/dz[l,j]
#     symbol d = delta
#
#     claim "for E" dE/dz[3,j] = (a[3,j] - y[j])*a[3,j]*(1 - a[3,j])
#     claim "for E" dE/dz[l,j] = sum(k: W[l+1,k,j]*dE/dz[l+1,k])*
#                                a[l,j]*(1 - a[l,j]) for l in 1..2, j in 1..2
#     claim "for E" dE/dW[l,j,i] = dE/dz[l,j]*a[l-1,i]
#     claim "for E" dE/db[l,j] = dE/dz[l,j]
#
#     claim "for C, as printed" dC/dz[3,j] = (a[3,j] - y[j])*a[3,j]*(1 - a[3,j])
#
#     claim "for C" dC/dz[3,j] = a[3,j] - y[j]
#     claim "for C" dC/dz[l,j] = sum(k: W[l+1,k,j]*dC/dz[l+1,k])*
#                                a[l,j]*(1 - a[l,j]) for l in 1..2, j in 1..2
#
# The sign ⊙ means number by number, and f' of a sigmoid is a·(1 − a). For one
# unit j of layer l, with k for the units of the next layer and i for those of
# the layer before, the formulas say
#
#     δ[3,j]       = (a[3,j] − y[j])·a[3,j]·(1 − a[3,j])
#     δ[l,j]       = (Σ over k: W[l+1,k,j]·δ[l+1,k])·a[l,j]·(1 − a[l,j])
#     ∂E/∂W[l,j,i] = δ[l,j]·a[l−1,i]
#
# and this holds them against the true derivatives, here and at random points
# around here:
#
#     chainrule gradcheck delta-rule
#
# What to look at first: the claims for E. All of them hold, for the last layer,
# for the two before it, for the weights and for the biases. Follow one of them
# with numbers. The errors of the last layer are δ₃,₁ = −0.146275 and δ₃,₂ =
# 0.131876. Unit 1 of layer 2 feeds both, with the weights W₃,₁,₁ = −0.3 and
# W₃,₂,₁ = 0.4. So it gets 0.0966328, and times its own slope, a₂,₁·(1 − a₂,₁) =
# 0.22178, that is δ₂,₁ = 0.0214312. The first index of W says where an arrow
# ends, the second one where it begins. Forward, the sum runs over the second
# index; backward, it runs over the first. This is all that the sign ᵀ says.
#
# Now the claim for C, as printed. It is the first formula once more, and it
# fails: for the first output the derivative is −0.622398, and the formula gives
# −0.146275, the number of E. The formula begins with a − y because that is the
# derivative of half the squared error by a. The derivative of the cross-entropy
# by a is another one:
#
#     ∂C/∂a = (a − y)/(a·(1 − a))
#     δ     = (a − y)/(a·(1 − a)) · a·(1 − a) = a − y
#
# The slope cancels. So the printed formula is too small, by the factor a·(1 −
# a): here by 0.235019 and 0.16753, and the factor is never more than 1/4. Its
# sign is right, so training with it goes down. But where an output is sure of
… 226 lines, fnv1a 0xc4be4c9d832a9b7c
        "dE_db_1_1": 0.00253519403,
        "dE_db_1_2": 0.00136432681,
        "dE_db_2_1": 0.0214312445,
        "dE_db_2_2": 0.00143863493,
        "dE_db_3_1": -0.146275161,
        "dE_db_3_2": 0.131875607,
        "dC_da_3_2": 4.69871392,
        "dC_da_3_1": -2.64828884,
        "dC_dz_3_2": 0.787175807,
        "dC_dz_3_1": -0.622397684,
        "dC_da_2_2": 0.161106642,
        "dC_da_2_1": 0.501589628,
        "dC_dz_2_2": 0.0387077517,
        "dC_dz_2_1": 0.111242672,
        "dC_da_1_2": 0.0570855111,
        "dC_da_1_1": 0.0396501772,
        "dC_dz_1_2": 0.0139550277,
        "dC_dz_1_1": 0.00848155738,
        "dC_da_0_2": 0.00777139917,
        "dC_da_0_1": 0.00842728699,
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
