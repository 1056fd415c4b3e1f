"""Which screens a sheet leaves out where it has no room for all, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from composing import fonts_of, placed, theme_of
from generator.geometry import SIZES
from generator.layout import Composition, compose
from generator.markup import fill, find_format, parse
from generator.pictures.shelf import Shelf
from sample_guides import LONG_TEXT, guide, make, step, way


def handout(
    folder: Path, steps: int, shown: Sequence[str], spare: str = "", format: str = "handout", **fields: Any
) -> Composition:
    """Steps of long texts that all show those screens; `spare` is one that may be left out."""
    screens = {}
    for name in shown:
        Image.new("RGB", (1170, 2000), (230, 230, 255)).save(folder / f"{name}.png")
        more = {"spare": "yes"} if name == spare else {}
        screens[name] = {"name": name, "file": f"{name}.png", "alt": "A page.", "text_px": "111", **more}
    ways = way("a", *(step(n, screens=list(shown), text=LONG_TEXT) for n in range(1, steps + 1)))
    loaded = make(guide(ways, screens=screens, **fields), folder)
    size = SIZES["A4" if format == "handout" else "A5"]
    return compose(parse(fill(loaded, find_format(format), size, theme_of())), size, theme_of(), fonts_of(), Shelf(loaded))


def names(composition: Composition) -> list[str]:
    return [screen.source for screen in placed(composition.pages, "screen")]


def rules(composition: Composition) -> list[str]:
    return [found.rule for found in composition.diagnostics if found.severity == "warning"]


def test_with_room_for_all_nothing_is_left_out(tmp_path: Path) -> None:
    composition = handout(tmp_path, 4, ["first", "second"])
    assert names(composition) == ["first", "second"] * 4
    assert rules(composition) == []


def test_second_screens_go_before_first_ones_and_each_is_told(tmp_path: Path) -> None:
    composition = handout(tmp_path, 9, ["first", "second"])
    shown = names(composition)
    assert shown.count("first") == 9 > shown.count("second") > 0
    assert rules(composition) == ["screen-left-out"] * (18 - len(shown))


def test_spare_screens_go_first(tmp_path: Path) -> None:
    composition = handout(tmp_path, 9, ["first", "second"], spare="first")
    shown = names(composition)
    assert shown.count("second") == 9 > shown.count("first")
    assert rules(composition) == ["spare-left-out"] * (18 - len(shown))


def test_no_more_is_left_out_than_it_takes(tmp_path: Path) -> None:
    """Each more step costs room: what is left out does not fall from one guide to a longer one."""
    left_out = [2 * steps - len(names(handout(tmp_path, steps, ["first", "second"]))) for steps in (6, 8, 10, 12)]
    assert left_out == sorted(left_out)
    assert left_out[0] == 0 < left_out[-1]


def test_a_booklet_leaves_nothing_out_and_takes_more_pages(tmp_path: Path) -> None:
    composition = handout(tmp_path, 3, ["a", "b", "c", "d"], format="booklet")
    assert names(composition) == ["a", "b", "c", "d"] * 3
    assert rules(composition) == []
