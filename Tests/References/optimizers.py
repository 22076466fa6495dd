"""Writes optimizers.csv and schedules.csv, the tables of OptimizersTests.

Every rule is written out here once more, from its source, in mpmath with 50 digits; these rows have
all moments. Where PyTorch, Keras or optax has the rule, the library's own optimizer is run too, in
float64, and its row has the call as it is made, with the rule's arguments by name. A library that
does not agree with the written-out rule stops this script.
"""
import csv
import os
import pathlib

os.environ.update(KERAS_BACKEND="jax", JAX_ENABLE_X64="1", CUDA_VISIBLE_DEVICES="")
import jax.numpy as jnp
import keras
import mpmath
import numpy as np
import optax
import torch
from mpmath import mpf, sqrt

mpmath.mp.dps = 50
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)  # for NAdam's product, which is of the default type
A, B = [8, 2, 7, -1, 6, 3], [0.5, -0.25, 0, 0.001, -2, 4]
# Start, rate, steps and gradient at a point and a step.
OBJECTIVES = {
    "quadratic": ((1, 1), "0.07", 5, lambda w, t: (w[0], 10 * w[1])),
    "rosenbrock": ((-1.2, 1), "0.001", 5, lambda w, t: (
        -2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] ** 2), 200 * (w[1] - w[0] ** 2))),
    "sequence": ((2, -1), "0.1", 6, lambda w, t: (A[t - 1] + 0 * w[0], B[t - 1] + 0 * w[1])),
}


# The rules: s has the states of one parameter, w is the parameter, g its gradient, t the step; the
# result is the next w and the terms of the step. A state begins at 0.

def gd(s, w, g, t, rate): return w - rate * g, {}


def momentum(s, w, g, t, rate, mu):
    s.v = mu * s.v + g
    return w - rate * s.v, {}


def momentum_velocity(s, w, g, t, rate, mu):
    s.v = mu * s.v - rate * g
    return w + s.v, {}


def momentum_step(s, w, g, t, rate, mu):
    s.v = mu * s.v + rate * g
    return w - s.v, {}


def momentum_mean(s, w, g, t, rate, mu):
    s.v += (1 - mu) * (g - s.v)
    return w - rate * s.v, {}


def momentum_dampened(s, w, g, t, rate, mu, dampening):
    s.v = g if t == 1 else mu * s.v + (1 - dampening) * g
    return w - rate * s.v, {}


def nesterov(s, w, g, t, rate, mu):
    s.v = mu * s.v + g
    return w - rate * (g + mu * s.v), {}


def nesterov_velocity(s, w, g, t, rate, mu):
    s.v = mu * s.v - rate * g
    return w + mu * s.v - rate * g, {}


def nesterov_look_ahead(s, w, g, t, rate, mu):
    # Sutskever et al. themselves: g is the gradient at theta + mu*v, and theta moves by the new v.
    theta = w if t == 1 else s.theta
    s.v = mu * s.v - rate * g
    s.theta = theta + s.v
    return s.theta + mu * s.v, {}


def nesterov_accelerated(s, w, g, t, rate):
    before = s.x if t > 1 else w
    t_now = mpf(1) if t == 1 else s.t
    s.x = w - rate * g
    s.t = (1 + sqrt(1 + 4 * t_now ** 2)) / 2
    return s.x + (t_now - 1) / s.t * (s.x - before), {}


def adagrad(s, w, g, t, rate, epsilon):
    s.G += g * g
    return w - rate * g / (sqrt(s.G) + epsilon), {}


def adagrad_inside(s, w, g, t, rate, epsilon, start):
    s.G = (start if t == 1 else s.G) + g * g
    return w - rate * g / sqrt(s.G + epsilon), {}


