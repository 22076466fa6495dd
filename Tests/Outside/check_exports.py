"""Runs what `chainrule export` writes with programs that are not ours.

    python3 check_exports.py PROGRAM [numpy] [pytorch] [spreadsheet] [office]

For every lesson that comes with the program, every published one in the tests, and a few with
awkward numbers and names: the NumPy and the PyTorch script find the numbers of the trace, those of
exact arithmetic the same doubles; openpyxl
reads them in the spreadsheet, beside formulas that hold no text of the lesson; and LibreOffice,
which is given the formulas without their values, computes them again.
"""

import csv
import io
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
KINDS = sys.argv[2:] or ["numpy"]
# Libraries and spreadsheets have other last digits than the C library.
SCRIPT_TOLERANCE = 1e-12
# NumPy's exp may differ from the C library's in the last bit. The variance at a place that has been
# tried is 1 minus nearly 1, of the size of the noise, 1e-6: it multiplies that bit by a million.
CONDITION = {"bayesian-optimisation": 1e6}
OFFICE_TOLERANCE = 1e-9


def run(*words, statuses=(0, 2)):
    result = subprocess.run([PROGRAM, *words], capture_output=True)
    assert result.returncode in statuses, f"{words}: {result.stderr.decode()}"
    return result.stdout


def rows(words, *options):
    return list(csv.DictReader(io.StringIO(run("trace", *words, *options).decode())))


def runs(lesson):
    """The words that ask for each run of a lesson that can be exported."""
    names = dict.fromkeys(row.get("variant") for row in rows([lesson], "--only", "forward", "--steps", "1"))
    for words in ([lesson, "--variant", name] if name else [lesson] for name in names):
        refused = subprocess.run([PROGRAM, "export", *words, "--to", "numpy"], capture_output=True, text=True)
        if refused.returncode == 65:
            assert "is what a whole training comes to" in refused.stderr, refused.stderr
            print(f"refused, {' '.join(words)}: {refused.stderr.strip()}")
        else:
            yield words


def is_exact(words):
    """Whether a lesson is computed in fractions, which only the script for NumPy has."""
    refusals = []
    for kind in ("pytorch", "spreadsheet"):
        result = subprocess.run(
            [PROGRAM, "export", *words, "--to", kind, "-o", os.devnull], capture_output=True, text=True)
        refusals.append(result.returncode == 65 and "'--to numpy' writes a script" in result.stderr)
    assert refusals[0] == refusals[1], words
    return refusals[0]


def check_exact(words, folder):
    """The doubles of the script in fractions are those of the trace, where the C library has no part."""
    last = check_script("numpy", words, folder)
    is_rational = not re.search(r"\bnp\.(exp|log)\(", (folder / "script_numpy.py").read_text())
    assert not is_rational or "difference from the trace: 0 (none)" in last, f"{words}: {last}"


def check_script(kind, words, folder):
    script = folder / f"script_{kind}.py"
    script.write_bytes(run("export", *words, "--to", kind))
    result = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, f"{words}: {result.stdout[-300:]}{result.stderr[-2000:]}"
    last = result.stdout.splitlines()[-1]
    largest = float(re.match(r"largest difference from the trace: (\S+) ", last)[1])
    tolerance = max(SCRIPT_TOLERANCE, CONDITION.get(words[0], 0) * 2.0**-52)
    assert largest < tolerance, f"{words}: {last}"
    print(f"{kind}, {' '.join(words)}: {last}", flush=True)
    return last


def cells(path):
    """The cells of a spreadsheet: quantity, step, value and formula."""
    import openpyxl

    formulas = openpyxl.load_workbook(path)["Trace"]
    values = openpyxl.load_workbook(path, data_only=True)["Trace"]
    for row, formula_row in zip(values.iter_rows(min_row=4), formulas.iter_rows(min_row=4)):
        for cell, formula in zip(row[3:], formula_row[3:]):
            if formula.value is not None:
                yield row[0].value, row[1].value, cell.column - 4, cell.value, formula


def is_close(found, expected, tolerance):
    if isinstance(found, str) or found is None:
        return found is not None and not math.isfinite(expected)
    return abs(found - expected) <= tolerance * max(1, abs(expected))


