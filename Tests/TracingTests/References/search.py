"""Writes `search.csv`: each trial of some searches, and the pass after them."""

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


def run(search, start, objective, propose, trials):
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
            table[f"best({name})"].append(best_point[name])
        point = propose(trial, best_point) if trial < trials else best_point
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


points = [
    {"u": u, "v": v} for u, v in itertools.product([-1, 0, 1], [0.01, 0.1, 1])
]

start = {"u": 1, "v": 0.5}
rows = [
    *run("random(trials: 7)", start, bowl, random, 7),
    *run("local(trials: 7, sigma: 0.5/step)", start, bowl, local, 7),
    *run("grid(points: 3)", start, bowl, lambda trial, best: points[trial - 1], 10),
]
with open(Path(__file__).with_name("search.csv"), "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["search", "quantity", *range(1, 12)])
    for row in rows:
        table.writerow(row + [""] * (13 - len(row)))
