"""Measures how time and memory grow with the size of what a command is given.

Called with the path of the program, and the names of some of the series below or nothing for all.
Each series doubles its size up to ten times and stops where a run takes more than ten seconds or the
program refuses the size. A step that takes more than 0.2 s and more than 2.6 times the one before
is marked, and makes the exit status 1.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

LONGEST = 10.0
MOST_GROWTH = 2.6
NOTICED = 0.2
DOUBLINGS = 10


def lesson(*statements):
    return {"lesson.md": "# t\n```lesson\n" + "\n".join(statements) + "\n```\n"}


def nested(n, opening, closing, inner="w"):
    return opening * n + inner + closing * n


def chain(n):
    return [f"a{i} = sin(a{i - 1})" for i in range(1, n + 1)]


def names(n):
    return [f"q{i} = {i}*w" for i in range(n)]


CHAIN = ("param a0 = 1", "differentiate a{n}")
SHOW = [["show", "--format", form] for form in ("text", "latex", "markdown")]


def series():
    """Name, first size, files of a size, and commands without the file."""
    yield "fractions in fractions", 4, lambda n: lesson(
        "param w = 2", "L = " + nested(n, "(1+", ")/w"), "differentiate L"), SHOW
    yield "roots in roots", 4, lambda n: lesson(
        "param w = 2", "L = " + nested(n, "sqrt(1+", ")"), "differentiate L"), SHOW
    yield "branches in branches", 4, lambda n: lesson(
        "param w = 2", "L = " + nested(n, "if(w > 1, ", ", w)"), "differentiate L"), SHOW
    yield "powers in powers", 4, lambda n: lesson(
        "param w = 1", "L = " + nested(n, "(1+", ")^2"), "differentiate L"), SHOW
    yield "calls in calls", 2, lambda n: lesson(
        "param w = 1, v = 2", "L = " + nested(n, "huber(v, ", ")"), "differentiate L"), SHOW
    yield "divisions in a row", 4, lambda n: lesson(
        "param w = 1", "L = " + "/".join(["w"] * n), "differentiate L"), SHOW
    yield "products in a row", 4, lambda n: lesson(
        "param w = 1", "L = " + "*".join(["w"] * n), "differentiate L"), SHOW
    yield "products of different factors", 4, lambda n: lesson(
        f"param w[1..{n}] = 1", "L = product(i: w[i])", "differentiate L"), SHOW + [["gradcheck"]]
    yield "a long sum", 40, lambda n: lesson(
        f"param w[1..{n}] = 1", "L = sum(i: sin(w[i]))", "differentiate L"), SHOW + [
            ["gradcheck"], ["trace"], ["explain", "L"], ["export", "--to", "numpy"]]
    yield "a long chain", 40, lambda n: lesson(
        "param a0 = 1", *chain(n), f"differentiate a{n}"), SHOW + [
            ["gradcheck"], ["trace"], ["plot", "a0"], ["names"], ["export", "--to", "numpy"]]
    yield "a long chain in reverse order", 200, lambda n: lesson(
        "param a0 = 1", *reversed(chain(n)), f"differentiate a{n}"), [["trace"]]
    yield "many transforms", 4, lambda n: lesson(
        "param w = 1", "L = w^2", "minimize L by " + " then ".join(["clip_norm(1)"] * n)
        + " then gd(rate: 0.1), steps: 2"), [["trace"], ["show"]]
    yield "many steps", 100, lambda n: lesson(
        "param w = 1", "L = w^2", f"minimize L by adam(rate: 0.1), steps: {n}"), [
            ["trace"], ["show"], ["show", "--step", "1..0"], ["plot", "L"]]
    yield "many variants", 8, lambda n: lesson(
        "param w = 1", "L = w^2", *[
            f'variant v{i}: minimize L by gd(rate: 0.1), steps: 2' for i in range(n)]), [
                ["show"], ["trace"]]
    yield "many unknown names", 40, lambda n: lesson(
        "param w = 1", *names(n), *[f"r{i} = p{i} + w" for i in range(n)]), [["show"]]
    yield "long unknown names", 40, lambda n: lesson(
        "param " + "a" * n + " = 1", "b = " + "a" * (n - 1) + "b"), [["show"]]
    yield "long names", 40, lambda n: lesson(
        "param " + "a" * n + " = 1", "b = 2*" + "a" * n, "differentiate b"), SHOW
    yield "a long comment", 400, lambda n: lesson("param w = 1 # " + "x" * n, "L = 2*w"), SHOW
    yield "dollars", 400, lambda n: {"lesson.md": "$" * n + "\n```lesson\nw = 1\n```\n"}, SHOW
    yield "backticks", 400, lambda n: {"lesson.md": "a `" * n + "\n```lesson\nw = 1\n```\n"}, SHOW
    yield "stars", 400, lambda n: {"lesson.md": "*a **b " * n + "\n```lesson\nw = 1\n```\n"}, SHOW
    yield "brackets", 400, lambda n: {"lesson.md": "[" * n + "\n```lesson\nw = 1\n```\n"}, SHOW
    yield "quotes in quotes", 400, lambda n: {
        "lesson.md": ">" * n + " a\n```lesson\nw = 1\n```\n"}, SHOW
    yield "maths", 400, lambda n: {
        "lesson.md": "$" + "{" * n + "}" * n + "$\n```lesson\nw = 1\n```\n"}, SHOW
    yield "rows of a table", 40, lambda n: {
        "lesson.md": "```data n\nx,y\n" + "1.5,2\n" * n + "```\n```lesson\nparam w = 1\n"
        "L = mean(n: (w*x[n] - y[n])^2)\nminimize L by gd(rate: 0.1), steps: 2\n```\n"}, [
            ["show"], ["trace"], ["gradcheck"]]
    yield "a matrix", 2, lambda n: lesson(
        f"param W[1..{n}, 1..{n}] = 0.5", f"input x[1..{n}] = 1",
        "z[i] = sum(j: W[i,j]*x[j])", "L = sum(i: z[i]^2)", "differentiate L"), [
            ["show", "--matrices"], ["show", "--all"], ["trace"], ["gradcheck"]]
    yield "a softmax", 2, lambda n: lesson(
        f"param z[1..{n}] = 0.5", "p[k] = softmax(k: z[k])", "L = -log(p[1])",
        "differentiate L"), [["show"], ["trace"], ["gradcheck"]]


def run(program, command, folder):
    start = time.monotonic()
    process = subprocess.Popen(
        [program, command[0], "lesson.md", *command[1:]], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    written = b""
    timer = None
    try:
        written, _ = process.communicate(timeout=LONGEST * 2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        timer = "more than 20 s"
    seconds = time.monotonic() - start
    return seconds, process.returncode, written, timer


def main():
    program = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    faults = 0
    for name, first, files, commands in series():
        if wanted and name not in wanted:
            continue
        for index in range(len(commands)):
            size, before, row, end = first, None, [], ""
            for _ in range(DOUBLINGS + 1):
                with tempfile.TemporaryDirectory() as folder:
                    for path, text in files(size).items():
                        with open(os.path.join(folder, path), "w") as file:
                            file.write(text)
                    command = [re.sub(r"\d+$", str(size), word) if word.startswith(("1..", "a"))
                               else word for word in commands[index]]
                    seconds, status, output, timeout = run(program, command, folder)
                mark = ""
                if before and seconds > NOTICED and seconds > MOST_GROWTH * before:
                    mark = "!"
                    faults += 1
                row.append(f"{seconds:.2f}{mark}")
                # What is wrong with a lesson is told in time too; a size that is refused is the last.
                if timeout or status not in (0, 1, 2) and not (status == 65 and b"more than" not in output):
                    end = timeout or f"ends with {status}: " + output.decode(errors="replace")[:160]
                    if status < 0 or status > 78 or timeout:
                        faults += 1
                    break
                if seconds > LONGEST:
                    break
                before = max(seconds, 0.05)
                size *= 2
            print(f"{name}, {' '.join(commands[index])}: from {first}, {' '.join(row)} {end}".strip(), flush=True)
    sys.exit(1 if faults else 0)


main()
