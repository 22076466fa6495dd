"""Writes functions.csv, the table of FunctionValuesTests, with mpmath at 50 digits.

A row is a function, its arguments, its value there and its derivative by each argument. Arguments
are doubles, results the doubles nearest to those of 50 digits. Functions are written out as their
sources have them; of one with pieces the piece at the point is differentiated, so that at a kink
the piece is the documented one. What IEEE arithmetic has beyond the reals is written out:
infinities at poles, `nan` outside of the domain.
"""
import csv
import itertools
import pathlib

from mpmath import *

mp.dps = 50
POINTS = "-800 -30 -5 -2 -1 -0.5 0 0.3 1 2 5 30 800".split()


def sigmoid(x): return 1 / (1 + exp(-x))
def softplus(x): return log(1 + exp(x)) if x < 0 else x + log(1 + exp(-x))


class Piece:
    """A function whose piece is chosen at a point: `pick` maps the point to a smooth function."""
    def __init__(self, pick): self.pick = pick


def two(condition, f, g): return Piece(lambda *at: f if condition(*at) else g)


def extremum(better):  # of two; of equal arguments the first
    return two(better, lambda a, b: a, lambda a, b: b)


def first(better):  # the position of the first extremum
    def pick(*at):
        best = 0
        for index, value in enumerate(at):
            if better(value, at[best]): best = index
        return lambda *a: mpf(best + 1)
    return Piece(pick)


def huber(a, y, d):
    if abs(a - y) <= d: return lambda a, y, d: (a - y) ** 2 / 2
    side = sign(a - y)
    return lambda a, y, d: d * (side * (a - y) - d / 2)


def hinge(s, y):
    return (lambda s, y: 1 - y * s) if 1 - y * s > 0 else (lambda s, y: mpf(0))


def hard_sigmoid(x, slope):
    z = slope * x + mpf(1) / 2
    # Compared as doubles: 1/6 is not one.
    if float(z) >= 1: return lambda x, slope: mpf(1)
    if float(z) <= 0: return lambda x, slope: mpf(0)
    return lambda x, slope: slope * x + mpf(1) / 2


def gelu_tanh(x): return x / 2 * (1 + tanh(sqrt(2 / pi) * (x + mpf("0.044715") * x ** 3)))


def bce(p, y): return -(y * log(p) + (1 - y) * log(1 - p))


def inside(condition, f): return lambda *at: f if condition(*at) else None


