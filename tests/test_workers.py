"""Several processes make what one makes, and fail as one fails."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from generator.workers import Crew, processors
from looking import some

T = TypeVar("T")


def make_all(make: Callable[[int], T], jobs: Sequence[int], workers: int, tell: Callable[[int], None]) -> list[T]:
    with Crew(make, workers) as crew:
        return crew.make_all(jobs, tell)


def _told(jobs: list[int]) -> list[int]:
    told: list[int] = []
    make_all(lambda job: job, jobs, 2, told.append)
    return told


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    assert make_all(lambda job: job * job, range(7), workers, lambda job: None) == [0, 1, 4, 9, 16, 25, 36]


def test_one_worker_needs_nothing_that_windows_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)  # to Python, a module that cannot be imported
    monkeypatch.delattr(os, "fork")
    assert make_all(lambda job: -job, [1, 2], 1, lambda job: None) == [-1, -2]


def test_no_jobs_need_no_workers() -> None:
    assert make_all(lambda job: job, [], 4, lambda job: None) == []


def test_every_job_is_told_once_and_here() -> None:
    assert sorted(_told([1, 2, 3, 4, 5])) == [1, 2, 3, 4, 5]


@pytest.mark.skipif(processors() < 2, reason="one processor, or a system without safe forks")
def test_forks_share_the_work() -> None:
    def make(job: int) -> int:
        time.sleep(0.05)  # long enough for another one to take the next job
        return os.getpid()

    made = make_all(make, range(6), 2, lambda job: None)
    assert os.getpid() in made
    assert len({*made}) == 2


@pytest.mark.skipif(processors() < 2, reason="one processor, or a system without safe forks")
def test_a_long_job_at_the_end_holds_up_no_other() -> None:
    def make(job: int) -> tuple[int, float]:
        time.sleep(0.3 if job == 5 else 0.03)
        return os.getpid(), time.monotonic()

    *short, (busy, ended) = make_all(make, range(6), 2, lambda job: None)
    for process, done in some(short):
        assert process != busy and done < ended


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_first_error_in_the_order_of_the_jobs_is_raised(workers: int) -> None:
    def make(job: int) -> int:
        if job in (2, 3, 5):
            raise ValueError(f"job {job}")
        return job

    with pytest.raises(ValueError, match="job 2"):
        make_all(make, range(7), workers, lambda job: None)


def test_what_a_killed_fork_left_is_made_here() -> None:
    here = os.getpid()

    def make(job: int) -> int:
        if job == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    assert make_all(make, range(6), 2, lambda job: None) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("size", [1, 300_000])  # results within and beyond what a pipe holds
def test_forks_end_when_the_process_is_killed(tmp_path: Path, end: signal.Signals, size: int) -> None:
    """Wherever the forks are then: before their jobs, in one, or writing what they made."""

    def make(job: int) -> bytes:
        (tmp_path / f"{os.getpid()}").touch()
        time.sleep(0.02)
        return bytes(size)

    process = os.fork()
    if not process:
        try:
            make_all(make, range(8), 3, lambda job: None)
            time.sleep(60)
        finally:
            os._exit(0)
    while len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.005)
    os.kill(process, end)
    os.waitpid(process, 0)
    forks = {int(path.name) for path in tmp_path.iterdir()} - {process}
    assert len(forks) == 2
    deadline = time.monotonic() + 30  # against a hang; they end at once
    while forks and time.monotonic() < deadline:
        time.sleep(0.01)
        forks = {fork for fork in forks if _runs(fork)}
    for fork in forks:
        os.kill(fork, signal.SIGKILL)  # it would keep the test run's output open
    assert not forks


def _runs(process: int) -> bool:
    """Whether a process that is not our child is still there, and not a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_interrupt_ends_the_forks(tmp_path: Path) -> None:
    here = os.getpid()

    def make(job: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        for _ in range(1000):  # an interrupt that comes before the sleep is noticed after it
            time.sleep(0.01)
        return job

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background, a shell has it ignored
    alarm = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        make_all(make, range(3), 3, lambda job: None)
    signal.signal(signal.SIGINT, before)
    signal.signal(signal.SIGALRM, alarm)
    assert time.monotonic() - start < 5
    forks = {int(path.name) for path in tmp_path.iterdir()} - {here}
    assert len(forks) == 2
    for process in forks:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.skipif(processors() < 2, reason="one processor, or a system without safe forks")
def test_a_lone_job_goes_to_the_fork_that_got_ready_meanwhile(tmp_path: Path) -> None:
    def get_ready() -> None:
        (tmp_path / "ready").write_text(str(os.getpid()))

    with Crew(lambda job: (job, os.getpid()), 2, get_ready, lambda job: job * 10) as crew:
        ((job, process),) = crew.make_all([7], lambda job: None)
    assert job == 70
    assert process == int((tmp_path / "ready").read_text()) != os.getpid()


@pytest.mark.skipif(processors() < 2, reason="one processor, or a system without safe forks")
def test_jobs_of_a_kind_are_made_by_one_process() -> None:
    def make(job: str) -> int:
        time.sleep(0.05)
        return os.getpid()

    crew: Crew[str, int] = Crew(make, 2, kind=lambda job: job)
    with crew:
        one, other, *rest = crew.make_all(["a", "b", "a", "b", "a", "b"], lambda job: None)
    assert one != other
    assert rest == [one, other, one, other]


def test_a_fork_that_never_gets_ready_costs_nothing_but_time() -> None:
    def get_ready() -> None:
        raise ImportError("no such package")

    crew: Crew[int, int] = Crew(lambda job: -job, 2, get_ready)
    with crew:
        assert crew.make_all([1, 2, 3], lambda job: None) == [-1, -2, -3]


def test_a_crew_without_work_ends_its_fork() -> None:
    with pytest.raises(ValueError, match="the guide is broken"), Crew(lambda job: job, 2, lambda: time.sleep(20)):
        started = time.monotonic()
        raise ValueError("the guide is broken")
    assert time.monotonic() - started < 5


def test_many_jobs_are_more_than_a_pipe_holds() -> None:
    jobs = [bytes([n]) * 400_000 for n in range(12)]
    crew: Crew[bytes, bytes] = Crew(lambda job: job[:1], 3)
    with crew:
        assert crew.make_all(jobs, lambda job: None) == [job[:1] for job in jobs]
