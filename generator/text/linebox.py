"""Lines and their boxes: where a line's baseline lies, and how high the line is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from generator.text.characters import kinds, primary
from generator.text.chips import Chip
from generator.text.measure import Inline, Measure
from generator.text.prepared import Prepared

# Half of what a font reaches further above the baseline than below, in em: that much lower than the middle is the baseline.
_LATIN, _CJK, _ARABIC, _THAI, _DEVANAGARI = 0.388, 0.436, 0.318, 0.305, 0.244
_BY_LANGUAGE = {
    **dict.fromkeys(("ja", "zh", "ko", "yue"), _CJK),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "sd", "ug"), _ARABIC),
    **dict.fromkeys(("ne", "hi", "mr"), _DEVANAGARI),
    "th": _THAI,
}


class Line(Struct, frozen=True):
    """One line: the characters `start` to `end`, of which `first` to `last` are seen.

    `left` is where it begins in the measure of its paragraph, `above` and `below` are what its box takes from the baseline,
    `width` is what is seen, in points.
    """

    prepared: Prepared

    start: int
    end: int
    first: int
    last: int
    left: float
    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        """The height of the line's box."""
        return self.above + self.below

    @property
    def text(self) -> str:
        """What the line says."""
        return self.prepared.says(self.first, self.last)


@lru_cache(maxsize=4096)
def baseline_factor(text: str, lang: str) -> float:
    """How far the baseline lies below the middle of the line, in em: by the language, or by what most of the text is in."""
    if (factor := _BY_LANGUAGE.get(primary(lang))) is not None:
        return factor
    if not text.isascii():
        found, half = kinds(text), len(text) / 2
        if found.count("C") + found.count("H") > half:
            return _CJK
        if found.count("A") > half:
            return _ARABIC
    return _LATIN


def line_box(leading: float, drop: float, inline: Iterable[Inline]) -> tuple[float, float]:
    """What a line takes above and below its baseline, which lies `drop` points below the middle: the leading, or more
    where something in the line is higher. A key of several lines keeps the same distance to its neighbours as one of one.
    """
    above, below = leading / 2 + drop, leading / 2 - drop
    for thing in inline:
        air, upper = (thing.air, thing.upper_lines) if isinstance(thing, Chip) else (0.0, 0.0)
        above = max(above, leading / 2 + drop + upper + air, thing.ascent)
        below = max(below, leading / 2 - drop + air, thing.descent)
    return above, below


def make_line(measure: Measure, start: int, end: int, leading: float, drop: float) -> Line:
    """The line from the place of number `start` to that of number `end`."""
    prepared, left = measure.prepared, measure.lefts[start]
    begin, stop = prepared.places[start], prepared.places[end]
    last = max(begin, prepared.ends[end][0])
    first = min(prepared.beginnings[start][0], last)
    things = [thing for index, thing in measure.inline.items() if first <= index < last] if measure.inline else ()
    above, below = line_box(leading, drop, things)
    width = max(0.0, measure.rights[end] - left)
    return Line(prepared, begin, stop, first, last, left, width, above, below)
