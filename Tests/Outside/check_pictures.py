"""Reads the pictures that `chainrule` draws with Python's XML parser.

Usage: check_pictures.py PROGRAM [LESSON…]     (all lessons where none is named)

Every SVG has to be well-formed XML with a title, a description and a view box, whose elements and
attributes are those of a plain drawing: nothing runs, and nothing outside is referred to. What is
drawn lies within the view box. A lesson whose names and title are markup gets none of it in.
"""

import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "rect", "path", "polygon", "circle", "text", "tspan"}
ATTRIBUTES = set(
    "version viewBox width height role font-family fill stroke stroke-width stroke-dasharray "
    "stroke-linejoin d points x y dy cx cy r rx text-anchor font-size font-style "
    "{http://www.w3.org/XML/1998/namespace}space".split()
)

ATTACK = """# </title><script>alert(1)</script> & "quoted" 'x' ]]> \x1b[31m\u202e\ufffe <!ENTITY a "b">

```lesson
param w = 1.5, b_long = 1
L = half_squared_error(w, 2) + b_long^2
minimize L by gd(rate: 0.1), steps: 3
```
"""


def faults(program, words):
    """Draws one picture and returns what is wrong with it."""
    run = subprocess.run(
        [program, *words, "--format", "svg"], capture_output=True, timeout=300
    )
    if run.returncode not in (0, 2):
        return [f"exit status {run.returncode}: {run.stderr.decode().strip()}"]
    try:
        root = ElementTree.fromstring(run.stdout)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    found = []
    if root.tag != SVG + "svg":
        found.append(f"begins with {root.tag}")
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    for name in ("title", "desc"):
        element = root.find(SVG + name)
        if element is None or not (element.text or "").strip():
            found.append(f"no {name}")
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if name not in ELEMENTS:
            found.append(f"an element {name}")
        for attribute, value in element.items():
            if attribute not in ATTRIBUTES or re.search(r"url|:|script|nan|inf", value):
                found.append(f"an attribute {attribute}={value!r}")
        places = [(float(element.get("x", element.get("cx", 0))),
            float(element.get("y", element.get("cy", 0))))]
        numbers = [float(n) for n in re.findall(
            r"-?[0-9.]+", element.get("d", element.get("points", "")))]
        places += zip(numbers[::2], numbers[1::2])
        for x, y in places:
            if not (-0.01 <= x <= width + 0.01 and -0.01 <= y <= height + 0.01):
                found.append(f"({x}, {y}) is outside of {width} × {height}")
    return found


COMPUTED = ("net input", "output of a unit", "computed", "objective")


def objective(program, lesson):
    """Names what the lesson minimizes, or a computed quantity where it minimizes nothing."""
    names = subprocess.run([program, "names", lesson], capture_output=True, text=True, check=True)
    rows = [re.split(r"\s{2,}", line, maxsplit=2) for line in names.stdout.splitlines()]
    parameters = [row[1] for row in rows if row[2] == "parameter"]
    return [row[1] for row in rows if row[2] in COMPUTED][-1], parameters


def main():
    program, *lessons = sys.argv[1:]
    program = str(pathlib.Path(program).resolve())
    if not lessons:
        listed = subprocess.run([program, "list"], capture_output=True, text=True, check=True)
        lessons = [line.split()[0] for line in listed.stdout.splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as temporary:
        attack = pathlib.Path(temporary) / "attack.md"
        attack.write_text(ATTACK)
        jobs = []
        for lesson in [*lessons, str(attack)]:
            name, parameters = objective(program, lesson)
            jobs += [["show", lesson], ["show", lesson, "--all"], ["plot", lesson, name]]
            if lesson == str(attack):
                jobs.append(["plot", lesson, *parameters[:2], "--against"])
        failed = 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for words, found in pool.map(lambda words: (words, faults(program, words)), jobs):
                for fault in found[:5]:
                    print(f"{' '.join(words)}: {fault}")
                failed += bool(found)
        print(f"{len(jobs)} pictures read, {failed} with faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
