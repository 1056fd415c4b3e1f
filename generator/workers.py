"""Several things made at once, by forks of this process. What comes out is the same as from one process alone."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain, zip_longest
from typing import BinaryIO, NamedTuple, TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")


class _Fork(NamedTuple):
    process: int
    pipe: BinaryIO


def processors() -> int:
    """How many processes are worth having: 1 where forking is not safe, as beside the system libraries of macOS."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def make_all(make: Callable[[Job], Made], jobs: Sequence[Job], workers: int, tell: Callable[[Job], None]) -> list[Made]:
    """What `make` makes of each job, in their order; `workers` counts this process. Results must be picklable.

    `tell` is told of each job, here: before it is made, or when it comes from a fork. A fork that fails says nothing: what
    it left is made here, so that the first error in the order of the jobs is raised, as if there were no forks.
    """

    def make_here(job: Job) -> Made:
        tell(job)
        return make(job)

    workers = min(workers, len(jobs))
    if workers < 2:
        return [make_here(job) for job in jobs]
    forks = [_start(make, jobs[first::workers]) for first in range(1, workers)]
    try:
        shares = [_as_far_as_possible(make_here, jobs[::workers])]
        for first, fork in enumerate(forks, start=1):
            shares.append(_result(fork))
            for job in jobs[first::workers]:
                tell(job)
    finally:
        for fork in forks:
            fork.pipe.close()
            os.kill(fork.process, signal.SIGINT)  # it has ended already, unless this process is leaving early
            os.waitpid(fork.process, 0)
    dealt = [*chain.from_iterable(zip_longest(*shares)), *[None] * len(jobs)]
    return [make(job) if made is None else made for job, made in zip(jobs, dealt, strict=False)]


def _as_far_as_possible(make: Callable[[Job], Made], jobs: Sequence[Job]) -> list[Made | None]:
    """What is made of the jobs, up to the first that fails."""
    made: list[Made | None] = []
    with suppress(Exception):  # whatever it is, it comes up again where it can be told
        for job in jobs:
            made.append(make(job))
    return made


def _start(make: Callable[[Job], Made], jobs: Sequence[Job]) -> _Fork:
    reading, writing = os.pipe()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # an interrupt waits until the fork can end in order
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(writing)
        return _Fork(process, open(reading, "rb"))
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        with open(writing, "wb") as pipe:
            pickle.dump(_as_far_as_possible(make, jobs), pipe)
    finally:
        os._exit(0)  # the exit handlers and open files are those of the process that was forked


def _result(fork: _Fork) -> list[Made | None]:
    try:
        found: list[Made | None] = pickle.load(fork.pipe)
    except Exception:  # the fork was killed
        return []
    return found
