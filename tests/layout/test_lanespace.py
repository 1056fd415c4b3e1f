"""How lanes share the width, and what the built-in guide gains by it."""

from __future__ import annotations

import pytest

from generator.layout.lanespace import LaneSpace, Shift

TWO = LaneSpace(300.0, 10.0, 2, 100.0)


def test_the_device_at_work_has_what_the_waiting_one_does_not_need() -> None:
    assert TWO.span(0, 0) == (0.0, 190.0) and TWO.span(1, 0) == (200.0, 300.0)
    assert TWO.span(0, 1) == (0.0, 100.0) and TWO.span(1, 1) == (110.0, 300.0)
    assert TWO.border(0, 1, 1) == 105.0


@pytest.mark.parametrize("space", [LaneSpace(300.0, 10.0, 2, 200.0), LaneSpace(320.0, 10.0, 3, 20.0)])
def test_lanes_that_need_half_and_more_than_two_lanes_are_equally_wide(space: LaneSpace) -> None:
    assert not space.steps_aside and space.waiting == space.working
    assert space.span(1, 0) == space.span(1, 1)


def test_the_gutter_is_equally_wide_where_the_border_steps_aside() -> None:
    shifts = [Shift(80.0, 1)]
    left, right = (TWO.outline(lane, 0, shifts, 200.0, 0.0, 0.0) for lane in (0, 1))
    corners = [{args[-2:] for op, args in path.operations if op == "l"} for path in (left, right)]
    assert {(190.0, 75.0), (100.0, 75.0)} <= corners[0]
    assert {(200.0, 85.0), (110.0, 85.0)} <= corners[1]
