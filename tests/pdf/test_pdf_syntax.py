"""Numbers and strings as PDF spells them, read back by another library."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.geometry import Path, Rect
from generator.pdf.syntax import array, number, path_operators, text_string


@given(st.floats(-20_000, 20_000))
def test_a_number_is_plain_and_right_to_a_thousandth(value: float) -> None:
    text = number(value)
    assert "e" not in text and text != "-0"
    assert float(text) == pytest.approx(value, abs=0.0005001)
    assert "." not in text or text[-1] not in "0."


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_reads_back(text: str) -> None:
    assert str(pikepdf.Object.parse(text_string(text).encode("ascii"))) == text


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert str(pikepdf.Object.parse(text_string("a\ud800").encode("ascii"))) == "a?"


def test_rectangles_and_paths() -> None:
    assert array(Rect(1, 2.5, 3, 4)) == "[1 2.5 4 6.5]"
    assert path_operators(Path().move(0, -0.0001).line(1, 2).curve(1, 2, 3, 4, 5, 6).close()) == "0 0 m\n1 2 l\n1 2 3 4 5 6 c\nh"
