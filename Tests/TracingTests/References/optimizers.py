"""Prints the table of OptimizersTests: parameters after each of six steps, by optax in float64.

Adagrad is written out: optax has epsilon inside the root. So is what optax has no name for.
"""
import jax
import jax.numpy as jnp
import numpy as np
import optax

jax.config.update("jax_enable_x64", True)
START = np.array([2.0, -1.0])
U = [8.0, 2.0, 7.0, -1.0, 6.0, 3.0]
V = [0.5, -0.25, 0.0, 0.001, -2.0, 4.0]


def quadratic(w, step):  # L = (u - 1)^2 + 3*(v + 0.5)^2 + u*v
    u, v = w
    return jnp.array([2 * (u - 1) + v, 6 * (v + 0.5) + u])


def sequence(w, step):  # L = a*u + b*v with given a and b
    return jnp.array([U[step], V[step]])


def adagrad(rate, eps):  # as PyTorch: g/(sqrt(G) + eps), G starting at 0
    def init(w): return jnp.zeros_like(w)
    def update(g, G, w):
        G = G + g * g
        return -rate * g / (jnp.sqrt(G) + eps), G
    return optax.GradientTransformation(init, update)


chains = {
    "gd(rate: 0.1)": optax.sgd(0.1),
    "momentum(rate: 0.02)": optax.sgd(0.02, momentum=0.9),
    "momentum(rate: 0.02, mu: 0.5)": optax.sgd(0.02, momentum=0.5),
    "nesterov(rate: 0.02)": optax.sgd(0.02, momentum=0.9, nesterov=True),
    "nesterov(rate: 0.02, mu: 0.5)": optax.sgd(0.02, momentum=0.5, nesterov=True),
    "adagrad(rate: 0.5)": adagrad(0.5, 1e-8),
    "adagrad(rate: 0.5, epsilon: 0.1)": adagrad(0.5, 0.1),
    "rmsprop(rate: 0.05)": optax.rmsprop(0.05, decay=0.9, eps=1e-8, eps_in_sqrt=False),
    "rmsprop(rate: 0.05, rho: 0.5, epsilon: 0.1)":
        optax.rmsprop(0.05, decay=0.5, eps=0.1, eps_in_sqrt=False),
    "adadelta": optax.adadelta(1.0, rho=0.9, eps=1e-6),
    "adadelta(rate: 0.5, rho: 0.8, epsilon: 0.001)": optax.adadelta(0.5, rho=0.8, eps=0.001),
    "adam": optax.adam(0.001),
    "adam(rate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 0.01)":
        optax.adam(0.1, b1=0.8, b2=0.9, eps=0.01),
    "amsgrad": optax.amsgrad(0.001),
    "amsgrad(rate: 0.1, beta1: 0.8, beta2: 0.5, epsilon: 0.01)":
        optax.amsgrad(0.1, b1=0.8, b2=0.5, eps=0.01),
    "adamax": optax.adamax(0.002),
    "adamax(rate: 0.1, beta1: 0.8, beta2: 0.5, epsilon: 0.01)":
        optax.adamax(0.1, b1=0.8, b2=0.5, eps=0.01),
    "nadam": optax.nadam(0.001),
    "nadam(rate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 0.01)":
        optax.nadam(0.1, b1=0.8, b2=0.9, eps=0.01),
    "adamw": optax.adamw(0.001, weight_decay=0.01),
    "adamw(rate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 0.01, decay: 0.2)":
        optax.adamw(0.1, b1=0.8, b2=0.9, eps=0.01, weight_decay=0.2),
    "lion(rate: 0.1)": optax.lion(0.1, b1=0.9, b2=0.99, weight_decay=0),
    "lion(rate: 0.1, beta1: 0.5, beta2: 0.7, decay: 0.2)":
        optax.lion(0.1, b1=0.5, b2=0.7, weight_decay=0.2),
    "clip_value(1) then gd(rate: 0.1)": optax.chain(optax.clip(1.0), optax.sgd(0.1)),
    "clip_norm(2) then momentum(rate: 0.1)":
        optax.chain(optax.clip_by_global_norm(2.0), optax.sgd(0.1, momentum=0.9)),
    "weight_decay(0.1) then adam(rate: 0.1)":
        optax.chain(optax.add_decayed_weights(0.1), optax.adam(0.1)),
    "clip_value(3) then clip_norm(2) then weight_decay(0.1) then gd(rate: 0.1)":
        optax.chain(optax.clip(3.0), optax.clip_by_global_norm(2.0),
                    optax.add_decayed_weights(0.1), optax.sgd(0.1)),
    "gd(rate: exponential_decay(0.2, step, 0.7))":
        optax.scale_by_schedule(lambda n: -0.2 * 0.7**n.astype(float)),
}
for call, chain in chains.items():
    for title, gradient in [("quadratic", quadratic), ("sequence", sequence)]:
        w = jnp.array(START)
        state = chain.init(w)
        values = []
        for step in range(6):
            updates, state = chain.update(gradient(w, step), state, w)
            w = optax.apply_updates(w, updates)
            values += [repr(float(x)) for x in w]
        print(f"{call} | {title} |", " ".join(values))

print()
schedules = {
    "step_decay(0.4, step)": optax.exponential_decay(0.4, 10, 0.5, staircase=True),
    "step_decay(0.4, step, factor: 0.1, every: 3)": optax.exponential_decay(0.4, 3, 0.1, staircase=True),
    "exponential_decay(0.4, step, 0.9)": optax.exponential_decay(0.4, 1, 0.9),
    "inverse_time_decay(0.4, step, 0.5)": lambda n: 0.4 / (1 + 0.5 * n),
    "cosine_decay(0.4, step, 8)": optax.cosine_decay_schedule(0.4, 8),
    "cosine_decay(0.4, step, 8, lowest: 0.1)": optax.cosine_decay_schedule(0.4, 8, alpha=0.25),
    "warm_up(0.4, step, 5)": lambda n: 0.4 * min(1, (n + 1) / 5),
}
for call, schedule in schedules.items():
    print(call, "|", " ".join(repr(float(schedule(n))) for n in range(12)))
