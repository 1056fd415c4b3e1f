"""The reading of a foreign file in a process of its own: a reader that hangs, crashes or wants all memory takes nothing along.

PDFium can be asked to stop only between two objects of a page, and a file of two kilobytes can make one object last for days.
The process is a new one, no fork: the readers have threads, which a fork would not have.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from generator.preflight.proof import preflight
from generator.preflight.report import Expectation, Ledger, Report
from generator.preflight.rules import MAX_MEMORY, MAX_SECONDS

Given = ParamSpec("Given")
Found = TypeVar("Found")

_START = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from generator.preflight.bounded import answer
answer()
"""
_GRACE = 3.0  # seconds beyond the reader's own deadline, which says more
_DEFECT = 1  # the exit code of a Python program that failed


class Lost(Exception):
    """A reader that was ended, or ended itself; the words say why."""


def preflight_apart(pdf: bytes, *, expected: Expectation | None = None, seconds: float = MAX_SECONDS) -> Report:
    """As `preflight`, within `seconds` and some, whatever the readers do."""
    try:
        return apart(seconds + _GRACE, preflight, pdf, expected=expected, seconds=seconds)
    except Lost as lost:
        ledger = Ledger()
        ledger.failed("file-bounds", str(lost))
        return ledger.report("", "the file could not be judged so far")


def apart(time_limit: float, read: Callable[Given, Found], /, *arguments: Given.args, **options: Given.kwargs) -> Found:
    """What `read`, a function of a module, finds, if it needs no more seconds than that, and no more than `MAX_MEMORY`.

    Raises Lost, and what `read` raises.
    """
    import subprocess

    asked = pickle.dumps(sys.path) + pickle.dumps((read, arguments, options))
    try:
        done = subprocess.run([sys.executable, "-ESc", _START], input=asked, capture_output=True, timeout=time_limit)
    except subprocess.TimeoutExpired as late:
        raise Lost(f"a reader was not done after {time_limit:.0f} s, and was ended") from late
    if done.returncode == 0:
        found: Found = pickle.loads(done.stdout)
        return found
    if done.returncode == _DEFECT:
        return read(*arguments, **options)  # so that it comes up where it can be told
    raise Lost("a reader crashed, or wanted too much memory")


def answer() -> None:
    """In the other process: do what standard input asks for, and write what was found to standard output."""
    _limit_memory()
    try:
        read, arguments, options = pickle.load(sys.stdin.buffer)
        found = pickle.dumps(read(*arguments, **options))
    except MemoryError:
        sys.exit(_DEFECT + 1)
    with open(1, "wb") as out:
        out.write(found)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