def check_spreadsheet(words, path):
    run("export", *words, "--to", "spreadsheet", "-o", str(path))
    first = path.read_bytes()
    run("export", *words, "--to", "spreadsheet", "-o", str(path))
    assert path.read_bytes() == first, f"{words}: other bytes at the second time"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            xml.etree.ElementTree.fromstring(archive.read(name))
    expected = {(row["quantity"], int(row["step"])): float(row["value"]) for row in rows(words)}
    count = 0
    for quantity, phase, step, value, formula in cells(path):
        if isinstance(formula.value, str) and formula.data_type == "f":
            assert re.fullmatch(r"=[-+*/^<>=(), .$A-Z0-9]+", formula.value), formula.value
            assert len(formula.value) <= 8192
        # The pass after the last step has no row for a parameter: it is what the update says.
        known = expected.get((quantity, step))
        if step > 0 and known is not None and phase not in ("part", None):
            assert is_close(value, known, 0), f"{words}: {quantity} at step {step} is {value}, not {known}"
            count += 1
    assert count > 0
    print(f"spreadsheet, {' '.join(words)}: {count} numbers", flush=True)


def computed_by_office(sheets, folder):
    """LibreOffice's values of spreadsheets, given by name as XML, by the place of the cell."""
    given, computed = folder / "given", folder / "computed"
    given.mkdir(exist_ok=True)
    for name, parts in sheets.items():
        with zipfile.ZipFile(given / name, "w") as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx",
         "--outdir", str(computed), *(str(given / name) for name in sheets)],
        check=True, capture_output=True, timeout=1800)
    return {name: {cell[4].coordinate: cell for cell in cells(computed / name)} for name in sheets}


