"""A paragraph's text, analysed and shaped, before any size or width is known: all lengths are in em."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.text.bidi import embedding_levels, runs_rtl
from generator.text.breaks import forced_breaks, inseparable, line_breaks
from generator.text.characters import (
    FORCED_BREAKS,
    LAYOUT_CONTROLS,
    LINE_END_SPACES,
    OBJECT,
    SEPARATOR,
    SOFT_HYPHEN,
    kinds,
)
from generator.text.fonts import Font, FontBook
from generator.text.itemize import Item, MissingGlyph, itemize
from generator.text.shape import Features
from generator.text.spacing import adjustments, air
from generator.text.spans import Break, Key, Sizeless, Slot, Word
from generator.text.style import Shaping
from generator.text.typed import addresses, beginnings, kept_whole, leads

_NEUTRAL = "|"  # has no script and no rules: stands for keys and boxes where only letters matter
_INVISIBLE_AT_END = LINE_END_SPACES + "".join(FORCED_BREAKS)
_SPECIAL_AT_END = frozenset(_INVISIBLE_AT_END + SOFT_HYPHEN)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_LIGATURES: Features = (("calt", False), ("clig", False), ("liga", False))


class Link(Struct, frozen=True):
    """The characters `start` to `end` lead to `href`."""

    start: int
    end: int
    href: str
    description: str


class Prepared(Struct, frozen=True, dict=True):
    """`text` has one character for each key and box. `advances` and `after` (space that is dropped at a line's end) are
    for each character, `air` is what a line saves that begins (first) or ends (second) with the character. `breaks` are
    the indices before which a line may break, ascending, the text's end included; `forced` those before which it must.
    `kept_whole` are indices where a line breaks only if it is too narrow for what it parts, such as a number and its unit.
    `rtl` is whether the text as a whole runs from right to left.
    """

    text: str
    items: tuple[Item, ...]
    objects: dict[int, Key | Slot]
    advances: tuple[float, ...]
    after: tuple[float, ...]
    air: tuple[dict[int, float], dict[int, float]]
    breaks: tuple[int, ...]
    kept_whole: frozenset[int]
    forced: frozenset[int]
    addresses: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]
    levels: Sequence[int] | None
    rtl: bool

    @cached_property
    def places(self) -> list[int]:
        """Where lines may begin and end: the text's beginning and all breaks."""
        return [0, *self.breaks] if self.text else [0]

    @cached_property
    def beginnings(self) -> list[tuple[int, float]]:
        """For each place, the first character that a line from there shows, and the air before it (em)."""
        text, air = self.text, self.air[0]
        return [self.beginning(at) if at in air or text[at : at + 1] == " " else (at, 0.0) for at in self.places]

    @cached_property
    def ends(self) -> list[tuple[int, float]]:
        """For each place, the index behind the last character that a line up to there shows, and the air after it (em)."""
        text, after, air = self.text, self.after, self.air[1]
        return [
            self.end(at) if not at or after[at - 1] or at - 1 in air or text[at - 1] in _SPECIAL_AT_END else (at, 0.0)
            for at in self.places
        ]

    def beginning(self, place: int) -> tuple[int, float]:
        """The first character that a line from `place` on shows, and the air before it (em)."""
        text = self.text
        while text[place : place + 1] == " ":
            place += 1
        return place, self.air[0].get(place, 0.0)

    def end(self, place: int) -> tuple[int, float]:
        """The index behind the last character that a line up to `place` shows, and the air after it: less where a hyphen is."""
        last = len(self.text[:place].rstrip(_INVISIBLE_AT_END)) if place and self.text[place - 1] in _INVISIBLE_AT_END else place
        if last < place < len(self.text) and self.text.endswith(SEPARATOR, 0, last):
            last = len(self.text[: last - 1].rstrip(_INVISIBLE_AT_END))
        if not last:
            return 0, 0.0
        air = self.after[last - 1] + self.air[1].get(last - 1, 0.0)
        if last == place < len(self.text) and self.text[last - 1] == SOFT_HYPHEN:
            item, gid = self.hyphen(last - 1)
            air -= item.font.advance(gid) * item.word.scale
        return last, air

    def with_breaks(self, extra: Iterable[int]) -> Prepared:
        """The same with more places to break at; glyphs that depend on each other across one are shaped anew."""
        breaks = tuple(sorted({*self.breaks, *extra}))
        items = tuple(_cut_at(self.items, self.text, breaks))
        return replace(self, breaks=breaks, items=items, advances=_advances(items, len(self.text)))

    def items_between(self, start: int, end: int) -> Iterator[tuple[Item, int, int]]:
        """The items in a stretch of text, and the part of each that lies in it."""
        first = bisect_right(self.items, start, key=_end)
        for item in self.items[first:]:
            if item.start >= end:
                return
            yield item, max(start, item.start), min(end, item.end)

    def hyphen(self, index: int) -> tuple[Item, int]:
        """The item of the soft hyphen at `index`, and the glyph that is drawn if the line breaks there."""
        item, _, _ = next(self.items_between(index, index + 1))
        return item, item.font.glyph(0x2010) or item.font.glyph(0x2D)

    def says(self, start: int, end: int) -> str:
        """What a stretch of the text says, with the words of keys and boxes, without controls that speak to the layout."""
        text = self.text[start:end]
        if self.objects:
            text = "".join(self.objects[i].text if i in self.objects else c for i, c in enumerate(text, start))
        return text if text.isascii() else LAYOUT_CONTROLS.sub("", text)

    def is_apart(self, place: int) -> bool:
        """Whether a break by force parts two words there; within a link it does not, such as within an address."""
        return self.text[place - 1] in FORCED_BREAKS and self.link_at(place - 1) is None

    def link_at(self, index: int) -> Link | None:
        """The link that a character belongs to."""
        return next((link for link in self.links if link.start <= index < link.end), None)


def _end(item: Item) -> int:
    return item.end


@lru_cache(maxsize=2048)
def prepare(spans: tuple[Sizeless, ...], style: Shaping, fonts: FontBook) -> Prepared:
    """Analyse and shape; `MissingGlyph` where no font has a character."""
    shaped = _shape(spans, style._replace(headline=False), fonts)
    text, plain = shaped.text, shaped.plain
    breaks, whole = _breaks(text, shaped.words, shaped.objects, shaped.addresses, style)
    items = tuple(_cut_at(shaped.items, text, breaks))
    advances = _advances(items, len(text))
    return Prepared(
        text=text,
        items=items,
        objects=shaped.objects,
        advances=advances,
        after=_after(plain, advances, items, style),
        air=air(plain, advances, style.lang),
        breaks=breaks,
        kept_whole=whole,
        forced=frozenset(forced_breaks(text, breaks)),
        addresses=shaped.addresses,
        links=tuple(_links(text, shaped.words)),
        levels=shaped.levels,
        rtl=shaped.rtl,
    )


class _Shaped(Struct, frozen=True):
    """A text before it is known where it may break; `plain` is it with letters for keys and boxes."""

    text: str
    plain: str
    words: list[tuple[int, int, Word]]
    objects: dict[int, Key | Slot]
    addresses: tuple[tuple[int, int], ...]
    levels: Sequence[int] | None
    rtl: bool
    items: tuple[Item, ...]


@lru_cache(maxsize=2048)
def _shape(spans: tuple[Sizeless, ...], style: Shaping, fonts: FontBook) -> _Shaped:
    text, words, objects = _joined(spans)
    unpaired = _SURROGATE.search(text)
    if unpaired:
        raise MissingGlyph([unpaired[0]], text)
    plain = _with(text, dict.fromkeys(objects, _NEUTRAL))
    rtl = runs_rtl(text, style.lang)
    levels = embedding_levels(text, rtl=rtl)
    found = tuple(_addresses(text, words, style))
    return _Shaped(text, plain, words, objects, found, levels, rtl, tuple(_items(plain, words, levels, style, fonts)))


def _with(text: str, others: Mapping[int, str]) -> str:
    """The text with other characters at some indices."""
    if not others:
        return text
    characters = list(text)
    for index, other in others.items():
        characters[index] = other
    return "".join(characters)


def _items(
    text: str, words: Sequence[tuple[int, int, Word]], levels: Sequence[int] | None, style: Shaping, fonts: FontBook
) -> Iterator[Item]:
    def stack_of(word: Word) -> tuple[Font, ...]:
        weight = word.weight or (max(style.bold, style.weight) if word.strong else style.weight)
        return fonts.stack(word.role or style.role, weight, word.lang or style.lang)

    def features_of(word: Word) -> Features:
        return _NO_LIGATURES if style.track or _is_mono(word, style) else ()

    return itemize(text, words, levels, stack_of, style.lang, features_of)


def _is_mono(word: Word, style: Shaping) -> bool:
    return (word.role or style.role) == "mono"


def _addresses(text: str, words: Sequence[tuple[int, int, Word]], style: Shaping) -> Iterator[tuple[int, int]]:
    for start, end, word in words:
        yield from addresses(text, start, end, link=bool(word.href) or _is_mono(word, style))


def _after(text: str, advances: Sequence[float], items: Sequence[Item], style: Shaping) -> tuple[float, ...]:
    """What to add after each character: what the rules of spacing want, and the track."""
    after = adjustments(text, advances, style.lang)
    if style.track:
        for item in items:
            for cluster in item.shaped.clusters:
                after[item.start + cluster] += style.track * item.word.scale
    return tuple(after)


def _joined(spans: Sequence[Sizeless]) -> tuple[str, list[tuple[int, int, Word]], dict[int, Key | Slot]]:
    """The text, its words with their places, and what stands at the indices of keys and boxes."""
    parts: list[str] = []
    words: list[tuple[int, int, Word]] = []
    objects: dict[int, Key | Slot] = {}
    at = 0
    for span in spans:
        if isinstance(span, Word):
            part = span.text.replace("\t", " ")
            if part:
                words.append((at, at + len(part), span))
        elif isinstance(span, Break):
            part = "\n"
        else:
            part = OBJECT
            objects[at] = span
        parts.append(part)
        at += len(part)
    return "".join(parts), words, objects


def _breaks(
    text: str,
    words: Sequence[tuple[int, int, Word]],
    objects: dict[int, Key | Slot],
    found: Sequence[tuple[int, int]],
    style: Shaping,
) -> tuple[tuple[int, ...], frozenset[int]]:
    """Where lines may break, and where they only do in need: a key breaks like the letters that it says, an address only when
    it must, and words of another language as that one does.
    """
    keys = {index: thing.text for index, thing in objects.items() if isinstance(thing, Key)}
    seen = _with(text, {index: "国" if kinds(label[-1:]) == "C" else "a" for index, label in keys.items()})
    breaks = line_breaks(seen, style.lang, phrases=style.headline)
    for start, end, word in words:
        if word.lang and word.lang != style.lang:
            within = (start + index for index in line_breaks(seen[start:end], word.lang, phrases=style.headline)[:-1])
            breaks = sorted({*(index for index in breaks if not start < index < end), *within} - {0})
    breaks = sorted({*breaks, *beginnings(text)})
    barred = inseparable(text).union(leads(text))
    barred.update(index for start, end in found for index in range(start + 1, end))
    barred |= glued(text, objects)
    barred.discard(len(text))
    whole = frozenset(kept_whole(text, style.lang)).difference(barred, {len(text)})
    return tuple(index for index in breaks if index not in barred and index not in whole), whole


def glued(text: str, objects: Mapping[int, Key | Slot]) -> set[int]:
    """The indices behind boxes at which no line breaks: they stand with what follows, with at least two of its letters."""
    found: set[int] = set()
    for index, thing in objects.items():
        if isinstance(thing, Slot) and thing.glue:
            after = index + 1
            while text[after : after + 1] == " ":
                found.add(after)
                after += 1
            found |= {after, after + 1}
    return found


def _cut_at(items: Iterable[Item], text: str, breaks: Sequence[int]) -> Iterator[Item]:
    at = 0
    for item in items:
        while at < len(breaks) and breaks[at] <= item.start:
            at += 1
        end = at
        while end < len(breaks) and breaks[end] < item.end:
            end += 1
        yield from item.cut(text, breaks[at:end])


def _advances(items: Iterable[Item], length: int) -> tuple[float, ...]:
    advances = [0.0] * length
    for item in items:
        scale, own = item.word.scale, item.shaped.advances
        advances[item.start : item.end] = own if scale == 1 else [advance * scale for advance in own]
    return tuple(advances)


def _links(text: str, words: Sequence[tuple[int, int, Word]]) -> Iterator[Link]:
    """Neighbouring words that lead to the same place are one link, also where a line break stands between them."""
    link: Link | None = None
    for start, end, word in words:
        if link and (link.href, link.description) == (word.href, word.description) and text[link.end : start] in ("", "\n"):
            link = replace(link, end=end)
            continue
        if link:
            yield _described(link, text)
        link = Link(start, end, word.href, word.description) if word.href else None
    if link:
        yield _described(link, text)


def _described(link: Link, text: str) -> Link:
    return link if link.description else replace(link, description=text[link.start : link.end].replace(SOFT_HYPHEN, "").strip())
