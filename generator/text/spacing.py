"""Space between characters that no one typed: between Japanese and Latin, and between full-width punctuation marks.

All lengths are in em. An adjustment after a character is dropped where a line ends behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.text.characters import CLOSING_BRACKETS, MARKS, OPENING, PAUSES, kinds, primary

CJK_LATIN_GAP = 0.2
CJK_LATIN_SPACE = 0.25
_HALF = 0.5
_FULL_WIDTH = 0.9  # a punctuation mark at least this wide has half an em of air that can go
_CJK_BESIDE_LATIN = re.compile("C(?=L)|L(?=C)")
_SPACE_BETWEEN = re.compile("(?<=C) (?=L)|(?<=L) (?=C)")
_MARKS_MEET = re.compile(r"\)(?=[()])|\((?=\()")


def adjustments(text: str, advances: Sequence[float], lang: str) -> list[float]:
    """What to add after each character."""
    after = [0.0] * len(text)
    if text.isascii():
        return after
    found = kinds(text)
    for match in _CJK_BESIDE_LATIN.finditer(found):
        after[match.start()] = CJK_LATIN_GAP
    for match in _SPACE_BETWEEN.finditer(found):
        after[match.start()] = min(0.0, CJK_LATIN_SPACE - advances[match.start()])
    airy = OPENING | closing_marks(lang)
    for match in _MARKS_MEET.finditer(found):
        first, second = match.start(), match.start() + 1
        if {text[first], text[second]} <= airy and min(advances[first], advances[second]) >= _FULL_WIDTH:
            after[first] = -_HALF
    return after


def closing_marks(lang: str) -> frozenset[str]:
    """Marks whose right half is empty: in traditional Chinese, commas and full stops stand in the middle, in simplified
    Chinese, colons, question and exclamation marks stand at the left as well.
    """
    if primary(lang) != "zh":
        return CLOSING_BRACKETS | PAUSES
    return CLOSING_BRACKETS if _is_traditional(lang) else CLOSING_BRACKETS | PAUSES | MARKS


def _is_traditional(lang: str) -> bool:
    return primary(lang) == "zh" and any(part in lang for part in ("Hant", "TW", "HK", "MO"))


def air(text: str, advances: Sequence[float], lang: str) -> tuple[dict[int, float], dict[int, float]]:
    """What a line leaves out that begins (first) or ends (second) with a character: the empty half of a bracket or mark.

    Commas and full stops hang: a line that ends with one leaves out all of it, but the last line, which may be a label.
    """
    if text.isascii():
        return {}, {}
    ends, hanging = closing_marks(lang), frozenset[str]() if _is_traditional(lang) else PAUSES
    last = len(text.rstrip()) - 1
    wide = [(index, character) for index, character in enumerate(text) if advances[index] >= _FULL_WIDTH]
    after = {index: advances[index] if c in hanging and index < last else _HALF for index, c in wide if c in ends}
    return {index: _HALF for index, c in wide if c in OPENING}, after
