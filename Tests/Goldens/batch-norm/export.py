# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Batch normalisation, where every sample depends on all
#
# Four samples of one unit are brought to the mean 0 and the standard deviation
# 1, and then scaled and shifted by two learned numbers, γ and β. Forward this
# is easy. Backward it is a well-known exercise, because the mean and the
# standard deviation depend on every sample, so that every sample acts on all
# outputs. The numbers are chosen so that the whole can be done by hand.
#
#     input  x[1..4] = [1, 3, 3, 9]
#     target t[1..4] = [-2, 0, 1, 3]
#     param  gamma = 3, beta = 1
#
#     mu     = mean(n: x[n])
#     var    = mean(n: (x[n] - mu)^2)
#     sd     = sqrt(var)
#     u[n]   = (x[n] - mu)/sd
#     out[n] = gamma*u[n] + beta
#     L      = 1/2*sum(n: (out[n] - t[n])^2)
#
#     differentiate L wrt gamma, beta, x
#
#     symbol sd = sigma
#     symbol u = hat(x)
#
# Forward: μ = 4, var = 9, sd = 3, written σ. The normalised values x̂ are −1,
# −1/3, −1/3 and 5/3. (Programs add a small ε, such as 0.00001, to var. It is
# left out here for the sake of round numbers.)
#
# Backward, follow the three ways by which x₄ reaches the loss:
#
#     directly, through its own x̂            9 · 1/3            =  3
#     through μ, of which it is a quarter    −2 · 1/4            = −1/2
#     through var                            −8/9 · ½·(9 − 4)    = −20/9
#     ∂L/∂x4                                                     =  5/18 = 0.278
#
# Whoever forgets μ and var gets 3, more than ten times too much. This is the
# usual mistake, and it looks harmless because forward everything is right.
#
# Look at the sample x₁. Its own output is exactly right, and so is that of x₂:
# their errors are 0. All the same ∂L/∂x₁ is 0.833, because x₁ shifts the mean
# and the standard deviation that the others are normalised with.
#
# In ∂L/∂μ there is a term through var as well, since var was computed with μ.
# It is 0: the deviations from the mean add up to 0. It always is, and yet the
# line stands in the trace, because the chain rule asks for it.
#
# Two checks that hold for every batch normalisation. The four ∂L/∂x add up to
# 0: 0.8333 − 0.0556 − 1.0556 + 0.2778. Moving all samples by the same amount
# changes nothing, since the mean is taken off again. And the sum of ∂L/∂x times
# x̂ is 0: stretching the samples around their mean changes nothing either, since
# the standard deviation is divided out.
#
# Without going through every line one can write the result as one formula, with
# g for ∂L/∂x̂ and means over the batch:
#
#     ∂L/∂x[n] = (g[n] − mean of g − x̂[n] · mean of g·x̂)/σ
#
# Here the mean of g is 1.5 and that of g·x̂ is 4, so for x₄ it is (9 − 1.5 −
# 5/3·4)/3 = 0.278.
#
# Now change the lesson. Add 100 to every x, and say first which numbers change.
# Then multiply all x by 10: what becomes of the ∂L/∂x?
#
# What there is to find. With 100 more only μ changes. With ten times the x, μ
# and σ are ten times as large, x̂ and L stay, and each ∂L/∂x is a tenth.
#
# Source: Ioffe, Szegedy, "Batch Normalization: Accelerating Deep Network
# Training by Reducing Internal Covariate Shift", 2015, which prints the
# backward formulas in section 3.
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
[x_1, x_2, x_3, x_4] = [
    np.float64(number) for number in [1.0, 3.0, 3.0, 9.0]
]

# Targets
[t_1, t_2, t_3, t_4] = [
    np.float64(number) for number in [-2.0, 0.0, 1.0, 3.0]
]

# Parameters
gamma = np.float64(3.0)
beta = np.float64(1.0)

# Forward
mu = (x_1 + x_2 + x_3 + x_4)/4
var = ((x_1 - mu)**2 + (x_2 - mu)**2 + (x_3 - mu)**2 + (x_4 - mu)**2)/4
sd = np.sqrt(var)
u_1 = (x_1 - mu)/sd
u_2 = (x_2 - mu)/sd
u_3 = (x_3 - mu)/sd
u_4 = (x_4 - mu)/sd
out_1 = gamma*u_1 + beta
out_2 = gamma*u_2 + beta
out_3 = gamma*u_3 + beta
out_4 = gamma*u_4 + beta
L = 1/2*((out_1 - t_1)**2 + (out_2 - t_2)**2 + (out_3 - t_3)**2 + (out_4 - t_4)**2)

