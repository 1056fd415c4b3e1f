"""Sharp enough, and large enough to read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.errors import Place
from generator.geometry import mm
from generator.guide import Screen, Text
from generator.pictures.findings import findings, least_width, most_width

SCREEN = Screen(id=Text("welcome"), file=Text("screens/welcome.png", Place("guide.en.yaml", 9)), text_px=48)
SIZE = (1170, 2532)


def rules(screen: Screen, size: tuple[int, int], width: float) -> list[tuple[str, str]]:
    return [(found.rule, found.severity) for found in findings(screen, size, width)]


@pytest.mark.parametrize(
    ("ppi", "expected"),
    [
        (300, []),
        (150, []),
        (149, [("low-resolution", "warning")]),
        (100, [("low-resolution", "warning")]),
        (99, [("low-resolution", "error")]),
    ],
)
def test_resolution(ppi: float, expected: list[tuple[str, str]]) -> None:
    assert rules(SCREEN, SIZE, 1170 * 72 / ppi) == expected


def test_a_crop_leaves_fewer_pixels() -> None:
    half = replace(SCREEN, crop=(0.25, 0, 0.5, 1))
    assert rules(half, SIZE, 1170 * 72 / 200) == [("low-resolution", "warning")]
    (found,) = findings(half, SIZE, 1170 * 72 / 200)
    assert found.text.startswith('the screen "welcome" has too few pixels (minimum 150 ppi): 100 ppi at 149 mm')
    assert "1755 pixels are needed" in found.measured
    assert found.place == SCREEN.file.place


def test_words_that_are_too_small() -> None:
    width = mm(1.6) * 1170 / 48
    assert rules(SCREEN, SIZE, width) == []
    assert rules(SCREEN, SIZE, width * 0.98) == [("small-text", "warning")]
    assert least_width(SCREEN, SIZE) == pytest.approx(width)
    cropped = replace(SCREEN, crop=(0, 0, 0.5, 1))
    assert rules(cropped, SIZE, width * 0.51) == []


@pytest.mark.parametrize(
    ("device", "size"),
    [("phone", (1170, 2532)), ("phone", (2532, 1170)), ("tablet", (1640, 2360)), ("pc", (2732, 1536))],
)
def test_words_whose_size_nobody_said(device: str, size: tuple[int, int]) -> None:
    screen = replace(SCREEN, device=device, text_px=0)
    least = least_width(screen, size)
    assert rules(screen, size, least) == []
    (found,) = findings(screen, size, least * 0.8)
    assert "about 1.3 mm" in found.measured
    assert "text_px" in found.help


def test_the_range_of_widths() -> None:
    assert most_width(SCREEN, SIZE) == pytest.approx(1170 / 150 * 72)
    assert findings(SCREEN, SIZE, most_width(SCREEN, SIZE)) == []
    assert findings(SCREEN, SIZE, least_width(SCREEN, SIZE)) == []
