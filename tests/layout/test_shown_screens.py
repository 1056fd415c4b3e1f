"""Every screen of a step is on the page, its words large enough to read; what there is no room for is told."""

from __future__ import annotations

import functools
from itertools import pairwise

import pytest

from composing import BUILT_IN, fonts_of, placed, theme_of
from generator.geometry import SIZES, mm
from generator.guide import Guide, load_guide
from generator.layout import Composition, compose
from generator.markup import fill, find_format, parse
from generator.pictures.gate import open_picture, size_of
from generator.pictures.shelf import Shelf
from looking import some

LEAST = {"handout": 5.0, "booklet": 7.0}  # points
EVERY = [("handout", "A4"), ("handout", "Letter"), ("booklet", "A5"), ("booklet", "JB5"), ("booklet", "Half-Letter")]
every = pytest.mark.parametrize(("format", "size"), EVERY)
both = pytest.mark.parametrize("lang", ["en", "ja"])


@functools.cache
def guide_in(lang: str) -> Guide:
    return load_guide(BUILT_IN / f"guide.{lang}.yaml")


@functools.cache
def pages_of(lang: str, format: str, size: str) -> Composition:
    """The built-in guide with its pictures."""
    guide = guide_in(lang)
    markup = parse(fill(guide, find_format(format), SIZES[size], theme_of()))
    return compose(markup, SIZES[size], theme_of(), fonts_of(), Shelf(guide))


def screens_in(guide: Guide) -> list[str]:
    """All screens that steps and doors show, in order."""
    steps = [step for procedure in guide.procedures for step in procedure.steps]
    return [str(screen) for step in steps for shown in [*step.cases, step] for screen in shown.screens]


@both
@every
def test_the_words_of_every_screen_can_be_read(lang: str, format: str, size: str) -> None:
    guide = guide_in(lang)
    for screen in some(placed(pages_of(lang, format, size).pages, "screen")):
        one = guide.screens[screen.source]
        pixels = size_of(open_picture(guide.folder, one.file))[0] * one.crop[2]
        assert one.text_px * screen.data["shown"] / pixels >= LEAST[format] - 0.005, screen.source


@both
@every
def test_every_screen_is_shown_or_told_to_be_left_out(lang: str, format: str, size: str) -> None:
    composition = pages_of(lang, format, size)
    shown = [screen.source for screen in placed(composition.pages, "screen")]
    told = [found for found in composition.diagnostics if found.rule.endswith("left-out")]
    missing = [screen for screen in screens_in(guide_in(lang)) if screen not in shown]
    assert shown == [screen for screen in screens_in(guide_in(lang)) if screen in shown]
    assert len(told) == len(missing)
    assert all(any(f"“{screen}”" in found.message or f'"{screen}"' in found.message for found in told) for screen in missing)
    assert format == "handout" or not missing


@both
@pytest.mark.parametrize(("size", "told"), [("A4", set()), ("JB5", set()), ("Letter", {"spare-left-out"})])
def test_a_sheet_shows_all_screens_a_lower_one_all_but_spare_ones(lang: str, size: str, told: set[str]) -> None:
    found = {one.rule for one in pages_of(lang, "handout", size).diagnostics if one.severity == "warning"}
    assert found <= told


@both
@every
def test_screens_in_one_row_begin_together_and_are_alike(lang: str, format: str, size: str) -> None:
    """A handout shows no more than it must of each screen, so that feet may differ by what a picture lacks."""
    boxes = list(placed(pages_of(lang, format, size).pages, "screen"))
    rows = [
        (one, other)
        for one, other in pairwise(boxes)
        if one.page_index == other.page_index
        and abs(one.rect.top - other.rect.top) < 1
        and 0 < other.rect.x - one.rect.right < 20
    ]
    for one, other in some(rows):
        assert abs(one.rect.width - other.rect.width) < 2, one.source
        assert abs(one.data["foot"] - other.data["foot"]) < mm(3), one.source
