"""Prints the tables of FunctionValuesTests: function, argument(s), value, derivative(s).

Every argument is the double nearest to its text; values have 40 digits inside, 20 printed.
"""
from mpmath import *

mp.dps = 40


def softplus(x): return log1p(exp(x)) if x < 0 else x + log1p(exp(-x))
def sigmoid(x): return 1 / (1 + exp(-x))


unary = {
    "exp": (exp, exp, "-20 -1 -0.1 1e-9 0.5 1 10 300"),
    "expm1": (expm1, exp, "-20 -1 1e-12 -1e-5 0.3 5"),
    "log": (log, lambda x: 1 / x, "1e-300 0.1 0.999 1.5 10 1e300"),
    "ln": (log, lambda x: 1 / x, "0.3 7"),
    "log1p": (log1p, lambda x: 1 / (1 + x), "-0.9 -1e-10 1e-15 0.5 20"),
    "sqrt": (sqrt, lambda x: 1 / (2 * sqrt(x)), "1e-8 0.5 2 3e10"),
    "abs": (abs, sign, "-2.5 3"),
    "sign": (sign, lambda x: mpf(0), "-0.1 7"),
    "floor": (floor, lambda x: mpf(0), "-1.5 0.5 2.75"),
    "sin": (sin, cos, "-3 0.1 1.5 100"),
    "cos": (cos, lambda x: -sin(x), "-3 0.1 1.5 100"),
    "tan": (tan, lambda x: sec(x) ** 2, "-1.2 0.1 1.5 4"),
    "asin": (asin, lambda x: 1 / sqrt(1 - x * x), "-0.9 0.1 0.5"),
    "acos": (acos, lambda x: -1 / sqrt(1 - x * x), "-0.9 0.1 0.5"),
    "atan": (atan, lambda x: 1 / (1 + x * x), "-4 0.1 50"),
    "sinh": (sinh, cosh, "-3 1e-8 0.5 20"),
    "cosh": (cosh, sinh, "-3 1e-8 0.5 20"),
    "tanh": (tanh, lambda x: sech(x) ** 2, "-3 1e-8 0.5 5"),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), "-700 -30 -1 0.1 2 10"),
    "softplus": (softplus, sigmoid, "-700 -30 -1 0.1 2 40"),
    "erf": (erf, lambda x: 2 / sqrt(pi) * exp(-x * x), "-2 -0.5 1e-9 0.3 3"),
    "erfc": (erfc, lambda x: -2 / sqrt(pi) * exp(-x * x), "-2 -0.5 0.3 3 5"),
    "relu": (lambda x: max(x, mpf(0)), lambda x: mpf(x > 0), "-2 1e-300 3"),
    "identity": (lambda x: x, lambda x: mpf(1), "-2 0.7"),
    "arctan": (atan, lambda x: 1 / (1 + x * x), "-4 0.1"),
    "leaky_relu": (lambda x: x if x > 0 else mpf(0.01) * x,
                   lambda x: mpf(1) if x > 0 else mpf(0.01), "-3 2"),
    "elu": (lambda x: x if x > 0 else expm1(x), lambda x: mpf(1) if x > 0 else exp(x), "-3 -1e-9 2"),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, "-3 0.5 100"),
    "silu": (lambda x: x * sigmoid(x),
             lambda x: sigmoid(x) * (1 + x * sigmoid(-x)), "-5 -1 0.1 3"),
    "gelu": (lambda x: x * ncdf(x), lambda x: ncdf(x) + x * npdf(x), "-3 -1 0.1 2"),
}
for name, (f, d, points) in unary.items():
    for x in points.split():
        v = mpf(float(x))
        print(name, x, nstr(f(v), 20), nstr(d(v), 20))

print()


def xlogy(x, y): return mpf(0) if x == 0 else x * log(y)
def huber(a, y, d): return (a - y) ** 2 / 2 if abs(a - y) <= d else d * (abs(a - y) - d / 2)
def bce(p, y): return -(xlogy(y, p) + xlogy(1 - y, 1 - p))
def bcel(z, y): return y * softplus(-z) + (1 - y) * softplus(z)


# The function as a lesson calls it, in a and b.
binary = {
    "max(a, b)": (lambda a, b: max(a, b), "1:2 2:-1"),
    "min(a, b)": (lambda a, b: min(a, b), "1:2 2:-1"),
    "a^b": (lambda a, b: a ** b, "2:0.5 0.3:-2.5 1.5:30"),
    "a/b": (lambda a, b: a / b, "1:3 -0.7:0.2"),
    "xlogy(a, b)": (xlogy, "0.3:0.2 2:7"),
    "if(a < b, a*b, a - b)": (lambda a, b: a * b if a < b else a - b, "1:2 2:1"),
    "leaky_relu(a, slope: b)": (lambda a, b: a if a > 0 else a * b, "-3:0.2 3:0.2"),
    "elu(a, alpha: b)": (lambda a, b: a if a > 0 else b * expm1(a), "-3:0.5 3:0.5"),
    "half_squared_error(a, b)": (lambda a, y: (a - y) ** 2 / 2, "0.3:1 2:-1"),
    "squared_error(a, b)": (lambda a, y: (a - y) ** 2, "0.3:1 2:-1"),
    "absolute_error(a, b)": (lambda a, y: abs(a - y), "0.3:1 2:-1"),
    "huber(a, b)": (lambda a, y: huber(a, y, mpf(1)), "0.3:1 2:-1 -5:0.5"),
    "huber(a, b, delta: 0.25)": (lambda a, y: huber(a, y, mpf(0.25)), "0.3:1 0.9:1"),
    "binary_cross_entropy(a, b)": (bce, "0.3:0.2 0.9:0.7"),
    "binary_cross_entropy_with_logit(a, b)": (bcel, "-3:0.2 2:0.7 0.1:0.9"),
    "cross_entropy(a, b)": (lambda p, y: -xlogy(y, p), "0.3:0.2 0.9:1"),
    "kl_divergence(a, b)": (lambda p, q: xlogy(p, p) - xlogy(p, q), "0.3:0.2 0.5:0.9"),
    "hinge(a, b)": (lambda s, y: max(mpf(0), 1 - y * s), "0.3:1 2:1 0.5:-1"),
}
for call, (f, points) in binary.items():
    for point in points.split():
        a, b = (mpf(float(x)) for x in point.split(":"))
        print(f"{call} | {point.replace(':', ' ')}", nstr(f(a, b), 20),
              nstr(diff(f, (a, b), (1, 0)), 20), nstr(diff(f, (a, b), (0, 1)), 20))
