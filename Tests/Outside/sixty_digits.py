"""Evaluates formulas of the lesson language with 60 digits, and differentiates them.

The rules are those of Docs/lesson-language.md and Docs/functions.md, written down once more. Each
number carries how far the rounding of doubles may take it: half a unit of the last digit in each
operation, and what the errors of the arguments make of it.
"""

import ast
import functools
import re
import sys

from mpmath import inf, isfinite, isinf, isnan, mp, mpf, nan

mp.dps = 60
# How many times as far as to first order rounding may take a number.
SLACK = 50
LARGEST, LAST_DIGIT, SMALLEST = mpf(sys.float_info.max), mpf(2)**-53, mpf(2)**-1075
# Differences from 1 below this come from the argument.
HALF_OF_DIGITS = mpf(2)**-27


class Number:
    """A number, and how far doubles may be from it."""

    limited = True  # whether numbers outside the range of doubles are infinite, or lose digits

    def __init__(self, value, error=0):
        self.value, self.error = mpf(value), error

    def __add__(self, other): return applied(lambda a, b: a + b, self, other)
    def __sub__(self, other): return applied(lambda a, b: a - b, self, other)
    def __mul__(self, other): return applied(lambda a, b: a * b, self, other)
    def __truediv__(self, other): return quotient(self, other)
    def __neg__(self): return Number(-self.value, self.error)

    is_nan = property(lambda self: isnan(self.value) and self.error == 0)
    is_zero = property(lambda self: self.value == 0 and self.error == 0)
    may_be_zero = property(lambda self: isnan(self.value) or abs(self.value) <= SLACK * self.error)


UNKNOWN, POLE = Number(nan, inf), Number(inf, inf)  # a pole is infinite, of unknown sign
ZERO, ONE, TWO = Number(0), Number(1), Number(2)


def rounded(value, error):
    if isnan(value) or isnan(error) or isinf(value):
        return UNKNOWN if error else Number(value)
    if Number.limited and abs(value) + SLACK * error > LARGEST:
        return Number(value * inf) if abs(value) - SLACK * error > LARGEST * (1 + LAST_DIGIT / 2) else UNKNOWN
    if error == 0 and float(value) == value:
        return Number(value)
    return Number(value, error + max(abs(value) * LAST_DIGIT, SMALLEST if Number.limited else 0))


def applied(function, *arguments):
    """The function's value, and how far it moves with each argument."""
    if any(argument.error == inf for argument in arguments):
        return UNKNOWN
    values = [argument.value for argument in arguments]
    result, error = function(*values), mpf(0)
    for place, argument in enumerate(arguments):
        for step in (argument.error, -argument.error) if argument.error else ():
            moved = function(*values[:place], values[place] + step, *values[place + 1:])
            error += 0 if moved == result else abs(moved - result)
    return rounded(result, error)


def either_order(a, b):
    """A sum, of which the program may have added other parts first, and lost more digits."""
    total = a + b
    lost = (abs(a.value) + abs(b.value)) * LAST_DIGIT
    return Number(total.value, total.error + lost) if isfinite(total.value) else total


def quotient(a, b):
    if b.is_zero and not a.is_nan:  # the sign of an infinite quotient is that of the 0
        return Number(nan) if a.is_zero else UNKNOWN if a.may_be_zero else POLE
    if b.may_be_zero and not b.is_nan:
        return UNKNOWN
    return applied(lambda a, b: a / b if isfinite(a) or isfinite(b) else nan, a, b)


def power(a, b):
    if b.is_zero:
        return ONE
    if not isfinite(a.value) or not isfinite(b.value):
        return UNKNOWN
    if a.is_zero and b.value < 0:
        return UNKNOWN if b.may_be_zero else POLE
    return applied(lambda a, b: nan if a < 0 and b != mp.floor(b) or a == 0 and b < 0 else
                   mpf(0) if a == 0 else a**b, a, b)


def power_slope(a, b):
    return ZERO if b.is_zero else UNKNOWN if b.may_be_zero else b * power(a, b - ONE)


def xlogy(a, b): return ZERO if a.is_zero and not isnan(b.value) else a * log(b)
def xdivy(a, b): return ZERO if a.is_zero and not isnan(b.value) else a / b


def smooth(function, domain=lambda x: True):
    return lambda x: applied(lambda x: nan if isnan(x) or not domain(x) else function(x), x)


def periodic(function):
    return lambda x: UNKNOWN if x.error > 0.1 else smooth(function, isfinite)(x)


