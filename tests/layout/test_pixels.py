"""A few cells of drawn pages, compared with pictures in letters: is the plate yellow, the PC's line open, the code black?"""

from __future__ import annotations

import functools

import pypdfium2
import pytest

from composing import composed, guide_of, painted
from generator.geometry import Rect, mm

PER_POINT = 4


@functools.cache
def _page(name: str, format: str, size: str, number: int, *themes: str) -> pypdfium2.PdfBitmap:
    with pypdfium2.PdfDocument(painted(composed(name, format, size, *themes), guide_of(name))) as document:
        return document[number].render(scale=PER_POINT).to_pil().convert("RGB")


def cells(region: Rect, columns: int, rows: int, name: str, format: str, size: str, number: int = 0, *themes: str) -> str:
    """The region as letters: `#` ink or black, `y` the plate's yellow, `.` paper, `?` anything else."""
    picture = _page(name, format, size, number, *themes)
    lines = []
    for row in range(rows):
        y = picture.height - (region.top - (row + 0.5) * region.height / rows) * PER_POINT
        xs = [(region.x + (column + 0.5) * region.width / columns) * PER_POINT for column in range(columns)]
        lines.append("".join(_letter(picture.getpixel((int(x), int(y)))) for x in xs))
    return "\n".join(lines)


def _letter(colour: tuple[int, int, int]) -> str:
    red, green, blue = colour
    if max(colour) < 90:
        return "#"
    if min(colour) > 240:
        return "."
    return "y" if red > 230 and green > 170 and blue < 90 else "?"


def test_the_plate_is_yellow_with_round_corners_on_white() -> None:
    page = composed("wifi", "handout", "A4").pages[0]
    (plate,) = page.found("plate")
    corner = Rect(plate.rect.x - mm(2), plate.rect.top - mm(6), mm(8), mm(8))
    assert cells(corner, 8, 8, "wifi", "handout", "A4").split("\n") == [
        "........",
        "........",
        ".....yyy",
        "...yyyyy",
        "...yyyyy",
        "..yyyyyy",
        "..yyyyyy",
        "..yyyyyy",
    ]


def test_the_mono_edition_outlines_the_plate_instead() -> None:
    (plate,) = composed("wifi", "handout", "A4", "mono").pages[0].found("plate")
    edge = Rect(plate.rect.x - mm(1.5), plate.rect.y + mm(15), mm(4), mm(1))
    seen = cells(edge, 8, 1, "wifi", "handout", "A4", 0, "mono").replace("?", "#")
    assert set(seen.strip(".")) == {"#"} and seen.startswith("..") and seen.endswith("..")
    assert "y" not in cells(plate.rect, 30, 30, "wifi", "handout", "A4", 0, "mono")


@pytest.mark.parametrize(("procedure", "expected"), [(0, ".#####."), (1, ".#...#.")])
def test_the_line_is_solid_on_the_phone_and_open_on_the_pc(procedure: int, expected: str) -> None:
    page = composed("two-singles", "handout", "A4").pages[procedure]
    one, two = page.found("step")[:2]
    middle = (one.data["y"] + two.data["y"]) / 2
    across = Rect(one.data["axis"] - mm(2.8), middle, mm(5.6), mm(0.2))
    seen = cells(across, 7, 1, "two-singles", "handout", "A4", procedure)
    assert seen.replace("?", "#") == expected


def test_numbers_are_white_in_a_round_disc_and_dark_in_a_square_one() -> None:
    for procedure, corner in ((0, "."), (1, "#")):
        step = composed("two-singles", "handout", "A4").pages[procedure].found("step")[1]
        axis, y, half = step.data["axis"], step.data["y"], mm(4.2)
        edge = Rect(axis - half + mm(0.75), y + half - mm(1.05), mm(0.3), mm(0.3))
        assert cells(edge, 1, 1, "two-singles", "handout", "A4", procedure) == corner
        beside = Rect(axis - mm(3), y - mm(0.1), mm(0.2), mm(0.2))
        assert cells(beside, 1, 1, "two-singles", "handout", "A4", procedure) == ("#" if procedure == 0 else ".")


def test_the_code_is_black_on_white_with_its_quiet_zone() -> None:
    page = composed("wifi", "flyer", "A4").pages[0]
    (code,) = page.found("qr")
    module = code.data["module"]
    x, top = code.rect.x + 4 * module, code.rect.top - 4 * module
    finder = Rect(x - module, top - 8 * module, 9 * module, 9 * module)
    assert cells(finder, 9, 9, "wifi", "flyer", "A4") == "\n".join(
        [".........", ".#######.", ".#.....#.", ".#.###.#.", ".#.###.#.", ".#.###.#.", ".#.....#.", ".#######.", "........."]
    )


def test_the_end_of_the_line_is_a_check_without_a_theme_of_the_guides_own() -> None:
    page = composed("wifi", "handout", "A4").pages[0]
    (end,) = page.found("end")
    axis, y = end.data["axis"], end.rect.centre[1]
    disc = Rect(axis - mm(5), y - mm(5), mm(10), mm(10))
    seen = cells(disc, 9, 9, "wifi", "handout", "A4").replace("?", ".").split("\n")
    assert seen[0][0] == seen[0][-1] == seen[-1][0] == seen[-1][-1] == "."
    assert seen[4][1] == seen[4][7] == "#" and "." in "".join(row[2:7] for row in seen[2:7])
