"""What all tests share: Hypothesis without deadlines, tools that may be missing at home but not in CI, a folder for a run, and
the fast gate of accessibility on every build.
"""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from generator import pipeline
from tests.building import SHARED

TODAY = "1796083200"  # 2026-12-01: no test depends on the clock

# Slow machines are no defect, and a run that nobody watches must not fail by chance.
settings.register_profile("handouts", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("handouts")


def pytest_configure() -> None:
    """The first process makes the folder of the run; those that it starts find it in their environment, and what day it is."""
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="handouts-tests-")
        _MADE.append(os.environ[SHARED])


def pytest_unconfigure() -> None:
    for folder in _MADE:
        shutil.rmtree(folder, ignore_errors=True)


_MADE: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def fast_gate() -> Iterator[None]:
    """Every file for the web that a test builds in its own process keeps to PDF/UA-1, or the build fails.

    The library or the command, whole guides or one file: all are published by one function. veraPDF judges in
    tests/accessibility.
    """
    publish_all = pipeline.publish_all

    def judged(files: Sequence[tuple[bytes, Path]]) -> None:
        for data, _ in files if find_spec("page") else ():
            if b"<pdfuaid:part>1<" in data:
                _judge(data)
        publish_all(files)

    pipeline.publish_all = judged
    yield
    pipeline.publish_all = publish_all


def _judge(data: bytes) -> None:
    from page import ValidationProfile, validate_pdf_bytes

    report = validate_pdf_bytes(data, profile=ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant and report.rules.total > 100


def missing(what: str) -> None:
    """End the test: what it needs is not there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; in CI every test must run")
    pytest.skip(f"{what} is missing")


@pytest.fixture
def need_tool() -> Callable[[str], str]:
    """The path of a program; without it the test is skipped, and fails in CI."""

    def need(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            missing(f"the program {name}")
        return str(path)

    return need


@pytest.fixture
def need_module() -> Callable[[str], ModuleType]:
    """A module that only tests use; without it the test is skipped, and fails in CI."""

    def need(name: str) -> ModuleType:
        try:
            return importlib.import_module(name)
        except ImportError:
            missing(f"the module {name}")
            raise

    return need
