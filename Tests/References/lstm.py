"""Runs an LSTM of three units over four inputs of two numbers, forwards and backwards.

    python3 lstm.py

Written with NumPy alone; writes lstm.csv, the numbers of LSTMTests. The gates are those of Gers,
Schmidhuber, Cummins: Learning to forget, 2000. Derivatives are complex steps (Squire, Trapp: Using
complex variables to estimate derivatives of real functions, 1998), exact to the last digits.
"""

import csv
import pathlib

import numpy as np

T, UNITS, INPUTS = 4, 3, 2
STEP = 1e-100


def numbers(*shape, start):
    """Numbers of two decimals between -0.9 and 0.9, each its own."""
    count = int(np.prod(shape))
    return np.array([((start + 37 * place) % 181 - 90) / 100 for place in range(count)]).reshape(shape)


X = numbers(T, INPUTS, start=11)
Y = numbers(UNITS, start=5)
GATES = "figo"
WEIGHTS = {}
for place, gate in enumerate(GATES):
    WEIGHTS["W" + gate] = numbers(UNITS, INPUTS, start=20 + 7 * place)
    WEIGHTS["U" + gate] = numbers(UNITS, UNITS, start=50 + 11 * place)
    WEIGHTS["b" + gate] = numbers(UNITS, start=90 + 13 * place)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def run(weights):
    h, c, rows = np.zeros(UNITS), np.zeros(UNITS), {}
    for t in range(T):
        z = {g: weights["W" + g] @ X[t] + weights["U" + g] @ h + weights["b" + g] for g in GATES}
        f, i, g, o = sigmoid(z["f"]), sigmoid(z["i"]), np.tanh(z["g"]), sigmoid(z["o"])
        c = f * c + i * g
        h = o * np.tanh(c)
        rows |= {f"{name}[{t + 1},{j + 1}]": value[j]
                 for name, value in zip("figoch", (f, i, g, o, c, h)) for j in range(UNITS)}
    rows["L"] = np.sum((h - Y) ** 2) / 2
    return rows


def indices(place):
    return ",".join(str(number + 1) for number in place)


table = [["kind", "name", "value"]]
for name, array in {"x": X, "y": Y, **WEIGHTS}.items():
    table += [["given", f"{name}[{indices(place)}]", str(array[place])] for place in np.ndindex(array.shape)]
table += [["value", name, repr(float(value))] for name, value in run(WEIGHTS).items()]
for name, array in WEIGHTS.items():
    for place in np.ndindex(array.shape):
        varied = array.astype(complex)
        varied[place] += STEP * 1j
        slope = run(WEIGHTS | {name: varied})["L"].imag / STEP
        table.append(["value", f"dL/d{name}[{indices(place)}]", repr(float(slope))])
with pathlib.Path(__file__).with_name("lstm.csv").open("w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(table)
