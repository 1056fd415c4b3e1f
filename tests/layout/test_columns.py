"""Filling and balancing columns, and the search for the most generous setting: arithmetic, without a page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing import composed
from generator.layout.block import Block, Control, Spacer
from generator.layout.columns import Column, Heights, balance, column_height, fill
from generator.layout.fit import Overflow, largest, variants


def block(height: float, before: float = 0.0, after: float = 0.0, *, keeps: bool = False) -> Block:
    made = Spacer(height)
    made.height, made.before, made.after, made.keep_with_next = height, before, after, keeps
    return made


BLOCKS = st.lists(
    st.builds(block, st.floats(1, 60), st.floats(0, 9), st.floats(0, 9), keeps=st.sampled_from([False, False, True])),
    min_size=1,
    max_size=25,
)
HEIGHTS = st.lists(st.floats(150, 400), min_size=1, max_size=3)


def flat(columns: list[Column]) -> Column:
    return [one for column in columns for one in column]


def test_between_two_blocks_stands_the_larger_space() -> None:
    assert column_height([block(10, after=3), block(20, before=5), block(30, before=1)]) == 10 + 5 + 20 + 1 + 30
    assert column_height([]) == 0


@given(BLOCKS, HEIGHTS, HEIGHTS)
def test_every_block_is_placed_once_in_order_and_fits(blocks: Column, first: list[float], following: list[float]) -> None:
    heights = Heights(first, following)
    columns, worst = fill(blocks, heights)
    assert flat(columns) == blocks
    for index, column in enumerate(columns):
        assert column_height(column) <= heights[index] + max(worst.points, 0) + 0.02
    for index, (one, two) in enumerate(pairwise(columns)):
        if two and not any(b.keep_with_next for b in two) and not (one and one[-1].keep_with_next):
            assert column_height([*one, two[0]]) > heights[index]  # nothing moves on that had room


@given(BLOCKS)
def test_blocks_that_keep_together_share_a_column(blocks: Column) -> None:
    columns, worst = fill(blocks, Heights([1500], [1500]))
    assert worst.points == 0
    assert not any(column[-1].keep_with_next for column in columns[:-1] if column)


@given(BLOCKS, st.integers(2, 4))
def test_balanced_columns_are_no_higher_than_filled_ones(blocks: Column, count: int) -> None:
    even = balance(blocks, [500.0] * count)
    filled, worst = fill(blocks, Heights([500], [500]))
    if worst.points > 0 or len(filled) > count:
        assert even is None
        return
    assert even is not None and flat(even) == blocks and len(even) <= count
    assert max(map(column_height, even)) <= max(map(column_height, filled)) + 0.02


def test_balance_evens_out() -> None:
    even = balance([block(10) for _ in range(6)], [100.0, 100.0])
    assert even is not None and [len(column) for column in even] == [3, 3]


def test_columns_of_the_following_pages_have_their_own_heights() -> None:
    heights = Heights([10, 20], [30])
    assert [heights[i] for i in range(5)] == [10, 20, 30, 30, 30]
    assert [heights.begins_page(i) for i in range(4)] == [True, False, True, True]
    columns, worst = fill([block(25), block(25)], heights)
    assert worst.points == 0 and [len(column) for column in columns] == [0, 0, 1, 1]


def test_a_new_page_skips_the_rest_of_the_columns() -> None:
    blocks = [block(5), Control(page=True), block(5), Control(page=False), block(5)]
    columns, _ = fill(blocks, Heights([50, 50], [50, 50]))
    assert [len(column) for column in columns] == [1, 0, 1, 1]


def test_what_is_too_high_is_told_by_itself() -> None:
    high = block(80)
    _, worst = fill([block(5), high, block(90, keeps=True), block(5)], Heights([60], [60]))
    assert worst.points == 35
    _, worst = fill([block(5), high], Heights([60], [60]))
    assert (worst.points, worst.block) == (20, high)


@given(st.floats(0, 1))
def test_the_most_generous_setting_that_fits_is_found(limit: float) -> None:
    setting = composed("one-step", "flyer", "A4").pages and _setting()
    found = largest(lambda tried: tried.tightness if tried.tightness <= limit else None, setting)
    assert found is not None and limit - 1 / 8 <= found <= limit


def test_nothing_is_found_where_nothing_fits() -> None:
    assert largest(lambda tried: None, _setting()) is None


def test_variants_drop_more_and_more() -> None:
    assert [one.drop for one in variants(_setting(), 2)] == [0, 1, 2]
    assert len(list(variants(_setting(), 0))) == 1


def _setting() -> Any:
    from composing import fonts_of, theme_of
    from generator.layout.references import References
    from generator.layout.setting import Setting

    return Setting(theme=theme_of(), fonts=fonts_of(), lang="en", type="flyer", scale=1.0, references=References("en"))


@pytest.mark.parametrize(
    ("across", "way_out"),
    [
        (True, "Put soft hyphens (U+00AD) into its long words, use shorter ones, or choose a larger size than A5."),
        (False, "Shorten its texts, use fewer pictures, or choose a larger size than A5."),
    ],
)
def test_an_overflow_says_where_how_much_and_what_to_do(across: bool, way_out: str) -> None:
    (problem,) = Overflow("side", 12.0, across=across, what="x" * 60, size="A5").problems
    side = "wide" if across else "high"
    assert problem.message == f"the content of the frame “side” ({'x' * 45}…) is 4.2 mm too {side}"
    assert (problem.help, problem.rule) == (way_out, "overflow")
