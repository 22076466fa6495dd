"""The benchmark's workloads in NumPy, CasADi, JAX and micrograd.

    python3 peers.py PEER LISTING

PEER is numpy, casadi, jax or micrograd; LISTING is the compiled program as JSON, as the benchmark
writes it. Answers requests on standard input, a line each: `run N` runs all steps N times and
answers the seconds, `final` answers the parameters after the last step as JSON.

None of the peers keeps a trace: they compute the final parameters and nothing else.
"""

import json
import math
import sys
import time


class CasADi:
    """An SX function of one step, made of the compiled instructions, called through its buffers."""

    def __init__(self, listing):
        import casadi
        import numpy

        functions = {
            "add": lambda a, b: a + b,
            "subtract": lambda a, b: a - b,
            "multiply": lambda a, b: a * b,
            "divide": lambda a, b: a / b,
            "negate": lambda a: -a,
            "copy": lambda a: a,
            "squareRoot": casadi.sqrt,
            "choose": casadi.if_else,
            "exp": casadi.exp,
            "log": casadi.log,
            "tanh": casadi.tanh,
            "sigmoid": lambda a: 1 / (1 + casadi.exp(-a)),
            "relu": lambda a: casadi.fmax(a, 0),
            ">": lambda a, b: a > b,
            "^": lambda a, b: a**b,
            "max": casadi.fmax,
            "min": casadi.fmin,
        }
        used = {place for entry in listing["instructions"] for place in entry[3:]}
        carried = sorted(int(place[1:]) for place in used if place[0] == "p")
        state, step = casadi.SX.sym("state", len(carried)), casadi.SX.sym("step")
        values = {f"b{i}": casadi.SX(v) for i, v in enumerate(listing["beside"])}
        values["b0"] = step
        values.update({f"p{column}": state[i] for i, column in enumerate(carried)})
        for operation, _, result, *operands in listing["instructions"]:
            values[result] = functions[operation](*[values[place] for place in operands])
        after = casadi.vertcat(*[values[f"r{column}"] for column in carried])
        function = casadi.Function("step", [state, step], [after])

        self.steps = listing["steps"]
        self.initial = numpy.array([listing["initial"][column] for column in carried], dtype=float)
        self.places = {name: carried.index(column) for name, column in listing["parameters"].items()}
        self.states = [self.initial.copy(), self.initial.copy()]
        self.step = numpy.zeros(1)
        # Each call reads one state and writes the other.
        self.calls = []
        for source in (0, 1):
            buffer, call = function.buffer()
            buffer.set_arg(0, memoryview(self.states[source]))
            buffer.set_arg(1, memoryview(self.step))
            buffer.set_res(0, memoryview(self.states[1 - source]))
            self.calls.append((buffer, call))

    def run(self):
        self.states[0][:] = self.initial
        calls, step = [call for _, call in self.calls], self.step
        for number in range(self.steps):
            step[0] = number + 1
            calls[number & 1]()

    def final(self):
        state = self.states[self.steps & 1]
        return {name: float(state[place]) for name, place in self.places.items()}


class Micrograd:
    """The forward instructions on micrograd's values; its backward pass; the update in Python."""

    def __init__(self, listing):
        from micrograd.engine import Value

        sys.setrecursionlimit(1_000_000)
        self.Value, self.listing = Value, listing

        def elementary(value, derivative):
            def apply(a):
                out = Value(value(a.data), (a,))

                def backward():
                    a.grad += derivative(out.data) * out.grad

                out._backward = backward
                return out

            return apply

        functions = {
            "add": lambda a, b: a + b,
            "subtract": lambda a, b: a - b,
            "multiply": lambda a, b: a * b,
            "divide": lambda a, b: a / b,
            "negate": lambda a: -a,
            "copy": lambda a: a,
            "relu": lambda a: a.relu(),
            "tanh": elementary(math.tanh, lambda y: 1 - y * y),
            "sigmoid": elementary(lambda x: 1 / (1 + math.exp(-x)), lambda y: y * (1 - y)),
        }
        # Only what the objective depends on: forward lines may share temporaries with later ones.
        needed, forward = {listing["objective"]}, []
        for operation, _, result, *operands in reversed(listing["instructions"]):
            if result in needed:
                needed.update(operands)
                forward.append((functions[operation], result, operands))
        self.forward = forward[::-1]
        results = {entry[2] for entry in listing["instructions"]}
        constants = [p for p in needed if p[0] == "b" and p not in results]
        self.constants = {place: listing["beside"][int(place[1:])] for place in constants}
        self.update = adam if family(listing) == "w3" else descent
        self.rate = rates[family(listing)](listing)

    def run(self):
        listing, Value = self.listing, self.Value
        columns = listing["parameters"].values()
        parameters = {f"p{column}": listing["initial"][column] for column in columns}
        names, states = list(parameters), {}
        constants = {place: Value(value) for place, value in self.constants.items()}
        for step in range(1, listing["steps"] + 1):
            values = dict(constants)
            values.update({name: Value(number) for name, number in parameters.items()})
            for function, result, operands in self.forward:
                values[result] = function(*[values[place] for place in operands])
            values[listing["objective"]].backward()
            for name in names:
                parameters[name], states[name] = self.update(
                    parameters[name], values[name].grad, states.get(name, (0, 0)), step, self.rate
                )
        self.parameters = parameters

    def final(self):
        return {n: self.parameters[f"p{c}"] for n, c in self.listing["parameters"].items()}


