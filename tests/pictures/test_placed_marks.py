"""Fractions of a picture become points on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput, Place
from generator.geometry import Rect
from generator.guide import Arrow, Blur, Number, Ring
from generator.pictures.marks import PlacedArrow, PlacedNumber, PlacedRing, marks_outside, place_marks

BOX = Rect(100, 50, 60, 120)
WHOLE = (0.0, 0.0, 1.0, 1.0)
TOP = (0.0, 0.0, 1.0, 0.5)


def test_the_whole_picture() -> None:
    marks = [Ring(0, 0, 0.5, 0.25), Number(0.5, 0.75, 3), Arrow(0, 0, 1, 1)]
    assert place_marks(marks, WHOLE, BOX) == (
        PlacedRing(Rect(100, 140, 30, 30)),
        PlacedNumber(130, 80, 3),
        PlacedArrow((100, 170), (160, 50)),
    )


def test_a_crop_enlarges_what_it_shows() -> None:
    assert place_marks([Ring(0.5, 0.25, 0.5, 0.25)], TOP, BOX) == (PlacedRing(Rect(130, 50, 30, 60)),)
    assert place_marks([Number(0.5, 0.5, 1)], (0.25, 0.25, 0.5, 0.5), BOX) == (PlacedNumber(130, 110, 1),)


def test_what_reaches_out_of_the_crop_is_cut() -> None:
    assert place_marks([Ring(0, 0.25, 1, 0.5)], TOP, BOX) == (PlacedRing(Rect(100, 50, 60, 60)),)
    (arrow,) = place_marks([Arrow(0.5, 1, 0.5, 0.25)], TOP, BOX)
    assert arrow == PlacedArrow((130, 50), (130, 110))
    (arrow,) = place_marks([Arrow(1, 0.5, 0, 0)], (0, 0, 0.5, 1), BOX)
    assert arrow == PlacedArrow((160, 140), (100, 170))


PLACE = Place("guide.en.yaml", 20, 11)


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (Ring(0, 0.5, 1, 0.5, place=PLACE), "ring"),
        (Ring(0.2, 0.7, 0.1, 0.1, place=PLACE), "ring"),
        (Arrow(0.5, 0.1, 0.5, 0.6, place=PLACE), "arrow"),
        (Number(0.5, 0.6, 1, place=PLACE), "number"),
    ],
)
def test_what_the_crop_does_not_show_is_an_error(mark: Ring | Arrow | Number, kind: str) -> None:
    with pytest.raises(InvalidInput, match=f"the {kind} is outside the part that is shown") as caught:
        place_marks([Ring(0, 0, 1, 1), mark], TOP, BOX)
    (problem,) = caught.value.problems
    assert (problem.place, problem.rule) == (PLACE, "mark-outside")
    (named,) = marks_outside([mark], TOP, "welcome")
    assert named.message == f'the {kind} of the screen "welcome" is outside the part that is shown'


def test_blurs_are_not_drawn_and_never_wrong() -> None:
    assert place_marks([Blur(0, 0.6, 1, 0.1)], TOP, BOX) == ()


fractions = st.floats(0, 1)
spans = st.tuples(st.floats(0, 0.9), st.floats(0.05, 1)).map(lambda pair: (pair[0], min(pair[1], 1 - pair[0])))


@given(across=spans, down=spans, ends=st.tuples(fractions, fractions, fractions, fractions))
def test_marks_stay_in_the_box(across: tuple[float, float], down: tuple[float, float], ends: tuple[float, ...]) -> None:
    crop = (across[0], down[0], across[1], down[1])
    for mark in (Ring(*ends[:2], 1 - ends[0], 1 - ends[1]), Arrow(*ends), Number(*ends[:2], 1)):
        if marks_outside([mark], crop):
            continue
        (placed,) = place_marks([mark], crop, BOX)
        match placed:
            case PlacedRing(rect):
                assert BOX.contains(rect)
            case PlacedArrow(tail, tip):
                assert BOX.contains(Rect(*tail, 0, 0))
                assert BOX.contains(Rect(*tip, 0, 0))
            case PlacedNumber(x, y):
                assert BOX.contains(Rect(x, y, 0, 0))