UNARY = {
    "exp": exp, "expm1": expm1, "sin": sin, "cos": cos, "tan": tan, "sinh": sinh, "cosh": cosh,
    "tanh": tanh, "atan": atan, "arctan": atan, "erf": erf, "erfc": erfc, "sigmoid": sigmoid,
    "softplus": softplus, "identity": lambda x: x, "silu": lambda x: x * sigmoid(x),
    "mish": lambda x: x * tanh(softplus(x)), "gelu": lambda x: x * erfc(-x / sqrt(2)) / 2,
    "gelu_tanh": gelu_tanh,
    "log": Piece(inside(lambda x: x > 0, log)), "ln": Piece(inside(lambda x: x > 0, log)),
    "log1p": Piece(inside(lambda x: x > -1, log1p)), "sqrt": Piece(inside(lambda x: x > 0, sqrt)),
    "asin": Piece(inside(lambda x: abs(x) < 1, asin)),
    "acos": Piece(inside(lambda x: abs(x) < 1, acos)),
    "abs": Piece(lambda x: (lambda x: x) if x > 0 else (lambda x: -x) if x < 0 else lambda x: 0 * x),
    "sign": Piece(lambda at: lambda x: sign(at)), "floor": Piece(lambda at: lambda x: floor(at)),
    "relu": two(lambda x: x > 0, lambda x: x, lambda x: mpf(0)),
    "softsign": Piece(lambda at: lambda x: x / (1 + sign(at) * x)),
}
# More arguments: the function and the values of the arguments behind the first.
PAIRS = {
    "slope_sigmoid": (lambda x, a: sigmoid(a * x), ["1", "0.25", "-3"]),
    "hard_sigmoid": (Piece(hard_sigmoid), ["0.2", "0.5", "0.16666666666666666"]),
    "leaky_relu": (two(lambda x, a: x > 0, lambda x, a: x, lambda x, a: a * x), ["0.01", "0.2"]),
    "prelu": (two(lambda x, a: x > 0, lambda x, a: x, lambda x, a: a * x), ["0.25", "-0.5"]),
    "elu": (two(lambda x, a: x > 0, lambda x, a: x, lambda x, a: a * expm1(x)), ["1", "0.5"]),
    "half_squared_error": (lambda a, y: (a - y) ** 2 / 2, ["-1", "0.3", "1"]),
    "squared_error": (lambda a, y: (a - y) ** 2, ["-1", "0.3", "1"]),
    "absolute_error": (Piece(lambda *at: lambda a, y: sign(at[0] - at[1]) * (a - y)),
                       ["-1", "0.3", "1"]),
    "binary_cross_entropy_with_logit":
        (lambda z, y: y * softplus(-z) + (1 - y) * softplus(z), ["0", "0.3", "1"]),
    "hinge": (Piece(hinge), ["-1", "1"]),
    "max": (extremum(lambda a, b: a >= b), ["-2", "0.3", "5"]),
    "min": (extremum(lambda a, b: a <= b), ["-2", "0.3", "5"]),
    "/": (lambda a, b: a / b, ["3", "-0.2"]),
    "xdivy": (lambda x, y: x / y, ["3", "-0.2"]),
    "power_slope": (Piece(inside(lambda x, b: x > 0, lambda x, b: b * x ** (b - 1))),
                    ["2", "3", "-1"]),
    "xlogy": (lambda x, y: x * log(y), ["0.3", "2", "800"]),
    "cross_entropy": (Piece(inside(lambda p, y: p > 0, lambda p, y: -y * log(p))),
                      ["0.3", "1"]),
    "kl_divergence": (Piece(inside(lambda p, q: p > 0, lambda p, q: p * log(p / q))),
                      ["0.3", "0.9"]),
    "argmax": (first(lambda a, b: a > b), ["0.3", "5"]),
    "argmin": (first(lambda a, b: a < b), ["0.3", "5"]),
    "logsumexp": (lambda a, b: log(exp(a) + exp(b)), ["-800", "0.25", "800"]),
}
TRIPLES = {
    "huber": (Piece(huber), [("0.3", "1"), ("-1", "0.25"), ("2", "3")]),
    "cross_entropy_with_logit": (lambda z, y, s: y * (s - z), [("1", "800.5"), ("0.3", "-1")]),
    "logsumexp": (lambda a, b, c: log(exp(a) + exp(b) + exp(c)), [("0.5", "-800"), ("1", "29")]),
    "if": (Piece(lambda c, a, b: (lambda c, a, b: a) if c != 0 else (lambda c, a, b: b)),
           [("2", "3")]),
}
PROBABILITIES = ["0.001", "0.3", "0.5", "0.999", "0.9999999999"]
SMALL = ["1e-300", "1e-9"]

rows = []


def add(name, point, f):
    at = [mpf(float(x)) for x in point]
    smooth = f.pick(*at) if isinstance(f, Piece) else f
    if smooth is None: return
    slopes = []
    for index in range(len(at)):
        # A small argument is moved by a part of itself.
        unit = at[index] if 0 < abs(at[index]) < 1e-5 else mpf(1)
        along = lambda t: smooth(*at[:index], at[index] + t * unit, *at[index + 1:])
        slopes.append(diff(along, 0) / unit)
    write(name, point, smooth(*at), slopes)


def write(name, point, value, slopes):
    rows.append([name, " ".join(point), repr(float(value)),
                 " ".join(repr(float(slope) + 0.0) for slope in slopes)])


for name, f in UNARY.items():
    for x in POINTS + ["1e-9", "-1e-9", "0.999"]: add(name, [x], f)
