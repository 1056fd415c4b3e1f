"""The proof report: one page that shows a print shop or a boss what was looked at in a finished file, and what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from generator.errors import InvalidInput, printable
from generator.geometry import SIZES
from generator.layout import compose, paint
from generator.markup import fill_own, parse
from generator.pdf import TaggedCanvas
from generator.preflight import Group, Lost, Report, apart, grouped, thumbnails
from generator.text import FontBook
from generator.theme import load_theme

_MOST_THUMBNAILS = 10
_MOST_FINDINGS = 14
_THUMBNAIL_PX = 420
_FEW = 5
_LONGEST_NAME = 60
_LONGEST = 160  # characters of one text
_LONG_WORD = re.compile(r"\S{24}(?=\S{8})")  # what is longer may be broken, wherever it is
_MOST_SECONDS = 20.0  # for all thumbnails


def proof_report(name: str, pdf: bytes, report: Report) -> bytes:
    """A PDF of one A4 page about the file of that name: thumbnails, each kind of code with its figures, and the findings."""
    pages, pictures = _drawn(pdf)
    values = _values(name, report, _MOST_FINDINGS)
    values |= {"thumbnails": list(pictures), "pages": pages}
    # What is in a file is anybody's: letters and marks that no font has together, or more words than the page holds.
    few = {**values, **_values(name, report, _FEW), "codes": values["codes"][:1]}
    for shown, content in ((_in_a_font, values), (_in_ascii, values)):
        with suppress(InvalidInput):
            return _set(_plain(content, shown), pictures)
    return _set(_plain(few, _in_ascii), pictures)


def _values(name: str, report: Report, most: int) -> dict[str, Any]:
    """What the report's template says, with so many findings at the most."""
    findings = grouped([*report.errors, *report.warnings])
    return {
        "name": name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…",
        "ok": report.ok,
        "label": report.label,
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "codes": _kinds_of_codes(report),
        "findings": [_row(finding) for finding in findings[:most]],
        "more": max(0, len(findings) - most),
        "passed": len({one.rule.id for one in report.findings if one.status == "passed"}),
        "not_measured": sorted({one.rule.id for one in report.not_measured}),
    }


def _set(values: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    size, theme = SIZES["A4"], load_theme()
    document = parse(fill_own("_proof.xml.j2", values, size))
    composition = compose(document, size, theme, FontBook(theme.fonts), attached=pictures)
    surface = TaggedCanvas(title=document.get("title"), lang="en", intent="office")
    paint(composition.pages, composition.root, surface)
    return surface.finish()


def _plain(value: Any, shown: Callable[[str], str]) -> Any:
    """The values with every text in them as it can be shown."""
    if isinstance(value, str):
        text = shown(printable(value if len(value) <= _LONGEST else value[:_LONGEST] + "…"))
        return _LONG_WORD.sub("\\g<0>\u200b", text)
    if isinstance(value, dict):
        return {key: _plain(one, shown) for key, one in value.items()}
    return [_plain(one, shown) for one in value] if isinstance(value, list | tuple) else value


def _in_a_font(text: str) -> str:
    """A text with what no font has as its code point."""
    if text.isascii():
        return text
    fonts = [font for font in FontBook(load_theme().fonts).stack("text", 400, "en") if font.is_installed]
    known = {letter for letter in set(text) if any(font.covers(letter) for font in fonts)}
    return "".join(letter if letter in known else f"U+{ord(letter):04X}" for letter in text)


def _in_ascii(text: str) -> str:
    return text.replace("…", "...").encode("ascii", "backslashreplace").decode()


def _drawn(pdf: bytes) -> tuple[int, dict[str, bytes]]:
    """How many pages there are, and pictures of the first; none where a reader hangs or crashes on them."""
    try:
        pages, pictures = apart(_MOST_SECONDS, thumbnails, pdf, _MOST_THUMBNAILS, _THUMBNAIL_PX)
    except Lost:
        return 0, {}
    return pages, {f"page-{number}": picture for number, picture in pictures.items()}


def _row(group: Group) -> dict[str, object]:
    return {
        "error": group.first.severity == "error",
        "rule": group.first.rule.about,
        "pages": group.pages,
        "several": len({one.page_number for one in group.findings}) > 1,
        "measured": group.measured,
        "limit": group.first.rule.limit,
        "advice": group.first.advice,
    }


def _kinds_of_codes(report: Report) -> Sequence[dict[str, object]]:
    """Codes that say the same at the same size, as one, with the pages on which they stand."""
    kinds: dict[tuple[object, object], dict[str, object]] = {}
    places: dict[tuple[object, object], list[int]] = {}
    for code in report.codes:
        key = (code.get("text"), code.get("module_mm"))
        kinds.setdefault(key, dict(code))
        places.setdefault(key, []).append(code["page"])
    return [{**kind, "pages": ", ".join(map(str, sorted(set(places[key]))))} for key, kind in kinds.items()]
