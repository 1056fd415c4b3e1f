"""What the proof may expect of a file: of a format in a size, or of a name that a build gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.geometry import Size, find_size
from generator.preflight import Expectation

if TYPE_CHECKING:
    from generator.markup import Format

_NAME = re.compile(
    r"[a-z0-9-]+_?\.(?P<format>[^.]+)\.(?P<size>[a-z0-9-]+)\.(?P<lang>[A-Za-z-]+)(?P<also>\+[A-Za-z-]+)?(?:\.(?P<intent>screen|press))?\.pdf"
)


def expected_of(format: Format, size: Size, intent: str, lang: str = "") -> Expectation:
    """What a file of that format in that size should be; an imposed format may also have been built as single pages."""
    return Expectation(
        size=size,
        pages=format.pages or None,
        imposed=None if format.imposed and intent == "office" else False,
        intent=intent,
        lang=lang,
        coded=format.distance > 0,
        reading_distance=reading_distance(format, size),
    )


def reading_distance(format: Format, size: Size) -> float | None:
    """From how far the code of a format is scanned, in metres: a smaller sheet is held nearer. None where nobody said it."""
    scale = min(size.width / format.size.width, size.height / format.size.height)
    return format.distance * scale or None


def expected_by_name(name: str) -> tuple[str, Expectation] | None:
    """What a file with this name should be, and that in words; None for a name that no build gives."""
    found = _NAME.fullmatch(name)
    size = find_size(found["size"]) if found else None
    if found is None or size is None:
        return None
    from generator.markup import list_formats

    format = list_formats().get(found["format"])
    if format is None:
        return None
    intent = found["intent"] or "office"
    return f"{format.name}, {size.name}, {found['lang']}{found['also'] or ''}, for {intent}", expected_of(
        format, size, intent, found["lang"]
    )
