"""Several things made at once, by forks of this process. What comes out is the same as from one process alone."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import BinaryIO, Generic, NamedTuple, TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")
_ROOM = 1 << 20  # bytes of jobs that can be sent to a fork that is not ready to read them


class _Fork(NamedTuple):
    process: int
    jobs: BinaryIO
    results: BinaryIO


def processors() -> int:
    """How many processes are worth having: 1 where forking is not safe, as beside the system libraries of macOS."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Crew(Generic[Job, Made]):
    """So many processes, with this one, that `make` something of a job each. Jobs and what is made of them must be picklable.

    Inside `with`, the first fork calls `get_ready` at once, while this process finds out what there is to make. A job is
    sent to a fork as `prepare` leaves it.
    """

    def __init__(
        self,
        make: Callable[[Job], Made],
        workers: int,
        get_ready: Callable[[], object] = lambda: None,
        prepare: Callable[[Job], Job] = lambda job: job,
    ) -> None:
        self._make, self._workers, self._get_ready, self._prepare = make, workers, get_ready, prepare
        self._forks: list[_Fork] = []

    def __enter__(self) -> Crew[Job, Made]:
        if self._workers > 1:
            self._forks.append(self._start())
        return self

    def __exit__(self, *details: object) -> None:
        for fork in self._forks:
            with suppress(BrokenPipeError):
                fork.jobs.close()
            fork.results.close()
            os.kill(fork.process, signal.SIGINT)  # it has ended already, unless it got nothing or this process leaves early
            os.waitpid(fork.process, 0)

    def make_all(self, jobs: Sequence[Job], tell: Callable[[Job], None]) -> list[Made]:
        """What is made of each job, in their order.

        `tell` is told of each job, here: before it is made, or when it comes from a fork. A fork that fails says nothing:
        what it left is made here, so that the first error in the order of the jobs is raised, as if there were no forks.
        """

        def make_here(job: Job) -> Made:
            tell(job)
            return self._make(job)

        forks = self._enough(len(jobs))
        if not forks:
            return [make_here(job) for job in jobs]
        own, *turns = _turns(len(jobs), len(forks))
        for fork, turn in zip(forks, turns, strict=True):
            _send(fork, _as_far_as_possible(self._prepare, [jobs[at] for at in turn]))
        made: dict[int, Made] = dict(zip(own, _as_far_as_possible(make_here, [jobs[at] for at in own]), strict=False))
        for fork, turn in zip(forks, turns, strict=True):
            made |= zip(turn, _result(fork), strict=False)
            for at in turn:
                tell(jobs[at])
        return [made[at] if at in made else self._make(job) for at, job in enumerate(jobs)]

    def _enough(self, jobs: int) -> list[_Fork]:
        """The forks that so many jobs are worth."""
        count = min(self._workers - 1, jobs)
        while len(self._forks) < count:
            self._forks.append(self._start())
        return self._forks[:count]

    def _start(self) -> _Fork:
        (jobs, sending), (receiving, results) = os.pipe(), os.pipe()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # an interrupt waits until the fork can end in order
        process = os.fork()
        if process:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            os.close(jobs)
            os.close(results)
            _widen(sending)
            return _Fork(process, open(sending, "wb"), open(receiving, "rb"))
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            os.close(sending)
            self._get_ready()
            with open(jobs, "rb") as orders, open(results, "wb") as pipe:
                pickle.dump(_as_far_as_possible(self._make, pickle.load(orders)), pipe)
        finally:
            os._exit(0)  # the exit handlers and open files are those of the process that was forked


def _widen(pipe: int) -> None:
    """Let jobs be sent at once; a pipe that stays narrow only makes this process wait for the fork."""
    import fcntl

    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _send(fork: _Fork, jobs: Sequence[Job]) -> None:
    with suppress(BrokenPipeError):  # the fork was killed
        pickle.dump(jobs, fork.jobs)
        fork.jobs.flush()


def _turns(jobs: int, forks: int) -> list[range]:
    """Which jobs this process makes, and which each fork. Only the first fork is ready for a lone job."""
    if jobs == 1:
        return [range(0), range(1)]
    return [range(first, jobs, forks + 1) for first in range(forks + 1)]


def _as_far_as_possible(make: Callable[[Job], Made], jobs: Sequence[Job]) -> list[Made]:
    """What is made of the jobs, up to the first that fails."""
    made: list[Made] = []
    with suppress(Exception):  # whatever it is, it comes up again where it can be told
        for job in jobs:
            made.append(make(job))
    return made


def _result(fork: _Fork) -> list[Made]:
    try:
        found: list[Made] = pickle.load(fork.results)
    except Exception:  # the fork was killed
        return []
    return found
