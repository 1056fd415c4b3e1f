"""Ids of procedures, steps, screens, terms and of the templates' own pages are apart, and a step may have many cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from building import page_texts
from composing import composed_from, fonts_of, painted, placed, theme_of
from generator.geometry import SIZES
from generator.guide import load_guide
from generator.layout import Composition, compose
from generator.markup import fill, find_format, parse
from generator.pictures.shelf import Shelf
from sample_guides import LONG_TEXT, case, guide, make, step, way

ALIKE = ("help", "side", "cover", "help-more", "open-help", "steps-help")


def alike(folder: Path, format: str, size: str) -> Composition:
    """Procedures whose steps have the ids of other procedures, and all of them those of pages."""
    first = way("intro", {**step(1), "text": " ".join(f"{{step:{name}}} {{procedure:{name}}}" for name in ALIKE)})
    others = [
        way(name, {**step(2), "id": f"of-{name}"}, {**step(3), "id": ALIKE[number - 1], "title": f"Step {ALIKE[number - 1]}"})
        for number, name in enumerate(ALIKE)
    ]
    content = guide(first, *others, terms={"next": "Next", "help": "Help"}, help=[{"problem": "P", "answer": "{step:help}"}])
    return composed_from(make(content, folder), format, size)


@pytest.mark.parametrize(("format", "size"), [("booklet", "A5"), ("handout", "A4"), ("flyer", "A4"), ("poster", "A3")])
def test_every_destination_is_there_once(tmp_path: Path, format: str, size: str) -> None:
    found = [placement.source for placement in placed(alike(tmp_path, format, size).pages, "destination")]
    assert len(found) == len(set(found))
    if format in ("booklet", "handout"):
        assert {f"{kind}-{name}" for name in ALIKE for kind in ("step", "procedure")} <= set(found)


def test_contents_and_references_tell_the_steps_page(tmp_path: Path) -> None:
    composition = alike(tmp_path, "booklet", "A5")
    pages = {placement.source: placement.page_index + 1 for placement in placed(composition.pages, "destination")}
    texts = page_texts(painted(composition, load_guide(tmp_path / "guide.en.yaml")))
    assert pages["step-help"] != pages["procedure-help"]
    listed = {name: re.search(rf"Step {name}\s+(\d+)$", "\n".join(texts).replace("\r", ""), re.MULTILINE) for name in ALIKE}
    assert {name: int(found[1]) for name, found in listed.items() if found} == {name: pages[f"step-{name}"] for name in ALIKE}
    said = " ".join(texts[pages["step-s1"] - 1].split())
    assert f"step 2 of C on page {pages['step-help']} B “The way called help” on page {pages['procedure-help']}" in said


@pytest.mark.parametrize(("count", "last"), [(9, "1i"), (27, "1aa")])
def test_many_cases(tmp_path: Path, count: int, last: str) -> None:
    cases = [case(f"c{number}", "Go.") for number in range(count)]
    loaded = make(guide(way("a", {**step(1), "cases": cases})), tmp_path)
    for format in ("flyer", "handout", "booklet"):
        document = parse(fill(loaded, find_format(format), SIZES["A4"], theme_of()))
        labels = [element.get("label") for element in document.walk() if element.name == "case"]
        assert (len(labels), labels[-1]) == (count, last)


def test_screens_of_cases_that_have_no_room_are_named(tmp_path: Path) -> None:
    screens = {}
    for name in ("first", "second"):
        Image.new("RGB", (1170, 2000), (230, 230, 255)).save(tmp_path / f"{name}.png")
        screens[name] = {"name": name, "file": f"{name}.png", "alt": "A page.", "text_px": "111"}
    cases = [case("a", LONG_TEXT, screens=["first"]), case("b", LONG_TEXT, screens=["second"])]
    loaded = make(guide(way("a", {**step(1), "text": LONG_TEXT * 2, "cases": cases}), screens=screens), tmp_path)
    document = parse(fill(loaded, find_format("booklet"), SIZES["A5"], theme_of()))
    composition = compose(document, SIZES["A5"], theme_of(), fonts_of(), Shelf(loaded))
    shown = [screen.source for screen in placed(composition.pages, "screen")]
    told = [found.message.split('"')[1] for found in composition.diagnostics if found.rule == "screen-left-out"]
    assert sorted(shown + told) == ["first", "second"]
    assert told


@pytest.mark.parametrize(("file", "said"), [("", False), ("there.png", True), ("gone.png", False)])
def test_a_cover_promises_no_screens_that_are_not_there(tmp_path: Path, file: str, said: bool) -> None:
    (tmp_path / "there.png").touch()
    shown = {"name": "S", "alt": "A", "file": file} if file else {"name": "S", "alt": "A"}
    loaded = make(guide(way("a", {**step(1), "screens": ["s"]}), screens={"s": shown}), tmp_path)
    document = parse(fill(loaded, find_format("booklet"), SIZES["A5"], theme_of()))
    assert ("Step by step" in document.text) is said
    without = make(guide(way("a", step(1))), tmp_path)
    assert "Step by step" not in fill(without, find_format("booklet"), SIZES["A5"], theme_of())
