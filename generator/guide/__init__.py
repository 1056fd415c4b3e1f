"""Guides: reading them (`load_guide`, `load_all`) and what they are made of; `generator.guide.check` judges them.

What reads is imported when it is first used: a process that draws what another one has read does without.
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
    from generator.guide.load import load_all, load_guide

_READERS = ("load_all", "load_guide")

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
    "load_all",
    "load_guide",
    "texts",
]


def __getattr__(name: str) -> object:
    if name not in _READERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from generator.guide import load

    return getattr(load, name)
