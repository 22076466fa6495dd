"""Has shells, `man` and a terminal use what `chainrule` gives them.

    python3 check_shells.py PROGRAM

On a terminal, forward and backward lines and verdicts have colours, of the sixteen that every terminal
has, and the text without them is that of a pipe; in a pipe, with NO_COLOR or --no-color, and on a terminal
that has none, there are none. bash, and fish where it is installed, complete command lines by the script
that they are given, zsh reads its script. groff and man set the page of the manual without warnings.
"""

import fcntl
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
COLUMNS = 80
# Foreground colours, and the end of one.
ALLOWED = {str(number) for number in [0, *range(30, 38), *range(90, 98)]}

ANSWERS = "q = 3\nf = 12\ndf/dy = -4\ndf/dz =\n"

# What a line that ends in each of these is completed to, among others.
COMPLETED = [
    (["chainrule", "sh"], {"show"}),
    (["chainrule", "help", "gr"], {"gradcheck"}),
    (["chainrule", "show", "ci"], {"circuit", "circuit copy.md"}),
    (["chainrule", "show", "xor", "--fo"], {"--format"}),
    (["chainrule", "show", "xor", "--format", ""], {"text", "latex", "markdown", "svg", "tikz"}),
    (["chainrule", "check", "xor", "my"], {"my answers.txt"}),
    (["chainrule", "check", "--format", "csv", "xo"], {"xor"}),
    (["chainrule", "new", "other", "--from", "circ"], {"circuit"}),
    (["chainrule", "export", "xor", "--to", ""], {"numpy", "pytorch", "spreadsheet"}),
    (["chainrule", "worksheet", "xor", "-o", "fol"], {"folder"}),
    (["chainrule", "completions", ""], {"bash", "zsh", "fish"}),
    (["chainrule", "show", "xor", "--step", ""], set()),
]


def piped(*words, **options):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, **options).stdout


def on_terminal(*words, **variables):
    """What a command prints on a terminal, with lines that end as in a pipe."""
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
        # A pager would wait for keys.
        os.execve(PROGRAM, [PROGRAM, *words], kept | {"PAGER": ""} | variables)
    output = b""
    try:
        while piece := os.read(terminal, 1 << 16):
            output += piece
    except OSError:
        pass
    os.waitpid(process, 0)
    return output.decode().replace("\r\n", "\n")


def check_colours(folder):
    (folder / "answers.txt").write_text(ANSWERS)
    calls = [
        (["show", "circuit"], ["Forward", "q", "f", "Backward", "∂f/∂z", "∂f/∂q", "∂f/∂x", "∂f/∂y"]),
        (["eval", "y = 2*x", "x=3"], ["Forward", "y", "Backward", "∂y/∂x"]),
        (["check", "circuit", str(folder / "answers.txt")], ["ok", "wrong", "ok"]),
        (["gradcheck", "circuit"], ["Result"]),
    ]
    for words, painted in calls:
        plain = piped(*words)
        assert "\x1b" not in plain, words
        text = on_terminal(*words, TERM="xterm")
        assert re.findall(r"\x1b\[(\d+)m", text) and not set(re.findall(r"\x1b\[(\d+)m", text)) - ALLOWED, words
        assert re.findall(r"\x1b\[[1-9]\d*m(.*?)\x1b\[0m", text) == painted, (words, text)
        assert re.sub(r"\x1b\[\d+m", "", text) == plain, words
        for variables in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
            assert on_terminal(*words, **variables) == plain, (words, variables)
        assert on_terminal(*words, TERM="xterm", NO_COLOR="") == text, words
        assert on_terminal(*words, "--no-color", TERM="xterm") == plain, words
    written = folder / "page.txt"
    on_terminal("show", "circuit", "-o", str(written), TERM="xterm")
    assert "\x1b" not in written.read_text()
    assert "\x1b" not in on_terminal("show", "circuit", "--format", "latex", TERM="xterm")


def check_bash(folder):
    script = folder / "chainrule.bash"
    script.write_text(piped("completions", "bash"))
    for words, wanted in COMPLETED:
        typed = " ".join(f"'{word}'" for word in words)
        found = subprocess.run(
            ["bash", "--norc", "-c", f"""source {script}; complete -p chainrule >/dev/null || exit 1
                COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}
                _chainrule '{PROGRAM}'; printf '%s\n' "${{COMPREPLY[@]}}" """],
            capture_output=True, text=True, cwd=folder)
        assert found.stderr == "" and found.returncode == 0, (words, found.stderr)
        assert set(found.stdout.split("\n")) - {""} == wanted, (words, found.stdout)


def check_fish(folder):
    script = folder / "chainrule.fish"
    script.write_text(piped("completions", "fish"))
    variables = os.environ | {"PATH": f"{pathlib.Path(PROGRAM).parent}:{os.environ['PATH']}", "HOME": str(folder)}
    for words, wanted in COMPLETED:
        line = " ".join(words)
        found = subprocess.run(
            ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
            capture_output=True, text=True, cwd=folder, env=variables)
        offered = {row.split("\t")[0].rstrip("/") for row in found.stdout.split("\n")}
        # fish offers lessons and files to every argument.
        assert wanted <= offered, (words, found.stdout, found.stderr)


def check_manual(folder):
    page = folder / "chainrule.1"
    page.write_text(piped("help", "--man"))
    for tool in (["groff", "-man", "-ww", "-Tutf8"], ["man", "--warnings=w", "-l"]):
        if not shutil.which(tool[0]):
            print(f"SKIPPED: {tool[0]} is not installed here", file=sys.stderr)
            continue
        result = subprocess.run([*tool, page], capture_output=True, text=True)
        assert result.returncode == 0 and result.stderr == "", (tool, result.stderr)
        assert "--no-color" in re.sub(r"\x1b\[\d*m|.\x08", "", result.stdout), tool


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    check_colours(folder)
    (folder / "my answers.txt").touch()
    (folder / "circuit copy.md").touch()
    (folder / "folder").mkdir()
    check_bash(folder)
    if shutil.which("fish"):
        check_fish(folder)
    else:
        print("SKIPPED: fish is not installed here", file=sys.stderr)
    script = folder / "_chainrule"
    script.write_text(piped("completions", "zsh"))
    if shutil.which("zsh"):
        subprocess.run(["zsh", "-n", script], check=True)
    else:
        print("SKIPPED: zsh is not installed here", file=sys.stderr)
    check_manual(folder)
print("shells, terminal and manual have what they need")
