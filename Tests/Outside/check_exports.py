"""Runs what `chainrule export` writes with programs that are not ours.

    python3 check_exports.py PROGRAM [numpy] [pytorch] [spreadsheet] [office]

For every lesson that comes with the program, every published one in the tests, and a few with
awkward numbers and names: the NumPy and the PyTorch script find the numbers of the trace; openpyxl
reads them in the spreadsheet, beside formulas that hold no text of the lesson; and LibreOffice,
which is given the formulas without their values, computes them again.
"""

import csv
import io
import math
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
OFFICE_TOLERANCE = 1e-9


def run(*words, statuses=(0, 2)):
    result = subprocess.run([PROGRAM, *words], capture_output=True)
    assert result.returncode in statuses, f"{words}: {result.stderr.decode()}"
    return result.stdout


def rows(words, *options):
    return list(csv.DictReader(io.StringIO(run("trace", *words, *options).decode())))


def runs(lesson):
    """The words that ask for each run of a lesson."""
    names = dict.fromkeys(row.get("variant") for row in rows([lesson], "--only", "forward", "--steps", "1"))
    return [[lesson, "--variant", name] if name else [lesson] for name in names]


def check_script(kind, words, folder):
    script = folder / f"script_{kind}.py"
    script.write_bytes(run("export", *words, "--to", kind))
    result = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, f"{words}: {result.stdout[-300:]}{result.stderr[-2000:]}"
    last = result.stdout.splitlines()[-1]
    largest = float(re.match(r"largest difference from the trace: (\S+) ", last)[1])
    assert largest < SCRIPT_TOLERANCE, f"{words}: {last}"
    print(f"{kind}, {' '.join(words)}: {last}", flush=True)


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


def check_office(paths, folder):
    """LibreOffice computes the formulas of all spreadsheets, whose values are taken out."""
    stripped, computed = folder / "stripped", folder / "computed"
    stripped.mkdir()
    for path in paths:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(stripped / path.name, "w") as new:
            for name in old.namelist():
                text = old.read(name).decode()
                new.writestr(name, re.sub(r"</f><v>[^<]*</v>", "</f>", text.replace(' t="e"><f>', "><f>")))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx",
         "--outdir", str(computed), *(str(stripped / path.name) for path in paths)],
        check=True, capture_output=True, timeout=1800)
    for path in paths:
        found = {(cell[4].coordinate): cell[3] for cell in cells(computed / path.name)}
        count, largest = 0, 0.0
        for quantity, _, step, value, formula in cells(path):
            expected = math.nan if isinstance(value, str) else value
            again = found.get(formula.coordinate)
            assert is_close(again, expected, OFFICE_TOLERANCE), \
                f"{path.name}: {quantity} at step {step}, {formula.value}, is {again}, not {value}"
            if not isinstance(again, str):
                largest = max(largest, abs(again - expected) / max(1, abs(expected)))
            count += 1
        print(f"LibreOffice, {path.stem}: {count} numbers, largest difference {largest:.2g}", flush=True)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    lessons = [line.split()[0] for line in run("list").decode().splitlines()]
    lessons += sorted(str(path) for path in (ROOT / "Tests/TracingTests/Published").glob("*.md")
                      if path.name != "README.md")
    sheets = []
    for lesson in lessons:
        for words in runs(lesson):
            for kind in ("numpy", "pytorch"):
                if kind in KINDS:
                    check_script(kind, words, folder)
            if "spreadsheet" in KINDS or "office" in KINDS:
                sheets.append(folder / f"{len(sheets)} {pathlib.Path(words[0]).stem} {words[-1]}.xlsx".replace("/", "-"))
                check_spreadsheet(words, sheets[-1])
    if "office" in KINDS:
        check_office(sheets, folder)
print("all exports agree with their traces")
