"""The command as a process of its own: signals, terminals, pipes, and the same bytes wherever it runs."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from building import ROOT, built_in, clean_environment, handouts, process, write_guide

COMMAND = [sys.executable, "-m", "generator"]


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return write_guide(tmp_path / "eduroam")


def test_python_m_generator_is_the_command() -> None:
    said = process("formats")
    assert (said.code, said.out) == (0, handouts("formats").out)


def test_an_error_ends_the_process_with_its_code(tmp_path: Path) -> None:
    assert process("check", "nowhere", cwd=tmp_path).code == 4


def test_same_input_same_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    """All eight files, made by another process in another folder, time zone and locale, and with another hash seed."""
    two = ("--lang", "en", "--lang", "ja")
    said = process("build", *two, "--out", "out", cwd=tmp_path, PYTHONHASHSEED="42", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert said.code == 0, said.err
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert [name for name, data in built_in().items() if made.pop(name) != data] == []
    assert made == {}


def test_an_interrupt_ends_it_with_130_and_leaves_nothing(tmp_path: Path) -> None:
    """SIGINT arrives while the files are being made: the kept markup of the first one tells when."""
    out, kept = tmp_path / "out", tmp_path / "kept"
    command = [*COMMAND, "build", "--out", str(out), "--keep", str(kept)]
    running = subprocess.Popen(
        command,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell has it ignored in the background
    )
    deadline = time.monotonic() + 60
    while not kept.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    said, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == ""
    assert told.splitlines()[-1] == "interrupted; nothing was left half-written"
    assert not out.exists()
    assert not [path for path in kept.iterdir() if path.name.startswith(".")], "no draft is left"


def test_a_terminal_sees_a_progress_bar(guide: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [*COMMAND, "build", str(guide), "-f", "flyer", "-f", "handout", "-o", str(tmp_path / "out")]
    running = subprocess.Popen(command, env=clean_environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    said = running.communicate(timeout=60)[0]
    told = all_of(ours)
    assert running.returncode == 0
    assert [Path(line).name for line in said.splitlines()] == ["eduroam.flyer.a4.en.pdf", "eduroam.handout.a4.en.pdf"]
    assert b"handouts" in told
    assert b"100%" in told
    assert b"eduroam.handout.a4.en.pdf" in told


def test_a_pipe_sees_none(guide: Path, tmp_path: Path) -> None:
    said = process("build", guide, "-f", "flyer", "-o", tmp_path / "out")
    assert (said.code, said.err) == (0, "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    line = f"{sys.executable} -m generator build --help | head -c 1 > {os.devnull}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=clean_environment(), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_letters_that_the_terminal_lacks_are_no_error(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "案内")
    said = process("build", guide, "-f", "flyer", "-o", tmp_path / "出力", PYTHONIOENCODING="ascii")
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "出力/eduroam.flyer.a4.en.pdf").exists()
    assert process("check", guide, PYTHONIOENCODING="ascii").code == 0


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["formats"]])
def test_what_builds_nothing_starts_without_the_heavy_libraries(arguments: list[str]) -> None:
    code = f"""
import sys
from generator.cli import main
try:
    main({arguments!r})
finally:
    print([name for name in ("reportlab", "pikepdf", "icu", "uharfbuzz", "PIL") if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], env=clean_environment(), capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "[]"


def test_an_error_that_nobody_reads_keeps_its_code(tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "guide", "schema: 1\ntitel: no\n")
    shell = f"{sys.executable} -m generator build {guide} -o {tmp_path / 'out'} 2>&1 | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3"


def test_a_reader_that_goes_away_is_no_defect() -> None:
    shell = f"{sys.executable} -m generator check 2>&1 | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-"])
def test_streams_that_the_caller_closed_are_no_error(guide: Path, tmp_path: Path, closed: str) -> None:
    """And no file takes a closed stream's number, and with it what is printed."""
    shell = f"{sys.executable} -m generator build {guide} -f flyer -o {tmp_path / 'out'} {closed}"
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=clean_environment(), capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["eduroam.flyer.a4.en.pdf"]


@pytest.mark.parametrize(
    ("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_no_colour_where_none_is_wanted(tmp_path: Path, variables: dict[str, str], coloured: bool) -> None:
    guide = write_guide(tmp_path / "guide", "schema: 1\ntitel: no\n")
    told = on_terminal("check", str(guide), **{"TERM": "xterm", "NO_COLOR": "", **variables})
    assert b"error:" in told
    assert (b"\x1b[" in told) == coloured


def all_of(terminal: int) -> bytes:
    """What a terminal has seen, whose other end is closed."""
    told = b""
    try:
        while piece := os.read(terminal, 4096):
            told += piece
    except OSError:
        pass  # a terminal whose other end is closed has nothing more to say
    os.close(terminal)
    return told


def on_terminal(*arguments: str, **variables: str) -> bytes:
    """What a terminal gets to see."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen([*COMMAND, *arguments], env=clean_environment(**variables), stdout=theirs, stderr=theirs)
    os.close(theirs)
    told = all_of(ours)
    running.wait(60)
    return told
