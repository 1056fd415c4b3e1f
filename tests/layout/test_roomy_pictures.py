"""Where a handout's page has room to spare, all screens of a step are shown, and large; where it has none, all is as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from composing import fonts_of, placed, theme_of
from generator.geometry import SIZES, Placement, mm
from generator.layout import Composition, compose
from generator.markup import fill, find_format, parse
from generator.pictures.shelf import Shelf
from looking import some
from sample_guides import LONG_TEXT, guide, make, step, way

PHONE, PC = (1170, 2000), (2560, 1600)


def handout(
    folder: Path, steps: int, screens: int, device: str = "phone", pixels: tuple[int, int] = PHONE, text: str = ""
) -> Composition:
    """A handout of steps that all show the same screens."""
    names = [f"a{n}" for n in range(screens)]
    shown = {}
    for name in names:
        Image.new("RGB", pixels, (230, 230, 255)).save(folder / f"{name}.png")
        shown[name] = {"name": name, "file": f"{name}.png", "alt": "A page.", "device": device}
    fields = {"screens": names, "device": device} | ({"text": text} if text else {})
    content = guide(way("a", *(step(n, **fields) for n in range(1, steps + 1)), devices=[device]), screens=shown)
    loaded = make(content, folder)
    markup = parse(fill(loaded, find_format("handout"), SIZES["A4"], theme_of()))
    return compose(markup, SIZES["A4"], theme_of(), fonts_of(), Shelf(loaded))


def screens_of(composition: Composition) -> list[Placement]:
    return list(placed(composition.pages, "screen"))


def test_all_three_screens_are_shown_where_there_is_room(tmp_path: Path) -> None:
    composition = handout(tmp_path, 2, 3)
    assert [screen.source for screen in screens_of(composition)] == ["a0", "a1", "a2"] * 2
    assert len(composition.pages) == 1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_phone_is_large_enough_to_be_read_and_75_mm_at_most(tmp_path: Path, count: int) -> None:
    composition = handout(tmp_path, 2, count)
    assert all(mm(46) <= screen.rect.width <= mm(75) + 0.01 for screen in screens_of(composition))
    assert not [found for found in composition.diagnostics if found.rule == "small-text"]


def test_a_pc_is_wide(tmp_path: Path) -> None:
    for screen in some(screens_of(handout(tmp_path, 2, 1, "pc", PC))):
        assert screen.rect.width > mm(100)


def test_a_picture_does_not_grow_beyond_its_resolution(tmp_path: Path) -> None:
    composition = handout(tmp_path, 2, 1, pixels=(240, 420))
    assert all(mm(40) < screen.rect.width < mm(46) for screen in screens_of(composition))
    assert not [found for found in composition.diagnostics if found.rule == "low-resolution"]


def test_screens_stand_in_the_frame_of_their_step(tmp_path: Path) -> None:
    for name, steps, count in [("a", 2, 3), ("b", 3, 2), ("c", 4, 3), ("d", 6, 1)]:
        (tmp_path / name).mkdir()
        page = handout(tmp_path / name, steps, count).pages[0]
        for screen in some(page.found("screen")):
            assert any(step.rect.contains(screen.rect) for step in page.found("step")), name


def test_where_there_is_no_room_nothing_grows(tmp_path: Path) -> None:
    composition = handout(tmp_path, 9, 3, text=LONG_TEXT)
    assert len(composition.pages) == 1
    assert all(screen.rect.width < mm(25.1) for screen in screens_of(composition))
    assert len(screens_of(composition)) < 9 * 3  # some are left out
