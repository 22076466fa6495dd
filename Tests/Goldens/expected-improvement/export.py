# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Where to try next, by expected improvement
#
# Some losses are expensive: each value is a training run of hours. Four values
# are known here, of a loss with one hyper-parameter between 0 and 1. Where
# should the fifth be taken? Bayesian optimisation answers in two parts. A model
# says of every place what the loss may be there, and how sure that is. From
# both follows how much lower than the lowest so far the place will be on
# average, and the next trial is where that is most.
#
#     input place[1..4] = [0, 0.3, 0.7, 1]
#     const length = 0.3, noise = 1e-6, xi = 0.01
#     param q = 0.5
#
#     value[i] = (place[i] - 0.6)^2
#     lowest   = min(i: value[i])
#
#     kernel[i,j] = exp(-(place[i] - place[j])^2/(2*length^2)) +
#                   noise*(i == j) for i in 1..4, j in 1..i
#
#     cholesky[i,i] = sqrt(kernel[i,i] - sum(m in 1..i-1: cholesky[i,m]^2)) for i in 1..4
#     cholesky[i,j] = (kernel[i,j] - sum(m in 1..j-1: cholesky[i,m]*cholesky[j,m]))/
#                     cholesky[j,j] for i in 2..4, j in 1..i-1
#
#     whitened[i] = (value[i] - sum(m in 1..i-1: cholesky[i,m]*whitened[m]))/
#                   cholesky[i,i] for i in 1..4
#
#     cross[i]  = exp(-(q - place[i])^2/(2*length^2))
#     solved[i] = (cross[i] - sum(m in 1..i-1: cholesky[i,m]*solved[m]))/
#                 cholesky[i,i] for i in 1..4
#
#     mu  = sum(i: solved[i]*whitened[i])
#     var = 1 - sum(i: solved[i]^2)
#     sd  = sqrt(var)
#
#     gain  = lowest - mu - xi
#     score = gain/sd
#     EI    = gain*erfc(-score/sqrt(2))/2 + sd*exp(-score^2/2)/sqrt(2*pi)
#
#     minus_EI = -EI
#     search minus_EI over q in [0, 1] by grid(points: 11)
#
# The loss is (place − 0.6)², which nobody is supposed to know. The candidate is
# q; at first it is 0.5. These are all lines, from the values to the expected
# improvement of q:
#
# Now from top to bottom.
#
# kernel says how much alike the values at two places are, before any is known:
# 1 at the same place, 0.607 at a distance of one length, 0.0657 between 0 and
# 0.7. The noise on the diagonal is a millionth, so that the matrix can be
# inverted even if two places are the same.
#
# cholesky is a triangular matrix C with C·Cᵀ = kernel: a square root, found row
# by row. whitened is the solution of C·whitened = value. Since C is triangular,
# each number follows from those before it; no matrix is inverted anywhere.
#
# cross says how much alike q is to each known place, and solved is the solution
# of C·solved = cross. The two numbers that matter follow: mu, printed as μ, the
# mean of what the loss may be at q, and var, its variance. In formulas of
# matrices they are μ = crossᵀ·kernel⁻¹·value and var = 1 −
# crossᵀ·kernel⁻¹·cross. At 0.5 the model expects {{mu}}, give or take {{sd}}.
# (Below 0 there can be no square, but the model does not know that. It knows
# four values, and that far from all of them the mean is 0.)
#
# EI is the expected improvement. The loss at q is taken to be normally
# distributed with this mean and deviation. Where it falls below lowest − ξ,
# that is an improvement, where it does not, the improvement is 0, and EI is the
# mean: gain·Φ(score) + sd·φ(score), with the normal distribution Φ and its
# density φ. Φ is written here by erfc. At 0.5 it is {{EI}}.
#
# Which candidate is best? A search tries all tenths, one a trial. (It looks for
# what is smallest, so it is given −EI.)
#
# What to look at: at the four known places mu is the known value and sd is only
# the noise, √10⁻⁶ = 0.001, so next to nothing is expected of them. In between,
# mu passes smoothly from value to value and sd grows with the distance. EI
# needs one of two: a low mean or a large deviation. At 0.6, where the loss is
# smallest, the mean is nearly that of 0.5, but 0.6 is nearer to a known place,
# so less can happen there. The choice is q = {{q of step 13}}, in the middle of
… 325 lines, fnv1a 0xb6497b36099dc966
        "cholesky_4_3": 0.645297448,
        "cholesky_4_4": 0.759751067,
        "whitened_1": 0.35999982,
        "whitened_2": -0.161435193,
        "whitened_3": 0.0699878814,
        "whitened_4": 0.166258643,
        "cross_1": 0.800737403,
        "cross_2": 0.945959469,
        "cross_3": 0.249352209,
        "cross_4": 0.0285655008,
        "solved_1": 0.800737003,
        "solved_2": 0.578934439,
        "solved_3": -0.0834692777,
        "solved_4": 0.0436704927,
        "mu": 0.196223543,
        "var": 0.0147809362,
        "sd": 0.121576874,
        "gain": -0.196223543,
        "score": -1.6139874,
        "EI": 0.00273380654,
        "minus_EI": -0.00273380654,
    },
}

for step, values in results.items():
    print("step", step, "minus_EI =", values["minus_EI"].item())

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
