"""Where a line may break: ICU's opportunities, minus those that would tear what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import icu  # type: ignore[import-untyped]

from generator.text.characters import FORCED_BREAKS, code_point_indices, kinds

_WITHIN_LINE = re.compile(r"(?<= )(?=· )|(?<=\d )(?=\d)")  # a separator ends a line and begins none; "+81 92 802" is one number
_CODE = re.compile(r"(?<![A-Z\d-])[A-Z\d]+(?:-[A-Z\d]+){2,}")  # a sheet's, such as MFA-AUTH-H-EN: no hyphen ends a line
_WITHIN_KOREAN = re.compile("(?<=H)(?=H)")  # Korean breaks at its spaces
# Words that ICU's phrases tear apart: counters, polite forms, an honorific and its noun, a verb of two.
_WITHIN_JAPANESE = re.compile(
    "(?<=[つ度回])(?=目)|(?<=お)(?=[^\u3000-\u30ff\\s])|(?<=しま)(?=し)|(?<=直)(?=し)|(?<=[」』）])(?=[はがをにのでとも])|(?<=く)(?=ださ)|(?<=くだ)(?=さ)|(?<=ませ)(?=ん)|(?<=読み)(?=取)|(?<=[てでえせけげねべめれ])(?=くださ)"
)


@lru_cache(maxsize=64)
def _iterator(kind: str, locale: str) -> Any:
    make = icu.BreakIterator.createLineInstance if kind == "line" else icu.BreakIterator.createCharacterInstance
    return make(icu.Locale(locale))


def _boundaries(iterator: Any, text: str) -> list[int]:
    iterator.setText(icu.UnicodeString(text))
    if text.isascii():
        return list(iterator)
    indices = code_point_indices(text)
    return [indices[boundary] for boundary in iterator]


def line_breaks(text: str, lang: str, *, phrases: bool = False) -> list[int]:
    """The indices before which a line may break, and the end of the text; `phrases` keeps Japanese phrases whole."""
    if not text:
        return [0]
    return _boundaries(_iterator("line", f"{lang}@lb=strict;lw=phrase" if phrases else f"{lang}@lb=strict"), text)


def inseparable(text: str) -> set[int]:
    """The indices at which a line should not break although ICU's rules let it."""
    found = {match.start() for match in _WITHIN_LINE.finditer(text)}
    found.update(index for code in _CODE.finditer(text) for index in range(code.start() + 1, code.end()))
    if not text.isascii():
        found.update(match.start() for match in _WITHIN_KOREAN.finditer(kinds(text)))
        found.update(match.start() for match in _WITHIN_JAPANESE.finditer(text))
    return found


def clusters(text: str) -> list[int]:
    """The ends of what a reader takes for one character."""
    return _boundaries(_iterator("character", "en"), text)


def forced_breaks(text: str, breaks: Iterable[int]) -> set[int]:
    """Those of the breaks that a line feed or its like forces."""
    if FORCED_BREAKS.isdisjoint(text):
        return set()
    return {index for index in breaks if index and text[index - 1] in FORCED_BREAKS}