def without_values(path):
    """The parts of a spreadsheet, each formula without its value."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return {name: re.sub(r"</f><v>[^<]*</v>", "</f>", text.replace(' t="e"><f>', "><f>"))
            for name, text in parts.items()}


def check_office(paths, folder):
    """LibreOffice computes the formulas of all spreadsheets."""
    computed = computed_by_office({path.name: without_values(path) for path in paths}, folder)
    for path in paths:
        count, largest = 0, 0.0
        for quantity, _, step, value, formula in cells(path):
            expected = math.nan if isinstance(value, str) else value
            again = computed[path.name][formula.coordinate][3]
            assert is_close(again, expected, OFFICE_TOLERANCE), \
                f"{path.name}: {quantity} at step {step}, {formula.value}, is {again}, not {value}"
            if not isinstance(again, str):
                largest = max(largest, abs(again - expected) / max(1, abs(expected)))
            count += 1
        print(f"LibreOffice, {path.stem}: {count} numbers, largest difference {largest:.2g}", flush=True)


def check_changed_number(folder):
    """Where a given number of a spreadsheet is changed, all others become those of the changed lesson."""
    path, name = folder / "changed.xlsx", "two-layer-sigmoid"
    run("export", name, "--to", "spreadsheet", "-o", str(path))
    parts = without_values(path)
    sheet = "xl/worksheets/sheet1.xml"
    changed = re.sub(r'(>w1</t></is></c>.*?<c r="D\d+" s="3"><v>)0.15<', r"\g<1>0.75<", parts[sheet])
    assert changed != parts[sheet]
    computed = computed_by_office({path.name: parts | {sheet: changed}}, folder)[path.name]
    lesson = folder / "changed.md"
    lesson.write_text((ROOT / f"lessons/{name}.md").read_text().replace("w1 = 0.15", "w1 = 0.75"))
    expected = {(row["quantity"], int(row["step"])): float(row["value"]) for row in rows([str(lesson)])}
    found = {(quantity, step): value for quantity, _, step, value, _ in computed.values()}
    unchanged = {(row["quantity"], int(row["step"])): float(row["value"]) for row in rows([name])}
    differing = 0
    for key, value in expected.items():
        if key in found:
            assert is_close(found[key], value, OFFICE_TOLERANCE), f"{key} is {found[key]}, not {value}"
            differing += value != unchanged[key]
    assert differing > 40, differing
    print(f"LibreOffice, w1 changed: {differing} other numbers")


def check_documentation(folder):
    """The script of Docs/exporting.md prints what stands there."""
    text = (ROOT / "Docs/exporting.md").read_text()
    lesson = re.search(r"````markdown\n(.*?)\n````", text, re.S)[1]
    (folder / "line.md").write_text(lesson + "\n")
    run("export", str(folder / "line.md"), "--to", "numpy", "-o", str(folder / "line.py"))
    printed = subprocess.run([sys.executable, str(folder / "line.py")], capture_output=True, text=True, check=True)
    shown = re.search(r"```console\n(.*?)```", text, re.S)[1]
    assert printed.stdout == shown, printed.stdout
    text = (folder / "line.py").read_text()
    wrong = folder / "wrong.py"
    wrong.write_text(text.replace("w_new = w - rate*v_w", "w_new = w - rate*dL_dw"))
    printed = subprocess.run([sys.executable, str(wrong)], capture_output=True, text=True)
    assert printed.returncode == 1 and "(w_new at step 2)" in printed.stdout, "nobody would notice"


def awkward_lessons(folder):
    """Lessons of all functions, kinks and NaN among them; of names that are taken; of what steps are given."""
    def lesson(name, text):
        (folder / f"{name}.md").write_text(text)
        return str(folder / f"{name}.md")

    points = {"a": 0.3, "b": -0.7, "c": 0.0, "d": 30, "e": -800}
    equations = [f"param {name} = {value}" for name, value in points.items()]
    derivatives = []

    def add(name, formula, *variables):
        equations.append(f"{name} = {formula}")
        derivatives.append(f"differentiate {name} wrt {', '.join(dict.fromkeys(variables))}")

    for function in UNARY:
        for point in points:
            add(f"y_{function}_{point}", f"{function}({point})", point)
    prelude = "".join(path.read_text() for path in (ROOT / "Sources/Lessons/Prelude").rglob("*.lesson"))
    for function, parameters in re.findall(r"(?m)^define (\w+)\(([^)]*)\)", prelude):
        needed = [p for p in parameters.split(",") if "=" not in p]
        for first in range(3):
            values = [list(points)[(first + place) % 3] for place in range(len(needed))]
            add(f"p_{function}_{first}", f"{function}({', '.join(values)})", *values)
    for number, (p, q) in enumerate(("ab", "cc", "ac", "ca", "bb", "cb")):
        for function in ("max", "min", "xlogy"):
            add(f"m_{function}_{number}", f"{function}({p}, {q})", p, q)
        for word, sign in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "==")):
            add(f"c_{word}_{number}", f"({p} {sign} {q})*{p} + if({p} {sign} {q}, {p}*{q}, {q}^3)", p, q)
        add(f"f_{number}", f"softmax(2, {p}, {q}, d) + logsumexp({p}, {q}) + max({p}, {q}, {p}) - min({q}, {p}, {q})", p, q)
        add(f"q_{number}", f"{p}/{q}", p, q)
    for number, formula in enumerate(AWKWARD_FORMULAS):
        add(f"t{number}", formula, "a", "b")
    functions = lesson("functions", "\n".join(["# coding: utf-7", "", "```lesson", *equations, *derivatives, "```", ""]))
    return [functions, lesson("names", NAMES), lesson("training", TRAINING),
            lesson("no training", NO_TRAINING)] + [
                lesson(f"search {number}", SEARCH.replace("METHOD", method))
                for number, method in enumerate(SEARCH_METHODS)] + [
                    lesson(f"exact {number}", f"# Exact\n\n{text}") for number, text in enumerate(EXACT)]


UNARY = """exp expm1 log log1p sqrt abs sign floor sin cos tan asin acos atan sinh cosh tanh sigmoid softplus erf
    erfc relu""".split()
AWKWARD_FORMULAS = """if(a > 0, a, log(b)); if(b > 0, log(b), 1); 1/0 + a; 10^400*a; 2^-1*a; -a^2; (-a)^2; 2^a^2; (2^a)^2; a^0
    a/(b/d); a - (b - d); -(a*b)*d; a*(b/d); sqrt(2)*a + sqrt(-1); 007*a + .5*a + 5.*a + 1e-3*a
    123456789012345678901234567890*a; 5; 0; 1/0; 0^0; max(0, 1 - a) + min(2, 3); pi*a + exp(1); 1 == 1; (1 < 2)*a
    identity(a)*a; t25*t25; if(a > 0, a, b); t27*a; relu(2) + leaky_relu(-2, slope: 0)*a + elu(-1, alpha: 2)
    sigmoid(sigmoid(sigmoid(a*b)))*softplus(a + b); a*b*(a*b)/(a/b)""".replace("\n", ";").split(";")
NAMES = """# \"\"\" coding: latin-1 ''' =1+1

