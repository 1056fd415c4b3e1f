"""Space between characters that no one typed: between Japanese and Latin, and between full-width punctuation marks.

All lengths are in em. An adjustment after a character is dropped where a line ends behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.text.characters import (
    CJK_BESIDE_LATIN,
    CLOSING,
    CLOSING_BRACKETS,
    FULL_WIDTH,
    OPENING,
    SPACE_BETWEEN_CJK_AND_LATIN,
    primary,
)

CJK_LATIN_GAP = 0.2
CJK_LATIN_SPACE = 0.25
_HALF = 0.5
_FULL_WIDTH = 0.9  # a punctuation mark at least this wide has half an em of air that can go


def adjustments(text: str, advances: Sequence[float], lang: str) -> list[float]:
    """What to add after each character."""
    after = [0.0] * len(text)
    if not FULL_WIDTH.search(text):
        return after
    for match in CJK_BESIDE_LATIN.finditer(text):
        after[match.start() - 1] = CJK_LATIN_GAP
    for match in SPACE_BETWEEN_CJK_AND_LATIN.finditer(text):
        after[match.start()] = min(0.0, CJK_LATIN_SPACE - advances[match.start()])
    closing = closing_marks(lang)
    for index, (first, second) in enumerate(pairwise(text)):
        meets = second in OPENING if first in OPENING else first in closing and (second in closing or second in OPENING)
        if meets and advances[index] >= _FULL_WIDTH and advances[index + 1] >= _FULL_WIDTH:
            after[index] = -_HALF
    return after


def closing_marks(lang: str) -> frozenset[str]:
    """Marks whose right half is empty: in traditional Chinese, commas and full stops stand in the middle."""
    traditional = primary(lang) == "zh" and any(part in lang for part in ("Hant", "TW", "HK", "MO"))
    return CLOSING_BRACKETS if traditional else CLOSING


def air(text: str, advances: Sequence[float], lang: str) -> tuple[dict[int, float], dict[int, float]]:
    """What a line leaves out that begins (first) or ends (second) with a character: the empty half of a bracket or stop."""
    if not FULL_WIDTH.search(text):
        return {}, {}
    closing = closing_marks(lang)
    wide = [(index, character) for index, character in enumerate(text) if advances[index] >= _FULL_WIDTH]
    return {index: _HALF for index, c in wide if c in OPENING}, {index: _HALF for index, c in wide if c in closing}