def descent(parameter, gradient, state, step, rate):
    return parameter - rate * gradient, state


def adam(parameter, gradient, state, step, rate):
    m, v = state
    m = 0.9 * m + (1 - 0.9) * gradient
    v = 0.999 * v + (1 - 0.999) * gradient**2
    return parameter - rate * (m / (1 - 0.9**step)) / ((v / (1 - 0.999**step)) ** 0.5 + 1e-8), (m, v)


def family(listing):
    known = listing["name"].split("-")[0]
    if known not in rates:
        sys.exit(f"there is no program for {listing['name']}")
    return known


rates = {
    "w1": lambda listing: 0.5,
    "w2": lambda listing: 0.1,
    "w3": lambda listing: 0.01,
    "w4": lambda listing: 0.05 / math.sqrt(size(listing, "x")),
}


def size(listing, name):
    """How many members a family of the lesson has, by its first index."""
    indices = [key[len(name) + 1 :] for key in listing["given"] if key.startswith(name + "[")]
    return max(int(index.rstrip("]").split(",")[0]) for index in indices)


def array(xp, listing, name):
    """The family as an array; a name without indices as a number."""
    given = listing["given"]
    if name in given:
        return xp.array(given[name])
    rows = size(listing, name)
    if f"{name}[1]" in given:
        return xp.array([given[f"{name}[{i}]"] for i in range(1, rows + 1)])
    columns = sum(key.startswith(f"{name}[1,") for key in given)
    return xp.array(
        [[given[f"{name}[{i},{j}]"] for j in range(1, columns + 1)] for i in range(1, rows + 1)]
    )


def inputs(xp, listing):
    """The parameters and the data of a workload."""
    known = family(listing)
    if known == "w1":
        number = lambda *names: xp.array([listing["given"][name] for name in names])
        return (
            (number("w1", "w2", "w3", "w4").reshape(2, 2), number("w5", "w6", "w7", "w8").reshape(2, 2)),
            (number("i1", "i2"), number("t1", "t2"), number("b1")[0], number("b2")[0]),
        )
    read = lambda *names: tuple(array(xp, listing, name) for name in names)
    return {
        "w2": lambda: (read("w", "b"), read("x", "y")),
        "w3": lambda: (read("W1", "b1", "w2", "b2"), read("x", "y")),
        "w4": lambda: (read("W1", "b1", "w2", "b2"), (array(xp, listing, "x"), 0.7)),
    }[known]()


def named(listing, parameters):
    """The parameters by their names in the lesson."""
    result = {}
    if family(listing) == "w1":
        flat = [float(x) for p in parameters for x in p.reshape(-1)]
        return {f"w{i + 1}": x for i, x in enumerate(flat)}
    names = ("w", "b") if family(listing) == "w2" else ("W1", "b1", "w2", "b2")
    for name, value in zip(names, parameters):
        if value.ndim == 0:
            result[name] = float(value)
        elif value.ndim == 1:
            result.update({f"{name}[{i + 1}]": float(x) for i, x in enumerate(value)})
        else:
            for i, row in enumerate(value):
                result.update({f"{name}[{i + 1},{j + 1}]": float(x) for j, x in enumerate(row)})
    return result