=HYPERLINK("http://x") \x07 bell, _x0041_, \u2028 sep, ]]> & < >

```lesson
param lambda = 0.5, np = 1, math = 2, torch = 3, 权重 = 1.5, True = 2, W1_2_1 = 3, _x0041_ = 4, __builtins__ = 1
param W1[1..2, 1..1] = [[1],[2]], max = 1, print = 2, globals = 3, dE_dnp = 4, results = 1, trace = 2, steps = 3
param remember = 4, sigmoid = 5, maximum = 6, found = 7, A1 = 1, IF = 2, float = 3, given = 2, \u03f5 = 1, \u03b5 = 2
input x[1..5] = [1, 2, 3, 4, 5]   # =cmd|' /C calc'!A0
h[i] = tanh(lambda*x[i] + np*math) for i in 1..5
E_1 = sum(i: h[i])*torch*权重*True*W1_2_1*W1[2,1]*max + print*globals + dE_dnp*results*trace
E_2 = steps*remember*sigmoid(sigmoid)*max(maximum, found, 1) + A1*IF*_x0041_*__builtins__*W1[1,1]
E = E_1 + E_2 + float*given + \u03f5*\u03b5
minimize E by adam(0.1), steps: 3
```
"""
TRAINING = """# What steps are given

```lesson
input x each step = [1, 2, 3]
input noise ~ normal(0, 0.1) each step
param w = 0.5, v = 0.3
p = w*x + v + noise/10
L = (p - 2)^2
differentiate L wrt x, noise
delta D = 2*dL/dp
minimize L by clip_norm(1) then weight_decay(0.1) then nesterov_look_ahead(0.1/step), steps: 30, until: gradient_norm < 0.05
```
"""
NO_TRAINING = """# What one step is given

