"""Writes the inputs that fuzzing begins with, and a dictionary.

    python3 make_corpus.py PROGRAM FOLDER DICTIONARY

The first byte of an input says what the rest is, as Tests/Fixtures/FuzzedInput.swift has it.
"""

import hashlib
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
LESSON, FORMULAS, SHEET, TABLE, TRACE, WORDS = "012345"


def output(program, *words):
    return subprocess.run([program, *words], capture_output=True, text=True).stdout


def shell_words(line):
    return [word.strip("'\"") for word in re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line)]


def command_lines():
    """The command lines that the documentation shows."""
    for page in [PROJECT / "README.md", *sorted((PROJECT / "Docs").glob("*.md"))]:
        for line in re.findall(r"^chainrule (.*)$", page.read_text(), re.M):
            yield shell_words(re.split(r" [|>] ", line)[0])


def inputs(program):
    names = [line.split()[0] for line in output(program, "list").splitlines()]
    lessons = [(PROJECT / "lessons" / f"{name}.md") for name in names]
    published = sorted((PROJECT / "Tests" / "Published").glob("*.md"))
    for path in [*lessons, *published]:
        yield LESSON, path.read_text()
        trace = output(program, "trace", str(path), "--format", "json", "--steps", "1")
        if len(trace) < 100_000:
            yield TRACE, trace
    for page in sorted((PROJECT / "Docs").glob("*.md")):
        for block in re.findall(r"^```lesson\n.*?^```", page.read_text(), re.M | re.S):
            yield LESSON, block
    for index, name in enumerate(names):
        answers = PROJECT / "Tests" / "Goldens" / name / "answers.txt"
        if answers.exists():
            yield SHEET, chr(index) + answers.read_text()
    for path in sorted((PROJECT / "Tests" / "Published").glob("*.answers")):
        yield SHEET, chr(0) + path.read_text()
    for path in sorted((PROJECT / "lessons").glob("*.csv")):
        yield TABLE, path.read_text()
    yield TABLE, "x,y\n1,2\n3,4.5\n-1e3,\"6\"\n"
    yield TABLE, "s,x,y\na,1,2\nb,3,4\n"
    for words in command_lines():
        yield WORDS, "\n".join(words)
        if words[0] == "eval":
            yield FORMULAS, "\n".join(word for word in words[1:] if not word.startswith("--"))
    yield FORMULAS, "z=w*x;a=tanh(z)\nw=2\nx=[1,2]"


def dictionary(program):
    """Words of the language, of sheets and of command lines."""
    functions = re.findall(r'name: "(\w+)"', "".join(
        path.read_text() for path in (PROJECT / "Sources/Formulas/Functions").glob("*.swift")))
    prelude = re.findall(r"^(?:define|optimizer|transform) (\w+)", "".join(
        path.read_text() for path in (PROJECT / "Sources/Lessons/Prelude").rglob("*.lesson")), re.M)
    statements = re.findall(r'"(\w+)": ', (
        PROJECT / "Sources/Lessons/Reading/StatementParser.swift").read_text())
    options = re.findall(r"--[a-z-]+", output(program, "help", "--man").replace("\\-", "-"))
    other = r"""for in step each .. ' = == ~ [i] [1] [i-1,j] 1..3 sum(i: mean(i max(k: d/dw dL/dw ∂L/∂w d2L/dwdw
        then until: batch: shuffle: steps: trials: wrt using claim digits arithmetic exact minimize maximize
        1e308 5e-324 9223372036854775807 1/3 0.1 -1 normal(0,1) uniform( {{w}} \frac{1}{2} $ $$ ² σ( √ ′ · − ≈ → %
        | step: "quantity": null "nan" "steps": é 学 (((((((( ^^^""".split()
    characters = ["\u202e", "\u200b", "\ufeff", "\x1b[31m", "\x07", "\x08", "\x85", "\u2028", "\r", "e\u0301"]
    fences = ["```lesson", "```data s", "```show table "]
    return sorted({*functions, *prelude, *statements, *options, *other, *characters, *fences})


def quoted(word):
    return '"' + "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode()) + '"'


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for kind, text in inputs(program):
        content = (kind + text).encode()
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)
    words = dictionary(program)
    pathlib.Path(sys.argv[3]).write_text("".join(f"{quoted(word)}\n" for word in words))
    print(f"{len(list(folder.iterdir()))} inputs, {len(words)} words")


if __name__ == "__main__":
    main()
