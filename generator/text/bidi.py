"""Writing direction: the levels of a text (UAX 9, by ICU) and the visual order of the pieces of a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import icu  # type: ignore[import-untyped]

from generator.text.characters import code_point_indices, has_rtl, is_rtl
from generator.text.typed import FIGURES, OPTION, PATH, QUANTITY

# Addresses, numbers with Latin units, telephone numbers and dates in figures: among Arabic they would be
# read in the wrong order.
_APART = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[!-~]*[A-Za-z0-9/]"
    r"|[\w.+-]{1,64}@[\w.-]+\w"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,63}\b(?:/[!-~]*[A-Za-z0-9/])?"
    rf"|{QUANTITY}|{FIGURES}"
)
_STRETCH = re.compile(r"[!-~]+(?: [!-~]+)*")
_COMMAND = re.compile(rf"{PATH}|{OPTION}")
_AROUND = "\"'()[]{}<>,;:!?"  # marks at the ends of such a stretch belong to the sentence
_ISOLATE, _POP = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def runs_rtl(text: str, lang: str) -> bool:
    """Whether a paragraph runs from right to left: as its language does, unless all its letters are of the other kind."""
    if not is_rtl(lang):
        return False
    return has_rtl(text) or not any(unicodedata.bidirectional(character) == "L" for character in set(text))


def embedding_levels(text: str, *, rtl: bool) -> list[int] | None:
    """The level of each character: even is left to right. None where all of them are 0. `rtl` is the paragraph's direction."""
    if not text or not (rtl or has_rtl(text)):
        return None
    marked, origins = _isolated(text)
    bidi = icu.Bidi()
    held = icu.UnicodeString(marked)  # Bidi keeps a pointer into it
    bidi.setPara(held, 1 if rtl else 0)
    levels = [0] * len(text)
    for index, level in zip(code_point_indices(marked), bidi.getLevels(), strict=False):
        if (origin := origins[index]) is not None:
            levels[origin] = level
    return levels


def _isolated(text: str) -> tuple[str, Sequence[int | None]]:
    """The text with isolates around what must keep its order; for each character of it, its index in `text`."""
    parts: list[str] = []
    origins: list[int | None] = []
    at = 0
    for start, end in _apart(text):
        parts += [text[at:start], _ISOLATE, text[start:end], _POP]
        origins += [*range(at, start), None, *range(start, end), None]
        at = end
    if not parts:
        return text, range(len(text))
    return "".join([*parts, text[at:]]), [*origins, *range(at, len(text))]


def _apart(text: str) -> Iterator[tuple[int, int]]:
    """Where what must keep its order begins and ends. Paths and options do with the words beside them: a folder's name may
    have a space, and a command has several words.
    """
    commands = [
        (found.start() + len(found[0]) - len(found[0].lstrip(_AROUND)), found.start() + len(found[0].rstrip(_AROUND + ".")))
        for found in _STRETCH.finditer(text)
        if _COMMAND.search(text, *found.span())
    ]
    others = (found.span() for found in _APART.finditer(text))
    at = 0
    for start, end in sorted([*commands, *others], key=lambda span: (span[0], -span[1])):
        if at <= start < end:
            yield start, end
            at = end


def visual_order(levels: Sequence[int]) -> list[int]:
    """The indices of pieces from left to right: rule L2 of UAX 9, on pieces of one level each."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level & 1]
    for level in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1 if end == start else end
    return order
