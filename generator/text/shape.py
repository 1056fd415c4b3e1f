"""Shaping: a piece of text in one font becomes glyphs, in em. Done once for each piece in the life of the process."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import uharfbuzz  # type: ignore[import-untyped]

from generator.text.characters import LAYOUT_CONTROL_CHARACTERS, LAYOUT_CONTROLS
from generator.text.fonts import Font

_BESIDE = 0.3  # em: how far the marks of a letter that has many may reach beyond it
_MANY_MARKS = 2  # on one letter: more than two are rare, and three high leave the line
Features = tuple[tuple[str, bool], ...]
_ONLY = uharfbuzz.BufferSerializeFlags
_ONLY_FLAGS = _ONLY.NO_GLYPH_NAMES | _ONLY.NO_POSITIONS | _ONLY.NO_ADVANCES | _ONLY.GLYPH_FLAGS
_FLAGGED = re.compile(r"=(\d+)#")


class ShapedGlyph(NamedTuple):
    """A glyph at (dx, dy) from the left end of its cluster, in em; `cluster` is the index of the cluster's first character."""

    gid: int
    cluster: int
    dx: float
    dy: float
    text: str


class Shaped(NamedTuple):
    """The glyphs of a text in visual order, the advance of each character, the beginnings of clusters, and of those the ones
    before which it must not be cut without shaping anew.

    A character that shares its cluster with the one before has no advance.
    """

    glyphs: tuple[ShapedGlyph, ...]
    advances: tuple[float, ...]
    clusters: frozenset[int]
    unsafe: frozenset[int]


@lru_cache(maxsize=32768)
def shape(text: str, font: Font, script: str, rtl: bool, lang: str, features: Features) -> Shaped:
    """Shape a text of one script and direction; `font` must cover it."""
    # HarfBuzz would give the place of controls at the beginning, which it removes, to the glyph that follows.
    lead = 0 if text.isascii() else len(text) - len(text.lstrip(LAYOUT_CONTROL_CHARACTERS))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text[lead:])
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script or "Zyyy"
    buffer.language = lang
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    # Kana are kerned by some fonts; they stand on a grid of ems.
    uharfbuzz.shape(font.hb, buffer, {**dict(features), **({"kern": False} if script == "Hani" else {})})
    found = [(info.codepoint, info.cluster + lead) for info in buffer.glyph_infos or ()]
    texts = _cluster_texts(text, {cluster for _, cluster in found})
    em = 1 / font.upem
    advances = [0.0] * len(text)
    glyphs = []
    for (gid, cluster), (x_offset, y_offset, x_advance, _) in zip(found, _positions(buffer), strict=True):
        dx = advances[cluster] + x_offset * em
        glyphs.append(ShapedGlyph(gid, cluster, dx, y_offset * em, texts.pop(cluster, "")))
        advances[cluster] += x_advance * em
    clusters = frozenset(cluster for _, cluster in found)
    if len(glyphs) > len(clusters) + _MANY_MARKS:
        glyphs = _within_line(glyphs, advances, font)
    return Shaped(tuple(glyphs), tuple(advances), clusters, _unsafe(buffer, font, lead))


def _within_line(glyphs: list[ShapedGlyph], advances: list[float], font: Font) -> list[ShapedGlyph]:
    """The glyphs with the marks of each letter that has many kept at it, within its line.

    A tower or a row of marks would cover other lines, codes and the margin. No script writes as
    many, and none of them is left out.
    """
    counts, kept = Counter(glyph.cluster for glyph in glyphs), []
    for glyph in glyphs:
        ink = font.hb.get_glyph_extents(glyph.gid) if counts[glyph.cluster] > 1 + _MANY_MARKS else None
        if ink is not None:
            left, right = ink.x_bearing / font.upem, (ink.x_bearing + ink.width) / font.upem
            top, bottom = ink.y_bearing / font.upem, (ink.y_bearing + ink.height) / font.upem
            reach = advances[glyph.cluster] + _BESIDE
            glyph = glyph._replace(
                dx=_between(-_BESIDE - left, glyph.dx, reach - right),
                dy=_between(-font.descent - bottom, glyph.dy, font.ascent - top),
            )
        kept.append(glyph)
    return kept


def _between(lowest: float, value: float, highest: float) -> float:
    return min(max(value, lowest), max(highest, lowest))


def _positions(buffer: Any) -> list[tuple[int, int, int, int]]:
    return [position.position for position in buffer.glyph_positions or ()]


def _cluster_texts(text: str, clusters: set[int]) -> dict[int, str]:
    """What each cluster says."""
    texts = {start: text[start:end] for start, end in pairwise([*sorted(clusters), len(text)])}
    return texts if text.isascii() else {start: LAYOUT_CONTROLS.sub("", said) for start, said in texts.items()}


def _unsafe(buffer: Any, font: Font, lead: int) -> frozenset[int]:
    """The clusters before which a cut changes glyphs. Asking each glyph for its flags takes five times as long."""
    listed = buffer.serialize(font.hb, uharfbuzz.BufferSerializeFormat.TEXT, _ONLY_FLAGS)
    return frozenset(int(cluster) + lead for cluster in _FLAGGED.findall(listed))