class NumPy:
    """Forward and backward pass written by hand, on whole arrays."""

    def __init__(self, listing):
        import numpy

        self.np, self.listing = numpy, listing
        self.start, self.data = inputs(numpy, listing)
        self.gradients = getattr(self, family(listing))
        self.rate = rates[family(listing)](listing)

    def w1(self, W1, W2):
        np = self.np
        x, t, b1, b2 = self.data
        hidden = 1 / (1 + np.exp(-(W1 @ x + b1)))
        out = 1 / (1 + np.exp(-(W2 @ hidden + b2)))
        d_out = -(t - out) * out * (1 - out)
        d_hidden = (d_out @ W2) * hidden * (1 - hidden)
        return np.outer(d_hidden, x), np.outer(d_out, hidden)

    def w2(self, w, b):
        x, y = self.data
        d = 2 / x.size * (w * x + b - y)
        return d @ x, d.sum()

    def w3(self, W1, b1, w2, b2):
        np = self.np
        x, y = self.data
        z1 = x @ W1.T + b1
        a1 = np.maximum(z1, 0)
        d2 = 2 / y.size * (a1 @ w2 + b2 - y)
        d1 = np.outer(d2, w2) * (z1 > 0)
        return d1.T @ x, d1.sum(axis=0), d2 @ a1, d2.sum()

    def w4(self, W1, b1, w2, b2):
        np = self.np
        x, target = self.data
        a1 = np.tanh(W1 @ x + b1)
        d2 = w2 @ a1 + b2 - target
        d1 = d2 * w2 * (1 - a1 * a1)
        return np.outer(d1, x), d1, d2 * a1, d2

    def run(self):
        parameters = self.start
        if family(self.listing) == "w3":
            states = [(0, 0)] * len(parameters)
            for step in range(1, self.listing["steps"] + 1):
                results = [
                    adam(p, g, s, step, self.rate)
                    for p, g, s in zip(parameters, self.gradients(*parameters), states)
                ]
                parameters, states = zip(*results)
        else:
            rate = self.rate
            for _ in range(self.listing["steps"]):
                parameters = [p - rate * g for p, g in zip(parameters, self.gradients(*parameters))]
        self.parameters = parameters

    def final(self):
        return named(self.listing, self.parameters)


class JAX:
    """The loss, its gradient by jax.grad, and the whole loop of steps in one jit, in float64."""

    def __init__(self, listing):
        import jax

        jax.config.update("jax_enable_x64", True)
        import jax.numpy as jnp

        self.jax, self.listing = jax, listing
        known, rate = family(listing), rates[family(listing)](listing)
        start, data = inputs(jnp, listing)

        def w1(p):
            x, t, b1, b2 = data
            out = jax.nn.sigmoid(p[1] @ jax.nn.sigmoid(p[0] @ x + b1) + b2)
            return 0.5 * jnp.sum((t - out) ** 2)

        def w2(p):
            return jnp.mean((p[0] * data[0] + p[1] - data[1]) ** 2)

        def w3(p):
            out = jax.nn.relu(data[0] @ p[0].T + p[1]) @ p[2] + p[3]
            return jnp.mean((out - data[1]) ** 2)

        def w4(p):
            return 0.5 * (p[2] @ jnp.tanh(p[0] @ data[0] + p[1]) + p[3] - data[1]) ** 2

        gradient = jax.grad({"w1": w1, "w2": w2, "w3": w3, "w4": w4}[known])

        def gd(index, carry):
            p, s = carry
            return tuple(a - rate * g for a, g in zip(p, gradient(p))), s

        def with_adam(index, carry):
            p, s = carry
            results = [adam(a, g, t, index + 1.0, rate) for a, g, t in zip(p, gradient(p), s)]
            return tuple(r[0] for r in results), tuple(r[1] for r in results)

        is_adam = known == "w3"
        states = tuple((jnp.zeros_like(a), jnp.zeros_like(a)) for a in start) if is_adam else ()
        loop = jax.jit(
            lambda carry: jax.lax.fori_loop(0, listing["steps"], with_adam if is_adam else gd, carry)
        )
        carry = (tuple(start), states)
        self.loop = lambda: loop(carry)

    def run(self):
        self.parameters = self.jax.block_until_ready(self.loop()[0])

    def final(self):
        return named(self.listing, self.parameters)


def main():
    peer, path = sys.argv[1:3]
    with open(path) as file:
        # JSON writes whole numbers without a point.
        listing = json.load(file)
        for numbers in (listing["initial"], listing["beside"]):
            numbers[:] = map(float, numbers)
        listing["given"] = {name: float(value) for name, value in listing["given"].items()}
    try:
        program = {"casadi": CasADi, "numpy": NumPy, "jax": JAX, "micrograd": Micrograd}[peer](listing)
    except ImportError as error:
        print(f"not installed: {error.name}", flush=True)
        return
    except KeyError as error:
        print(f"no program: {error}", flush=True)
        return
    if sys.argv[3:] == ["once"]:
        program.run()
        print(json.dumps(program.final()))
        return
    print("ready", flush=True)
    for request in sys.stdin:
        if request.startswith("run "):
            count = int(request[4:])
            start = time.perf_counter()
            for _ in range(count):
                program.run()
            print(time.perf_counter() - start, flush=True)
        else:
            print(json.dumps(program.final()), flush=True)


if __name__ == "__main__":
    main()
