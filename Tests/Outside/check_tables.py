"""Has programs that guess the types of columns read the CSV that `chainrule` writes.

    python3 check_tables.py PROGRAM

DuckDB, polars, pandas and, where it is installed, R read the trace of every lesson that comes with the
program, one row a value and one row a step, and have to find the doubles that Python's `float` makes of
the same text. So do they of lessons made for it: 30,000 whole numbers before the first fraction,
infinities, NaN, very large whole numbers, and quantities whose names mean "no value" elsewhere.
"""

import csv
import io
import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

import duckdb
import pandas
import polars

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())

# R reads a decimal by way of a longer number, and may be off by the rounding of it.
TOLERANCE_OF_R = 2.0 ** -52

LESSONS = {
    "whole numbers first": """
        input x[1..30000] = 1
        param w = 0.5
        L = w*sum(i: x[i])/30001
        differentiate L""",
    "large whole numbers first": """
        input x[1..200] = 9007199254740993, y = 1e22, z = 3000000000
        param w = 0.1
        L = w*sum(i: x[i])
        differentiate L""",
    "infinities behind": """
        param w = 2
        u = 1/w
        v = -u
        q = w/w
        L = w^2
        minimize L by gd(rate: 0.5), steps: 2""",
    "infinities in front": """
        input x each step = [0, 1, 2]
        param w = 1
        u = 1/x
        v = log(x)
        q = x/x
        L = w^2
        minimize L by gd(rate: 0.25), steps: 2""",
    "names": """
        param nan = 2, None = 3, NA = 4, null = 5
        L = nan*None*NA*null/7
        differentiate L""",
}


def table(lesson, *options):
    result = subprocess.run([PROGRAM, "trace", lesson, *options], capture_output=True, text=True)
    assert result.returncode in (0, 2), f"{lesson}: {result.stderr}"
    return result.stdout


def expected(text):
    """The columns of a table: texts, whole numbers of `step`, and doubles or None."""
    heading, *rows = csv.reader(io.StringIO(text))
    texts = {"variant", "phase", "quantity"}

    def value(name, cell):
        if name in texts:
            return cell
        return int(cell) if name == "step" else float(cell) if cell else None

    return {name: [value(name, row[i]) for row in rows] for i, name in enumerate(heading)}


def same(found, wanted, tolerance=0.0):
    if isinstance(wanted, float) and isinstance(found, float):
        return (found == wanted and math.copysign(1, found) == math.copysign(1, wanted)
                or math.isnan(found) and math.isnan(wanted)
                or abs(found - wanted) <= tolerance * abs(wanted))
    return type(found) is type(wanted) and found == wanted


def compare(reader, lesson, found, wanted, tolerance=0.0):
    assert list(found) == list(wanted), (reader, lesson)
    for name, column in wanted.items():
        assert len(found[name]) == len(column), (reader, lesson, name)
        for row, (one, other) in enumerate(zip(found[name], column)):
            assert same(one, other, tolerance), f"{reader}, {lesson}: {name}, row {row + 1}: {one!r}, not {other!r}"


def from_duckdb(path, types=""):
    relation = duckdb.sql(f"SELECT * FROM read_csv('{path}'{types})")
    return dict(zip(relation.columns, map(list, zip(*relation.fetchall()))))


def from_pandas(path, wanted):
    options = {"keep_default_na": False, "na_values": {"value": ["NaN"]}} if "value" in wanted else {}
    frame = pandas.read_csv(path, **options)

    def column(name):
        cells = frame[name].tolist()
        # A cell without a value is NaN for pandas.
        return [None if other is None and math.isnan(cell) else cell for cell, other in zip(cells, wanted[name])]

    return {name: column(name) for name in frame.columns}


SCRIPT_FOR_R = """
arguments <- commandArgs(trailingOnly = TRUE)
table <- read.csv(arguments[1], check.names = FALSE, na.strings = "")
write(names(table), stdout(), ncolumns = 1)
for (column in table) {
  cells <- if (is.character(column)) column else sprintf("%.17g", column)
  write(paste(typeof(column), length(column)), stdout())
  write(ifelse(is.na(column) & !is.nan(column), "", cells), stdout(), ncolumns = 1)
}
"""


def from_r(path, folder):
    script = folder / "read.R"
    script.write_text(SCRIPT_FOR_R)
    lines = subprocess.run(["Rscript", "--vanilla", script, path], capture_output=True, text=True,
                           check=True).stdout.split("\n")
    names = next(csv.reader(path.open()))
    assert lines[:len(names)] == names, path
    position = len(names)
    columns = {}
    for name in names:
        kind, count = lines[position].split()
        cells = lines[position + 1:position + 1 + int(count)]
        position += 1 + int(count)
        read = {"character": str, "integer": int, "double": float}[kind]
        columns[name] = [read(cell) if cell or kind == "character" else None for cell in cells]
    return columns


def check(title, lesson, folder):
    for options in ([], ["--wide"]):
        text = table(lesson, *options)
        path = folder / "table.csv"
        path.write_text(text)
        wanted = expected(text)
        name = " ".join([title, *options])
        begins_infinite = any(
            next((cell for cell in column if cell is not None), None) in (math.inf, -math.inf)
            for column in wanted.values())
        begins_empty = any(column[:1] == [None] for column in wanted.values())
        # As Docs/trace-formats.md tells readers to do with such tables, which only --wide makes.
        assert options or not begins_infinite and not begins_empty
        types = ", auto_type_candidates = ['BIGINT', 'DOUBLE', 'VARCHAR']" if begins_infinite else ""
        rows = {"infer_schema_length": None} if begins_empty else {}
        compare("DuckDB", name, from_duckdb(path, types), wanted)
        compare("polars", name, polars.read_csv(path, **rows).to_dict(as_series=False), wanted)
        compare("pandas", name, from_pandas(path, wanted), wanted)
        if shutil.which("Rscript"):
            compare("R", name, from_r(path, folder), wanted, TOLERANCE_OF_R)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for lesson in [line.split()[0] for line in subprocess.run(
            [PROGRAM, "list"], capture_output=True, text=True, check=True).stdout.splitlines()]:
        check(lesson, lesson, folder)
    for title, text in LESSONS.items():
        file = folder / "lesson.md"
        file.write_text(f"# {title}\n\n```lesson{text}\n```\n")
        check(title, str(file), folder)
if not shutil.which("Rscript"):
    print("SKIPPED: R is not installed here", file=sys.stderr)
print("all tables are read as they were written")
