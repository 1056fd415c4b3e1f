"""What theme files of the user's say, laid over the default theme; loaded only where there are any."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.errors import Diagnostic, InvalidInput
from generator.guide.model import Text
from generator.theme.check import LEAST_CONTRASTS, check, contrast
from generator.theme.document import Document
from generator.theme.model import ink


def lay_over(table: dict[str, Any], paths: Iterable[Path]) -> None:
    """Lay each file over the default theme's table, key by key. Raises InvalidInput with every problem of every file."""
    schema = copy.deepcopy(table)
    problems: list[Diagnostic] = []
    coloured: tuple[Document, dict[str, Any]] | None = None
    for path in paths:
        document = Document(path, problems)
        given = document.read()
        known = len(problems)
        check(document, given, schema)
        if len(problems) == known:
            _place_texts(document, given)
            _overlay(table, given)
            coloured = (document, given["palette"]) if "palette" in given else coloured
    if coloured and not problems:
        _check_contrast(*coloured, table["palette"])
    if problems:
        raise InvalidInput(problems)


def _place_texts(document: Document, table: dict[str, Any]) -> None:
    """Let the organisation's texts know where they stand, and find its logo."""
    for area in ("organisation", "contact"):
        for name, value in table.get(area, {}).items():
            table[area][name] = Text(value, document.place((area, name)))
    logo = table.get("organisation", {}).get("logo")
    if logo:
        table["organisation"]["logo"] = document.beside(("organisation", "logo"), logo)


def _check_contrast(document: Document, chosen: dict[str, Any], palette: dict[str, Any]) -> None:
    """What is read must be readable on its ground; `chosen` is what the last document says of the palette."""
    for written, ground, least in LEAST_CONTRASTS:
        found = contrast(ink(written, palette[written]).rgb, ink(ground, palette[ground]).rgb)
        if found < least:
            message = f"{written} on {ground} has a contrast of {found:.1f}:1, and text needs {least:g}:1"
            culprit = next((name for name in (ground, written) if name in chosen), written)
            document.error(("palette", culprit), message, f"Choose a lighter {ground}, or a darker {written}.")
            return


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Lay `over` on `base`, table by table: what is left out stays as it is."""
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _overlay(base[key], value)
        else:
            base[key] = value
