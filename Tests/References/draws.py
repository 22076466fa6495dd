"""Prints the numbers of the tests of random values."""
from statistics import NormalDist

import numpy as np


def words(*values):  # a plain list would pass large keys through floats
    return np.array(values, dtype=np.uint64)


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return h


def draw(seed, name, step):  # an integer below 2**53
    source = np.random.Philox(key=words(seed, fnv1a(name)), counter=words(0, step, 0, 0))
    return int(source.random_raw()) >> 11


def uniform(k, low, high):
    return low + (high - low) * (k * 2**-53)


def normal(k, mean, deviation):  # inv_cdf is AS 241; the upper half mirrors the lower
    sign, k = (1, k) if k < 2**52 else (-1, 2**53 - 1 - k)
    return mean + deviation * (sign * NormalDist().inv_cdf((k + 0.5) * 2**-53))


print("seed 3")
print("w", uniform(draw(3, "w", 0), -2, 2))
for step in 1, 2, 3:
    for name in "r[1]", "r[2]":
        print(name, step, uniform(draw(3, name, step), 0, 1))
print("seed 7")
for j in 1, 2, 3:
    for i in 1, 2:
        print(f"W1[{j},{i}]", uniform(draw(7, f"W1[{j},{i}]", 0), -1, 1))
print("seed 1")
for name in "a", "b[1]", "b[2]", "é":
    k = draw(1, name, 0)
    print(name, "uniform(0, 10)", uniform(k, 0, 10), "normal(1, 0.5)", normal(k, 1, 0.5),
          "bernoulli(0.3)", int(k * 2**-53 < 0.3),
          "xavier(2, 4)", uniform(k, -1, 1), "he(8)", normal(k, 0, 0.5))
