"""How lanes share the width: of two, the device at work has most of it, and the other what its screens and words need.

So the border between them steps aside where the devices change; more than two lanes are equally wide.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.geometry import Path


class Shift(Struct, frozen=True):
    """Where the border steps aside, below the lanes' top, and which lane is at work from there on."""

    y: float
    active: int


class LaneSpace(Struct, frozen=True):
    """The width of `count` lanes with gutters between them, in points; `idle` is what a waiting lane needs of it."""

    width: float
    gutter: float
    count: int
    idle: float

    @property
    def _equal(self) -> float:
        return (self.width - self.gutter * (self.count - 1)) / self.count

    @property
    def waiting(self) -> float:
        """The width of a lane that waits."""
        return min(self._equal, self.idle) if self.count == 2 else self._equal

    @property
    def working(self) -> float:
        """The width of the lane at work."""
        return self.width - (self.count - 1) * (self.waiting + self.gutter)

    @property
    def steps_aside(self) -> bool:
        """Whether the border moves at all."""
        return self.working > self.waiting + 0.5

    def span(self, lane: int, active: int) -> tuple[float, float]:
        """Where a lane begins and ends while `active` is at work, from the left edge of all."""
        left = sum((self.working if before == active else self.waiting) + self.gutter for before in range(lane))
        return left, left + (self.working if lane == active else self.waiting)

    def border(self, lane: int, other: int, active: int) -> float:
        """The middle of the gutter that is left of the right one of two lanes, while `active` is at work."""
        return self.span(max(lane, other), active)[0] - self.gutter / 2

    def outline(self, lane: int, first: int, shifts: Sequence[Shift], height: float, inset: float, radius: float) -> Path:
        """A lane's outline, `inset` points within its edge, downwards from (0, 0); `first` is at work at the top."""
        left, right = self.span(lane, first)
        lefts, rights = [(left + inset, inset)], [(right - inset, inset)]
        for shift in shifts if self.steps_aside else []:
            new_left, new_right = self.span(lane, shift.active)
            grows = new_right - new_left > right - left
            y = shift.y + (self.gutter / 2 + inset) * (1 if grows else -1)
            if new_left != left:
                lefts += [(left + inset, y), (new_left + inset, y)]
            if new_right != right:
                rights += [(right - inset, y), (new_right - inset, y)]
            left, right = new_left, new_right
        foot = [(right - inset, height - inset), (left + inset, height - inset)]
        start = ((lefts[0][0] + rights[0][0]) / 2, inset)
        return Path().route([start, *rights, *foot, *reversed(lefts), start], radius).close()
