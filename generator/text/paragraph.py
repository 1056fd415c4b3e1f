"""A paragraph: measured at a width, split between pages, drawn at a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from generator.surface import StructureElement, Surface
from generator.text.apart import broken_apart
from generator.text.bidi import runs_rtl
from generator.text.characters import SOFT_HYPHEN, is_rtl, kinds, primary
from generator.text.chips import BLOCK_LEADING, Chip
from generator.text.draw import LinePainter
from generator.text.fonts import FontBook
from generator.text.linebox import Line, baseline_factor, make_line
from generator.text.lines import choose
from generator.text.measure import Inline, Measure
from generator.text.prepared import Prepared, prepare
from generator.text.spans import Box, Key, Span, Word
from generator.text.style import TextStyle

_SLACK = 1e-6
_LONELY = re.compile(r"C\)* *")  # a Japanese character alone with its full stop is too little for a line
_LONGEST_LONELY = 8  # characters: no need to look at longer ones
_NARROW = 32  # em: Japanese in a column below breaks between phrases, not within words
_LEAST_LINES = 2  # of a paragraph that is split, on each side
_HYPHEN_COST, _TEAR_COST = 0.25, 0.5  # of a break with a hyphen, and of one where none should be: as shares of the width


class _Setting(Struct, frozen=True):
    """The lines at one width, how high they are together, and the measure that they refer to; `spans` and `base` are those
    of the paragraph, hyphenated if need be.
    """

    width: float
    spans: tuple[Span, ...]
    base: Measure
    measure: Measure
    lines: tuple[Line, ...]
    height: float


class Paragraph:
    """Spans set in one style. `wrap` it at a width, then read `lines`, `split` or `draw` it. Lengths are in points.

    Analysis and shaping happen once, here: `MissingGlyph` where no font has a character. Wrapping at another width and
    `resized` at another size do neither again.
    """

    def __init__(self, spans: Sequence[Span], style: TextStyle, fonts: FontBook) -> None:
        self.spans, self.style, self.fonts = tuple(spans), style, fonts
        self._measure, self._settings = _measured(self.spans, style, fonts)
        prepared = self._measure.prepared
        self._start, self._end = 0, len(prepared.text)
        has_keys = any(isinstance(thing, Chip) for thing in self._measure.inline.values())
        self._leading = style.key_leading if has_keys and style.key_leading else style.leading
        self._drop = baseline_factor(prepared.text, style.lang) * style.size
        self._setting: _Setting | None = None
        self._links: dict[int, StructureElement] = {}

    def resized(self, style: TextStyle) -> Paragraph:
        """The same text in another style; cheap where only sizes, leadings, inks, alignment or balance differ."""
        other = Paragraph(self.spans, style, self.fonts)
        if (self._start, self._end) != (other._start, other._end):
            other._start, other._end, other._settings = self._start, self._end, {}
        return other

    @property
    def text(self) -> str:
        """What the paragraph says."""
        return self._measure.prepared.says(self._start, self._end)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they were wrapped last; unbroken where they never were."""
        return self._current().lines

    @property
    def height(self) -> float:
        """Of all lines."""
        return self._current().height

    @property
    def width(self) -> float:
        """Of the widest line."""
        return max((line.width for line in self.lines), default=0.0)

    @property
    def first_baseline(self) -> float:
        """From the top of the paragraph down to its first baseline."""
        return self.lines[0].above if self.lines else self._leading / 2 + self._drop

    def natural_width(self) -> float:
        """The width at which nothing breaks but what is forced to."""
        measure = self._measure
        stretches = _stretches(measure, measure.between(self._start, self._end), measure.prepared.forced)
        return max((measure.rights[numbers[-1]] - measure.lefts[numbers[0]] for numbers in stretches), default=0.0)

    def min_width(self) -> float:
        """The width of the widest piece that should not be broken: a word, a word of a key, an address between its breaks."""
        return self._least_width(self._setting.base if self._setting else self._measure)

    def _least_width(self, measure: Measure) -> float:
        known, stretch = measure.least_widths, (self._start, self._end)
        if stretch not in known:
            known[stretch] = self._widest_piece(measure)
        return known[stretch]

    def _widest_piece(self, measure: Measure) -> float:
        measure = broken_apart(measure, 0.0, self._numbers(measure), self.style.lang, last_resort=False)
        numbers = self._numbers(measure)
        widths = {end: measure.rights[end] - measure.lefts[start] for start, end in pairwise(numbers)}
        for index, chip in measure.inline.items():
            number = bisect_right(measure.prepared.places, index)
            if isinstance(chip, Chip) and number in widths:
                widths[number] -= chip.reserve
        return max((0.0, *widths.values()))  # a space at a line's end counts for less than nothing

    def wrap(self, width: float) -> float:
        """Break the text into lines that are at most `width` points wide; the height of all lines."""
        known = self._settings.get(width)
        if known is None:
            known = self._settings[width] = self._set(width)
        self._setting = known
        return self.height

    def _current(self) -> _Setting:
        if self._setting is None:
            self.wrap(self.natural_width())
        assert self._setting is not None
        return self._setting

    def _set(self, width: float) -> _Setting:
        spans, base = self._hyphenated(width)
        if not base.prepared.text:
            return _Setting(width, spans, base, base, (), 0.0)
        unbroken = self._phrased(width) or base
        measure, forced = self._with_blocks(unbroken, width)
        measure = broken_apart(measure, width, self._numbers(measure), self.style.lang)
        lines: list[Line] = []
        for numbers in _stretches(measure, self._numbers(measure), measure.prepared.forced | forced):
            ends = self._ends(measure, unbroken.prepared, numbers, width)
            lines += [make_line(measure, start, end, self._leading, self._drop) for start, end in pairwise([numbers[0], *ends])]
        return _Setting(width, spans, base, measure, tuple(lines), _height(lines))

    def _hyphenated(self, width: float) -> tuple[tuple[Span, ...], Measure]:
        """The spans and their measure; where the style says so, with hyphens in words that are wider than the line."""
        measure, style = self._measure, self.style
        if not style.hyphenate or not self._is_whole or self._least_width(measure) <= width + _SLACK:
            return self.spans, measure
        from generator.text.hyphens import hyphenated

        spans = hyphenated(self.spans, style.lang, lambda start, end: measure.width(start, end) > width)
        return spans, _measured(spans, style, self.fonts)[0]

    def _phrased(self, width: float) -> Measure | None:
        """The measure for a narrow column of Japanese, which breaks between phrases; None elsewhere."""
        style = self.style
        if style.headline or primary(style.lang) != "ja" or width >= _NARROW * style.size:
            return None
        measure, _ = _measured(self.spans, replace(style, headline=True), self.fonts)
        return measure if self._is_whole or {self._start, self._end} <= {*measure.prepared.places} else None

    @property
    def _is_whole(self) -> bool:
        """Whether this is not a part of a paragraph that was split."""
        return (self._start, self._end) == (0, len(self._measure.prepared.text))

    def _numbers(self, measure: Measure) -> range:
        """The numbers of this paragraph's places in a measure, which may have more characters: soft hyphens."""
        return range(len(measure.prepared.places)) if self._is_whole else measure.between(self._start, self._end)

    def _with_blocks(self, measure: Measure, width: float) -> tuple[Measure, set[int]]:
        """The measure with keys that are wider than the line made into blocks, and the breaks that set them apart."""
        blocks, forced = dict[int, Inline](), set[int]()
        for index, chip in measure.inline.items():
            number = bisect_right(measure.prepared.places, index)
            if not isinstance(chip, Chip) or number - 1 not in self._numbers(measure)[:-1]:
                continue
            excess = measure.rights[number] - measure.lefts[number - 1] - width
            if excess > _SLACK:
                block = replace(chip, label=copy(chip.label), block=True)
                room = chip.label.width - excess - 2 * (block.side - chip.side)
                block.label.wrap(max(room, self.style.size))
                block.label.wrap(block.label.width)
                blocks[index] = block
                forced.update(measure.prepared.places[number - 1 : number + 1])
        return (Measure(measure.prepared, measure.size, {**measure.inline, **blocks}) if blocks else measure), forced

    def _ends(self, measure: Measure, unbroken: Prepared, numbers: range, width: float) -> list[int]:
        """The line ends of a stretch without forced breaks, as numbers of places; those not in `unbroken` are tears."""
        if len(numbers) == 2:
            return [numbers[-1]]
        span = slice(numbers.start, numbers.stop)
        left, right, places = measure.lefts[span], measure.rights[span], measure.prepared.places[span]
        text = measure.prepared.text
        costs: dict[int, float] = {}
        if SOFT_HYPHEN in text or "-" in text:
            costs = {k: _HYPHEN_COST for k, place in enumerate(places) if text[place - 1 : place] in (SOFT_HYPHEN, "-")}
        if measure.prepared is not unbroken:
            good = {*unbroken.breaks, *places[-1:]}
            costs |= {k: _TEAR_COST for k, place in enumerate(places) if place not in good}

        def lonely(place: int) -> bool:
            tail = text[places[place] : places[-1]]
            return len(tail) <= _LONGEST_LONELY and _LONELY.fullmatch(kinds(tail)) is not None

        balance = self.style.balance or self.style.headline
        return [numbers.start + end for end in choose(left, right, width, balance=balance, costs=costs, lonely=lonely)]

    def split(self, height: float) -> tuple[Paragraph, Paragraph] | None:
        """Two paragraphs, the first at most that high; None where not two lines would stand on each side.

        Both are wrapped as this one is, and may be wrapped anew. A link that is split is one link still.
        """
        fits, lines = 0, self.lines
        for line in lines:
            height -= line.height
            if height < -_SLACK:
                break
            fits += 1
        fits = min(fits, len(lines) - _LEAST_LINES)
        return (self._part(0, fits), self._part(fits, len(lines))) if fits >= _LEAST_LINES else None

    def _part(self, first: int, last: int) -> Paragraph:
        setting, part = self._current(), copy(self)
        lines = setting.lines[first:last]
        part._start, part._end = lines[0].start, lines[-1].end
        part.spans, part._measure = setting.spans, _with_places(setting.base, {part._start, part._end})
        part._setting = replace(setting, lines=lines, height=_height(lines))
        part._settings = {setting.width: part._setting}
        return part

    def draw(self, surface: Surface, x: float, top: float) -> None:
        """Draw the lines as wrapped last: `x` is the left edge of the width, `top` the top of the first line's box."""
        setting = self._current()
        if self._start == 0:
            self._links.clear()
        painter = LinePainter(surface, setting.measure, self.style.ink, self._links)
        prepared = setting.measure.prepared
        start = float(is_rtl(self.style.lang) != surface.mirrored)
        share = {"start": start, "centre": 0.5, "end": 1 - start}[self.style.align]
        for line in setting.lines:
            left = x + (setting.width - line.width) * share
            painter.draw(line, left, top - line.above, is_last=line.end == len(prepared.text))
            top -= line.height


