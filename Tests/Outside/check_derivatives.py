"""Holds the values and gradients of random programs against an evaluation with 60 digits.

    python3 check_derivatives.py PROGRAM [COUNT] [SEED]

Each program is a few lines over the functions and reductions of the language, at awkward numbers:
kinks, poles, powers of 0, saturated, very large and very small arguments. What `chainrule trace` says
has to be as near to the 60 digits of sixty_digits.py as the rounding of doubles allows, and `chainrule
gradcheck` must not say that a gradient fails, but at a kink, where differences see another slope than
the chain rule. Where 0 meets infinity by the rules, or a number is near the ends of the range of
doubles, any gradient is accepted, and counted. The shortest programs that disagree are printed.
"""

import collections
import csv
import io
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from mpmath import inf, isfinite, isnan, mp, mpf
from sixty_digits import LAST_DIGIT, OF_ONE, SLACK, ZERO, Evaluation, Number, parsed

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
TOGETHER = 5  # programs in one lesson: gradcheck takes time that grows with the square
SHOWN = 5
TAME = "0 0 -0.0 1 1 -1 0.5 -0.5 0.1 2 2 3 -2 -3 1.5 0.3".split()
WILD = "30 -30 40 -40 700 -700 1e-8 -1e-8 1e-300 1e8 -1e8 1e150 15 -17 0.999999999 5e-324 1e308 20.5".split()
# What formulas are made of.
LITERALS = "0 1 2 0.5 3 (-1) pi".split()
NAMES = [name for name in OF_ONE if name != "neg"] + "abs sign relu floor leaky_relu elu softsign silu".split()
FORMS = [f"{name}({{}})" for name in NAMES] + re.split(r";\s*", """
({} + {}); ({} - {}); ({} * {}); ({} / {}); ({} + {}); ({} * {}); ({} / {}); (-{});
({})^2; ({})^3; ({})^0.5; ({})^1; ({})^0; ({})^(-1); ({})^(-2); ({})^({}); ({})^({}); ({})^({});
max({}, {}); min({}, {}); max({}, {}, {}); min({}, {}, {}); argmax({}, {}, {}); argmin({}, {}, {});
if({}, {}, {}); if({} < {}, {}, {}); if({} <= {}, {}, {}); if({} > {}, {}, {}); if({} >= {}, {}, {}); if({} == {}, {}, {});
xlogy({}, {}); xdivy({}, {}); power_slope({}, {}); logsumexp({}, {}); logsumexp({}, {}, {}); softmax(1, {}, {});
softmax(2, {}, {}, {}); hinge({}, {}); huber({}, {}, {}); kl_divergence({}, {}); binary_cross_entropy_with_logit({}, {});
one_minus_sigmoid(sigmoid({0}), {0}); one_minus_tanh_squared(tanh({0}), {0});
one_minus_softmax(softmax(1, {0}, {1}), {0}, {1})
""".strip())


class Program:
    """A random program, whose names end in its number."""

    def __init__(self, number, random):
        self.random, self.objective, self.families = random, f"L{number}", [f"v{number}"]
        wild = random.choice([0, 0, 0.2, 0.5])
        names = [f"{letter}{number}" for letter in "xyw"[:random.randint(1, 3)]]
        places = names + [f"v{number}[{i}]" for i in (1, 2, 3)]
        self.given = {place: random.choice(WILD if random.random() < wild else TAME) for place in places}
        self.lines = []
        for letter in "abcde"[:random.randint(0, 4)]:
            name, kind = f"{letter}{number}", random.random()
            if kind < 0.3:
                family = random.choice(self.families)
                body = f"softmax(k: {family}[k]*{random.choice(names)})" if kind < 0.1 else self.formula(2, names, family)
                self.lines.append((f"{name}[k]" if kind < 0.1 else f"{name}[i]", body))
                self.families.append(name)
            else:
                self.lines.append((name, self.formula(2, names)))
                names.append(name)
        self.lines.append((self.objective, self.formula(3, names[-3:])))
        values = ", ".join(self.given[f"v{number}[{i}]"] for i in (1, 2, 3))
        text = [f"param {name} = {value}" for name, value in self.given.items() if "[" not in name]
        text += [f"param v{number}[1..3] = [{values}]"]
        text += [f"{name} = {body}" + " for i in 1..3" * name.endswith("[i]") for name, body in self.lines]
        variables = ", ".join(dict.fromkeys(place.split("[")[0] for place in self.given))
        self.text = "\n".join(text + [f"differentiate {self.objective} wrt {variables}"])

    def formula(self, depth, names, family=None):
        random = self.random
        if depth == 0 or depth == 1 and random.random() < 0.4:
            if random.random() < 0.15:
                return random.choice(LITERALS)
            return f"{family}[i]" if family and random.random() < 0.6 else random.choice(names)
        if not family and random.random() < 0.06:
            family = random.choice(self.families)
            kind, inner = random.choice("sum product mean max min logsumexp".split()), random.choice(["", "exp", "log"])
            return f"{kind}(i: {inner}({self.formula(1, names, family)}*{family}[i]))"
        form = random.choice(FORMS)
        return form.format(*(self.formula(depth - 1, names, family) for _ in range(4)))

    def evaluated(self):
        """The values, and each gradient twice: with numbers of any size, and in the range of doubles."""
        evaluation = Evaluation()
        scope = {name: evaluation.new(Number(float(text))) for name, text in self.given.items()}
        scope["pi"] = evaluation.new(Number(float(mp.pi)))
        for name, body in self.lines:
            if "[" in name:
                family = name.split("[")[0]
                scope |= {f"{family}[{i}]": evaluation.evaluate(parsed(body), scope | {"i": i}) for i in (1, 2, 3)}
            else:
                scope[name] = evaluation.evaluate(parsed(body), scope)
        gradients = collections.defaultdict(list)
        for Number.limited in (False, True):
            evaluation.differentiate(scope[self.objective])
            for name in self.given:
                gradients[f"d{self.objective}/d{name}"].append(scope[name].adjoint or ZERO)
        del scope["pi"]
        return {name: node.value for name, node in scope.items()}, gradients, evaluation


