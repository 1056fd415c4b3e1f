"""Limits on what filling a template may take: a template can be somebody else's, and one expression can ask for gigabytes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NoReturn

from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_MEMORY = 400_000_000  # bytes beyond what the process has already
MOST_SECONDS = 2.0  # of processor time; the largest guides take a tenth of it
_MOST_BITS = 64_000  # of a whole number that a template computes
_MEMORY_IN_USE = "/proc/self/statm"


class TooMuch(Exception):
    """A template takes more memory or time than filling may."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which whole numbers stay so small that computing them ends: nothing interrupts a multiplication."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """The product or the power. Raises OverflowError for numbers of thousands of digits."""
        if isinstance(left, int) and isinstance(right, int):
            first, second = left.bit_length(), right.bit_length()
            bits = first * abs(right) if operator == "**" else first + second
            if bits > _MOST_BITS:
                raise OverflowError("a number has thousands of digits")
        return super().call_binop(context, operator, left, right)


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooMuch, or MemoryError, where what is done inside takes too much; only on systems that can measure it."""
    with ExitStack() as limits:
        limits.enter_context(_limited_memory())
        limits.enter_context(_limited_time())
        yield


@contextmanager
def _limited_memory() -> Iterator[None]:
    try:
        import resource

        with open(_MEMORY_IN_USE) as statistics:
            used = int(statistics.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):  # neither Windows nor macOS enforces such a limit
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min([limit for limit in (used + MOST_MEMORY, soft, hard) if limit != resource.RLIM_INFINITY])
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _limited_time() -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> NoReturn:
        raise TooMuch(f"the template is not filled after {MOST_SECONDS:.0f} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
