"""Has hostile lessons, sheets and tables go through every command and format.

Usage: check_injection.py PROGRAM

Needs markdown-it-py and cmarkgfm. What is written as Markdown is read by both with HTML on: no
element appears that plain Markdown does not have, and no link or picture; nor does one where a
viewer knows nothing of formulas. What is written as LaTeX is compiled with the shell open to it:
no file is made and none is read. Drawings and JSON hold no markup. No line for a terminal has a
character that it obeys or that reorders text.
"""

import concurrent.futures
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ElementTree

import cmarkgfm
import markdown_it

ELEMENTS = set(
    "h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code em strong hr br "
    "table thead tbody tr th td".split()
)
ATTRIBUTES = {"class", "align", "style", "start"}

MARKUP = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    "</code></pre></td></table><svg/onload=alert(3)>",
    "<a href=javascript:alert(4)>x</a>",
    "[x](javascript:alert(5))",
    "![x](http://evil.test/track.png)",
    "<http://evil.test/a>",
    "http://evil.test/b www.evil.test/c a@evil.test xmpp:a@evil.test https://\u0301evil.test/d",
    "&lt;img src=x onerror=alert(6)&gt; &#60;b&#62;",
    "x &amp; <!-- y --> <?z?> <![CDATA[w]]> `` ` ``",
    "<",
    "`",
    "|",
]
# A shell, files to write and to read, by each way to name a command.
TEX = [
    r"\immediate\write18{touch pwned1}",
    r"\newwrite\f\immediate\openout\f=pwned2.tex \immediate\closeout\f",
    r"\input /etc/passwd ",
    r"\input{/etc/passwd}",
    r"\csname input\endcsname /etc/passwd ",
    r"^^5cinput /etc/passwd ",
    r"^^^^005cinput /etc/passwd ",
    r"$\write18{touch pwned3}$} % ",
    r"\end{document}\catcode`\@=0 @input /etc/passwd ",
]
# What makes one character of a sign and its neighbour, or is left out of what is printed.
DISGUISES = [
    lambda text: text,
    lambda text: re.sub(r"([^\w\s])", "\u0d4e\\1", text),
    lambda text: re.sub(r"([^\w\s])", "\\1\u0301", text),
    lambda text: re.sub(r"([^\w\s])", "\\1\u200d", text),
    lambda text: re.sub(r"([^\w\s])", "\\1\u202e", text),
]
LETTERS = ["0D4E", "0301", "200D", "0905"]
TERMINAL = "\x1b[31m\x1b]0;title\x07\x08\x9b31m\u202e\u2066\u200f\u2028\x85"

FENCES = "``\u202e`\n<img src=x onerror=alert(7)>\n`\u200d``\n~~~\n</pre><b>bold</b>"


def lesson(text):
    """A lesson with a text wherever one may stand."""
    one = text.replace("\n", " ")
    cell = one.replace("|", "\\|")
    return f"""# {one} $\\text{{{one}}}$ ${one}$

{one}

**{one}** and *{one}*, `{one}`, `` {one} ``, ${one}$, $x {one}$, $\\text{{{one}}}$,
$a <img src=x onerror=alert(8)>$ and $a![x](http://evil.test/e.png)$, \\({one}\\), costs $5{one}$6.
$$\\text{{{one}}} <img src=x onerror=alert(9)>

b$$ and \\[{one}\\] and [ref]: http://evil.test/f

[ref]: http://evil.test/g "{one}"

## {one} $${one}$$ $$\\text{{{one}}}<b>$$

- {one} $$\\text{{{one}}}<b>$$ - {one}
   1. 2. # {one} ${one}$

> {one} $$\\text{{{one}}}<b>$$ > {one}

| {cell} | $\\text{{{cell}}}|a|<b>$ |
|---|---|
| `{cell}` | $$<img src=x onerror=alert(10)>$$ |
| {cell} | `a\u0301` $`$ ` |

````
{text}
{FENCES}
````

```lesson
input x = 1
symbol w = hat(ω\u0d4e_\u0905\u0301)
param w = 1.5, b_\u0d4e = 1, \u0905\u0d4e = 2
define \u0d4ef(x) = x/2 # {one}
param v[1..12] = 1
L = \u0d4ef(w)^2 + b_\u0d4e*x - \u0905\u0d4e + sum(\u0905_i_\u0d4e: v[\u0905_i_\u0d4e]*2) # {one}
minimize L by gd(rate: 0.1), steps: 2
claim "{one.replace('"', "'")}" dL/dw = w/2
```

{one}
"""


def sheet(text):
    """Answers with a text wherever one may stand."""
    one = text.replace("\n", " ")
    return f"""# {one}
step 1:
L = 0.5 # {one}
w' = {one}
{one} = 3
dL/dw = 0.5*{one} = 3 # {one}
dL/dw = 0.7 # {one}
| {one} | {one} |
{one}
"""


