# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# Activation functions, and two under wrong names
#
# An activation function makes a neuron's output of its net input x. Here are
# the usual ones at one place, x = 2.25, each with its derivative there. The
# last two were printed in an article (article 003) under the names tanh and
# arctan.
#
#     input x = 2.25
#
#     linear      = x
#     exponential = exp(x)
#     logistic    = sigmoid(x)
#     gain        = slope_sigmoid(x, a: 2)
#     rectified   = relu(x)
#     leaky       = leaky_relu(x)
#     elu_x       = elu(x)
#     smooth      = softplus(x)
#     gauss       = gelu(x)
#     tanh_x      = tanh(x)
#     arctan_x    = arctan(x)
#
#     printed_tanh   = 1/pi*sin(pi*x)
#     printed_arctan = 1/pi*(exp(pi*x) - exp(-pi*x))
#
#     differentiate linear wrt x
#     differentiate exponential wrt x
#     differentiate logistic wrt x
#     differentiate gain wrt x
#     differentiate rectified wrt x
#     differentiate leaky wrt x
#     differentiate elu_x wrt x
#     differentiate smooth wrt x
#     differentiate gauss wrt x
#     differentiate tanh_x wrt x
#     differentiate arctan_x wrt x
#     differentiate printed_tanh wrt x
#     differentiate printed_arctan wrt x
#
# What to look at first are the derivatives: with them the error is multiplied
# on its way back. At x = 2.25 the logistic sigmoid has 0.086 left of its
# largest slope, 1/4, and tanh has 0.043 of 1: both are nearly flat here. ReLU
# and its relatives have the slope 1 wherever x is positive. GELU even has a
# little more, 1.06, because it comes up to the line y = x from below. Softplus
# has the logistic sigmoid as its slope, so its derivative refers to that line.
#
# Many derivatives need the function's own value and nothing else: the logistic
# sigmoid's is a·(1 − a), that of tanh is 1 − a², that of e^x is e^x. In a
# forward pass these values have been computed already. gain is a sigmoid with a
# factor of its own inside, 2 here. It is twice as steep in the middle and flat
# sooner.
#
# Now the two printed ones. Look at their values at three places; set x to −1.75
# and to 0.25 to see them come out.
#
#                                 x = −1.75    x = 0.25    x = 2.25
#     tanh(x)                      −0.94138     0.24492     0.97803
#     (1/π)·sin(πx)                 0.22508     0.22508     0.22508
#
#     arctan(x)                    −1.05165     0.24498     1.15257
#     (1/π)·(e^πx − e^−πx)        −77.71439     0.55301   373.84933
#
# The function printed as tanh has the same value at all three places. It is a
# wave: it repeats itself whenever x grows by 2, it is 0 at every integer, and
# it does not even have the sign of x. The function printed as arctan is
# (2/π)·sinh(πx). Where arctan levels off at π/2 = 1.5708, this one grows
# without end, and a net input of 250 makes a number that is too large for a
# computer's doubles.
#
# Does the gradient check find the mistake?
#
#     chainrule gradcheck activations
#
# It does not. All 13 derivatives agree, those of the two printed functions as
# well: cos(πx) is the derivative of (1/π)·sin(πx). A gradient check answers one
# question, whether the derivative belongs to the function. It cannot say
# whether the function is the one that was meant. What says so is a value, held
# against one from another source: tanh(2.25) from a pocket calculator is
# enough. Choose the place with care, though. At x = 0 all four are 0, and near
# 0 the printed wave looks right: both it and tanh have the slope 1 there.
#
# Why do such mistakes matter, if training runs all the same? With the wave, a
# net input that grows makes the output go up and down again, so a neuron cannot
# say "more". With the other one, outputs explode after a few layers.
#
# Now change the lesson. Let x be −1.75. Before you look: which derivatives are
# now 0, which are small, and which one is negative?
#
# What there is to find. ReLU has the derivative 0 and leaky ReLU 0.01: a unit
# that is never positive learns nothing with the first and little with the
# second. ELU has e^−1.75 = 0.174, the same as the exponential itself, since it
# is e^x − 1 there. The negative one is GELU's, −0.111: left of about −0.75,
# GELU goes down before it comes up again.
#
# Sources: ReLU: Nair, Hinton, "Rectified Linear Units Improve Restricted
# Boltzmann Machines", 2010. Leaky ReLU: Maas, Hannun, Ng, "Rectifier
# Nonlinearities Improve Neural Network Acoustic Models", 2013. ELU: Clevert,
# Unterthiner, Hochreiter, "Fast and Accurate Deep Network Learning by
# Exponential Linear Units", 2016. GELU: Hendrycks, Gimpel, "Gaussian Error
# Linear Units", 2016. The sigmoid with a slope of its own: Kruschke, Movellan,
# "Benefits of Gain", 1991.
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


