# A script that chainrule wrote from a lesson. It needs Python 3 and NumPy.
#
# A perceptron learns AND, in exact numbers
#
# A unit with a threshold says 1 where the weighted sum of its inputs reaches
# the threshold θ, else 0. It is shown the four rows of AND in turn, and after
# each its weights move by α·x·err, where err is the desired answer less its
# own. The numbers are those of textbooks: the threshold is 0.2, the rate 0.1,
# the first weights are 0.3 and −0.1, and five times through the four rows are
# twenty steps.
#
#     arithmetic exact
#
#     input  x1 each step = [0, 0, 1, 1]
#     input  x2 each step = [0, 1, 0, 1]
#     target Yd each step = [0, 0, 0, 1]
#     const  theta = 0.2, alpha = 0.1
#     param  w1 = 0.3, w2 = -0.1
#
#     X = x1*w1 + x2*w2 - theta
#     Y = X >= 0
#     err = Yd - Y
#     L = err^2
#
#     minimize L, steps: 20
#     update w1 = w1 + alpha*x1*err
#     update w2 = w2 + alpha*x2*err
#
# What to look at first: step 8. The weights are 0.2 and 0, both inputs are 1,
# so X is 0.2 − 0.2, exactly 0. The threshold is reached, Y is 1, nothing is
# learned. X comes to exactly 0 four more times: at steps 11 and 15, where the
# answer should be 0 and is 1, and at steps 16 and 20, where 1 is right. From
# step 16 on no row is wrong any more: the weights stay at {{w1' of step 20}}
# and {{w2' of step 20}}.
#
# The backward pass says nothing here. Y jumps from 0 to 1 and is flat
# elsewhere, so its derivative is 0 and so is every gradient. The rule of the
# perceptron is no gradient: the updates are given outright.
#
# The first line of the lesson matters. With it, all lines are computed in
# fractions of the numbers as they were typed, as with pencil and paper. Without
# it they are computed in doubles, where 0.3 − 0.1 is not 0.2 but
# 0.2. At step 8 X is then −2.8·10⁻¹⁷ instead of 0, Y is 0
# instead of 1, and the weights take another way. Take the line out and look at
# the table again: it leaves the textbook's at step 8.
#
# Now change the lesson. Set the threshold to 0.25, so that X is never exactly
# 0, and say first whether the line arithmetic exact still matters.
#
# What there is to find. It does not: no sum of these weights comes near 0.25,
# so a digit in the seventeenth place changes no answer.
#
# Source: Michael Negnevitsky, Artificial Intelligence: A Guide to Intelligent
# Systems, chapter 6, the example of perceptron learning.
#
# The script computes the lesson line by line: the forward pass, local
# derivatives and derivatives, and updates.
# At the end it compares its numbers with those of chainrule, which it carries.
# A derivative dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is
# m_w5.
# A line is computed in fractions of the numbers as they are typed, if every
# operation in it has one and every operand is exact, and in doubles otherwise.
# Of the lesson's 20 steps these are the first 3.

import math
import sys

import operator
from fractions import Fraction

import numpy as np

# 1/0 is inf and 0/0 is nan, without a warning
np.seterr(all="ignore")


# The most bits that the fraction of a line may have, and a power with the step as exponent
most_bits, most_bits_of_step_power = 10000, 1000


def bits(fraction):
    return max(fraction.numerator.bit_length(), fraction.denominator.bit_length())


def nearest(fraction):
    # The double nearest to a fraction.
    try:
        return fraction.numerator/fraction.denominator
    except OverflowError:
        return math.inf if fraction > 0 else -math.inf


def operation(of_doubles, of_fractions=None):
    # An operation has a fraction where all its operands have one, beside what doubles give.
    def result(*operands):
        operands = [exact(operand) for operand in operands]
        value = of_doubles(*[operand.value for operand in operands])
        counts = any(operand.counts for operand in operands)
        fractions = [operand.fraction for operand in operands]
        if of_fractions is None or any(fraction is None for fraction in fractions):
            return Number(value, None, counts)
        fraction = of_fractions(*fractions)
        # On the way to a line's value it may be longer, since terms may cancel
        if fraction is None or bits(Fraction(fraction)) > 4*most_bits:
            return Number(value, None, counts)
        return Number(value, Fraction(fraction), counts)
    return result


def power(base, exponent):
    # There is a fraction where the exponent is a whole number, and the result not too long.
    x, n = base.value, exponent.value
    value = x*x if n == 2 else x**n
    counts = base.counts or exponent.counts
    x, n = base.fraction, exponent.fraction
    if x is None or n is None or n.denominator > 1 or not -2**63 <= n < 2**63:
        return Number(value, None, counts)
    allowed = most_bits_of_step_power if exponent.counts else 4*most_bits
    if x == 0 and n < 0 or (bits(x) - 1)*abs(n) > allowed:
        return Number(value, None, counts)
    return Number(value, Fraction(x**int(n)), counts)


