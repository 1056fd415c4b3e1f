"""Several things made at once, by forks of this process. What comes out is the same as from one process alone."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from typing import BinaryIO, Generic, NamedTuple, TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")
_ROOM = 1 << 20  # bytes of jobs that can be sent to a fork that is not ready to read them, and of turns
_TURN = 4  # bytes of a turn


class _Fork(NamedTuple):
    process: int
    jobs: BinaryIO
    results: BinaryIO


class _Pile(NamedTuple):
    """Both ends of a pipe that all processes read: the number of a job for each time that one is taken."""

    taken: BinaryIO
    dealt: BinaryIO


def processors() -> int:
    """How many processes are worth having: 1 where forking is not safe, as beside the system libraries of macOS."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Crew(Generic[Job, Made]):
    """So many processes, with this one, that `make` something of a job each. Jobs and what is made of them must be picklable.

    Inside `with`, the first fork calls `get_ready` at once, while this process finds out what there is to make. A lone job
    goes to it, as `prepare` leaves it. Of several jobs, each process takes those of the same `kind`, which are quicker one
    after the other, and then helps with what is left of the others.
    """

    def __init__(
        self,
        make: Callable[[Job], Made],
        workers: int,
        get_ready: Callable[[], object] = lambda: None,
        prepare: Callable[[Job], Job] = lambda job: job,
        kind: Callable[[Job], Hashable] = lambda job: None,
    ) -> None:
        self._make, self._workers, self._get_ready, self._prepare, self._kind = make, workers, get_ready, prepare, kind
        self._forks: list[_Fork] = []
        self._parent = os.getpid()  # of the forks

    def __enter__(self) -> Crew[Job, Made]:
        self._piles: list[_Pile] = []
        if self._workers > 1:
            self._piles += [_new_pile() for _ in range(self._workers)]
            self._forks.append(self._start())
        return self

    def __exit__(self, *details: object) -> None:
        for fork in self._forks:
            with suppress(BrokenPipeError):
                fork.jobs.close()
            fork.results.close()
            os.kill(fork.process, signal.SIGINT)  # it has ended already, unless it got nothing or this process leaves early
            os.waitpid(fork.process, 0)
        for pile in self._piles:
            pile.taken.close()
            pile.dealt.close()

    def make_all(self, jobs: Sequence[Job], tell: Callable[[Job], None]) -> list[Made]:
        """What is made of each job, in their order. The last ones are begun first: they should be those that take longest.

        `tell` is told of each job, here: before it is made, or when it comes from a fork. What fails, or was left by a fork
        that was killed, is made again here, so that the first error in the order of the jobs is raised, as if there were no
        forks.
        """
        made: dict[int, Made] = {}
        if forks := self._enough(len(jobs)):
            for fork in forks:
                _send(fork, _prepared(jobs, self._prepare))
            self._deal([self._kind(job) for job in jobs])
            if len(jobs) > 1:  # only the fork is ready for a lone job
                made |= self._take_turns(jobs, tell, 0)
            for fork in forks:
                theirs: dict[int, Made] = _result(fork)
                for at in theirs:
                    tell(jobs[at])
                made |= theirs
        for at, job in enumerate(jobs):
            if at not in made:
                tell(job)
                made[at] = self._make(job)
        return [made[at] for at in range(len(jobs))]

    def _deal(self, kinds: Sequence[Hashable]) -> None:
        """Put the numbers of the jobs on the piles, the last one on top, those of a kind on one."""
        piles = {kind: number % len(self._piles) for number, kind in enumerate(dict.fromkeys(kinds))}
        for at in reversed(range(len(kinds))):
            self._piles[piles[kinds[at]]].dealt.write(at.to_bytes(_TURN))
        for pile in self._piles:
            pile.dealt.close()

    def _take_turns(self, jobs: Sequence[Job], tell: Callable[[Job], None], own: int) -> dict[int, Made]:
        """Make the jobs of the process's own pile, then those that others leave; skip what fails.

        Stop early where the parent process has ended: nobody waits for the rest.
        """
        made: dict[int, Made] = {}
        parent = os.getppid() if own == 0 else self._parent
        for pile in self._piles[own:] + self._piles[:own]:
            while os.getppid() == parent and (turn := pile.taken.read(_TURN)):
                at = int.from_bytes(turn)
                with suppress(Exception):
                    tell(jobs[at])
                    made[at] = self._make(jobs[at])
        return made

    def _close_inherited(self, *ends: int) -> None:
        """In a fork: close the ends of pipes that belong to the parent.

        While any process holds the other end of a pipe, reading or writing it waits. With these
        closed, a fork whose parent was killed reads the end of its jobs, or fails to write its
        results, and ends.
        """
        for end in ends:
            os.close(end)
        for fork in self._forks:
            fork.jobs.close()
            fork.results.close()
        for pile in self._piles:
            pile.dealt.close()

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
            self._close_inherited(sending, receiving)
            self._get_ready()
            with open(jobs, "rb") as orders, open(results, "wb") as pipe:
                pickle.dump(self._take_turns(pickle.load(orders), lambda job: None, 1 + len(self._forks)), pipe)
        finally:
            os._exit(0)  # the exit handlers and open files are those of the process that was forked


def _new_pile() -> _Pile:
    taken, dealt = os.pipe()
    _widen(dealt)
    return _Pile(open(taken, "rb", 0), open(dealt, "wb"))


def _widen(pipe: int) -> None:
    """Let jobs be sent at once; a pipe that stays narrow only makes this process wait for the fork."""
    import fcntl

    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _send(fork: _Fork, jobs: Sequence[Job]) -> None:
    with suppress(BrokenPipeError):  # the fork was killed
        pickle.dump(jobs, fork.jobs)
        fork.jobs.flush()


def _prepared(jobs: Sequence[Job], prepare: Callable[[Job], Job]) -> list[Job]:
    """The jobs as a fork gets them; several are prepared where they are made. What cannot be prepared fails there, too."""
    prepared = list(jobs)
    if len(jobs) == 1:
        with suppress(Exception):
            prepared = [prepare(jobs[0])]
    return prepared


def _result(fork: _Fork) -> dict[int, Made]:
    try:
        found: dict[int, Made] = pickle.load(fork.results)
    except Exception:  # the fork was killed
        return {}
    return found
