"""Reads what `chainrule trace` writes with programs that are not ours.

    python3 check_traces.py PROGRAM

For every lesson that comes with the program, for every published one in the tests, and for those
beside this file: the JSON, the JSON Lines and the columns of the array fit Docs/trace.schema.json; NumPy maps the array and
finds the values of the CSV; DuckDB finds the same final parameters in CSV and JSON Lines; and every
formula, evaluated by Python from the values that it uses, gives the value beside it. Then the
examples of Docs/trace-formats.md are run and compared.
"""

import csv
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import jsonschema
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SCHEMA = json.loads((ROOT / "Docs/trace.schema.json").read_text())

# Two evaluations of one formula differ by the last digits of the elementary functions, and by what
# cancellation makes of them.
TOLERANCE = 1e-12

FUNCTIONS = {name: getattr(math, name) for name in (
    "exp expm1 log log1p sqrt floor sin cos tan asin acos atan sinh cosh tanh erf erfc").split()}
FUNCTIONS |= {
    "abs": abs, "max": max, "min": min, "pi": math.pi, "ln": math.log, "arctan": math.atan,
    "sign": lambda x: (x > 0) - (x < 0),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x > -700 else math.exp(x),
    "softplus": lambda x: max(x, 0) + math.log1p(math.exp(-abs(x))),
    "relu": lambda x: x if x > 0 else 0.0,
    "choose": lambda c, a, b: a if c else b,
    "xlogy": lambda x, y: 0.0 if x == 0 else x * math.log(y),
    "xdivy": lambda x, y: 0.0 if x == 0 else x / y,
    "power_slope": lambda x, b: 0.0 if b == 0 else b * x ** (b - 1),
    "one_minus_sigmoid": lambda a, z: 1 - a if 1 - a >= 2**-27 else math.exp(-z) / (1 + math.exp(-z)),
    "one_minus_tanh_squared": lambda a, z: 1 - a * a if 1 - a * a >= 2**-27 else 1 / math.cosh(z) ** 2,
    "one_minus_softmax": lambda p, *z: (
        1 - p if 1 - p >= 2**-27
        else sum(math.exp(v - max(z)) for v in z[1:]) / sum(math.exp(v - max(z)) for v in z)),
    "argmax": lambda *z: z.index(max(z)) + 1, "argmin": lambda *z: z.index(min(z)) + 1,
    "logsumexp": lambda *z: max(z) + math.log(sum(math.exp(v - max(z)) for v in z)),
    "softmax": lambda k, *z: math.exp(z[int(k) - 1] - max(z)) / sum(math.exp(v - max(z)) for v in z),
    "identity": lambda x: x,
    "leaky_relu": lambda x, slope: x if x > 0 else slope * x,
    "half_squared_error": lambda a, y: (a - y) ** 2 / 2, "squared_error": lambda a, y: (a - y) ** 2,
    "binary_cross_entropy": lambda p, y: -(FUNCTIONS["xlogy"](y, p) + FUNCTIONS["xlogy"](1 - y, 1 - p)),
    "cross_entropy": lambda p, y: -FUNCTIONS["xlogy"](y, p),
}


def translated(text):
    """A formula of the lesson language, for Python."""
    return re.sub(r"\bif\(", "choose(", text).replace("^", "**")


def defined(text):
    """The functions that a text defines, as they stand there; those above are not taken from it."""
    scope = {"__builtins__": {}} | FUNCTIONS
    for name, arguments, body in re.findall(r"(?m)^define (\w+)\(([^)]*)\) *= *([^#\n]*)", text):
        if name not in FUNCTIONS:
            scope[name] = eval(f"lambda {translated(arguments)}: {translated(body)}", scope)
    return scope


PRELUDE_FILES = sorted((ROOT / "Sources/Lessons/Prelude").rglob("*.lesson"), key=lambda path: path.name)
PRELUDE = "\n".join(path.read_text() for path in PRELUDE_FILES)


def run(*words):
    result = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    assert result.returncode in (0, 2), f"{words}: {result.stderr}"
    return result.stdout


def number(value):
    return float(value) if isinstance(value, str) else value


class Formulas:
    """The formulas of a trace, translated to Python."""

    def __init__(self, lines, source, last_batch=None):
        self.functions = defined(PRELUDE + "\n" + source)
        self.places = {line["quantity"]: place for place, line in enumerate(lines)}
        self.lines = lines
        self.codes = [self.code(line) if line["formula"] else None for line in lines]
        # Of the steps whose batch is shorter.
        self.period = last_batch["every"] if last_batch else None
        self.last_lines, self.last_codes = list(lines), list(self.codes)
        for line in last_batch["lines"] if last_batch else []:
            place = self.places[line["quantity"]]
            self.last_lines[place] = line
            self.last_codes[place] = self.code(line) if line["formula"] else None

    def at(self, step):
        if self.period and step % self.period == 0:
            return self.last_lines, self.last_codes
        return self.lines, self.codes

    def code(self, line):
        names = set(line["uses"]) | set(re.findall(r"previous\(((?:[^()]|\([^()]*\))*)\)", line["formula"]))
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        operand = rf"previous\((?P<old>{pattern})\)|(?<![\w.])(?P<new>{pattern})(?![\w'\[])" if names else r"$^"

        def replaced(match):
            table, name = ("old", match["old"]) if match["old"] else ("new", match["new"])
            return f"{table}[{self.places[name]}]"

        text = re.sub(operand, replaced, line["formula"])
        return compile(translated(text), line["formula"], "eval")

    def beginning(self, name, first):
        """What a state is before the first step: 0, but for what a search has kept so far."""
        kept = re.fullmatch(r"(?:\w+\.)?best(?:\((.*)\))?", name)
        if not kept or "kept" not in self.places:
            return 0.0
        return number(first[self.places[kept[1]]]) if kept[1] else math.inf

    def check(self, steps):
        checked = 0
        before = [self.beginning(line["quantity"], steps[0]) for line in self.lines]
        given = {}
        for step, row in enumerate(steps, start=1):
            lines, codes = self.at(step)
            values = [number(value) for value in row]
            for place, line in enumerate(lines):
                if values[place] is not None:
                    given[place] = values[place]
                elif line["phase"] in ("input", "target", "const"):
                    values[place] = given.get(place)
                elif line["phase"] == "param":
                    values[place] = before[self.places[line["quantity"] + "'"]]
            scope = self.functions | {"old": before, "new": values, "step": step}
            for place, code in enumerate(codes):
                value = values[place]
                if code is None or value is None or not math.isfinite(value):
                    continue
                found = float(eval(code, scope))
                size = max([abs(value)] + [abs(values[self.places[n]] or 0) for n in lines[place]["uses"]])
                assert abs(found - value) <= TOLERANCE * max(size, 1e-300), \
                    f"step {step}: {lines[place]['quantity']} = {lines[place]['formula']} is {found}, not {value}"
                checked += 1
            before = [b if v is None else v for v, b in zip(values, before)]
        return checked


