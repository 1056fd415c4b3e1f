"""A line goes onto a surface: glyph runs in reading order, inside the elements of links and foreign words."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from itertools import groupby

from msgspec import Struct

from generator.geometry import Rect
from generator.surface import Glyph, GlyphRun, Ink, StructureElement, Surface
from generator.text.bidi import visual_order
from generator.text.characters import SEPARATOR, SOFT_HYPHEN
from generator.text.chips import Chip
from generator.text.itemize import Item
from generator.text.linebox import Line
from generator.text.measure import Measure
from generator.text.prepared import Link
from generator.text.shape import ShapedGlyph
from generator.text.spans import Box

_LINK_ABOVE, _LINK_BELOW = 0.95, 0.25  # what of a line is sensitive, in em from the baseline


class Piece(Struct):
    """A stretch of a line that is drawn at once: part of an item, or, without one, a key or a box.

    `x` is how far from the line's left end it begins, in points.
    """

    start: int
    end: int
    item: Item | None
    level: int
    x: float
    width: float


class LinePainter:
    """Draws the lines of one paragraph; `links` remembers the elements of links that go on in the next line."""

    def __init__(self, surface: Surface, measure: Measure, ink: Ink, links: dict[int, StructureElement]) -> None:
        self.page, self.measure, self.ink, self.links = surface, measure, ink, links
        self.prepared = measure.prepared

    def draw(self, line: Line, x: float, baseline: float, *, is_last: bool) -> None:
        """Draw a line whose left end is `x`; the last one without the spaces at its end."""
        self.surface = self.page.upright(x, line.width)
        pieces = self._ordered(line, is_last) if self.prepared.levels else self._straight(line, is_last)
        for link, group in groupby(pieces, self._link):
            linked = list(group)
            if link is None:
                self._draw_pieces(linked, x, baseline)
                continue
            reopen = self.links.get(link.start)
            with self.surface.element("Link", reopen=reopen) as element:
                self.links[link.start] = element
                self._draw_pieces(linked, x, baseline)
                self.surface.link(self._sensitive(linked, line, x, baseline), link.href, link.description)
        if line.last == line.end and line.last > line.first and self.prepared.text[line.last - 1] == SOFT_HYPHEN and not is_last:
            self._draw_hyphen(line, x, baseline)
        elif not is_last and self.prepared.is_apart(line.end):
            self._draw_space(line, x, baseline)

    def _straight(self, line: Line, is_last: bool) -> list[Piece]:
        """The pieces of a line that runs from left to right, with the spaces that it breaks at: they are drawn behind its
        end, so that the words stay apart in the file's text.
        """
        behind = self._behind(line)
        if is_last or behind > line.last:
            pieces = self._pieces(line.first, line.last) + ([] if is_last else self._pieces(behind, line.end))
        else:
            pieces = self._pieces(line.first, line.end)
        for piece in pieces:
            piece.x = self.measure.edges[piece.start] - line.left
        return pieces

    def _ordered(self, line: Line, is_last: bool) -> list[Piece]:
        """The pieces of a line with another direction, in reading order; spaces at its end lie where it ends."""
        pieces = self._pieces(line.first, line.last)
        if pieces:
            pieces[-1].width -= self.prepared.after[line.last - 1] * self.measure.size
        x = 0.0
        for index in visual_order([piece.level for piece in pieces]):
            pieces[index].x = x
            x += pieces[index].width
        spaces = [] if is_last else self._pieces(self._behind(line), line.end)
        for piece in spaces:
            piece.x = -piece.width if self.prepared.rtl else line.width
        return pieces + spaces

    def _behind(self, line: Line) -> int:
        """Where the spaces at a line's end begin: behind a separator, if the line's end stands for one."""
        found = self.prepared.text.find(SEPARATOR, line.last, line.end)
        return line.last if found < 0 else found + len(SEPARATOR)

    def _pieces(self, first: int, last: int) -> list[Piece]:
        """What stands between two indices, in reading order, its place in the line not yet known."""
        edges, pieces, at = self.measure.edges, list[Piece](), first
        for item, start, end in self.prepared.items_between(first, last):
            pieces += [self._object(index) for index in range(at, start) if index in self.measure.inline]
            pieces.append(Piece(start, end, item, item.level, 0.0, edges[end] - edges[start]))
            at = end
        pieces += [self._object(index) for index in range(at, last) if index in self.measure.inline]
        return pieces

    def _object(self, index: int) -> Piece:
        level = self.prepared.levels[index] if self.prepared.levels else 0
        return Piece(index, index + 1, None, level, 0.0, self.measure.edges[index + 1] - self.measure.edges[index])

    def _link(self, piece: Piece) -> Link | None:
        return self.prepared.link_at(piece.start) if piece.item and piece.item.word.href else None

    def _sensitive(self, pieces: Sequence[Piece], line: Line, x: float, baseline: float) -> Rect:
        """The rectangle of a link in a line, without the spaces at the line's end."""
        size = self.measure.size
        left = max(0.0, min(piece.x for piece in pieces))
        right = min(line.width, max(piece.x + piece.width for piece in pieces))
        return Rect(x + left, baseline - _LINK_BELOW * size, right - left, (_LINK_ABOVE + _LINK_BELOW) * size)

    def _draw_pieces(self, pieces: Sequence[Piece], x: float, baseline: float) -> None:
        for lang, group in groupby(pieces, lambda piece: piece.item.word.lang if piece.item else ""):
            with ExitStack() as stack:
                if lang:
                    stack.enter_context(self.surface.element("Span", lang=lang))
                for piece in group:
                    if piece.item:
                        self._draw_glyphs(piece, piece.item, x + piece.x, baseline)
                    else:
                        self._draw_object(piece, x + piece.x, baseline)

    def _draw_object(self, piece: Piece, x: float, baseline: float) -> None:
        thing = self.measure.inline[piece.start]
        if isinstance(thing, Chip):
            thing.draw(self.surface, x, baseline)
        elif isinstance(thing, Box):
            with self.surface.element("Span", actual=thing.text) if thing.text else self.surface.artifact():
                thing.paint(self.surface, x + (thing.gap if piece.level & 1 else 0.0), baseline)

    def _draw_glyphs(self, piece: Piece, item: Item, x: float, baseline: float) -> None:
        edges, size = self.measure.edges, self.measure.size * item.word.scale
        shaped: Sequence[ShapedGlyph] = item.shaped.glyphs
        if (piece.start, piece.end) != (item.start, item.end):
            first, last = piece.start - item.start, piece.end - item.start
            shaped = [glyph for glyph in shaped if first <= glyph.cluster < last]
        start, left, right = item.start, edges[piece.start], edges[piece.end]
        if item.level & 1:
            glyphs = tuple(
                Glyph(gid, right - edges[start + at + 1] + dx * size, dy * size, text) for gid, at, dx, dy, text in shaped
            )
        else:
            glyphs = tuple(Glyph(gid, edges[start + at] - left + dx * size, dy * size, text) for gid, at, dx, dy, text in shaped)
        if glyphs:
            text = self.prepared.text[piece.start : piece.end]
            if not text.isascii():  # without what has no glyph
                text = "".join(glyph.text for glyph in sorted(shaped, key=_cluster))
            with self._told(item, text):
                self._emit(item, size, x, baseline, glyphs, text)

    def _told(self, item: Item, text: str) -> AbstractContextManager[object]:
        """What runs from right to left is drawn as it is seen, from the left: the structure says in which order it is read."""
        return self.surface.element("Span", actual=text) if item.level & 1 else nullcontext()

    def _draw_hyphen(self, line: Line, x: float, baseline: float) -> None:
        item, gid = self.prepared.hyphen(line.last - 1)
        size = self.measure.size * item.word.scale
        at = x if self.prepared.rtl else x + line.width - item.font.advance(gid) * size
        self._emit(item, size, at, baseline, (Glyph(gid, 0.0, 0.0, SOFT_HYPHEN),), SOFT_HYPHEN)

    def _draw_space(self, line: Line, x: float, baseline: float) -> None:
        """A space behind a line that was broken by force, so that its last word and the next one stay apart in the text."""
        for item, _, _ in [*self.prepared.items_between(line.first, line.end)][-1:]:
            if gid := item.font.glyph(0x20):
                at = x if self.prepared.rtl else x + line.width
                self._emit(item, self.measure.size * item.word.scale, at, baseline, (Glyph(gid, 0.0, 0.0, " "),), " ")

    def _emit(self, item: Item, size: float, x: float, baseline: float, glyphs: tuple[Glyph, ...], text: str) -> None:
        self.surface.glyphs(GlyphRun(item.font, size, x, baseline, glyphs, text, item.word.ink or self.ink))


def _cluster(glyph: ShapedGlyph) -> int:
    return glyph.cluster
