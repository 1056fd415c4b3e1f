"""Marks, blurs and lengths in pixels, as a guide file says them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Place
from generator.guide import Arrow, Blur, Number, Ring
from guide_files import edited, load, problems

MARKS = "marks: [{ring: [0.1, 0.2, 0.3, 0.4]}]"


def test_every_kind(tmp_path: Path) -> None:
    marks = "marks: [{arrow: [0, 1, .5, .5]}, {number: [0.5, 0.25, 12]}, {blur: [0, 0, 1, 0.1]}, {ring: [0, 0, 1, 1]}]\n"
    screen = load(tmp_path, edited(MARKS, marks + "    text_px: 42.5")).screens["welcome"]
    assert screen.marks == (Arrow(0, 1, 0.5, 0.5), Number(0.5, 0.25, 12), Blur(0, 0, 1, 0.1), Ring(0, 0, 1, 1))
    assert screen.text_px == 42.5
    places = [mark.place for mark in screen.marks if mark.place]
    assert [place.source[place.column - 1 : place.column - 1 + place.width] for place in places] == [
        "[0, 1, .5, .5]",
        "[0.5, 0.25, 12]",
        "[0, 0, 1, 0.1]",
        "[0, 0, 1, 1]",
    ]


def test_a_mark_knows_its_place_but_is_equal_without(tmp_path: Path) -> None:
    assert Ring(0, 0, 1, 1, place=Place("a", 1)) == Ring(0, 0, 1, 1)
    assert Ring(0, 0, 1, 1) != Blur(0, 0, 1, 1)
    assert load(tmp_path, edited(MARKS, "text_px: 42")).screens["welcome"].marks == ()


@pytest.mark.parametrize(
    ("marks", "words", "column"),
    [
        ("[{arrow: [0, 0, 1]}]", "expected 4 fractions, found 3", 21),
        ("[{arrow: [0.5, 0.5, 0.5, 0.5]}]", "the arrow has no length", 21),
        ("[{arrow: [0, 0, 1, 2]}]", '"2" is not a fraction', 31),
        ("[{number: [0.5, 0.5]}]", "expected x, y and a number", 22),
        ("[{number: 3}]", "expected x, y and a number", 22),
        ("[{number: [0.5, 0.5, 0]}]", '"0" is not a number from 1 to 99', 33),
        ("[{number: [0.5, 0.5, 1.5]}]", '"1.5" is not a number from 1 to 99', 33),
        ("[{number: [0.5, 1.5, 1]}]", '"1.5" is not a fraction', 28),
        ("[{blur: [0.5, 0.5, 0.6, 0.1]}]", "reaches out of the picture", 20),
        ("[{}]", "a mark without a kind", 13),
        ("[{ring: [0, 0, 1, 1], blur: [0, 0, 1, 1]}]", "several marks in one", 13),
        ("[{circle: [0, 0, 1, 1]}]", 'unknown key "circle" in a mark', 14),
        ("[{rnig: [0, 0, 1, 1]}]", 'unknown key "rnig" in a mark', 14),
        ("[[0, 0, 1, 1]]", "expected a mark (a mapping", 13),
    ],
)
def test_wrong_marks(tmp_path: Path, marks: str, words: str, column: int) -> None:
    (problem,) = problems(tmp_path, edited(MARKS, f"marks: {marks}"))
    assert words in problem.message
    assert problem.help
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (19, column)


@pytest.mark.parametrize("value", ["0", "-3", "large", "12px", "1e3", "99999"])
def test_wrong_pixels(tmp_path: Path, value: str) -> None:
    (problem,) = problems(tmp_path, edited(MARKS, f"text_px: {value}"))
    assert (problem.rule, problem.message) == ("bad-pixels", f'"{value}" is not a number of pixels')