def one_minus_tanh_squared(a, z):
    power = np.exp(-2*abs(z))
    return 1 - a*a if 1 - a*a >= 2**-27 else 4*power/((1 + power)*(1 + power))


def slope_sigmoid(x, a):
    return sigmoid(a*x)


def leaky_relu(x, slope):
    return x if x > 0 else slope*x


def elu(x, alpha):
    return x if x > 0 else alpha*np.expm1(x)


def gelu(x):
    return x/2*np.float64(math.erfc(-x/np.sqrt(2.0)))


def arctan(x):
    return np.arctan(x)


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 2):
        results[step] = dict(globals())


# Inputs
x = np.float64(2.25)

# Forward
linear = x
exponential = np.exp(x)
logistic = sigmoid(x)
gain = slope_sigmoid(x, np.float64(2.0))
rectified = np.maximum(x, 0.0)
leaky = leaky_relu(x, np.float64(0.01))
elu_x = elu(x, np.float64(1.0))
smooth = np.logaddexp(x, 0.0)
gauss = gelu(x)
tanh_x = np.tanh(x)
arctan_x = arctan(x)
printed_tanh = 1/math.pi*np.sin(math.pi*x)
printed_arctan = 1/math.pi*(np.exp(math.pi*x) - np.exp(-math.pi*x))

# Backward
dlinear_dx = np.float64(1.0)
dexponential_dx = exponential
dlogistic_dx = logistic*one_minus_sigmoid(logistic, x)
dgain_dx = 2*sigmoid(2*x)*one_minus_sigmoid(sigmoid(2*x), 2*x)
drectified_dx = (x > 0)*1.0
dleaky_dx = np.float64(1.0) if x > 0 else np.float64(0.01)
delu_x_dx = np.float64(1.0) if x > 0 else exponential
dsmooth_dx = logistic
dgauss_dx = (
    1/2*np.float64(math.erfc(-x/np.sqrt(2.0)))
    + x*np.exp(-(-x/np.sqrt(2.0))**2)/(np.sqrt(math.pi)*np.sqrt(2.0))
)
dtanh_x_dx = one_minus_tanh_squared(tanh_x, x)
darctan_x_dx = 1/(1 + x**2)
dprinted_tanh_dx = np.cos(math.pi*x)
dprinted_arctan_dx = np.exp(math.pi*x) + np.exp(-math.pi*x)
remember(1)

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "linear": 2.25,
        "exponential": 9.48773584,
        "logistic": 0.904650535,
        "gain": 0.989013057,
        "rectified": 2.25,
        "leaky": 2.25,
        "elu_x": 2.25,
        "smooth": 2.35020656,
        "gauss": 2.22249494,
        "tanh_x": 0.978026115,
        "arctan_x": 1.152572,
        "printed_tanh": 0.225079079,
        "printed_arctan": 373.849332,
        "dlinear_dx": 1,
        "dexponential_dx": 9.48773584,
        "dlogistic_dx": 0.0862579444,
        "dgain_dx": 0.0217324594,
        "drectified_dx": 1,
        "dleaky_dx": 1,
        "delu_x_dx": 1,
        "dsmooth_dx": 0.904650535,
        "dgauss_dx": 1.05918974,
        "dtanh_x_dx": 0.0434649189,
        "darctan_x_dx": 0.164948454,
        "dprinted_tanh_dx": 0.707106781,
        "dprinted_arctan_dx": 1174.48402,
    },
}

for step, values in results.items():
    print("step", step, "linear =", values["linear"].item())

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
