"""What all tests share: Hypothesis without deadlines, and tools that may be missing at home but not in CI."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import settings

# Slow machines are no defect, and a run that nobody watches must not fail by chance.
settings.register_profile("handouts", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("handouts")


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
