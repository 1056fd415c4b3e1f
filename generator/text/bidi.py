"""Writing direction: the levels of a text (UAX 9, by ICU) and the visual order of the pieces of a line."""

from __future__ import annotations

from collections.abc import Sequence

import icu  # type: ignore[import-untyped]

from generator.text.characters import code_point_indices, has_rtl, is_rtl


def embedding_levels(text: str, lang: str) -> list[int] | None:
    """The level of each character: even is left to right. None where all of them are 0."""
    rtl = is_rtl(lang)
    if not text or not (rtl or has_rtl(text)):
        return None
    bidi = icu.Bidi()
    held = icu.UnicodeString(text)  # Bidi keeps a pointer into it
    bidi.setPara(held, 1 if rtl else 0)
    levels = [0] * len(text)
    for index, level in zip(code_point_indices(text), bidi.getLevels(), strict=False):
        levels[index] = level
    return levels


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
