"""Several processes make what one makes, and fail as one fails."""

from __future__ import annotations

import os
import signal
import time

import pytest

from generator.workers import make_all, processors


def _told(jobs: list[int]) -> list[int]:
    told: list[int] = []
    make_all(lambda job: job, jobs, 2, told.append)
    return told


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    assert make_all(lambda job: job * job, range(7), workers, lambda job: None) == [0, 1, 4, 9, 16, 25, 36]


def test_no_jobs_need_no_workers() -> None:
    assert make_all(lambda job: job, [], 4, lambda job: None) == []


def test_every_job_is_told_once_and_here() -> None:
    assert sorted(_told([1, 2, 3, 4, 5])) == [1, 2, 3, 4, 5]


@pytest.mark.skipif(processors() < 2, reason="one processor, or a system without safe forks")
def test_forks_share_the_work() -> None:
    made = make_all(lambda job: os.getpid(), range(4), 2, lambda job: None)
    assert made[0] == made[2] == os.getpid()
    assert made[1] == made[3] != os.getpid()


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


def test_an_interrupt_ends_the_forks() -> None:
    here = os.getpid()

    def make(job: int) -> int:
        if os.getpid() == here:
            raise KeyboardInterrupt
        for _ in range(1000):  # an interrupt that comes before the sleep is noticed after it
            time.sleep(0.01)
        return job

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background, a shell has it ignored
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        make_all(make, range(2), 2, lambda job: None)
    signal.signal(signal.SIGINT, before)
    assert time.monotonic() - start < 5