def variants(lesson):
    """The names of a lesson's runs; one without a name, where there is only one."""
    first, *rows = csv.reader(run("trace", lesson, "--only", "forward", "--steps", "1").splitlines())
    return list(dict.fromkeys(row[0] for row in rows)) if first[0] == "variant" else [None]


def check(lesson, variant, folder):
    def run(*words):
        return globals()["run"](*words, *(["--variant", variant] if variant else []))

    paths = {kind: folder / f"trace.{kind}" for kind in ("csv", "jsonl", "npy")}
    whole = json.loads(run("trace", lesson, "--format", "json"))
    for kind, path in paths.items():
        run("trace", lesson, "--format", kind, "-o", str(path))
    columns = json.loads((folder / "trace.json").read_text())
    jsonl = [json.loads(line) for line in paths["jsonl"].read_text().splitlines()]
    for document in (whole, columns, *jsonl[:3]):
        jsonschema.validate(document, SCHEMA)
    assert [line["values"] for line in jsonl[1:]] == whole["steps"]
    assert columns["lines"] == jsonl[0]["lines"] == whole["lines"]
    assert columns.get("lastBatch") == jsonl[0].get("lastBatch") == whole.get("lastBatch")

    array = numpy.load(paths["npy"], mmap_mode="r")
    names = [line["quantity"] for line in whole["lines"]]
    assert array.shape == (len(whole["steps"]), len(names))
    rows = list(csv.DictReader(paths["csv"].open()))
    assert all(row.get("variant") == variant for row in rows)
    assert len(rows) == sum(value is not None for row in whole["steps"] for value in row)
    place = {name: index for index, name in enumerate(names)}
    row_of = {step: index for index, step in enumerate(columns["stepNumbers"])}
    for row in rows:
        found = array[row_of[int(row["step"])], place[row["quantity"]]]
        assert found == float(row["value"]) or math.isnan(found) and row["value"] == "NaN", row
    assert numpy.isnan(array).sum() == array.size - len(rows) + sum(r["value"] == "NaN" for r in rows)

    last = whole["completedSteps"]
    from_csv = duckdb.sql(
        f"SELECT quantity, value FROM '{paths['csv']}' WHERE phase = 'update' AND step = {last}").fetchall()
    from_json = duckdb.sql(
        f"""WITH header AS (SELECT unnest(lines) AS line FROM read_json('{paths["jsonl"]}') WHERE lines IS NOT NULL),
                 numbered AS (SELECT line.quantity, line.phase, row_number() OVER () AS place FROM header),
                 last AS (SELECT "values" FROM read_json('{paths["jsonl"]}') WHERE step = {last})
            SELECT quantity, "values"[place]::DOUBLE FROM numbered, last WHERE phase = 'update'""").fetchall()
    assert sorted(from_csv) == sorted(from_json), lesson
    checked = Formulas(whole["lines"], whole["source"], whole.get("lastBatch")).check(whole["steps"])
    title = pathlib.Path(lesson).name + (f", {variant}" if variant else "")
    print(f"{title}: {array.shape[0]} steps, {checked} values from their formulas")


def check_documentation(folder):
    text = (ROOT / "Docs/trace-formats.md").read_text()
    for kind in ("csv", "jsonl", "npy"):
        run("trace", "xor", "--format", kind, "-o", str(folder / f"xor.{kind}"))
    for code, output in re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", text, re.S):
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder)
        assert result.stdout == output, f"{code}\n{result.stdout}{result.stderr}"
    queries = re.findall(r"```sql\n(.*?)```", text, re.S)
    assert len(queries) == 2
    connection = duckdb.connect(config={"file_search_path": str(folder)})
    results = [sorted(connection.sql(query).fetchall()) for query in queries]
    assert results[0] == results[1] and len(results[0]) == 3, results


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    lessons = [line.split()[0] for line in run("list").splitlines()]
    published = sorted(path for path in (ROOT / "Tests/Published").glob("*.md")
                       if path.name != "README.md")
    own = sorted(pathlib.Path(__file__).parent.glob("*.md"))
    for lesson in lessons + [str(path) for path in published + own]:
        for variant in variants(lesson):
            check(lesson, variant, folder)
    check_documentation(folder)
print("all traces are read as they were written")
