"""Flyers and posters: the key's shaft with its stations, what is named there, and what is told where there is no room."""

from __future__ import annotations

from itertools import pairwise

import pytest

from composing import composed, markup_of, placed
from generator.geometry import Path, Rect, mm
from generator.layout.page import LINE, Page
from looking import some
from recording_surface import Recording, strokes_of


def _shapes(page: Page) -> list[Rect]:
    """The boxes of what is filled in ink on the line's layer: shaft, eyes, end mark."""
    surface = Recording()
    for _, _, draw in page.layers[LINE]:
        draw(surface)  # type: ignore[arg-type]
    return [_box(path) for path, ink in surface.fills if ink.name == "ink"]


def _box(path: Path) -> Rect:
    points = [(args[-2], args[-1]) for _, args in path.operations if args]
    left, low = min(x for x, _ in points), min(y for _, y in points)
    return Rect(left, low, max(x for x, _ in points) - left, max(y for _, y in points) - low)


def _eyes(page: Page) -> list[Rect]:
    shaft, *others = _shapes(page)
    return [shape for shape in others if shape.width > shaft.width * 1.8 and shape.height > shaft.width * 2]


@pytest.mark.parametrize("format", ["flyer", "poster"])
@pytest.mark.parametrize("name", ["branch-only", "branches-at-both-ends"])
def test_a_branch_at_either_end_keeps_clear_of_phone_and_end_mark(name: str, format: str) -> None:
    (page,) = composed(name, format, "A4").pages
    (phone,) = page.found("phone")
    eyes = _eyes(page)
    assert len(eyes) == (1 if name == "branch-only" else 2)
    assert eyes[0].top < phone.rect.y - mm(1)
    end = _shapes(page)[-1]  # the disc with the check
    assert end.y + end.height / 2 < eyes[-1].y


def test_a_single_branch_says_its_question() -> None:
    assert "Which one?" in [heading.text for heading in markup_of("branch-only", "flyer", "A4").walk() if heading.name == "h2"]


@pytest.mark.parametrize("format", ["flyer", "poster"])
def test_all_other_ways_are_named(format: str) -> None:
    (page,) = composed("four-ways", format, "A4").pages
    surface = Recording()
    surface.take(page)
    for letter, name in (("B", "b"), ("C", "c"), ("D", "d")):
        assert f"{letter}\u00a0The\u00a0way\u00a0called\u00a0{name}" in surface.text


def test_what_there_is_no_room_for_is_told_once() -> None:
    large, small = composed("long-cases", "flyer", "A4"), composed("long-cases", "flyer", "A5")
    assert [found for found in large.diagnostics if found.rule == "left-out"] == []
    (told,) = (found for found in small.diagnostics if found.rule == "left-out")
    surface = Recording()
    surface.take(small.pages[0])
    assert told.severity == "warning" and "larger size" in told.help
    assert told.message.startswith("no room for: ") and "First look at what your screen says" in told.message
    assert "First look" not in surface.text


@pytest.mark.parametrize("lang", ["en", "ja", "ar", "th"])
def test_on_half_a_sheet_the_headline_makes_room_for_all_that_a_flyer_says(lang: str) -> None:
    large, small = composed(lang, "flyer", "A4"), composed(lang, "flyer", "A5")
    assert small.diagnostics == []
    assert _sizes(small.pages[0])[-1] < _sizes(large.pages[0])[-1] * 0.66


@pytest.mark.parametrize("lang", ["en", "ja", "ar", "th"])
def test_no_words_on_half_a_sheet_are_below_the_least_size(lang: str) -> None:
    assert _sizes(composed(lang, "flyer", "A5").pages[0])[0] >= 8.0


def _sizes(page: Page) -> list[float]:
    """The sizes of the letters on a page, from small to large."""
    surface = Recording()
    surface.take(page)
    return sorted(surface.sizes)


def test_everything_to_have_ready_is_shown_on_two_lines() -> None:
    (page,) = composed("en", "flyer", "A4").pages
    surface = Recording()
    surface.take(page)
    for item in ("Phone", "University\u00a0account", "Internet\u00a0on\u00a0it", "A\u00a0PC,\u00a0only\u00a0if\u00a0needed"):
        assert item in surface.text


@pytest.mark.parametrize("name", ["forty-steps", "three-procedures"])
def test_the_line_changes_column_near_the_last_step(name: str) -> None:
    changes = [
        (page, before, after)
        for page in composed(name, "handout", "A4").pages
        for before, after in pairwise(step for step in page.found("step") if not step.data.get("lane"))
        if after.data["axis"] > before.data["axis"]
    ]
    for page, before, after in some(changes):
        low = min(y for points in strokes_of(page) for x, y in points if before.data["axis"] < x < after.data["axis"])
        assert before.rect.y - mm(12) < low < before.rect.y + mm(1)


def test_the_parts_of_lanes_fit_their_pages() -> None:
    steps = placed(composed("ja", "booklet", "A5").pages, "step")
    for step in some(step for step in steps if step.data.get("lane")):
        assert step.rect.y > mm(20)