class Number:
    # What doubles give, a fraction or None, and whether the number of the step went into it.
    def __init__(self, value, fraction=None, counts=False):
        self.value, self.fraction, self.counts = np.float64(value), fraction, counts

    def item(self):
        return self.value.item()

    def __bool__(self):
        return bool(line(self).value != 0)

    def __pow__(self, exponent):
        return power(self, exact(exponent))

    def __rpow__(self, base):
        return power(exact(base), self)

    __neg__ = operation(operator.neg, operator.neg)
    __add__ = operation(operator.add, operator.add)
    __radd__ = operation(lambda a, b: b + a, lambda a, b: b + a)
    __sub__ = operation(operator.sub, operator.sub)
    __rsub__ = operation(lambda a, b: b - a, lambda a, b: b - a)
    __mul__ = operation(operator.mul, operator.mul)
    __rmul__ = operation(lambda a, b: b*a, lambda a, b: b*a)
    __truediv__ = operation(operator.truediv, lambda a, b: a/b if b else None)
    __rtruediv__ = operation(lambda a, b: b/a, lambda a, b: b/a if a else None)
    __lt__ = operation(operator.lt, operator.lt)
    __le__ = operation(operator.le, operator.le)
    __gt__ = operation(operator.gt, operator.gt)
    __ge__ = operation(operator.ge, operator.ge)
    __eq__ = operation(operator.eq, operator.eq)


def exact(number):
    # A number as it is typed: 0.1 is 1/10.
    if isinstance(number, Number):
        return number
    fraction = Fraction(number if isinstance(number, str) else repr(number))
    return Number(nearest(fraction), fraction)


def inexact(number):
    # A number of which no fraction is known.
    return Number(number)


def counted(step):
    # The number of the step.
    return Number(step, Fraction(step), True)


def choice(condition, first, second):
    # Only the branch that is taken needs a fraction.
    condition, first, second = exact(condition), exact(first), exact(second)
    value = first.value if condition.value != 0 else second.value
    if condition.fraction is None:
        return Number(value)
    taken = first if condition.fraction != 0 else second
    return Number(value, taken.fraction, taken.counts)


def line(result):
    # What a line comes to: its fraction rounded once, or else what doubles give.
    result = exact(result)
    if result.fraction is None or bits(result.fraction) > most_bits:
        return Number(result.value)
    return Number(nearest(result.fraction), result.fraction)


results = {}


def remember(step):
    # Keeps all numbers of a step, to be compared at the end.
    if step in range(1, 5):
        results[step] = dict(globals())


# Constants
theta = exact(0.2)
alpha = exact(0.1)

# Parameters
w1 = exact(0.3)
w2 = exact(-0.1)

# What each step is given
given = [
    [0.0, 0.0, 0.0],
    [0.0, 1.0, 0.0],
    [1.0, 0.0, 0.0],
    [1.0, 1.0, 1.0],
]

steps = 3

for step in range(1, steps + 2):
    [x1, x2, Yd] = [
        exact(number) for number in given[(step - 1) % 4]
    ]
    # Forward
    X = line(x1*w1 + x2*w2 - theta)
    Y = line(X >= 0)
    err = line(Yd - Y)
    L = line(err**2)
    if step > steps:
        # The forward pass after the last update
        remember(step)
        break

    # Backward
    dL_derr = line(2*err)
    dL_dY = line(-dL_derr)
    dL_dX = line(0)
    dL_dw1 = line(0)
    dL_dw2 = line(0)

    # Update
    w1_new = line(w1 + alpha*x1*err)
    w2_new = line(w2 + alpha*x2*err)
    remember(step)
    # The next step begins with these
    w1 = w1_new
    w2 = w2_new

# The numbers of chainrule's trace: all steps
trace = {
    1: {
        "X": -0.2,
        "Y": 0,
        "err": 0,
        "L": 0,
        "dL_derr": 0,
        "dL_dY": 0,
        "dL_dX": 0,
        "dL_dw1": 0,
        "dL_dw2": 0,
        "w1_new": 0.3,
        "w2_new": -0.1,
    },
    2: {
        "X": -0.3,
        "Y": 0,
        "err": 0,
        "L": 0,
        "dL_derr": 0,
        "dL_dY": 0,
        "dL_dX": 0,
        "dL_dw1": 0,
        "dL_dw2": 0,
        "w1_new": 0.3,
        "w2_new": -0.1,
    },
    3: {
        "X": 0.1,
        "Y": 1,
        "err": -1,
        "L": 1,
        "dL_derr": -2,
        "dL_dY": 2,
        "dL_dX": 0,
        "dL_dw1": 0,
        "dL_dw2": 0,
        "w1_new": 0.2,
        "w2_new": -0.1,
    },
    4: {
        "X": -0.1,
        "Y": 0,
        "err": 1,
        "L": 1,
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
