"""The numbers of lessons that ShippedLessonsTests has: mpmath and NumPy, nothing of the program."""

from pathlib import Path

import numpy as np
from mpmath import diff, exp, log, mp, mpf, npdf, nstr, quad, sqrt

mp.dps = 30


def sigmoid(z):
    return 1 / (1 + exp(-z))


def rounds(layerwise, wanted):
    """The 2-2-2 network; layerwise sends errors back through the new weights of the last layer."""
    (i1, i2), (t1, t2) = (mpf("0.05"), mpf("0.1")), (mpf("0.01"), mpf("0.99"))
    b1, b2, rate = mpf("0.35"), mpf("0.6"), mpf("0.5")
    w = [None] + [mpf(text) for text in "0.15 0.2 0.25 0.3 0.4 0.45 0.5 0.55".split()]
    for count in range(max(wanted) + 1):
        h1, h2 = sigmoid(w[1] * i1 + w[2] * i2 + b1), sigmoid(w[3] * i1 + w[4] * i2 + b1)
        o1, o2 = sigmoid(w[5] * h1 + w[6] * h2 + b2), sigmoid(w[7] * h1 + w[8] * h2 + b2)
        if count in wanted:
            error = ((t1 - o1) ** 2 + (t2 - o2) ** 2) / 2
            print("layerwise" if layerwise else "together", count, *(nstr(n, 15) for n in (error, o1, o2)))
        d1, d2 = (o1 - t1) * o1 * (1 - o1), (o2 - t2) * o2 * (1 - o2)
        new = w[:]
        for index, step in ((5, d1 * h1), (6, d1 * h2), (7, d2 * h1), (8, d2 * h2)):
            new[index] -= rate * step
        back = new if layerwise else w
        g1 = (d1 * back[5] + d2 * back[7]) * h1 * (1 - h1)
        g2 = (d1 * back[6] + d2 * back[8]) * h2 * (1 - h2)
        for index, step in ((1, g1 * i1), (2, g1 * i2), (3, g2 * i1), (4, g2 * i2)):
            new[index] -= rate * step
        w = new
        if count == 0:
            print("  weights", *(nstr(n, 12) for n in w[1:]))


def layers(name, scale, biases):
    """|delta| of five layers of two units, first layer first."""
    logistic = lambda z: 1 / (1 + np.exp(-z))
    function, slope = {
        "sigmoid": (logistic, lambda z: logistic(z) * (1 - logistic(z))),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    }[name]
    w, a, nets = np.array([[0.8, -0.4], [0.3, 0.6]]), np.array([0.5, -0.3]), []
    for bias in biases:
        nets.append(scale * w @ a + bias)
        a = function(nets[-1])
    delta = (a - np.array([1.0, 0.0])) * slope(nets[-1])
    sizes = [np.linalg.norm(delta)]
    for net in nets[-2::-1]:
        delta = (scale * w.T @ delta) * slope(net)
        sizes.append(np.linalg.norm(delta))
    print(name, scale, biases, *map(float, sizes[::-1]))


for layerwise in (False, True):
    rounds(layerwise, (0, 1, 9999, 10000))
layers("sigmoid", 1, [0] * 5)
layers("sigmoid", 1, [6] * 5)
layers("tanh", 1, [0] * 5)
layers("relu", 1, [0.1] * 5)
layers("relu", 1, [0.1, 0.1, -2, 0.1, 0.1])
layers("relu", 3, [0.1] * 5)


def delta_rule():
    """The derivatives by the net inputs, as limits of differences: no rule of backpropagation."""
    numbers = lambda rows: [[mpf(number) for number in row.split()] for row in rows]
    weights = [numbers(rows) for rows in (("0.5 -0.4", "0.3 0.8"), ("0.6 0.2", "-0.7 0.9"), ("-0.3 0.5", "0.4 0.6"))]
    biases = numbers(("0.1 -0.2", "0.2 -0.3", "-0.5 0.8"))
    targets = [mpf(1), mpf(0)]

    def losses(layer, unit, shift):
        a = [mpf(1), mpf("-0.5")]
        for l in range(3):
            z = [sum(w * x for w, x in zip(row, a)) + b for row, b in zip(weights[l], biases[l])]
            if l == layer:
                z[unit] += shift
            a = [sigmoid(number) for number in z]
        return (
            sum((p - y) ** 2 / 2 for p, y in zip(a, targets)),
            -sum(y * log(p) + (1 - y) * log(1 - p) for p, y in zip(a, targets)),
        )

    for name, loss in (("E", 0), ("C", 1)):
        for layer in range(3):
            slopes = (diff(lambda shift: losses(layer, unit, shift)[loss], 0) for unit in range(2))
            print("delta-rule", name, layer + 1, *(nstr(slope, 15) for slope in slopes))


