"""Runs what `chainrule export` writes with programs that are not ours.

    python3 check_exports.py PROGRAM [numpy] [pytorch] [spreadsheet] [office]

For every lesson that comes with the program, every published one in the tests, and a few with
awkward numbers and names: the NumPy script and the PyTorch script find the numbers of the trace; the
parts of the spreadsheet are well-formed, and openpyxl reads in it what the trace has; and
LibreOffice, which is given the formulas without their values, computes the same.
"""

import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
KINDS = sys.argv[2:] or ["numpy"]
TOLERANCE = {"numpy": 1e-12, "pytorch": 1e-12}


def run(*words, statuses=(0, 2)):
    result = subprocess.run([PROGRAM, *words], capture_output=True)
    assert result.returncode in statuses, f"{words}: {result.stderr.decode()}"
    return result.stdout


def variants(lesson):
    """The words that ask for each run of a lesson."""
    first, *rows = csv.reader(io.StringIO(run("trace", lesson, "--only", "forward", "--steps", "1").decode()))
    names = dict.fromkeys(row[0] for row in rows) if first[0] == "variant" else []
    return [["--variant", name] for name in names] or [[]]


def check_script(kind, words, folder):
    script = folder / f"{kind}.py"
    script.write_bytes(run("export", *words, "--to", kind))
    result = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, f"{words}: {result.stdout[-300:]}{result.stderr[-2000:]}"
    last = result.stdout.splitlines()[-1]
    largest = float(re.match(r"largest difference from the trace: (\S+) ", last)[1])
    assert largest < TOLERANCE[kind], f"{words}: {last}"
    print(f"{kind}, {' '.join(words)}: {last}", flush=True)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    lessons = [line.split()[0] for line in run("list").decode().splitlines()]
    lessons += sorted(str(path) for path in (ROOT / "Tests/TracingTests/Published").glob("*.md")
                      if path.name != "README.md")
    for lesson in lessons:
        for variant in variants(lesson):
            for kind in KINDS:
                try:
                    check_script(kind, [lesson, *variant], folder)
                except Exception as e:
                    print("FAILED", kind, lesson, variant, str(e)[-1500:])
