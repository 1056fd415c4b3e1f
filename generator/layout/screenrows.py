"""Screens beside each other, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.page import Page
from generator.layout.screens import ScreenFrame


class ScreenRows:
    """Wrapped screens in rows. `gap` is between two of a row, `below` between two rows."""

    def __init__(self, rows: Sequence[Sequence[ScreenFrame]], gap: float, below: float) -> None:
        self.rows, self.gap, self.below = rows, gap, below

    @property
    def width(self) -> float:
        """Of the widest row."""
        return max((sum(one.width for one in row) + self.gap * (len(row) - 1) for row in self.rows), default=0.0)

    @property
    def height(self) -> float:
        """Of all rows."""
        return sum(self._high(row) for row in self.rows) + self.below * max(0, len(self.rows) - 1)

    def grow(self, extra: float) -> float:
        """Show more of the screens, by up to `extra` points in all; returns how much higher the rows became."""
        before = self.height
        for row in self.rows:
            for screen in row:
                screen.grow(extra / len(self.rows))
        return self.height - before

    def place(self, page: Page, x: float, top: float) -> None:
        """Place all, the upper left corner of the first one at (x, top)."""
        for row in self.rows:
            left = x
            for screen in row:
                screen.place(page, left, top)
                left += screen.width + self.gap
            top -= self._high(row) + self.below

    def _high(self, row: Sequence[ScreenFrame]) -> float:
        return max(screen.height for screen in row)


def in_rows(screens: Sequence[ScreenFrame], width: float, gap: float, below: float) -> ScreenRows:
    """Wrapped screens in rows of that width at most, as few as there can be; those of a row end on one height if they can."""
    rows: list[list[ScreenFrame]] = []
    left = 0.0
    for screen in screens:
        if not rows or screen.width > left + 0.01:
            rows.append([])
            left = width
        rows[-1].append(screen)
        left -= screen.width + gap
    for row in rows:
        lowest = max(screen.foot for screen in row)
        for screen in row:
            screen.grow(lowest - screen.foot)
    return ScreenRows(rows, gap, below)