def table(text):
    """A table of answers, with a text wherever one may stand."""
    cell = text.replace("\n", " ").replace('"', '""')
    return f"""quantity,value,step,comment,"{cell}"
L,"{cell}",1,"{cell}","{cell}"
"{cell}",3,1,"{cell}",
L,0.5,"{cell}","{cell}",
"""


class Page(html.parser.HTMLParser):
    """The elements of a page that plain Markdown does not have."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in ELEMENTS:
            self.found.append(f"<{tag} {attributes}>")
        for name, value in attributes:
            if name not in ATTRIBUTES or "script:" in (value or ""):
                self.found.append(f"an attribute {name}={value!r}")

    def handle_comment(self, data):
        self.found.append(f"a comment {data!r}")

    def handle_decl(self, decl):
        self.found.append(f"a declaration {decl!r}")

    def unknown_decl(self, data):
        self.found.append(f"a declaration {data!r}")

    def handle_pi(self, data):
        self.found.append(f"an instruction {data!r}")


def faults_of_markdown(text):
    found = []
    # Without the quotes around formulas, as if a viewer took them away.
    bare = re.sub(r"\$`([^`]*)`\$", r"$\1$", text)
    bare = re.sub(r"```math\n(.*?)\n *(?:> )?```", r"$$\n\1\n$$", bare, flags=re.S)
    options = cmarkgfm.Options.CMARK_OPT_UNSAFE
    for page in (text, bare):
        reader = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table")
        found += Page(reader.render(page)).found
        extensions = ["table", "autolink", "strikethrough"]
        found += Page(cmarkgfm.markdown_to_html_with_extensions(page, options, extensions)).found
    return found + faults_of_text(text)


def faults_of_text(text):
    # The program's own colours are none, as it writes to no terminal.
    wrong = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
    return [f"U+{ord(c):04X} in a text" for c in sorted(wrong - set("\n\u200c\u200d"))]


def faults_of_latex(text):
    found = faults_of_text(text)
    # pdfLaTeX has the letters of the disguises, so that it reads the pages for other compilers too.
    letters = "".join(f"\\DeclareUnicodeCharacter{{{code}}}{{}}" for code in LETTERS)
    text = re.sub(r"\\usepackage\{fontspec\}\n.*\n", lambda _: letters + "\n", text)
    if "\\begin{document}" not in text:
        packages = "amsmath,amssymb,array,booktabs,float,longtable,siunitx,tikz"
        text = (f"\\documentclass{{article}}\\usepackage{{{packages}}}{letters}\n"
            f"\\begin{{document}}\n{text}\n\\end{{document}}\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "page.tex").write_text(text)
        command = ["pdflatex", "-interaction=nonstopmode", "-shell-escape", "-recorder", "page.tex"]
        run = subprocess.run(command, cwd=folder, capture_output=True, timeout=300)
        log = (folder / "page.log").read_text(errors="replace")
        if run.returncode != 0:
            found.append(re.search(r"^!.*(?:\n.*){0,5}", log, re.M).group(0))
        if "runsystem" in log:
            found.append("a command was run: " + re.search(r"runsystem.*", log).group(0))
        made = {path.name for path in folder.iterdir()}
        endings = ("tex", "log", "aux", "pdf", "fls", "out", "nav", "snm", "toc", "vrb")
        for name in made - {f"page.{ending}" for ending in endings}:
            found.append(f"a file was made: {name}")
        if re.search(r"^INPUT /etc/(?!texmf)", (folder / "page.fls").read_text(), re.M):
            found.append("a file was read")
    return found


def faults_of_svg(text):
    root = ElementTree.fromstring(text)
    plain = set("svg title desc rect path polygon circle text tspan".split())
    return faults_of_text(text) + [
        f"an element {element.tag}" for element in root.iter()
        if element.tag.rpartition("}")[2] not in plain or "href" in " ".join(element.keys())
    ]


def faults_of_json(text):
    try:
        json.loads(text)
    except json.JSONDecodeError:
        for line in text.splitlines():
            json.loads(line)
    return faults_of_text(text)


def jobs(lesson, sheets):
    """Command lines, each with what reads the output."""
    show = ["show", lesson]
    for more in ([], ["--all"], ["--working", "full"], ["--matrices"], ["--tables"]):
        yield [*show, *more], faults_of_text
        yield [*show, "--format", "markdown", *more], faults_of_markdown
    for more in ([], ["--tables"], ["--beamer"], ["--fragment"]):
        yield [*show, "--format", "latex", *more], faults_of_latex
    yield [*show, "--format", "svg"], faults_of_svg
    yield [*show, "--format", "tikz"], faults_of_latex
    yield ["plot", lesson, "L", "--format", "svg"], faults_of_svg
    yield ["plot", lesson, "L", "--format", "tikz"], faults_of_latex
    yield ["plot", lesson, "L"], faults_of_text
    for command in ("names", "gradcheck", "trace"):
        yield [command, lesson], faults_of_text
    yield ["explain", lesson, "L"], faults_of_text
    for form in ("json", "jsonl"):
        yield ["trace", lesson, "--format", form], faults_of_json
    yield ["export", lesson, "--to", "numpy"], faults_of_text
    for sheet in sheets:
        check = ["check", lesson, sheet]
        for more in ([], ["--all"], ["--hints", "1"], ["--hints", "2"]):
            yield [*check, *more], faults_of_text
            yield [*check, "--format", "markdown", *more], faults_of_markdown
        yield [*check, "--format", "latex", "--all"], faults_of_latex
        yield [*check, "--format", "json"], faults_of_json
        yield [*check, "--format", "csv"], faults_of_text


def mistaken(text):
    """Command lines that fail, with a text in each place that a message repeats."""
    yield ["show", text]
    yield ["show", "circuit", "--only", text]
    yield ["show", "circuit", "--format", text]
    yield ["show", "circuit", text]
    yield ["show", "circuit", "--" + text]
    yield [text]
    yield ["explain", "circuit", text]
    yield ["plot", "circuit", text]
    yield ["trace", "circuit", "--steps", text]
    yield ["trace", "circuit", "-o", f"/nowhere/{text}"]
    yield ["check", "circuit", text]
    yield ["eval", text]
    yield ["eval", f"w^2 + {text}", "w=2"]
    yield ["eval", "w^2", f"w={text}"]
    yield ["eval", "w^2", f"{text}=2"]
    yield ["new", f"/nowhere/{text}"]
    yield ["help", text]
    yield ["completions", text]


def run(program, words, folder):
    return subprocess.run(
        [program, *words], cwd=folder, capture_output=True, timeout=300, errors="replace",
        encoding="utf-8", input="")


def faults_of_lesson(program, text, isLaTeX):
    """Has a lesson and a sheet with a text go through everything."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "hostile.md").write_text(lesson(text))
        (folder / "hostile.txt").write_text(sheet(text))
        (folder / "hostile.csv").write_text(table(text))
        for words, faults in jobs("hostile.md", ["hostile.txt", "hostile.csv"]):
            if faults is faults_of_latex and not isLaTeX:
                continue
            done = run(program, words, folder)
            found = faults_of_text(done.stderr)
            if done.stdout:
                found += faults(done.stdout)
            # A sheet that cannot be read is reported all the same.
            elif words[0] != "check":
                found.append(f"exit status {done.returncode}: {done.stderr}")
            yield words, found
        words = ["worksheet", "hostile.md", "-o", "sheets"]
        found = faults_of_text(run(program, words, folder).stderr)
        for file in sorted((folder / "sheets").iterdir()):
            isPage = isLaTeX and file.suffix == ".tex"
            found += (faults_of_latex if isPage else faults_of_text)(file.read_text())
        yield words, found


