"""Compiles what `chainrule show --format latex` and `chainrule worksheet` write.

Usage: check_latex.py PROGRAM [LESSON…]     (all lessons where none is named)

Every page has to compile without errors, without lines that run more than 5 points into the
margin, and without references to nothing.
"""

import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MODES = [[], ["--tables"], ["--beamer"], ["--fragment"], ["--all"], ["--working", "full"],
    ["--matrices"], ["--matrices", "--beamer"]]
SHEETS = [
    ["worksheet", "sheet.tex"],
    ["worksheet", "key.tex"],
    ["worksheet", "sheet.tex", "--blank", "every 3rd", "--space", "2.5cm"],
]
PICTURES = [["--format", "tikz"], ["--format", "tikz", "--fragment"]]
WIDEST = 5.0

# What LaTeX must not obey, in all places where a lesson has text.
ATTACK = r"""# \input{/etc/passwd} % $\write18{id}$ & #1 ^^5cinput ~ _x_

Prose with \input{/etc/hosts}, $\input{/etc/hosts}$, $x^2$, \(\frac{a}{b}\), $^^5cinput{x}$ and
\[\sum_{i=1}^n x_i^2\] or $$\begin{pmatrix}1&2\\3&4\end{pmatrix}$$. It costs $5 and $6.

`\verb|x| --x $y$` $a^b^c$, $\frac{1}$, $\left( x$, $\def\x{y}$, $x%y$, $\text{a\input{b}}$, $f'^2$,
$\begin{cases}a&b&c\end{cases}$, $\hat y = \sigma(z)$, *emphasis* and **strength**.

> "quoted" <b>bold</b> & [a](b)

- \immediate\write18{touch pwned} \\[1em]
- [5pt] \newpage \end{document}

| a | b & c |
| \include{x} | % # _ { } |

| heading | \[x^2\] |
|---|---|
| [1em] \include{x} | % # _ { } & \\ $\begin{pmatrix}1&2\end{pmatrix}$ |

## A part with \[\frac{a}{b}\] and \input{x}

```python
print("\end{verbatim} \input{/etc/passwd}")
```

```lesson
param __a_b = 1.5, w_input = 1
define half(x) = x/2 # comment \input{x}
L = half(__a_b)^2 + w_input
minimize L by gd(rate: 0.1), steps: 3
```
"""

CHINESE = """# 反向传播的一步

损失是 $L = \\frac{1}{2}(a - y)^2$，其中 $a$ 是输出。

```lesson
input 输入 = 0.5
target y = 1
param 权_重 = 0.3
净输入 = 权_重*输入
a = sigmoid(净输入)
损失 = 1/2*(a - y)^2
minimize 损失 by gd(rate: 0.5), steps: 2
```
"""

SHOWN = r"""# Pictures in a document

```lesson
param w1 = 1.5, beta_input = 1, W[1..3, 1..3] = 0.5
define half(x) = x/2
h[j] = tanh(sum(i: W[j,i]*w1))
L = half(sum(j: h[j])^2 + beta_input^2)
minimize L by gd(rate: 0.1), steps: 30
```

The graph:

```show graph
```

and two curves:

```show plot L, W[1,1], dL/dw1
```
"""

WRAPPER = r"""\documentclass{article}
\usepackage{amsmath,amssymb,array,booktabs,longtable,siunitx,tikz}
\usepackage[margin=25mm]{geometry}
\begin{document}
\input{NAME}
\end{document}
"""


def faults(program, folder, name, lesson, mode):
    """Compiles one page and returns what is wrong with it."""
    if mode[:1] == ["worksheet"]:
        sheets = folder / name
        words = ["worksheet", lesson, "-o", str(sheets), *mode[2:]]
    else:
        words = ["show", lesson, "--format", "latex", *mode]
    run = subprocess.run([program, *words], capture_output=True, text=True)
    if "nothing on this sheet would be blank" in run.stderr:
        # A search has no derivatives.
        run = subprocess.run([program, *words, "--blank", "forward"], capture_output=True, text=True)
    if run.returncode not in (0, 2):
        return [f"exit status {run.returncode}: {run.stderr.strip()}"]
    text = (sheets / mode[1]).read_text() if mode[:1] == ["worksheet"] else run.stdout
    file = folder / f"{name}.tex"
    file.write_text(text)
    engine = "xelatex" if "% Compile with xelatex" in text else "pdflatex"
    if shutil.which(engine) is None:
        return [f"{engine} is not installed"]
    if "--fragment" in mode:
        file = folder / f"{name}-page.tex"
        file.write_text(WRAPPER.replace("NAME", name))
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", file.name]
    # Twice, for references and tables over several pages.
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300)
    log = file.with_suffix(".log").read_text(errors="replace")
    if done.returncode != 0:
        return [re.search(r"^!.*(?:\n.*){0,5}", log, re.M).group(0)]
    found = []
    for width in re.findall(r"Overfull \\hbox \(([0-9.]+)pt", log):
        if float(width) > WIDEST:
            found.append(f"a line runs {width}pt into the margin")
    if re.search(r"There were undefined references|multiply-defined", log):
        found.append("undefined references")
    return found


def main():
    program, *lessons = sys.argv[1:]
    program = str(pathlib.Path(program).resolve())
    if not lessons:
        listed = subprocess.run([program, "list"], capture_output=True, text=True, check=True)
        lessons = [line.split()[0] for line in listed.stdout.splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "attack.md").write_text(ATTACK)
        (folder / "shown.md").write_text(SHOWN)
        jobs = [(name, name, mode) for name in lessons for mode in MODES + PICTURES + SHEETS]
        jobs += [("shown", str(folder / "shown.md"), mode) for mode in MODES]
        jobs += [
            ("attack", str(folder / "attack.md"), mode) for mode in MODES + PICTURES + SHEETS[:2]
        ]
        if shutil.which("xelatex"):
            (folder / "chinese.md").write_text(CHINESE)
            jobs += [("chinese", str(folder / "chinese.md"), mode) for mode in MODES[:3] + SHEETS]
        failed = 0

        def work(job):
            name, lesson, mode = job
            page = re.sub(r"\W+", "-", " ".join([name, *mode]))
            return page, faults(program, folder, page, lesson, mode)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for page, found in pool.map(work, jobs):
                for fault in found:
                    print(f"{page}: {fault}")
                failed += bool(found)
        if (folder / "pwned").exists():
            print("a lesson ran a command")
            failed += 1
        print(f"{len(jobs)} pages compiled, {failed} with faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