def one_minus(function, near):
    """The difference of a function from 1, which comes from the argument where it is small."""
    def difference(*x):
        rest = ONE - applied(function, *x)
        return rest if rest.value >= HALF_OF_DIGITS else applied(near, *x)
    return difference


def share(z, places):
    """The part of Σ e^z that some places have."""
    powers = [mp.exp(v - max(z)) for v in z]
    return sum(powers[place] for place in places) / sum(powers)


exp, log, sqrt = smooth(mp.exp), smooth(mp.log, lambda x: x >= 0), smooth(mp.sqrt, lambda x: x >= 0)
sin, cos, sinh, cosh = periodic(mp.sin), periodic(mp.cos), smooth(mp.sinh), smooth(mp.cosh)
sigmoid = smooth(lambda x: 1 / (1 + mp.exp(-x)))
one_minus_sigmoid = one_minus(lambda x: 1 / (1 + mp.exp(-x)), lambda x: 1 / (1 + mp.exp(x)))
one_minus_tanh_squared = one_minus(lambda x: mp.tanh(x)**2, lambda x: mpf(0) if isinf(x) else mp.cosh(x)**-2)


def bell(x): return TWO / sqrt(Number(mp.pi, LAST_DIGIT * 4)) * exp(-(x * x))
def over_root(x): return ONE / sqrt(ONE - x * x)


# Of one number x: the value y, and the derivative where it is not 0 everywhere.
OF_ONE = {
    "exp": (exp, lambda x, y: y), "expm1": (smooth(mp.expm1), lambda x, y: exp(x)),
    "log": (log, lambda x, y: ONE / x), "log1p": (smooth(mp.log1p, lambda x: x >= -1), lambda x, y: ONE / (ONE + x)),
    "sqrt": (sqrt, lambda x, y: ONE / (TWO * y)), "sin": (sin, lambda x, y: cos(x)),
    "cos": (cos, lambda x, y: -sin(x)), "tan": (periodic(mp.tan), lambda x, y: ONE + y * y),
    "asin": (smooth(mp.asin, lambda x: abs(x) <= 1), lambda x, y: over_root(x)),
    "acos": (smooth(mp.acos, lambda x: abs(x) <= 1), lambda x, y: -over_root(x)),
    "atan": (smooth(mp.atan), lambda x, y: ONE / (ONE + x * x)), "sinh": (sinh, lambda x, y: cosh(x)),
    "cosh": (cosh, lambda x, y: sinh(x)), "tanh": (smooth(mp.tanh), lambda x, y: one_minus_tanh_squared(x)),
    "sigmoid": (sigmoid, lambda x, y: y * one_minus_sigmoid(x)), "erf": (smooth(mp.erf), lambda x, y: bell(x)),
    "softplus": (smooth(lambda x: max(x, mpf(0)) + mp.log1p(mp.exp(-abs(x)))), lambda x, y: sigmoid(x)),
    "erfc": (smooth(lambda x: mp.erfc(x) if x < 1e6 else mpf(0)), lambda x, y: -bell(x)),
    "neg": (lambda x: -x, lambda x, y: -ONE), "stop_gradient": (lambda x: x, None),
}
# Of two numbers a and b: the value y, and the derivatives by both.
OF_TWO = {
    "+": (lambda a, b: a + b, lambda a, b, y: ONE, lambda a, b, y: ONE),
    "-": (lambda a, b: a - b, lambda a, b, y: ONE, lambda a, b, y: -ONE),
    "*": (lambda a, b: a * b, lambda a, b, y: b, lambda a, b, y: a),
    "/": (quotient, lambda a, b, y: ONE / b, lambda a, b, y: -(a / (b * b))),
    "^": (power, lambda a, b, y: power_slope(a, b), lambda a, b, y: xlogy(y, a)),
    "xlogy": (xlogy, lambda a, b, y: log(b), lambda a, b, y: xdivy(a, b)),
    "xdivy": (xdivy, lambda a, b, y: ONE / b, lambda a, b, y: -xdivy(a, b * b)),
    "power_slope": (power_slope, lambda a, b, y: ZERO if b.is_zero else b * power_slope(a, b - ONE),
                    lambda a, b, y: power(a, b - ONE) + xlogy(y, a)),
    # of σ(b) and b, and of tanh(b) and b
    "one_minus_sigmoid": (lambda a, b: one_minus_sigmoid(b), lambda a, b, y: -ONE, lambda a, b, y: ZERO),
    "one_minus_tanh_squared": (lambda a, b: one_minus_tanh_squared(b), lambda a, b, y: -(TWO * a),
                               lambda a, b, y: ZERO),
}
COMPARISONS = {"<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1], "==": [0]}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^", ast.Lt: "<", ast.LtE: "<=",
         ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}
