"""Guides: reading them (`load_guide`, `load_all`), judging them (`check`), and what they are made of."""

from __future__ import annotations

from generator.guide.check import check
from generator.guide.load import load_all, load_guide
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
