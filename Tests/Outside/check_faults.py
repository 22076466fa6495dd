"""Has writing, reading and memory fail while `chainrule` works.

    python3 check_faults.py PROGRAM

Whatever fails, the program ends, says why where it can, and leaves a file under the final name that is
whole or none; only SIGKILL and lack of memory may leave a temporary one.
"""

import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
LONG = "```lesson\nparam w = 1\nL = w^2\nminimize L by gd(rate: 0.0001), steps: {}\n```\n"
CANNOT_WRITE, NO_INPUT = 73, 66


def run(*words, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | options
    return subprocess.run([PROGRAM, *words], timeout=120, **options)


def limited(kind, most):
    return lambda: resource.setrlimit(kind, (most, most))


def check_full_device():
    for words in (["show", "xor"], ["list"], ["trace", "xor"], ["help", "--man"], ["check", "circuit", "/dev/null"]):
        with open("/dev/full", "wb") as full:
            done = run(*words, stdout=full)
        assert done.returncode == CANNOT_WRITE and b"No space left" in done.stderr, (words, done)
        done = run(*words[:2], "-o", "/dev/full") if words[0] in ("show", "trace") else done
        assert done.returncode == CANNOT_WRITE and b"No space left" in done.stderr, (words, done)
    with open("/dev/full", "wb") as full:
        assert run("show", "nothing", stderr=full).returncode == NO_INPUT


def check_small_files(folder):
    for index, kind in enumerate(("csv", "json", "jsonl", "npy")):
        output = folder / f"small.{kind}"
        done = run("trace", "xor", "--format", kind, "-o", output, preexec_fn=limited(resource.RLIMIT_FSIZE, 4096))
        assert done.returncode == CANNOT_WRITE and b"File too large" in done.stderr, (kind, done)
        assert not list(folder.glob("*small*")) + list(folder.glob(".*")), kind
    done = run("worksheet", "xor", "-o", folder / "sheets", preexec_fn=limited(resource.RLIMIT_FSIZE, 4096))
    assert done.returncode == CANNOT_WRITE and not list((folder / "sheets").iterdir()), done


def check_closed_descriptors(folder):
    for closed, words, status in (
        (1, ["show", "circuit"], CANNOT_WRITE), (0, ["show", "-"], NO_INPUT), (2, ["show", "nothing"], NO_INPUT),
        (0, ["show", "circuit"], 0), (2, ["show", "circuit"], 0), (1, ["list"], CANNOT_WRITE),
    ):
        done = run(*words, preexec_fn=lambda: os.close(closed))
        assert done.returncode == status, (closed, words, done)
        assert status == 0 or closed == 2 or done.stderr, (closed, words)
    # A file that is opened must not be taken for standard output or standard error.
    for closed in (1, 2):
        output = folder / f"closed{closed}.csv"
        done = run("trace", "fan-out", "-o", output, preexec_fn=lambda: os.close(closed))
        assert done.returncode == 0 and output.read_bytes() == run("trace", "fan-out").stdout, (closed, done)


def check_full_pipe():
    """A pipe that does not wait gets everything all the same."""
    wanted = run("trace", "xor").stdout
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen([PROGRAM, "trace", "xor"], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    time.sleep(0.3)
    with open(reader, "rb") as pipe:
        found = pipe.read()
    assert process.wait(60) == 0 and found == wanted, process.stderr.read()
    # And one that nobody reads to its end is no mistake.
    process = subprocess.Popen([PROGRAM, "trace", "xor"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(60) == 0 and not process.stderr.read()


def leftovers(folder):
    return [path.name for path in folder.iterdir() if path.name != "lesson.md"]


def check_signals(folder, random):
    """Signals at any time: all but those that stop, those of a mistake in the program, and those that have
    no meaning (SIGRTMIN and above)."""
    lesson = folder / "lesson.md"
    lesson.write_text(LONG.format(1_000_000_000))
    spared = {signal.SIGKILL, signal.SIGSTOP, signal.SIGCONT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU}
    spared |= {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT, signal.SIGTRAP, signal.SIGSYS}
    signals = [number for number in sorted(signal.valid_signals() - spared) if number < signal.SIGRTMIN]
    output = folder / "trace.csv"
    for number in signals * 3:
        process = subprocess.Popen(
            [PROGRAM, "trace", lesson, "-o", output], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            restore_signals=True)
        time.sleep(random.uniform(0, 0.15))
        process.send_signal(number)
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            # It is ignored, as SIGWINCH is; the run goes on.
            process.terminate()
            process.wait(30)
        assert process.returncode in (-number, -signal.SIGTERM), (number, process.returncode)
        assert not leftovers(folder), (number, leftovers(folder))


def check_little_memory(folder):
    lesson = folder / "lesson.md"
    lesson.write_text(LONG.format(20_000))
    output = folder / "trace.csv"
    whole = run("trace", lesson).stdout
    for megabytes in (16, 32, 64, 96, 128, 160, 192, 256, 320, 512, 1024):
        for words in (["trace", lesson], ["show", lesson, "--all"]):
            run(*words, "-o", output, preexec_fn=limited(resource.RLIMIT_AS, megabytes << 20))
            if output.exists():
                assert words[0] == "show" or output.read_bytes() == whole, megabytes
                output.unlink()
    for path in folder.glob(".*.part"):
        path.unlink()


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # On SIGQUIT, Swift's runtime may list a backtrace, which takes a minute with a debug build.
    os.environ["SWIFT_BACKTRACE"] = "enable=no"
    check_full_device()
    check_full_pipe()
    for check in (check_small_files, check_closed_descriptors, check_little_memory):
        with tempfile.TemporaryDirectory() as name:
            check(pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        check_signals(pathlib.Path(name), random.Random(1))
    print("whatever fails, no half file is left")


if __name__ == "__main__":
    main()
