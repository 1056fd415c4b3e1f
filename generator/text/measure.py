"""A prepared text at one size: where each character stands if all were on one line, in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Protocol

from generator.text.prepared import Prepared


class Inline(Protocol):
    """A key or a box at its size: width, and height above and below the baseline, in points."""

    @property
    def width(self) -> float:
        """What it takes of the line."""

    @property
    def ascent(self) -> float:
        """Above the baseline."""

    @property
    def descent(self) -> float:
        """Below the baseline, positive."""


class Measure:
    """`edges[i]` is where character i begins, in logical order; `edges[-1]` is where the text ends.

    `lefts` and `rights` are for each place of the prepared text where a line begins that starts there, and where one ends.
    `least_widths` are the least widths of paragraphs from one index to another that were asked for.
    """

    def __init__(self, prepared: Prepared, size: float, inline: Mapping[int, Inline]) -> None:
        self.prepared, self.size, self.inline = prepared, size, inline
        self.least_widths: dict[tuple[int, int], float] = {}
        widths = [(advance + after) * size for advance, after in zip(prepared.advances, prepared.after, strict=True)]
        for index, thing in inline.items():
            widths[index] += thing.width
        self.edges = edges = list(accumulate(widths, initial=0.0))
        self.lefts = [edges[first] + air * size for first, air in prepared.beginnings]
        self.rights = [edges[last] - air * size for last, air in prepared.ends]

    def between(self, start: int, end: int) -> range:
        """The numbers of the places from the index `start` to `end`, which are places both."""
        places = self.prepared.places
        return range(bisect_left(places, start), bisect_right(places, end))

    def width(self, start: int, end: int) -> float:
        """The width of a line from `start` to `end`, any indices."""
        (first, before), (last, behind) = self.prepared.beginning(start), self.prepared.end(end)
        return self.edges[last] - behind * self.size - self.edges[first] - before * self.size
