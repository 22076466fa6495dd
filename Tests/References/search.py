"""Writes `search.csv` and `trainings.csv`: each trial of some searches, and the pass after them."""

import csv
import itertools
import math
from pathlib import Path
from statistics import NormalDist

import numpy as np

SEED = 5


def words(*values):  # a plain list would pass large keys through floats
    return np.array(values, dtype=np.uint64)


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return h


def draw(name, step):  # an integer below 2**53
    source = np.random.Philox(key=words(SEED, fnv1a(name)), counter=words(0, step, 0, 0))
    return int(source.random_raw()) >> 11


def uniform(name, step):
    return draw(f"xi({name})", step) * 2**-53


def normal(name, step):  # inv_cdf is AS 241; the upper half mirrors the lower
    k = draw(f"xi({name})", step)
    sign, k = (1, k) if k < 2**52 else (-1, 2**53 - 1 - k)
    return sign * NormalDist().inv_cdf((k + 0.5) * 2**-53)


def clipped(value, low, high):
    return max(low, min(high, value))


def run(search, start, objective, propose, trials, sees_trial=False):
    """`propose` gives the next trial from the number of this one and the best so far."""
    point, best, best_point = dict(start), math.inf, None
    table = {name: [] for name in ["L", "trial", "kept", "best"]}
    for name in start:
        table[name], table[f"best({name})"] = [], []
    for trial in range(1, trials + 1):
        value = objective(**point)
        kept = value < best
        if kept:
            best, best_point = value, dict(point)
        for name, cell in [("L", value), ("trial", trial), ("kept", int(kept)), ("best", best)]:
            table[name].append(cell)
        for name in start:
            table[name].append(point[name])
            table[f"best({name})"].append((best_point or start)[name])
        proposal = propose(trial, best_point, **(point if sees_trial else {}))
        point = proposal if trial < trials else best_point
    table["L"].append(objective(**best_point))
    for name in start:
        table[name].append(best_point[name])
    return [[search, name, *cells] for name, cells in table.items()]


def bowl(u, v):
    return (u - 0.5) ** 2 + (v - 0.25) ** 2


def random(trial, best):
    return {"u": -2 + 4 * uniform("u", trial), "v": 0.01 * 100 ** uniform("v", trial)}


def local(trial, best):
    return {
        "u": clipped(best["u"] + 0.5 / trial * normal("u", trial), 0, 1),
        "v": clipped(best["v"] * math.exp(0.5 / trial * normal("v", trial)), 0.01, 1),
    }


class Bayes:
    """A Gaussian process over all trials, solved by numpy, and its expected improvement."""

    def __init__(self, candidates, length, variance, noise, xi):
        self.candidates = candidates
        self.length, self.variance, self.noise, self.xi = length, variance, noise, xi
        self.places, self.values = [], []

    def kernel(self, p, q):
        squares = ((p[:, None, :] - q[None, :, :]) ** 2).sum(axis=2)
        return self.variance * np.exp(-squares / (2 * self.length**2))

    def improvements(self):
        places, values = np.array(self.places), np.array(self.values)
        matrix = self.kernel(places, places) + self.noise * np.eye(len(places))
        cross = self.kernel(places, self.candidates)
        mean = cross.T @ np.linalg.solve(matrix, values)
        variance = self.variance - (cross * np.linalg.solve(matrix, cross)).sum(axis=0)
        normal = NormalDist()
        gain, deviation = values.min() - mean - self.xi, np.sqrt(variance)
        return mean, variance, [
            g * normal.cdf(g / d) + d * normal.pdf(g / d) for g, d in zip(gain, deviation)
        ]


grid = np.linspace(0, 1, 5)
surrogate = Bayes(np.array([[p, q] for p in grid for q in grid]), 0.3, 1, 1e-6, 0.01)
posterior = {}


def bayes(trial, best, u, v):
    surrogate.places.append([(u + 2) / 4, math.log(v / 0.01) / math.log(100)])
    surrogate.values.append(bowl(u, v))
    mean, variance, improvements = surrogate.improvements()
    for number in 1, 7, 18:
        for name, values in ("mu", mean), ("var", variance), ("EI", improvements):
            posterior.setdefault(f"{name}[{number}]", []).append(values[number - 1])
    p, q = surrogate.candidates[int(np.argmax(improvements))]
    print(sorted(improvements)[-2:], "the two largest must not be equal")
    return {"u": -2 + 4 * p, "v": 0.01 * 100**q}