def adadelta(s, w, g, t, rate, rho, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    d = sqrt(s.x + epsilon) / sqrt(s.v + epsilon) * g
    s.x = rho * s.x + (1 - rho) * d * d
    return w - rate * d, {"d": d}


def rmsprop(s, w, g, t, rate, rho, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    return w - rate * g / (sqrt(s.v) + epsilon), {}


def rmsprop_inside(s, w, g, t, rate, rho, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    return w - rate * g / sqrt(s.v + epsilon), {}


def rmsprop_corrected(s, w, g, t, rate, rho, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    vhat = s.v / (1 - rho ** t)
    return w - rate * g / (sqrt(vhat) + epsilon), {"vhat": vhat}


def rmsprop_momentum(s, w, g, t, rate, rho, mu, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    s.b = mu * s.b + g / (sqrt(s.v) + epsilon)
    return w - rate * s.b, {}


def rmsprop_centered(s, w, g, t, rate, rho, mu, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    s.m = rho * s.m + (1 - rho) * g
    s.b = mu * s.b + g / (sqrt(s.v - s.m ** 2) + epsilon)
    return w - rate * s.b, {}


def rmsprop_graves(s, w, g, t, rate, rho, mu, epsilon):
    s.v = rho * s.v + (1 - rho) * g * g
    s.m = rho * s.m + (1 - rho) * g
    s.d = mu * s.d - rate * g / sqrt(s.v - s.m ** 2 + epsilon)
    return w + s.d, {}


def moments(s, g, t, beta1, beta2):
    s.m = beta1 * s.m + (1 - beta1) * g
    s.v = beta2 * s.v + (1 - beta2) * g * g
    return s.m / (1 - beta1 ** t), s.v / (1 - beta2 ** t)


def adam(s, w, g, t, rate, beta1, beta2, epsilon):
    mhat, vhat = moments(s, g, t, beta1, beta2)
    return w - rate * mhat / (sqrt(vhat) + epsilon), {"mhat": mhat, "vhat": vhat}


def adam_inside(s, w, g, t, rate, beta1, beta2, epsilon):
    mhat, vhat = moments(s, g, t, beta1, beta2)
    return w - rate * mhat / sqrt(vhat + epsilon), {"mhat": mhat, "vhat": vhat}


def adam_epsilon_hat(s, w, g, t, rate, beta1, beta2, epsilon):
    moments(s, g, t, beta1, beta2)
    alpha = rate * sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    return w - alpha * s.m / (sqrt(s.v) + epsilon), {"alpha": Same(alpha)}


def adam_uncorrected(s, w, g, t, rate, beta1, beta2, epsilon):
    moments(s, g, t, beta1, beta2)
    return w - rate * s.m / (sqrt(s.v) + epsilon), {}


def adamw(s, w, g, t, rate, beta1, beta2, epsilon, decay):
    step, terms = adam(s, w, g, t, rate, beta1, beta2, epsilon)
    return step - rate * decay * w, terms


def adamw_paper(s, w, g, t, rate, beta1, beta2, epsilon, decay, eta):
    step, terms = adam(s, w, g, t, eta * rate, beta1, beta2, epsilon)
    return step - eta * decay * w, terms


def adamw_epsilon_hat(s, w, g, t, rate, beta1, beta2, epsilon, decay):
    step, terms = adam_epsilon_hat(s, w, g, t, rate, beta1, beta2, epsilon)
    return step - rate * decay * w, terms


def amsgrad(s, w, g, t, rate, beta1, beta2, epsilon):
    mhat, vhat = moments(s, g, t, beta1, beta2)
    s.top = max(s.top, vhat)
    return w - rate * mhat / (sqrt(s.top) + epsilon), {"mhat": mhat, "vhat": vhat}


def amsgrad_paper(s, w, g, t, rate, beta1, beta2, epsilon):
    moments(s, g, t, beta1, beta2)
    s.top = max(s.top, s.v)
    return w - rate * s.m / (sqrt(s.top) + epsilon), {}


def amsgrad_pytorch(s, w, g, t, rate, beta1, beta2, epsilon):
    mhat, _ = moments(s, g, t, beta1, beta2)
    s.top = max(s.top, s.v)
    vhat = s.top / (1 - beta2 ** t)
    return w - rate * mhat / (sqrt(vhat) + epsilon), {"mhat": mhat, "vhat": vhat}


def amsgrad_keras(s, w, g, t, rate, beta1, beta2, epsilon):
    moments(s, g, t, beta1, beta2)
    s.top = max(s.top, s.v)
    alpha = rate * sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    return w - alpha * s.m / (sqrt(s.top) + epsilon), {"alpha": Same(alpha)}


def adamax(s, w, g, t, rate, beta1, beta2, epsilon):
    s.m = beta1 * s.m + (1 - beta1) * g
    s.u = max(beta2 * s.u, abs(g) + epsilon)
    return w - rate / (1 - beta1 ** t) * s.m / s.u, {}


def adamax_outside(s, w, g, t, rate, beta1, beta2, epsilon):
    s.m = beta1 * s.m + (1 - beta1) * g
    s.u = max(beta2 * s.u, abs(g))
    return w - rate / (1 - beta1 ** t) * s.m / (s.u + epsilon), {}


def nadam(s, w, g, t, rate, beta1, beta2, epsilon):
    _, vhat = moments(s, g, t, beta1, beta2)
    mhat = beta1 * s.m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1 ** t)
    return w - rate * mhat / (sqrt(vhat) + epsilon), {"mhat": mhat, "vhat": vhat}


def nadam_scheduled(s, w, g, t, rate, beta1, beta2, epsilon, psi):
    _, vhat = moments(s, g, t, beta1, beta2)
    mu, following = (beta1 * (1 - mpf("0.96") ** (psi * k) / 2) for k in (t, t + 1))
    product = mpmath.fprod(beta1 * (1 - mpf("0.96") ** (psi * k) / 2) for k in range(1, t + 1))
    mhat = following * s.m / (1 - product * following) + (1 - mu) * g / (1 - product)
    return w - rate * mhat / (sqrt(vhat) + epsilon), {
        "mhat": mhat, "vhat": vhat, "mu": Same(mu), "next": Same(following),
        "product": Same(product)}


def lion(s, w, g, t, rate, beta1, beta2, decay):
    c = beta1 * s.m + (1 - beta1) * g
    s.m = beta2 * s.m + (1 - beta2) * g
    return w - rate * (mpmath.sign(c) + decay * w), {"c": c}


class States:
    def __getattr__(self, name): return mpf(0)


class Same(mpf): """A term that all parameters share."""


MOMENTUM, TUNED = {"mu": "0.9"}, {"mu": "0.5"}
EPSILON, LARGE = {"epsilon": "1e-8"}, {"epsilon": "0.01"}
ADAM = {"beta1": "0.9", "beta2": "0.999", **EPSILON}
ADAM_TUNED = {"beta1": "0.8", "beta2": "0.5", **LARGE}
# The arguments of each rule besides the rate, with their presets; others that are tried on the
# sequence; and the calls of libraries that compute the same.
RULES = {
    gd: ({}, {}, ["torch.optim.SGD(lr=rate)", "keras.optimizers.SGD(rate)", "optax.sgd(rate)"]),
    momentum: (MOMENTUM, TUNED, ["torch.optim.SGD(lr=rate, momentum=mu)", "optax.sgd(rate, momentum=mu)"]),
    momentum_velocity: (MOMENTUM, TUNED, ["keras.optimizers.SGD(rate, momentum=mu)"]),
    momentum_step: (MOMENTUM, TUNED, []),
    momentum_mean: (MOMENTUM, TUNED, ["optax.chain(optax.ema(mu, debias=False), optax.scale(-rate))"]),
    momentum_dampened: (
        {**MOMENTUM, "dampening": "0.1"}, {**TUNED, "dampening": "0.4"},
        ["torch.optim.SGD(lr=rate, momentum=mu, dampening=dampening)"]),
    nesterov: (MOMENTUM, TUNED, [
        "torch.optim.SGD(lr=rate, momentum=mu, nesterov=True)",
        "optax.sgd(rate, momentum=mu, nesterov=True)"]),
    nesterov_velocity: (MOMENTUM, TUNED, ["keras.optimizers.SGD(rate, momentum=mu, nesterov=True)"]),
    nesterov_look_ahead: (MOMENTUM, TUNED, []),
    nesterov_accelerated: ({}, {}, []),
    adagrad: (EPSILON, LARGE, ["torch.optim.Adagrad(lr=rate, eps=epsilon)"]),
    adagrad_inside: ({**EPSILON, "start": "0"}, {**LARGE, "start": "0.1"}, [
        "keras.optimizers.Adagrad(rate, initial_accumulator_value=start, epsilon=epsilon)",
        "optax.adagrad(rate, initial_accumulator_value=start, eps=epsilon)"]),
    adadelta: ({"rho": "0.9", "epsilon": "1e-6"}, {"rho": "0.8", "epsilon": "0.001"}, [
        "torch.optim.Adadelta(lr=rate, rho=rho, eps=epsilon)",
        "keras.optimizers.Adadelta(rate, rho=rho, epsilon=epsilon)",
        "optax.adadelta(rate, rho=rho, eps=epsilon)"]),
    rmsprop: ({"rho": "0.9", **EPSILON}, {"rho": "0.5", **LARGE}, [
        "torch.optim.RMSprop(lr=rate, alpha=rho, eps=epsilon)",
        "optax.rmsprop(rate, decay=rho, eps=epsilon, eps_in_sqrt=False)"]),
    rmsprop_inside: ({"rho": "0.9", **EPSILON}, {"rho": "0.5", **LARGE}, [
        "keras.optimizers.RMSprop(rate, rho=rho, epsilon=epsilon)",
        "optax.rmsprop(rate, decay=rho, eps=epsilon)"]),
    rmsprop_corrected: ({"rho": "0.9", **EPSILON}, {"rho": "0.5", **LARGE}, [
        "optax.rmsprop(rate, decay=rho, eps=epsilon, eps_in_sqrt=False, bias_correction=True)"]),
    rmsprop_momentum: (
        {"rho": "0.99", **MOMENTUM, **EPSILON}, {"rho": "0.5", **TUNED, **LARGE},
        ["torch.optim.RMSprop(lr=rate, alpha=rho, eps=epsilon, momentum=mu)"]),
    rmsprop_centered: (
        {"rho": "0.99", "mu": "0", **EPSILON}, {"rho": "0.5", **TUNED, **LARGE},
        ["torch.optim.RMSprop(lr=rate, alpha=rho, eps=epsilon, momentum=mu, centered=True)"]),
    rmsprop_graves: (
        {"rho": "0.95", **MOMENTUM, "epsilon": "1e-4"}, {"rho": "0.5", **TUNED, **LARGE}, [
            "keras.optimizers.RMSprop(rate, rho=rho, momentum=mu, epsilon=epsilon, centered=True)",
            "optax.rmsprop(rate, decay=rho, eps=epsilon, centered=True, momentum=mu)"]),
    adam: (ADAM, ADAM_TUNED, [
        "torch.optim.Adam(lr=rate, betas=(beta1, beta2), eps=epsilon)",
        "optax.adam(rate, b1=beta1, b2=beta2, eps=epsilon)"]),
    adam_inside: (ADAM, ADAM_TUNED, ["optax.adam(rate, b1=beta1, b2=beta2, eps=0, eps_root=epsilon)"]),
    adam_epsilon_hat: ({**ADAM, "epsilon": "1e-7"}, ADAM_TUNED, [
        "keras.optimizers.Adam(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon)"]),
    adam_uncorrected: (ADAM, ADAM_TUNED, []),
    adamw: ({**ADAM, "decay": "0.01"}, {**ADAM_TUNED, "decay": "0.2"}, [
        "torch.optim.AdamW(lr=rate, betas=(beta1, beta2), eps=epsilon, weight_decay=decay)",
        "optax.adamw(rate, b1=beta1, b2=beta2, eps=epsilon, weight_decay=decay)"]),
    adamw_paper: (
        {**ADAM, "decay": "0.01", "eta": "1"}, {**ADAM_TUNED, "decay": "0.2", "eta": "0.5"},
        ["torch.optim.AdamW(lr=eta*rate, betas=(beta1, beta2), eps=epsilon, weight_decay=decay/rate)"]),
    adamw_epsilon_hat: (
        {**ADAM, "epsilon": "1e-7", "decay": "0.004"}, {**ADAM_TUNED, "decay": "0.2"},
        ["keras.optimizers.AdamW(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon, weight_decay=decay)"]),
    amsgrad: (ADAM, ADAM_TUNED, ["optax.amsgrad(rate, b1=beta1, b2=beta2, eps=epsilon)"]),
    amsgrad_paper: ({**ADAM, "epsilon": "0"}, ADAM_TUNED, []),
    amsgrad_pytorch: (ADAM, ADAM_TUNED, [
        "torch.optim.Adam(lr=rate, betas=(beta1, beta2), eps=epsilon, amsgrad=True)"]),
    amsgrad_keras: ({**ADAM, "epsilon": "1e-7"}, ADAM_TUNED, [
        "keras.optimizers.Adam(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon, amsgrad=True)"]),
    adamax: (ADAM, ADAM_TUNED, [
        "torch.optim.Adamax(lr=rate, betas=(beta1, beta2), eps=epsilon)",
        "optax.adamax(rate, b1=beta1, b2=beta2, eps=epsilon)"]),
    adamax_outside: ({**ADAM, "epsilon": "1e-7"}, ADAM_TUNED, [
        "keras.optimizers.Adamax(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon)"]),
    nadam: (ADAM, ADAM_TUNED, ["optax.nadam(rate, b1=beta1, b2=beta2, eps=epsilon)"]),
    nadam_scheduled: ({**ADAM, "psi": "0.004"}, {**ADAM_TUNED, "psi": "1"}, [
        "torch.optim.NAdam(lr=rate, betas=(beta1, beta2), eps=epsilon, momentum_decay=psi)",
        "keras.optimizers.Nadam(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon) with psi: 1"]),
    lion: (
        {"beta1": "0.9", "beta2": "0.99", "decay": "0"}, {"beta1": "0.5", "beta2": "0.7", "decay": "0.2"}, [
            "keras.optimizers.Lion(rate, beta_1=beta1, beta_2=beta2, weight_decay=decay)",
            "optax.lion(rate, b1=beta1, b2=beta2, weight_decay=decay)"]),
}

# Transforms: all gradients and parameters to the next gradients and what the rule calls by name.


def clip_value(g, w, limit): return [max(-limit, min(limit, x)) for x in g], {}


def clip_norm(g, w, limit, epsilon=mpf(0)):
    norm = sqrt(sum(x * x for x in g))
    return [x * min(mpf(1), limit / (norm + epsilon)) for x in g], {"norm": norm}


def clip_norm_pytorch(g, w, limit, epsilon): return clip_norm(g, w, limit, epsilon)


def weight_decay(g, w, lambda_): return [x + lambda_ * y for x, y in zip(g, w)], {}


# With the argument's name and a value in each call, and libraries' calls before gradient descent.
TRANSFORMS = {
    clip_value: ({"limit": "0.9"}, ["torch.nn.utils.clip_grad_value_(clip_value=limit)", "optax.clip(limit)"]),
    clip_norm: ({"limit": "1.5"}, ["optax.clip_by_global_norm(limit)"]),
    clip_norm_pytorch: (
        {"limit": "1.5", "epsilon": "1e-6"}, ["torch.nn.utils.clip_grad_norm_(max_norm=limit)"]),
    weight_decay: ({"lambda": "0.2"}, [
        "torch.optim.SGD(lr=rate, weight_decay=lambda_)", "optax.add_decayed_weights(lambda_)"]),
}

VERSIONS = {module.__name__: f"{module.__name__} {module.__version__.split('+')[0]}" for module in (torch, keras, optax, mpmath)}
rows = []


def call(rule, arguments):
    text = ", ".join(f"{name}: {value}" for name, value in arguments.items())
    return f"{rule.__name__}({text})" if text else rule.__name__


def write(title, objective, version, reference, runs):
    for quantity, values in runs.items():
        numbers = [repr(float(value)) for value in values]
        rows.append([title, objective, version, reference, quantity] + numbers + [""] * (6 - len(numbers)))


def written_out(objective, rule=gd, arguments=None, transforms=(), maximum=None):
    """The values of every quantity at each step, by the rules above."""
    start, rate, steps, gradient = OBJECTIVES[objective]
    arguments = {name: mpf(value) for name, value in (arguments or {"rate": rate}).items()}
    w, states, runs = [mpf(x) for x in start], [States(), States()], {}
    for t in range(1, steps + 1):
        g, terms = list(map(mpf, gradient(w, t))), {}
        for transform, values in transforms:
            g, terms = transform(g, w, **{name: mpf(value) for name, value in values.items()})
        for name, value in terms.items(): runs.setdefault(name, []).append(value)
        for place, name in enumerate("uv"):
            if transforms: runs.setdefault(f"g({name})", []).append(g[place])
            w[place], terms = rule(states[place], w[place], g[place], t, **arguments)
            for term, value in list(vars(states[place]).items()) + list(terms.items()):
                shared = isinstance(value, Same) or (rule, term) == (nesterov_accelerated, "t")
                key = term if shared else f"{term}({name})"
                if not shared or place == 0: runs.setdefault(key, []).append(value)
            runs.setdefault(f"{name}'", []).append(w[place])
    return runs


# The states of PyTorch's optimizers that are quantities of the rule.
TORCH_STATES = {
    "Adam": {"exp_avg": "m", "exp_avg_sq": "v", "max_exp_avg_sq": "top"}, "AdamW": {"exp_avg": "m", "exp_avg_sq": "v"},
    "NAdam": {"exp_avg": "m", "exp_avg_sq": "v"}, "Adamax": {"exp_avg": "m", "exp_inf": "u"},
    "SGD": {"momentum_buffer": "v"}, "Adagrad": {"sum": "G"}, "Adadelta": {"square_avg": "v", "acc_delta": "x"},
    "RMSprop": {"square_avg": "v", "grad_avg": "m", "momentum_buffer": "b"},
}


def by_torch(text, objective, values):
    start, _, steps, gradient = OBJECTIVES[objective]
    w = [torch.tensor(float(x), dtype=torch.float64) for x in start]
    name = text.split("(")[0].split(".")[-1]
    clips = "clip_grad" in text
    made = "torch.optim.SGD(lr=rate)" if clips else text
    optimizer = eval(made.replace("(", "(params, ", 1), {"torch": torch, "params": w}, values)
    runs = {}
    for t in range(1, steps + 1):
        for x, slope in zip(w, gradient([float(x) for x in w], t)): x.grad = torch.tensor(float(slope), dtype=torch.float64)
        if clips: eval(text.replace("(", "(params, ", 1), {"torch": torch, "params": w}, values)
        optimizer.step()
        for place, x in enumerate(w):
            runs.setdefault(f"{'uv'[place]}'", []).append(x.item())
            for key, state in TORCH_STATES[optimizer.__class__.__name__].items():
                value = optimizer.state[x].get(key)
                if value is not None: runs.setdefault(f"{state}({'uv'[place]})", []).append(value.item())
            if clips: runs.setdefault(f"g({'uv'[place]})", []).append(x.grad.item())
    return runs


def by_keras(text, objective, values):
    start, _, steps, gradient = OBJECTIVES[objective]
    optimizer = eval(text, {"keras": keras}, values)
    w = keras.Variable(np.array(start, dtype=float), dtype="float64")
    optimizer.build([w])
    runs = {"u'": [], "v'": []}
    for t in range(1, steps + 1):
        optimizer.apply([jnp.array(gradient(np.array(w), t), dtype=float)])
        for place, run in enumerate(runs.values()): run.append(float(np.array(w)[place]))
    return runs


def by_optax(text, objective, values):
    start, rate, steps, gradient = OBJECTIVES[objective]
    chain = eval(text, {"optax": optax}, values)
    if any(word in text for word in ("clip", "decayed")): chain = optax.chain(chain, optax.sgd(float(rate)))
    w = jnp.array(start, dtype=float)
    state, runs = chain.init(w), {"u'": [], "v'": []}
    for t in range(1, steps + 1):
        updates, state = chain.update(jnp.array(gradient(w, t), dtype=float), state, w)
        w = optax.apply_updates(w, updates)
        for place, run in enumerate(runs.values()): run.append(float(w[place]))
    return runs


def by_library(text, objective, arguments):
    library = text.split(".")[0]
    run = {"torch": by_torch, "keras": by_keras, "optax": by_optax}[library]
    values = {name.replace("lambda", "lambda_"): float(value) for name, value in arguments.items()}
    return library, run(text.split(" with ")[0], objective, values)


def compare(title, objective, library, text, expected, runs):
    for quantity, values in runs.items():
        for value, right in zip(values, expected[quantity]):
            assert abs(value - right) <= 1e-10 * max(1, abs(right)), (title, objective, text, quantity, value, float(right))
    write(title, objective, VERSIONS[library], text.replace("lambda_", "lambda"), runs)


for rule, (presets, tuned, libraries) in RULES.items():
    for objective, (_, rate, _, _) in OBJECTIVES.items():
        for others in [{}] + ([tuned] if tuned and objective == "sequence" else []):
            given, arguments = {"rate": rate, **others}, {"rate": rate, **presets, **others}
            expected = written_out(objective, rule, arguments)
            write(call(rule, given), objective, VERSIONS["mpmath"], "", expected)
            for text in libraries:
                if " with " in text:
                    name, value = text.split(" with ")[1].split(": ")
                    if float(arguments[name]) != float(value): continue
                library, runs = by_library(text, objective, arguments)
                compare(call(rule, given), objective, library, text, expected, runs)

for transform, (arguments, libraries) in TRANSFORMS.items():
    for objective, (_, rate, _, _) in OBJECTIVES.items():
        values = {name.replace("lambda", "lambda_"): value for name, value in arguments.items()}
        expected = written_out(objective, transforms=[(transform, values)])
        title = f"{call(transform, arguments)} then gd({rate})"
        write(title, objective, VERSIONS["mpmath"], "", expected)
        for text in libraries:
            library, runs = by_library(text, objective, {"rate": rate, **arguments})
            runs = {key: run for key, run in runs.items() if key in expected}
            compare(title, objective, library, text, expected, runs)

# Several in one chain.
for objective in OBJECTIVES:
    chain = [(clip_value, {"limit": "3"}), (clip_norm, {"limit": "2"}), (weight_decay, {"lambda_": "0.1"})]
    runs = written_out(objective, adam, {"rate": "0.1", **ADAM}, transforms=chain)
    write("clip_value(3) then clip_norm(2) then weight_decay(0.1) then adam(0.1)", objective, VERSIONS["mpmath"], "",
          {key: run for key, run in runs.items() if key.endswith("'")})


def save(name, columns, rows):
    with pathlib.Path(__file__).with_name(name).open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


# Schedules, by libraries' functions of the steps before: 0, 1, ...
SCHEDULES = {
    "step_decay({}, step)": "optax.exponential_decay(rate, 10, 0.5, staircase=True)",
    "step_decay({}, step, factor: 0.1, every: 3)": "optax.exponential_decay(rate, 3, 0.1, staircase=True)",
    "exponential_decay({}, step, 0.9)": "optax.exponential_decay(rate, 1, 0.9)",
    "inverse_time_decay({}, step, 0.5)": "keras.optimizers.schedules.InverseTimeDecay(rate, 1, 0.5)",
    "cosine_decay({}, step, 8)": "optax.cosine_decay_schedule(rate, 8)",
    "cosine_decay({}, step, 8, lowest: 0.0005)": "optax.cosine_decay_schedule(rate, 8, alpha=0.0005/rate)",
    "warm_up({}, step, 5)": "optax.linear_schedule(rate/5, rate, 4)",
}
rates = []
for title, text in SCHEDULES.items():
    version = VERSIONS[text.split(".")[0]]
    for objective, (start, rate, steps, gradient) in OBJECTIVES.items():
        schedule = eval(text, {"optax": optax, "keras": keras}, {"rate": float(rate)})
        values = [float(schedule(n)) for n in range(12)]
        w, runs = list(map(mpf, start)), {"rate": values[:steps], "u'": [], "v'": []}
        for t in range(1, steps + 1):
            w = [x - values[t - 1] * slope for x, slope in zip(w, gradient(w, t))]
            runs["u'"].append(w[0]), runs["v'"].append(w[1])
        write(f"gd(rate: {title.format(rate)})", objective, version, text, runs)
        if objective == "sequence": rates.append([title.format(rate), version, text, *map(repr, values)])


def save(name, columns, rows):
    with pathlib.Path(__file__).with_name(name).open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


save("optimizers.csv", ["call", "objective", "version", "reference", "quantity", *map(str, range(1, 7))], rows)
save("schedules.csv", ["call", "version", "reference", *map(str, range(1, 13))], rates)