for name, (f, others) in PAIRS.items():
    for other, x in itertools.product(others, POINTS): add(name, [x, other], f)
for name, (f, others) in TRIPLES.items():
    for other, x in itertools.product(others, POINTS): add(name, [x, *other], f)
for p, y in itertools.product(PROBABILITIES, ["0", "0.3", "1"]):
    add("binary_cross_entropy", [p, y], bce)
for p, y in itertools.product(SMALL, ["0.3", "1"]):  # with 0 there is but log(1 - p) left
    add("binary_cross_entropy", [p, y], bce)
for p in SMALL + PROBABILITIES:
    add("cross_entropy", [p, "0.7"], lambda p, y: -y * log(p))
    for q in ["1e-9", "0.7"]: add("kl_divergence", [p, q], lambda p, q: p * log(p / q))
# Of a saturated function the argument says what the value has no digits left for; far from that
# the value does, and the argument is not asked.
for z in ["-2", "-0.5", "0.3", "2"]:
    add("one_minus_sigmoid", [repr(float(sigmoid(mpf(z)))), z], lambda a, z: 1 - a)
    add("one_minus_tanh_squared", [repr(float(tanh(mpf(z)))), z], lambda a, z: 1 - a ** 2)
    add("one_minus_softmax", ["0.75", z, "0.1", "-0.3"], lambda p, *z: 1 - p)
for z in ["20", "30", "40", "700"]:
    write("one_minus_sigmoid", ["1", z], sigmoid(-mpf(z)), [-1, 0])
    for a in ["1", "-1"]:
        write("one_minus_tanh_squared", [a, a.replace("1", z)], 1 / cosh(mpf(z)) ** 2,
              [-2 * int(a), 0])
    others = exp(mpf("0.1")) + exp(mpf("-0.3"))
    write("one_minus_softmax", ["1", z, "0.1", "-0.3"], others / (others + exp(mpf(z))),
          [-1, 0, 0, 0])
for x in POINTS: write("stop_gradient", [x], mpf(float(x)), [0])  # by what it is for
write("power_slope", ["0", "0"], 0, [0, inf])
write("power_slope", ["0", "1"], 1, [0, -inf])
write("power_slope", ["0", "2"], 0, [2, 0])
write("power_slope", ["2", "0"], 0, [0, 0.5])

for a, b in itertools.product([x for x in POINTS if float(x) > 0], ["-2.5", "0.5", "2", "3"]):
    add("^", [a, b], lambda a, b: a ** b)

# The ends of domains, poles, and what lies beyond.
for name, x, value, slope in [
    ("log", "0", -inf, inf), ("log1p", "-1", -inf, inf), ("sqrt", "0", 0, inf),
    ("asin", "1", pi / 2, inf), ("asin", "-1", -pi / 2, inf),
    ("acos", "1", 0, -inf), ("acos", "-1", pi, -inf),
]: write(name, [x], value, [slope])
for name, x in [("log", "-1"), ("log1p", "-2"), ("sqrt", "-1"), ("asin", "2"), ("acos", "-2")]:
    rows.append([name, x, "nan", ""])
# 0·log 0 = 0, with the slope log 0 by the first argument; a term that is 0 for every p has none.
write("xlogy", ["0", "0"], 0, [-inf, 0])
write("xlogy", ["2", "0"], -inf, [-inf, inf])
write("cross_entropy", ["0", "1"], inf, [-inf, inf])
write("cross_entropy", ["0", "0"], 0, [0, inf])
write("binary_cross_entropy", ["0", "0"], 0, [1, inf])
write("binary_cross_entropy", ["1", "1"], 0, [-1, -inf])
write("kl_divergence", ["0", "0.5"], 0, [-inf, 0])
write("kl_divergence", ["0.5", "0"], inf, [inf, -inf])

path = pathlib.Path(__file__).with_name("functions.csv")
with path.open("w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["function", "arguments", "value", "derivatives"])
    writer.writerows(sorted(rows, key=lambda row: row[0]))