def is_near(found, expected, least=0):
    """`least` is how far off a number may be in any case, relative to its size."""
    value, error = expected.value, expected.error
    if error == inf:
        return not isfinite(found) or isnan(value)
    if not isfinite(value) or not isfinite(found):
        return isnan(found) if isnan(value) else found == value
    return abs(found - value) <= SLACK * (error + least * abs(value))


def run(*words):
    result = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    assert result.returncode in (0, 1, 2), f"{words}: {result.stderr}"
    return result.stdout


def check(programs, file, counts):
    """Yields the programs of a lesson that disagree, and in what."""
    file.write_text("# T\n\n```lesson\n" + "\n\n".join(program.text for program in programs) + "\n```\n")
    rows = {row["quantity"]: mpf(float(row["value"])) for row in csv.DictReader(io.StringIO(run("trace", str(file))))}
    checked = run("gradcheck", str(file), "--ascii", "--all")
    failing = {name: modes for name, *modes in re.findall(r"(?m)^  (d\S+/d\S+) +(\S+) +(\S+).* FAILS$", checked)}
    for program in programs:
        mistakes = []
        values, gradients, evaluation = program.evaluated()
        is_extreme, is_infinite = evaluation.is_extreme, evaluation.is_infinite
        for name, expected in values.items():
            counts["values"] += 1
            if not is_near(rows[name], expected):
                mistakes.append(f"{name} is {mp.nstr(rows[name], 17)}, not {mp.nstr(expected.value, 17)}")
        for name, (ideal, expected) in gradients.items():
            counts["gradients"] += 1
            if is_extreme or isnan(ideal.value) or isnan(expected.value) or not is_near(ideal.value, expected):
                counts["gradients that doubles may not have"] += 1
                continue
            is_right = any(is_near(rows[name], number, LAST_DIGIT) for number in (ideal, expected))
            if not is_right and (isfinite(expected.value) or isfinite(rows[name])):
                mistakes.append(f"{name} is {mp.nstr(rows[name], 17)}, not {mp.nstr(ideal.value, 17)}")
            backward, forward = failing.get(name, ("", ""))
            if not is_infinite and (backward != forward or backward and not evaluation.meets_kink):
                mistakes.append(f"gradcheck says that {name} fails: {backward} and {forward}")
        if mistakes:
            yield program, mistakes


def main():
    source, counts, found = random.Random(SEED), collections.Counter(programs=COUNT), []
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, COUNT, TOGETHER):
            programs = [Program(number, source) for number in range(first, min(first + TOGETHER, COUNT))]
            found += check(programs, pathlib.Path(folder) / "lesson.md", counts)
    for program, mistakes in sorted(found, key=lambda pair: len(pair[0].text))[:SHOWN]:
        print(program.text, *mistakes, "", sep="\n")
    print(f"seed {SEED}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    if found:
        sys.exit(f"{len(found)} programs disagree")


if __name__ == "__main__":
    main()