def faults_of_messages(program, text):
    """Has a text repeated by messages, and quoted from a file with its name."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        name = text.replace("/", "_") + ".md"
        (folder / name).write_text(f"# {text}\n```lesson\nparam w = 1 {text}\nL = v{text}\n```\n")
        (folder / f"{name}.csv").write_text(f"x,{text}\n1,{text}\n")
        (folder / "table.md").write_text(
            f"```lesson\nsamples s from \"{name}.csv\"\nL = {text}\n```\n")
        files = [["show", name], ["show", "table.md"], ["check", "circuit", name]]
        for words in [*mistaken(text), *files]:
            done = run(program, words, folder)
            yield words, faults_of_text(done.stdout) + faults_of_text(done.stderr)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    works = [(faults_of_lesson, text, False) for text in MARKUP]
    works += [
        (faults_of_lesson, disguise(" ".join(MARKUP)), False) for disguise in DISGUISES
    ]
    works += [(faults_of_lesson, disguise(" ".join(TEX)), True) for disguise in DISGUISES]
    works += [(faults_of_lesson, text, True) for text in (TEX[0], TEX[-1], TERMINAL)]
    works += [(faults_of_messages, text) for text in (TERMINAL, MARKUP[0], "a\u202eb")]
    failed = count = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for work, results in zip(works, pool.map(
            lambda work: list(work[0](program, *work[1:])), works
        )):
            for words, found in results:
                count += 1
                failed += bool(found)
                for fault in list(dict.fromkeys(found))[:5]:
                    line = f"{work[1][:30]!r} {' '.join(words)}: {fault}"
                    print(line.encode("unicode_escape").decode(), flush=True)
    print(f"{count} outputs read, {failed} with faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
