from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.text.lines import SHORT_LAST_LINE, choose, first_fit

WIDTHS = st.lists(st.floats(1, 60), min_size=1, max_size=40)


def places(widths: list[float]) -> tuple[list[float], list[float]]:
    edges = list(accumulate(widths, initial=0.0))
    return edges, edges


def lines_of(ends: list[int], left: list[float], right: list[float]) -> list[float]:
    return [right[end] - left[start] for start, end in pairwise([0, *ends])]


@given(WIDTHS, st.floats(60, 200), st.booleans())
def test_every_line_fits_and_there_are_no_more_than_first_fit_needs(widths: list[float], width: float, balance: bool) -> None:
    left, right = places(widths)
    ends = choose(left, right, width, balance=balance)
    assert ends[-1] == len(widths) and ends == sorted(set(ends))
    assert max(lines_of(ends, left, right)) <= width + 1e-5
    assert len(ends) == len(first_fit(left, right, width))


@given(WIDTHS, st.floats(60, 200))
def test_balanced_lines_are_at_least_as_even(widths: list[float], width: float) -> None:
    left, right = places(widths)
    balanced, filled = choose(left, right, width, balance=True), first_fit(left, right, width)

    def unevenness(ends: list[int]) -> float:
        return sum((width - line) ** 2 for line in lines_of(ends, left, right))

    assert unevenness(balanced) <= unevenness(filled) + 1e-3


def test_a_widow_is_given_company() -> None:
    left, right = places([30, 30, 30, 5])
    assert first_fit(left, right, 92) == [3, 4]
    assert choose(left, right, 92, balance=False) == [2, 4]


def test_a_lonely_last_place_is_avoided_whatever_its_width() -> None:
    left, right = places([10.0] * 31)
    assert first_fit(left, right, 100)[-2] == 30
    assert choose(left, right, 100, balance=False, lonely=lambda place: place == 30) == [10, 20, 29, 31]


def test_a_widow_stays_where_nothing_can_join_it() -> None:
    left, right = places([90, 5])
    assert choose(left, right, 92, balance=False) == [1, 2]


def test_an_ugly_break_is_avoided_at_the_price_of_a_shorter_line() -> None:
    left, right = places([30, 30, 30, 60])
    assert choose(left, right, 92, balance=False) == [3, 4]
    assert choose(left, right, 92, balance=False, costs={3: 0.5}) == [2, 4]


@given(st.integers(2, 300))
def test_many_small_pieces_end_in_no_widow(count: int) -> None:
    left, right = places([10.0] * count)
    ends = choose(left, right, 205, balance=False)
    assert len(ends) == 1 or lines_of(ends, left, right)[-1] >= SHORT_LAST_LINE * 205


def test_what_is_too_wide_stands_alone() -> None:
    left, right = places([10, 300, 10])
    assert choose(left, right, 100, balance=False) == [1, 2, 3]
