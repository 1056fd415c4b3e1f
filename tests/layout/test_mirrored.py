"""A page that is read from right to left is the mirror of one that is not, with everything upright that must be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from composing import composed, fonts_of, guide_of, theme_of
from generator.geometry import SIZES, Path, Rect
from generator.layout import Composition, compose, paint
from generator.markup import fill, find_format, parse
from generator.surface import GlyphRun, Ink
from recording_surface import Recording

FORMATS = [("flyer", "A4"), ("poster", "A3"), ("handout", "A4"), ("booklet", "A5")]
GUIDES = ["three-cases", "three-procedures", "long-lanes", "phases", "notes"]
BLACK = "code"


class Paper(Recording):
    """Where on the paper lines of text, shapes and pictures are, page by page."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[int, float, str, float, float]] = []  # page, baseline, text, left and right edge
        self.shapes: list[tuple[str, Path]] = []
        self.rects: list[Rect] = []
        self.places: list[tuple[str, float]] = []
        self.page = 0

    def begin_page(self, size: Any) -> None:
        self.page += 1

    def end_page(self) -> None: ...

    def glyphs(self, run: GlyphRun) -> None:
        seen = [glyph for glyph in run.glyphs if glyph.text.strip()]
        if not seen:
            return
        left, last = run.x + seen[0].x, seen[-1]
        right = run.x + last.x + run.font.advance(last.gid) * run.size
        if self.lines and self.lines[-1][:2] == (self.page, run.y):
            _, _, text, start, end = self.lines.pop()
            self.lines.append((self.page, run.y, text + run.text, min(start, left), max(end, right)))
        else:
            self.lines.append((self.page, run.y, run.text, left, right))

    def fill(self, path: Path, ink: Ink, **look: Any) -> None:
        self.shapes.append((ink.name, path))

    def stroke(self, path: Path, ink: Ink, width: float, **look: Any) -> None:
        self.shapes.append((ink.name, path))

    @contextmanager
    def element(self, role: str, **attributes: Any) -> Iterator[Any]:
        if "bbox" in attributes:
            self.rects.append(attributes["bbox"])
        yield object()

    def image(self, data: bytes, rect: Rect, **look: Any) -> None:
        self.rects.append(rect)

    def destination(self, name: str, x: float, y: float) -> None:
        self.places.append((name, x))

    def bookmark(self, title: str, name: str, level: int) -> None: ...


def on_paper(composition: Composition) -> Paper:
    surface = Paper()
    paint(composition.pages, composition.root, surface)  # type: ignore[arg-type]
    return surface


def from_the_right(name: str, format: str, size: str) -> Composition:
    """The same document, in a language of which the theme knows nothing but its direction: all its words are English."""
    markup = fill(guide_of(name), find_format(format), SIZES[size], theme_of()).replace('lang="en"', 'lang="he"')
    return compose(parse(markup), SIZES[size], theme_of(), fonts_of())


@pytest.mark.parametrize(("format", "size"), FORMATS)
@pytest.mark.parametrize("name", GUIDES)
def test_all_is_the_mirror_of_the_english_page(name: str, format: str, size: str) -> None:
    width = SIZES[size].width
    english, other = composed(name, format, size), from_the_right(name, format, size)
    for page, mirror in zip(english.pages, other.pages, strict=True):
        assert [p.rect.mirrored(width) for p in page.placements] == [mirror.on_paper(p.rect) for p in mirror.placements]
    here, there = on_paper(english), on_paper(other)
    assert [line[2].split() for line in here.lines] == [line[2].split() for line in there.lines]
    exact = 0
    for (*_, text, left, right), (*_, found_left, found_right) in zip(here.lines, there.lines, strict=True):
        assert found_right - found_left == pytest.approx(right - left, abs=0.02), text
        exact += found_left == pytest.approx(width - right, abs=0.02)
    assert exact > len(here.lines) * 0.6  # the words of a Latin line do not change sides with an icon or a key's edge
    for rect, found in zip(here.rects, there.rects, strict=True):
        assert found.x == pytest.approx(width - rect.right, abs=0.02)
    assert [place for place, _ in here.places] == [place for place, _ in there.places]


@pytest.mark.parametrize(("format", "size"), FORMATS)
def test_shapes_are_mirrored_but_codes_stand_upright(format: str, size: str) -> None:
    width = SIZES[size].width
    here, there = on_paper(composed("notes", format, size)), on_paper(from_the_right("notes", format, size))
    mirrored = 0
    for (ink, path), (_, found) in zip(here.shapes, there.shapes, strict=True):
        seen, mirror = _flat(found), _flat(path.mirrored(width))
        if seen == pytest.approx(mirror, abs=0.02):
            mirrored += 1
            assert ink != BLACK
            continue
        assert seen == pytest.approx(_flat(path.transformed(1, min(seen[::2]) - min(_flat(path)[::2]), 0)), abs=0.02)
        if ink == BLACK:
            assert min(seen[::2]) == pytest.approx(min(mirror[::2]), abs=0.02)
    assert mirrored > 15


def _flat(path: Path) -> list[float]:
    return [value for _, values in path.operations for value in values]