def _with_places(measure: Measure, wanted: set[int]) -> Measure:
    """The measure with these places; a line may end where only its narrow width made a break."""
    torn = wanted - {*measure.prepared.places}
    return Measure(measure.prepared.with_breaks(torn), measure.size, measure.inline) if torn else measure


@lru_cache(maxsize=2048)
def _measured(spans: tuple[Span, ...], style: TextStyle, fonts: FontBook) -> tuple[Measure, dict[float, _Setting]]:
    """The measure of a text and its lines at each width so far, shared by all paragraphs that are alike: those who fit text
    into a frame set the same paragraph over and over.
    """
    prepared = prepare(tuple(span.slot if isinstance(span, Box) else span for span in spans), style.shaping, fonts)
    inline: dict[int, Inline] = {}
    for index, thing in zip(prepared.objects, (span for span in spans if isinstance(span, Key | Box)), strict=True):
        if isinstance(thing, Key):
            inline[index] = Chip(thing, _label(thing, style, fonts), style)
        else:
            inline[index] = thing.resize(style.size) if thing.resize else thing
    return Measure(prepared, style.size, inline), {}


@lru_cache(maxsize=1024)
def _label(key: Key, style: TextStyle, fonts: FontBook) -> Paragraph:
    """What a key says, on one line; shared by all keys that look the same, so never to be wrapped anew."""
    look = replace(
        style,
        leading=BLOCK_LEADING * style.size,
        key_leading=None,
        ink=style.key_ink or style.ink,
        weight=style.bold,
        role="text",
        track=0.0,
        align="start",
        lang=key.lang or (style.lang if not is_rtl(style.lang) or runs_rtl(key.text, style.lang) else "en"),
        headline=True,
        hyphenate=False,
    )
    label = Paragraph((Word(key.text),), look, fonts)
    label.wrap(label.natural_width())
    return label


def _height(lines: Sequence[Line]) -> float:
    return sum(line.height for line in lines)


def _stretches(measure: Measure, numbers: range, forced: frozenset[int]) -> Iterator[range]:
    """The numbered places in stretches that end where a break is forced."""
    start, places = numbers[0], measure.prepared.places
    if forced:
        for number in numbers[1:-1]:
            if places[number] in forced:
                yield range(start, number + 1)
                start = number
    if numbers[-1] > start:
        yield range(start, numbers.stop)