# Backward
dL_dout_4 = out_4 - t_4
dL_dout_3 = out_3 - t_3
dL_dout_2 = out_2 - t_2
dL_dout_1 = out_1 - t_1
dL_du_4 = dL_dout_4*gamma
dL_du_3 = dL_dout_3*gamma
dL_du_2 = dL_dout_2*gamma
dL_du_1 = dL_dout_1*gamma
du_1_dsd = -((x_1 - mu)/sd**2)
du_2_dsd = -((x_2 - mu)/sd**2)
du_3_dsd = -((x_3 - mu)/sd**2)
du_4_dsd = -((x_4 - mu)/sd**2)
dL_dsd = dL_du_1*du_1_dsd + dL_du_2*du_2_dsd + dL_du_3*du_3_dsd + dL_du_4*du_4_dsd
dsd_dvar = 1/(2*sd)
dL_dvar = dL_dsd*dsd_dvar
dvar_dmu = -(1/2*(x_1 - mu)) - 1/2*(x_2 - mu) - 1/2*(x_3 - mu) - 1/2*(x_4 - mu)
du_1_dmu = -(1/sd)
du_2_dmu = -(1/sd)
du_3_dmu = -(1/sd)
du_4_dmu = -(1/sd)
dL_dmu = (
    dL_dvar*dvar_dmu + dL_du_1*du_1_dmu + dL_du_2*du_2_dmu + dL_du_3*du_3_dmu + dL_du_4*du_4_dmu
)
dvar_dx_1 = 1/2*(x_1 - mu)
du_1_dx_1 = 1/sd
dL_dx_1 = 1/4*dL_dmu + dL_dvar*dvar_dx_1 + dL_du_1*du_1_dx_1
dvar_dx_2 = 1/2*(x_2 - mu)
du_2_dx_2 = 1/sd
dL_dx_2 = 1/4*dL_dmu + dL_dvar*dvar_dx_2 + dL_du_2*du_2_dx_2
dvar_dx_3 = 1/2*(x_3 - mu)
du_3_dx_3 = 1/sd
dL_dx_3 = 1/4*dL_dmu + dL_dvar*dvar_dx_3 + dL_du_3*du_3_dx_3
dvar_dx_4 = 1/2*(x_4 - mu)
du_4_dx_4 = 1/sd
dL_dx_4 = 1/4*dL_dmu + dL_dvar*dvar_dx_4 + dL_du_4*du_4_dx_4
dL_dgamma = dL_dout_1*u_1 + dL_dout_2*u_2 + dL_dout_3*u_3 + dL_dout_4*u_4
dL_dbeta = dL_dout_1 + dL_dout_2 + dL_dout_3 + dL_dout_4
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "mu": 4,
        "var": 9,
        "sd": 3,
        "u_1": -1,
        "u_2": -0.333333333,
        "u_3": -0.333333333,
        "u_4": 1.66666667,
        "out_1": -2,
        "out_2": 0,
        "out_3": 0,
        "out_4": 6,
        "L": 5,
        "dL_dout_4": 3,
        "dL_dout_3": -1,
        "dL_dout_2": 0,
        "dL_dout_1": 0,
        "dL_du_4": 9,
        "dL_du_3": -3,
        "dL_du_2": 0,
        "dL_du_1": 0,
        "du_1_dsd": 0.333333333,
        "du_2_dsd": 0.111111111,
        "du_3_dsd": 0.111111111,
        "du_4_dsd": -0.555555556,
        "dL_dsd": -5.33333333,
        "dsd_dvar": 0.166666667,
        "dL_dvar": -0.888888889,
        "dvar_dmu": 0,
        "du_1_dmu": -0.333333333,
        "du_2_dmu": -0.333333333,
        "du_3_dmu": -0.333333333,
        "du_4_dmu": -0.333333333,
        "dL_dmu": -2,
        "dvar_dx_1": -1.5,
        "du_1_dx_1": 0.333333333,
        "dL_dx_1": 0.833333333,
        "dvar_dx_2": -0.5,
        "du_2_dx_2": 0.333333333,
        "dL_dx_2": -0.0555555556,
        "dvar_dx_3": -0.5,
        "du_3_dx_3": 0.333333333,
        "dL_dx_3": -1.05555556,
        "dvar_dx_4": 2.5,
        "du_4_dx_4": 0.333333333,
        "dL_dx_4": 0.277777778,
        "dL_dgamma": 5.33333333,
        "dL_dbeta": 2,
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