points = [
    {"u": u, "v": v} for u, v in itertools.product([-1, 0, 1], [0.01, 0.1, 1])
]

start = {"u": 1, "v": 0.5}
rows = [
    *run("random(trials: 7)", start, bowl, random, 7),
    *run("local(trials: 7, sigma: 0.5/step)", start, bowl, local, 7),
    *run("grid(points: 3)", start, bowl, lambda trial, best: points[trial % 10 - 1], 10),
    *run("bayes(trials: 7, points: 5, length: 0.3)", start, bowl, bayes, 7, sees_trial=True),
]
rows += [["bayes(trials: 7, points: 5, length: 0.3)", *row] for row in (
    [name, *values] for name, values in posterior.items()
)]

# Observed at 0, 0.3, 0.7 and 1: the number of the test of one surrogate.
surrogate = Bayes(np.array([[0.5]]), 0.3, 1, 1e-6, 0.01)
surrogate.places = [[0], [0.3], [0.7], [1]]
surrogate.values = [(x - 0.6) ** 2 for (x,) in surrogate.places]
print("mu, var and EI at 0.5", *(float(value[0]) for value in surrogate.improvements()))

with open(Path(__file__).with_name("search.csv"), "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["search", "quantity", *range(1, 12)])
    for row in rows:
        table.writerow(row + [""] * (13 - len(row)))


def gradient_descent(steps):
    def outcome(rate):
        x = y = 1.0
        for _ in range(steps):
            x, y = x - rate * x, y - rate * (10 * y)
        return 0.5 * (x * x + 10 * y * y)

    return outcome


def clipped_momentum(**arguments):  # clip_value(2) then clip_norm(limit) then momentum(0.05, mu)
    limit, mu = arguments["clip_norm.limit"], arguments["mu"]
    weights, speed = np.ones(2), np.zeros(2)
    for _ in range(30):
        gradient = np.clip([weights[0], 10 * weights[1]], -2, 2)
        gradient = gradient * min(1, limit / math.sqrt((gradient**2).sum()))
        speed = mu * speed + gradient
        weights = weights - 0.05 * speed
    return 0.5 * (weights[0] ** 2 + 10 * weights[1] ** 2)


def local_arguments(trial, best):
    sigma, limit = 0.5 / trial, "clip_norm.limit"
    return {
        limit: clipped(best[limit] * math.exp(sigma * normal(limit, trial)), 0.1, 10),
        "mu": clipped(best["mu"] + sigma * normal("mu", trial), 0, 0.95),
    }


surrogate = Bayes(np.linspace(0, 1, 6)[:, None], 0.2, 1, 1e-6, 0.01)


def bayes_rate(trial, best, rate):
    value = gradient_descent(400)(rate)
    surrogate.places.append([(rate - 0.01) / 0.99])
    surrogate.values.append(value if value < 10 else 10)
    _, _, improvements = surrogate.improvements()
    print(sorted(improvements)[-2:], "the two largest must not be equal")
    return {"rate": 0.01 + 0.99 * int(np.argmax(improvements)) / 5}


rates = [0.01, 0.0825, 0.155, 0.2275, 0.3]
trainings = [
    *run(
        "rate in [0.01, 1] log by random(trials: 7)", {"rate": 0.02}, gradient_descent(30),
        lambda trial, best: {"rate": 0.01 * 100 ** uniform("rate", trial)}, 7),
    *run(
        "rate in [0.01, 0.3] by grid(points: 5)", {"rate": 0.02}, gradient_descent(30),
        lambda trial, best: {"rate": rates[trial % 6 - 1]}, 6),
    *run(
        "clip_norm.limit in [0.1, 10] log, mu in [0, 0.95] by local(trials: 7, sigma: 0.5/step)",
        {"clip_norm.limit": 1, "mu": 0.9}, clipped_momentum, local_arguments, 7),
    *run(
        "rate in [0.01, 1] by bayes(trials: 4, points: 6)", {"rate": 0.9}, gradient_descent(400),
        bayes_rate, 4, sees_trial=True),
]

with open(Path(__file__).with_name("trainings.csv"), "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["search", "quantity", *range(1, 9)])
    for row in trainings:
        table.writerow(row + [""] * (10 - len(row)))
