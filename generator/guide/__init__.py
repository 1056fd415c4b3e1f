"""Guides: reading them (`load_guide`, `load_all`), judging them (`check`), and what they are made of.

What reads and judges is imported when it is first used: a process that draws what another one has read needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.guide.model import (
    DEVICES,
    Arrow,
    Blur,
    Case,
    Contact,
    Device,
    Guide,
    Help,
    Item,
    MainLink,
    Mark,
    Number,
    Phase,
    Procedure,
    Ring,
    Screen,
    Step,
    Term,
    Text,
    Translation,
)
from generator.guide.references import Index, texts

if TYPE_CHECKING:
    from generator.guide.check import check
    from generator.guide.load import load_all, load_guide

_HOMES = {"check": "generator.guide.check", "load_all": "generator.guide.load", "load_guide": "generator.guide.load"}

__all__ = [
    "DEVICES",
    "Arrow",
    "Blur",
    "Case",
    "Contact",
    "Device",
    "Guide",
    "Help",
    "Index",
    "Item",
    "MainLink",
    "Mark",
    "Number",
    "Phase",
    "Procedure",
    "Ring",
    "Screen",
    "Step",
    "Term",
    "Text",
    "Translation",
    "check",
    "load_all",
    "load_guide",
    "texts",
]


def __getattr__(name: str) -> object:
    """Import a name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
