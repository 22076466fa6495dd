"""Trains a line on five points in batches of three, so that each epoch ends with a batch of two.

    python3 last_batch.py

Written with NumPy alone; writes last_batch.csv, the numbers of LastBatchTests. The order of a
shuffled epoch is that of one Philox word for each place, as Docs/lesson-language.md describes it.
"""

import csv
import pathlib

import numpy as np

X, Y = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 3, 5, 4, 6])
SIZE, STEPS, SEED = 3, 5, 1


def hash_of(name):
    result = 0xCBF29CE484222325
    for byte in name.encode():
        result = (result ^ byte) * 0x100000001B3 % 2**64
    return result


def order(epoch, shuffled):
    if not shuffled:
        return list(range(len(X)))
    key = np.array([SEED, hash_of("row")], dtype=np.uint64)
    words = [int(np.random.Philox(key=key, counter=np.array([0, epoch, place, 0], dtype=np.uint64)).random_raw())
             for place in range(1, len(X) + 1)]
    return sorted(range(len(X)), key=lambda place: (words[place], place))


def batches(shuffled):
    epoch = 0
    while True:
        epoch += 1
        rows = order(epoch, shuffled)
        for start in range(0, len(rows), SIZE):
            yield rows[start:start + SIZE]


def momentum(state, g, step):
    state["v"] = 0.9 * state.get("v", 0) + g
    return 0.05 * state["v"]


def adam(state, g, step):
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * g
    state["v"] = 0.999 * state.get("v", 0) + 0.001 * g**2
    return 0.001 * (state["m"] / (1 - 0.9**step)) / (np.sqrt(state["v"] / (1 - 0.999**step)) + 1e-8)


table = [["rule", "shuffle", "step", "rows", "L", "dL/dw", "dL/db", "w", "b"]]
for shuffled in (False, True):
    for rule in (momentum, adam):
        theta, state = np.array([0.5, 0.0]), {}
        for step, rows in zip(range(1, STEPS + 2), batches(shuffled)):
            design = np.stack([X[rows], np.ones(len(rows))], axis=1)
            error = design @ theta - Y[rows]
            loss, g = np.mean(error**2), 2 / len(rows) * design.T @ error
            table.append([rule.__name__, "yes" if shuffled else "no", step, " ".join(str(row + 1) for row in rows)]
                         + [float(value) for value in (loss, *g, *theta)])
            theta = theta - rule(state, g, step)

with open(pathlib.Path(__file__).with_suffix(".csv"), "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(table)
