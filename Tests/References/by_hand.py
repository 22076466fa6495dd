"""Prints the numbers of ByHandTraceTests: every line worked out in decimals and rounded half up."""
from decimal import ROUND_HALF_UP, Context, Decimal, getcontext
from textwrap import fill

getcontext().prec = 60
D = Decimal


def decimals(count):
    unit = D(1).scaleb(-count)
    return lambda value: value.quantize(unit, rounding=ROUND_HALF_UP)


def digits(count):
    context = Context(prec=count, rounding=ROUND_HALF_UP)
    return lambda value: context.plus(value)


def two_layer_sigmoid(r, steps):
    """Matt Mazur's network; gradient descent with the rate 0.5."""
    i1, i2, t1, t2 = D("0.05"), D("0.10"), D("0.01"), D("0.99")
    b1, b2 = D("0.35"), D("0.60")
    w = [D("0.15"), D("0.20"), D("0.25"), D("0.30"), D("0.40"), D("0.45"), D("0.50"), D("0.55")]
    for step in range(1, steps + 1):
        v = {}
        v["net_h1"] = r(w[0] * i1 + w[1] * i2 + b1)
        v["net_h2"] = r(w[2] * i1 + w[3] * i2 + b1)
        for h in "h1", "h2":
            v["out_" + h] = r(1 / (1 + (-v["net_" + h]).exp()))
        v["net_o1"] = r(w[4] * v["out_h1"] + w[5] * v["out_h2"] + b2)
        v["net_o2"] = r(w[6] * v["out_h1"] + w[7] * v["out_h2"] + b2)
        for o in "o1", "o2":
            v["out_" + o] = r(1 / (1 + (-v["net_" + o]).exp()))
        v["E_o1"] = r((t1 - v["out_o1"]) ** 2 / 2)
        v["E_o2"] = r((t2 - v["out_o2"]) ** 2 / 2)
        v["E"] = r(v["E_o1"] + v["E_o2"])
        for o, t in ("o1", t1), ("o2", t2):
            v["dE/dout_" + o] = r(-(t - v["out_" + o]))
            v[f"dout_{o}/dnet_{o}"] = r(v["out_" + o] * (1 - v["out_" + o]))
            v["dE/dnet_" + o] = r(v["dE/dout_" + o] * v[f"dout_{o}/dnet_{o}"])
        v["dE/dout_h1"] = r(v["dE/dnet_o1"] * w[4] + v["dE/dnet_o2"] * w[6])
        v["dE/dout_h2"] = r(v["dE/dnet_o1"] * w[5] + v["dE/dnet_o2"] * w[7])
        for h in "h1", "h2":
            v[f"dout_{h}/dnet_{h}"] = r(v["out_" + h] * (1 - v["out_" + h]))
            v["dE/dnet_" + h] = r(v["dE/dout_" + h] * v[f"dout_{h}/dnet_{h}"])
        for n, (net, into) in enumerate(
            [("h1", i1), ("h1", i2), ("h2", i1), ("h2", i2)]
            + [(o, v["out_" + h]) for o in ("o1", "o2") for h in ("h1", "h2")]
        ):
            v[f"dE/dw{n + 1}"] = r(v["dE/dnet_" + net] * into)
        for n in range(8):
            w[n] = v[f"w{n + 1}'"] = r(w[n] - D("0.5") * v[f"dE/dw{n + 1}"])
        yield v


def line(r, steps, optimizer):
    """p = w·x + b through (2, 6), with E = (y − p)²."""
    x, y = D(2), D(6)
    w, b = D("0.1"), D("0.25")
    state = {}
    for step in range(1, steps + 1):
        v = {}
        v["p"] = r(w * x + b)
        v["E"] = r((y - v["p"]) ** 2)
        v["dE/dp"] = r(-2 * (y - v["p"]))
        v["dE/dw"] = r(v["dE/dp"] * x)
        v["dE/db"] = v["dE/dp"]
        w = v["w'"] = optimizer(r, v, state, "w", w, v["dE/dw"], step)
        b = v["b'"] = optimizer(r, v, state, "b", b, v["dE/db"], step)
        yield v


def momentum(r, v, state, name, value, gradient, step):
    """Polyak: v = 0.9·v + g, w = w − 0.03·v."""
    speed = state[name] = v[f"v({name})"] = r(D("0.9") * state.get(name, D(0)) + gradient)
    return r(value - D("0.03") * speed)


def adam(r, v, state, name, value, gradient, step):
    """Kingma and Ba 2015, algorithm 1, with the rate 0.1."""
    b1, b2, epsilon = D("0.9"), D("0.999"), D("1e-8")
    m, s = state.get(name, (D(0), D(0)))
    m = v[f"m({name})"] = r(b1 * m + (1 - b1) * gradient)
    s = v[f"v({name})"] = r(b2 * s + (1 - b2) * gradient**2)
    state[name] = (m, s)
    mhat = v[f"mhat({name})"] = r(m / (1 - b1**step))
    shat = v[f"vhat({name})"] = r(s / (1 - b2**step))
    return r(value - D("0.1") * mhat / (shat.sqrt() + epsilon))


def print_steps(title, steps, wanted):
    print(title)
    for number, values in enumerate(steps, 1):
        if number in wanted:
            print(f"step {number}")
            text = " ".join(f"{name} {value.normalize():f}" for name, value in values.items())
            print(fill(text, 88))


print_steps("two layers, 4 decimals", two_layer_sigmoid(decimals(4), 3), [1, 3])
print_steps("two layers, 3 digits", two_layer_sigmoid(digits(3), 2), [1, 2])
print_steps("line, momentum, 2 decimals", line(decimals(2), 4, momentum), [1, 2, 3, 4])
print_steps("line, adam, 4 digits", line(digits(4), 3, adam), [1, 2, 3])
