"""Pillow is loaded by whoever has a picture to draw, not by ReportLab for every page without one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import PIL


class _Later(ModuleType):
    """Stands for a module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


@contextmanager
def pillow_later() -> Iterator[None]:
    """What is imported inside and says `from PIL import Image` gets a stand-in; nobody else sees it."""
    name = "PIL.Image"
    if name in sys.modules:
        yield
        return
    PIL.Image = stand_in = _Later(name)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if getattr(PIL, "Image", None) is stand_in:
            del PIL.Image  # type: ignore[attr-defined]
