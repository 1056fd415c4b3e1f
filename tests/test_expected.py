"""What the proof expects of a format in a size."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InvalidInput
from generator.expected import expected_by_name, expected_of, reading_distance
from generator.geometry import SIZES
from generator.markup import find_format, list_formats
from looking import some

SIZE = {name: SIZES[name] for name in ("A3", "A4", "A5", "A6", "Letter")}


def test_every_format_says_from_how_far_it_is_scanned() -> None:
    for format in some(list_formats().values()):
        assert format.distance > 0
        assert reading_distance(format, format.size) == format.distance


def test_a_smaller_sheet_is_held_nearer() -> None:
    flyer = find_format("flyer")
    assert reading_distance(flyer, SIZE["A5"]) == pytest.approx(flyer.distance * 148 / 210)
    assert expected_of(flyer, SIZE["A5"], "office").pages == 1
    assert expected_of(find_format("handout"), SIZE["A4"], "office").pages is None


def test_only_names_that_a_build_gives_say_anything() -> None:
    words, expected = expected_by_name("my-guide.booklet.a5.zh-Hans.screen.pdf") or ("", None)
    assert words == "booklet, A5, zh-Hans, for screen"
    assert expected is not None and expected.imposed is False
    for name in (
        "poster.pdf",
        "my-guide.flyer.a4.pdf",
        "my-guide.leaflet.a4.en.pdf",
        "my-guide.flyer.a99.en.pdf",
        "a.b.c.d.e.pdf",
    ):
        assert expected_by_name(name) is None


@pytest.mark.parametrize("setting", ["pages=two", "pages=0", "distance=far", "distance=-1"])
def test_a_first_line_with_a_bad_number(tmp_path: Path, setting: str) -> None:
    (tmp_path / "card.xml.j2").write_text(f"{{#- handouts: size=A6 {setting}; A card -#}}", "utf-8")
    with pytest.raises(InvalidInput, match="cannot be"):
        list_formats(tmp_path)