# The prelude's functions, as they are defined there.
DEFINED = {
    "huber": ("ayd", "if(abs(a - y) <= d, 1/2*(a - y)^2, d*(abs(a - y) - d/2))"),
    "leaky_relu": ("a", "if(a > 0, a, 0.01*a)"), "elu": ("a", "if(a > 0, a, expm1(a))"),
    "softsign": ("a", "a/(1 + abs(a))"), "silu": ("a", "a*sigmoid(a)"), "hinge": ("ay", "max(0, 1 - y*a)"),
    "kl_divergence": ("ay", "xlogy(a, a) - xlogy(a, y)"),
    "binary_cross_entropy_with_logit": ("ay", "y*softplus(-a) + (1 - y)*softplus(a)"),
}


@functools.cache
def parsed(text):
    """A formula as Python's syntax tree: the two languages bind alike."""
    text = re.sub(r"(\w+)\([ik]: ", r"over_\1(", text.replace("if(", "choose(").replace("^", "**").replace("[k]", "[i]"))
    return ast.parse(text, mode="eval").body


class Node:
    """A computed number, and the nodes that it uses with the derivatives by them."""

    def __init__(self, value, uses):
        self.value, self.uses, self.adjoint = value, uses, None


class Evaluation:
    """Evaluates lines, and differentiates one of them."""

    def __init__(self):
        self.nodes, self.meets_kink = [], False

    def new(self, value, *uses):
        self.nodes.append(Node(value, uses))
        return self.nodes[-1]

    def unknown(self, nodes):
        return self.new(UNKNOWN, *((node, lambda: UNKNOWN) for node in nodes))

    def order(self, a, b=ZERO):
        """-1, 0 or 1 as a is below, equal to or above b; None where rounding decides, or NaN."""
        same = a is b and not isnan(a.value) or a.value == b.value and a.error == b.error == 0
        slack = SLACK * (a.error + b.error)
        result = 0 if same else 1 if a.value - b.value > slack else -1 if b.value - a.value > slack else None
        self.meets_kink |= result in (0, None)
        return result

    def evaluate(self, tree, scope):
        match tree:
            case ast.Constant(value):
                return self.new(Number(float(value)))
            case ast.Name(name):
                return scope[name]
            case ast.Subscript(ast.Name(family)):
                return scope[f"{family}[{scope['i']}]"]
            case ast.Call(ast.Name("choose"), [condition, then, otherwise]):
                taken = self.evaluate(condition, scope).value
                decision = self.order(taken)
                if decision is None and not taken.is_nan:
                    return self.unknown([self.evaluate(part, scope) for part in (then, otherwise)])
                return self.evaluate(otherwise if decision == 0 else then, scope)
            case ast.Call(ast.Name(name), [body]) if name.startswith("over_"):
                return self.reduced(name[5:], [self.evaluate(body, scope | {"i": i}) for i in (1, 2, 3)], scope)
            case ast.Call(ast.Name(name), parts) if name in DEFINED:
                names, body = DEFINED[name]
                return self.evaluate(parsed(body), dict(zip(names, [self.evaluate(part, scope) for part in parts])))
            case ast.Call(ast.Name(name), parts): pass
            case ast.BinOp(left, sign, right) | ast.Compare(left, [sign], [right]):
                name, parts = SIGNS[type(sign)], [left, right]
            case ast.UnaryOp(_, operand): name, parts = "neg", [operand]
        return self.call(name, [self.evaluate(part, scope) for part in parts])

    def reduced(self, name, nodes, scope):
        if name == "softmax":
            return self.softmax(nodes, scope["i"])
        if name in ("max", "min", "logsumexp"):
            return self.call(name, nodes)
        sign = "*" if name == "product" else "+"
        result = self.call(sign, [self.call(sign, nodes[:2]), nodes[2]])
        return self.call("/", [result, self.new(Number(3))]) if name == "mean" else result

    def call(self, name, nodes):
        values = [node.value for node in nodes]
        x = values[0]
        if name in OF_ONE:
            function, slope = OF_ONE[name]
            y = function(x)
            return self.new(y, *([(nodes[0], lambda: slope(x, y))] if slope else []))
        if name in OF_TWO:
            function, *slopes = OF_TWO[name]
            y = function(*values)
            return self.new(y, *((node, lambda slope=slope: slope(*values, y)) for node, slope in zip(nodes, slopes)))
        if name in COMPARISONS:
            order = self.order(*values)
            holds = UNKNOWN if order is None else Number(order in COMPARISONS[name])
            return self.new(ZERO if any(value.is_nan for value in values) else holds)
        if name == "floor":
            below, above = (mp.floor(x.value + step * SLACK) if isfinite(x.value) else x.value
                            for step in (-x.error, x.error))
            self.meets_kink |= below != above or x.value == below
            return self.new(Number(below) if below == above and x.error != inf or x.is_nan else UNKNOWN)
        if name in ("sign", "abs", "relu"):
            order = self.order(x)
            if order is None:
                return self.new(x if x.is_nan else UNKNOWN, (nodes[0], lambda: UNKNOWN))
            if name == "sign":
                return self.new(Number(order))
            slope = Number(order if name == "abs" else order > 0)
            return self.new(ZERO if slope.is_zero else x * slope, (nodes[0], lambda: slope))
        match name:
            case "logsumexp": return self.logsumexp(nodes)
            case "softmax": return self.softmax(nodes[1:], int(x.value))
            case "one_minus_softmax": return self.new(self.shares(nodes[1:])[1][0], (nodes[0], lambda: -ONE))
        return self.extremum(name, nodes, values)

    def best(self, values, wanted):
        """The place of the first largest number, or of the smallest; None where rounding decides."""
        best = 0
        for place in range(1, len(values)):
            order = self.order(values[place], values[best])
            if order is None:
                return None
            best = place if order == wanted else best
        return best

    def extremum(self, name, nodes, values):
        if "arg" not in name and any(value.is_nan for value in values):
            return self.new(Number(nan), *((node, lambda: UNKNOWN) for node in nodes))
        best = self.best(values, 1 if name.endswith("max") else -1)
        if best is None:
            return self.new(UNKNOWN) if "arg" in name else self.unknown(nodes)
        if "arg" in name:
            return self.new(Number(best + 1))
        return self.new(values[best], *((node, lambda slope=Number(place == best): slope)
                                        for place, node in enumerate(nodes)))

    def shares(self, nodes):
        """The softmax of nodes, and what each member lacks to 1."""
        values = [node.value for node in nodes]
        best = self.best(values, 1)
        if best is None or not all(isfinite(value.value) for value in values):
            return [UNKNOWN] * len(nodes), [UNKNOWN] * len(nodes)
        # Each member is shifted by the largest.
        values = [Number(z.value, z.error + abs((z - values[best]).value) * LAST_DIGIT) for z in values]
        shares = [lambda *z, places={place}: share(z, places) for place in range(len(nodes))]
        others = [lambda *z, places={*range(len(nodes))} - {place}: share(z, places) for place in range(len(nodes))]
        return [applied(p, *values) for p in shares], [one_minus(p, other)(*values) for p, other in zip(shares, others)]

    def logsumexp(self, nodes):
        shares, _ = self.shares(nodes)
        values = [node.value for node in nodes]
        best = self.best(values, 1)
        total = UNKNOWN if shares[0] is UNKNOWN else values[best] - log(shares[best])
        return self.new(total, *((node, lambda slope=slope: slope) for node, slope in zip(nodes, shares)))

    def softmax(self, nodes, member):
        shares, rests = self.shares(nodes)
        own, rest = shares[member - 1], rests[member - 1]
        return self.new(own, *((node, lambda place=place: own * rest if place == member - 1 else -(own * shares[place]))
                               for place, node in enumerate(nodes)))

    def differentiate(self, objective):
        """Gives adjoints to the nodes that the objective depends on, but not by branches not taken."""
        for node in self.nodes:
            node.adjoint = None
        objective.adjoint = ONE
        for node in reversed(self.nodes):
            for used, slope in node.uses if node.adjoint else ():
                share = slope() if node.adjoint is ONE else node.adjoint * slope()
                used.adjoint = either_order(used.adjoint, share) if used.adjoint else share

    @property
    def is_infinite(self):
        """Whether the objective is made of something that is not finite."""
        return any(node.adjoint and not isfinite(node.value.value) for node in self.nodes)

    @property
    def is_extreme(self):
        """Whether something on the way is so large or small that a product with it may not fit a double."""
        numbers = [number.value for node in self.nodes if node.adjoint for number in (node.value, node.adjoint)]
        return any(value and isfinite(value) and not 1e-290 < abs(value) < 1e290 for value in numbers)