def points(file):
    return np.loadtxt(Path(__file__).parents[3] / "lessons" / file, delimiter=",", skiprows=1).T


def lines_through(file):
    """By least squares, through the origin, and where the errors add up to 0."""
    x, y = points(file)
    columns = np.stack([x, np.ones(len(x))], axis=1)
    (w, b), squares, _, _ = np.linalg.lstsq(columns, y, rcond=None)
    print(file, "line", w, b, squares[0] / len(x))
    (w,), squares, _, _ = np.linalg.lstsq(x[:, None], y, rcond=None)
    print(file, "origin", w, squares[0] / len(x))
    w = y.mean() / x.mean()
    print(file, "printed", w, np.mean((w * x - y) ** 2), "slope", np.mean(2 * (w * x - y) * x))


def five_optimizers():
    x, y = points("three-x.csv")

    def adagrad(g, step, G=np.zeros(2)):
        G += g * g
        return 0.5 * g / (np.sqrt(G) + 1e-8)

    def rmsprop(g, step, v=np.zeros(2)):
        v += 0.1 * (g * g - v)
        return 0.01 * g / (np.sqrt(v) + 1e-8)

    def adam(g, step, m=np.zeros(2), v=np.zeros(2)):
        m += 0.1 * (g - m)
        v += 0.001 * (g * g - v)
        return 0.1 * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)

    def adamax(g, step, m=np.zeros(2), u=np.zeros(2)):
        m += 0.1 * (g - m)
        u[:] = np.maximum(0.999 * u, abs(g) + 1e-8)
        return 0.1 * m / (1 - 0.9**step) / u

    for rule in (lambda g, step: 0.5 * g, adagrad, rmsprop, adam, adamax):
        w = np.zeros(2)
        for step in range(1, 1002):
            error = w[0] * x + w[1] - y
            if step in (2, 11, 101, 1001):
                print("five-on-a-line", rule.__name__, step, np.mean(error**2), *w)
            w = w - rule(np.array([np.mean(2 * error * x), np.mean(2 * error)]), step)


def random_trials(count):
    def uniform(name, step):  # as RunsTests has it, with seed 1
        key = 0xCBF29CE484222325
        for byte in f"xi({name})".encode():
            key = (key ^ byte) * 0x100000001B3 % 2**64
        words = lambda *values: np.array(values, dtype=np.uint64)
        source = np.random.Philox(key=words(1, key), counter=words(0, step, 0, 0))
        return (int(source.random_raw()) >> 11) * 2**-53

    u, v, best = 1, 0, np.inf
    for trial in range(1, count + 1):
        loss = (u - 0.3) ** 2 + 2 * (v + 0.4) ** 2
        if loss < best:
            best = loss
            print("random-search", trial, u, v, best)
        u, v = -2 + 4 * uniform("u", trial), -1 + 2 * uniform("v", trial)
    print("random-search", uniform("u", 1), uniform("v", 1))


def surrogate(places, candidates):
    """The posterior of (x - 0.6)^2 by a solver, and its expected improvement by integration."""
    places, candidates = np.array(places), np.array(candidates)
    values = (places - 0.6) ** 2
    kernel = lambda p, q: np.exp(-((p[:, None] - q[None, :]) ** 2) / (2 * 0.3**2))
    matrix, cross = kernel(places, places) + 1e-6 * np.eye(len(places)), kernel(places, candidates)
    means = cross.T @ np.linalg.solve(matrix, values)
    variances = 1 - np.sum(cross * np.linalg.solve(matrix, cross), axis=0)
    best = values.min() - 0.01
    improvements = [
        quad(lambda loss: (best - loss) * npdf(loss, mean, sqrt(variance)), [best - 12 * sqrt(variance), best])
        for mean, variance in zip(means, variances)
    ]
    return means, variances, improvements


def bayesian_trials(count):
    tenths, places = np.arange(11) / 10, [0.0]
    while len(places) < count:
        means, variances, improvements = surrogate(places, tenths)
        print("bayes", places, "mu, var", means[6], variances[6], "EI", *(nstr(number, 6) for number in improvements))
        places.append(tenths[int(np.argmax(improvements))])
    print("bayes", places)


delta_rule()
for file in ("three-x-plus-two.csv", "three-x.csv"):
    lines_through(file)
five_optimizers()
random_trials(30)
for name, values in zip(("mu", "var", "EI"), surrogate([0, 0.3, 0.7, 1], np.arange(11) / 10)):
    print("expected-improvement", name, *map(float, values))
bayesian_trials(6)
