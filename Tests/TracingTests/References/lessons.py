"""The numbers of lessons that ShippedLessonsTests has: mpmath and NumPy, nothing of the program."""

import numpy as np
from mpmath import exp, mp, mpf, nstr

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
