"""The built-in guide's pictures: they say what its texts say, large enough to read, and mark what is to be tapped.

`make screens` writes down what it drew from which words; so all but the last test work without a browser.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

from generator.guide import Guide, Ring, Screen, load_all
from looking import some
from tools.screens import (
    EXAMPLES,
    GUIDE,
    SIZES,
    Drawn,
    Word,
    crops,
    draw,
    find_browser,
    key,
    main,
    page_digest,
    read_record,
    told,
)

GUIDES = load_all(GUIDE)
every_language = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)

# How many rings; one where it is not said. Screens that are read, not tapped, have one too: it shows where to look.
MARKED = {"add-account": 2, "approve-sign-in": 2}

# The width of a screen on paper in millimetres, and the least size of its words there in points: on a handout, in a booklet.
ON_PAPER = {"phone": ((19, 5), (40, 7)), "pc": ((22, 5), (31, 7))}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Drawn]:
    return read_record()


def picture(guide: Guide, screen: Screen) -> Path:
    return guide.folder / screen.file


def test_every_screen_has_its_picture_and_no_picture_is_left_over(drawn: dict[str, Drawn]) -> None:
    named = {str(screen.file) for guide in GUIDES.values() for screen in guide.screens.values()}
    assert {f"screens/{path.name}" for path in (GUIDE / "screens").glob("*.png")} == named
    assert {f"screens/{name}.png" for name in drawn} == named
    assert len(named) == 21 * 12


@every_language
def test_picture_is_drawn_from_the_words_that_the_guide_has_now(drawn: dict[str, Drawn], guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        one = drawn[key(guide, screen)]
        assert one.page == page_digest(guide, screen), f"run make screens: {screen.id}"
        assert one.file == hashlib.sha256(picture(guide, screen).read_bytes()).hexdigest(), f"run make screens: {screen.id}"


@every_language
def test_file_is_small_and_says_nothing_else(guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        width, height, scale = SIZES[screen.device]
        assert picture(guide, screen).stat().st_size <= 60_000, screen.id
        with Image.open(picture(guide, screen)) as image:
            image.load()
            assert (image.format, image.mode, image.size) == ("PNG", "P", (width * scale, height * scale))
            assert not image.info


@every_language
def test_words_are_the_guide_s(drawn: dict[str, Drawn], guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        host = urlsplit(guide.link.url).hostname or ""
        known = [*(term.label for term in guide.terms.values()), screen.name, guide.organisation, host, *EXAMPLES.values()]
        for word in some(drawn[key(guide, screen)].words):
            broken = any(address.startswith(word.text) or address.endswith(word.text) for address in (host, EXAMPLES["address"]))
            assert word.text in known or broken, word.text


@every_language
def test_words_are_large_on_paper(drawn: dict[str, Drawn], guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        one = drawn[key(guide, screen)]
        for millimetres, least in ON_PAPER[screen.device]:
            points = millimetres * 72 / 25.4
            assert all(word.size / one.width * points >= least for word in some(one.words)), screen.id
        assert screen.text_px == one.text_px, f"run make screens: {screen.id}"


@every_language
def test_words_stand_inside_and_above_the_crop(drawn: dict[str, Drawn], guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        one = drawn[key(guide, screen)]
        for box in (*one.marks, *(word.box for word in one.words)):
            x, y, width, height = box
            assert x >= 8 and x + width <= one.width - 8, screen.id
            assert y >= 0 and y + height <= one.height * screen.crop[3], screen.id
        assert screen.crop == (0, 0, 1, crops(guide, drawn)[screen.id]), f"run make screens: {screen.id}"
        assert screen.device == "pc" or screen.crop[3] <= 0.78, screen.id


def rectangle(mark: object) -> tuple[float, float, float, float]:
    assert isinstance(mark, Ring)
    return mark.x, mark.y, mark.width, mark.height


@every_language
def test_marks_are_where_the_picture_has_them(drawn: dict[str, Drawn], guide: Guide) -> None:
    for screen in some(guide.screens.values()):
        one = drawn[key(guide, screen)]
        assert [rectangle(mark) for mark in screen.marks] == one.rings, f"run make screens: {screen.id}"
        assert len(one.marks) == MARKED.get(screen.id, 1)


TAPPED = {
    "more-information": ["next"],
    "security-info": ["add-method"],
    "download-app": ["download"],
    "download-done": ["next"],
    "pairing": ["pair-link"],
    "open-app": ["open"],
    "allow-notifications": ["allow"],
    "pairing-next": ["next"],
    "approve-sign-in": ["yes"],
    "approved": ["next"],
    "account-setup": ["next"],
    "add-account": ["add-account", "plus"],
    "account-type": ["work-account"],
    "scan-method": ["scan-code"],
    "qr-next": ["next"],
}


@pytest.mark.parametrize("lang", sorted(GUIDES))
@pytest.mark.parametrize("name", TAPPED)
def test_a_ring_is_around_each_label_that_is_tapped(drawn: dict[str, Drawn], lang: str, name: str) -> None:
    guide, one = GUIDES[lang], drawn[f"{name}.{lang}"]
    for term in some(TAPPED[name]):
        (word,) = (word for word in one.words if word.text == guide.terms[term].label)
        assert any(inside(word, ring) for ring in one.marks), term


def inside(word: Word, ring: tuple[float, float, float, float]) -> bool:
    """Whether a ring surrounds the letters of a word: its box has 0.3 em of air above them, and 0.25 em below the last line."""
    x, y, width, height = word.box
    left, top, across, down = ring
    above, below = y + 0.3 * word.size, y + height - 0.25 * word.size
    return x >= left - 1 and above >= top and x + width <= left + across + 1 and below <= top + down


@pytest.mark.parametrize("lang", sorted(GUIDES))
@pytest.mark.parametrize("name", ["qr-code", "qr-next"])
@pytest.mark.parametrize("share", [1.0, 0.5, 0.3, 0.15])
def test_the_code_in_a_picture_is_none(lang: str, name: str, share: float) -> None:
    guide = GUIDES[lang]
    with Image.open(picture(guide, guide.screens[name])) as image:
        grey = image.convert("L")
    grey = grey.resize((round(grey.width * share), round(grey.height * share)), Image.Resampling.LANCZOS)
    assert not zxingcpp.read_barcodes(grey, try_invert=True, try_rotate=True, try_downscale=True)


@pytest.mark.parametrize(("lang", "name"), [("ja", "approve-sign-in")])
def test_drawing_again_gives_the_same_bytes(
    drawn: dict[str, Drawn], lang: str, name: str, need_tool: Callable[[str], str]
) -> None:
    """Another Chromium may smooth letters otherwise, so that its pictures are compared with each other alone."""
    browser = find_browser() or need_tool("chromium")
    guide = GUIDES[lang]
    (first, data), (second, again) = (draw(browser, guide, guide.screens[name]) for _ in range(2))
    assert first == second
    assert data == again
    recorded = drawn[f"{name}.{lang}"]
    assert first.page == recorded.page
    for now, then in zip(first.marks, recorded.marks, strict=True):
        assert now == pytest.approx(then, abs=1.5)


def test_a_guide_is_told_what_was_drawn() -> None:
    text = "screens:\n  one:\n    name: A\n    file: a.png\n    crop: [0, 0, 1, 1]\n    spare: yes\n  two:\n    file: b.png\n"
    now = told(told(text, "one", "    file: c.png\n    text_px: 9\n"), "two", "    file: d.png\n")
    assert now == "screens:\n  one:\n    name: A\n    file: c.png\n    text_px: 9\n    spare: yes\n  two:\n    file: d.png\n"
    with pytest.raises(RuntimeError, match="three"):
        told(text, "three", "")


def test_a_right_to_left_screen_is_mirrored_but_for_the_code(drawn: dict[str, Drawn]) -> None:
    """The code stands at the right where it stood at the left; the address still runs from left to right."""
    (latin,), (arabic,) = drawn["qr-code.en"].marks, drawn["qr-code.ar"].marks
    assert latin[0] + latin[2] < drawn["qr-code.en"].width / 2 < arabic[0]
    assert arabic[2:] == latin[2:]
    assert drawn["add-account.ar"].marks[0][0] < 100 < 300 < drawn["add-account.en"].marks[0][0]


def test_without_a_browser_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert main() == 4
    assert "apt install chromium" in capsys.readouterr().err