```lesson
input x each step = [4, 2, 3]
input noise[1..5] ~ normal(0, 0.1) each step
param w = 0.5
L = w*x*step + sum(i: noise[i])
differentiate L wrt w, noise
```
"""
EXACT = [
    # The fractions of these become too long in the seventh step and in the tenth
    """```lesson
arithmetic exact
input x1 each step = [0, 1, 0.5]
input x2 = 0.7
target y each step = [1, 0.25, 0.1]
param W1[1..2, 1..2] = [[0.3, -0.2], [0.15, 0.4]]
param b[1..2] = [0.1, 0.05]
param v[1..2] = [0.6, -0.3]
h[j] = relu(W1[j,1]*x1 + W1[j,2]*x2 + b[j])
p = sum(j: v[j]*h[j])
L = half_squared_error(p, y)
minimize L by momentum(rate: 0.1), steps: 12
```
""",
    """```lesson
arithmetic exact
param w = 0.9
L = (w^2 - 2)^2
minimize L by gd(rate: 0.01/step), steps: 12
```
""",
    # Powers of the step are cut at 1,000 bits
    """```lesson
arithmetic exact
param w = 0.1
decay = 0.9^step
L = (w - 1/3)^2*decay
minimize L by gd(rate: 0.1/step), steps: 400, until: L < 0.0000000001
```
""",
    # Lines that are exact before and after those that are not; numbers that Python has otherwise
    """```lesson
arithmetic exact
input x = 0.3, third = 1/3, tiny = 1e-320
param w = 0.1, c = 0.2
a = x - w - c
t = 3*third
e = exp(a) + w/3
q = e*w
z = w*x/7
y = (a >= 0)*z + sigmoid(z)
f = floor(10*w) + sign(a) + abs(a - 1) + max(w, c, x) + min(w, c, x) + argmax(w, c, x) + argmin(c, w, x)
g = if(a >= 0, z, exp(z)) + if(exp(a) > 0, z, w) + if(a < 0, log(w), 1/3)
h = if(0.3 - 0.1 - 0.2 >= 0, exp(w), w) + if(exp(a), z, w)
d = w/a
n = 1/0*w + if(x, 1/3, 1/0)
k = 2^-1*w + 1/3 + 0.1 + 0.2 - 0.3 + 10^400*w + 0^0 + (1 == 1)*w + (0.1 + 0.2 == 0.3)
k2 = 10^400*w - 10^400*w + tiny*tiny - tiny/3
k3 = (10^9000*w - 10^9000*w) + (1 + 10^3000 - 10^3000) + (10^3011*w > w)
m = pi*w
r = w^0.5 + sqrt(w) + w^(1/3 + 2/3) + w^-2 + (-1)^(10^17 + 1) + 1^(10^30)
l = 0.1000000000000000055511151231257827*w - 0.1*w
big = 123456789012345678901234567890*w
neg = 1/(-0*w) + 1/(0*(-1)*w)
con = 1/3
st = w*stop_gradient(x) + 007*x + .50*x + 5.*x + 1e-3*x
lk = leaky_relu(a - 1) + leaky_relu(2) + huber(1, 0.5) + half_squared_error(2, 3)
ls = logsumexp(w, c) + xlogy(0, w) + xlogy(w, c) + softmax(1, e, a, w)
L = (w*x + c - 1)^2 + y*0 + d*0 + f*0.01
minimize L by adam(rate: 0.01), steps: 5
```
""",
    """```data n
x,y
0.1,0.3
0.2,0.5
0.4,0.35
0.8,1.7
0.3333333333333333333333,1.25
1.5,0.10
```

```lesson
arithmetic exact
seed 2
input noise ~ normal(0, 0.1) each step
input start ~ uniform(0, 1)
param w = 0.1, b = 0
p[n] = w*x[n] + b
L = mean(n: (p[n] - y[n])^2)
M = L + noise*start
minimize L by gd(rate: 0.1), steps: 9, batch: 2, shuffle: yes
```
""",
    """```lesson
arithmetic exact
input noise ~ normal(0, 0.1) each step
param w = 0.3
x = w - 0.1 - 0.2
Y = x >= 0
p = (w + step)^step
input exact = 0.1, repr = 0.2, line = 0.3, max = 0.4, number = 1, choice = 2, any = 3, value = 4, Fraction = 5
r = exact + repr + line + max*number + choice*any*value + relu(line - repr) + if(line > 0, repr, exact)*Fraction
```
""",
]
SEARCH = """# A search

```lesson
param u = 1, v = 0.5
L = (u - 0.3)^2 + sin(3*v)
search L over u in [0.1, 2] log, v in [0, 1] by METHOD
```
"""
SEARCH_METHODS = ["random(trials: 12)", "local(trials: 12, sigma: 0.3)", "grid(points: 4)", "bayes(trials: 3)"]

with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    lessons = [line.split()[0] for line in run("list").decode().splitlines()]
    lessons += sorted(str(path) for path in (ROOT / "Tests/Published").glob("*.md")
                      if path.name != "README.md")
    lessons += awkward_lessons(folder)
    if "numpy" in KINDS:
        check_documentation(folder)
    sheets = []
    for lesson in lessons:
        for words in runs(lesson):
            if is_exact(words):
                if "numpy" in KINDS:
                    check_exact(words, folder)
                continue
            for kind in ("numpy", "pytorch"):
                if kind in KINDS:
                    check_script(kind, words, folder)
            if "spreadsheet" in KINDS or "office" in KINDS:
                sheets.append(folder / f"{len(sheets)} {pathlib.Path(words[0]).stem} {words[-1]}.xlsx".replace("/", "-"))
                check_spreadsheet(words, sheets[-1])
    if "office" in KINDS:
        check_office(sheets, folder)
        check_changed_number(folder)
print("all exports agree with their traces")
