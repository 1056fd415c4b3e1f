"""Filling frames: which block stands in which frame, column by column and page by page. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from generator.layout.block import Block, Control

Column = list[Block]


class Heights(Struct, frozen=True):
    """How high the columns are: those of the first page, then those of each following page, over and over."""

    first: Sequence[float]
    following: Sequence[float]

    def __getitem__(self, column: int) -> float:
        """The height of a column, counted from the flow's beginning."""
        if column < len(self.first):
            return self.first[column]
        return self.following[(column - len(self.first)) % len(self.following)]

    def begins_page(self, column: int) -> bool:
        """Whether a column is the first of its page."""
        return column == 0 or (column >= len(self.first) and (column - len(self.first)) % len(self.following) == 0)

    def at_most(self, height: float) -> Heights:
        """The same columns, none higher than `height`."""
        return Heights([min(h, height) for h in self.first], [min(h, height) for h in self.following])


class TooHigh(Struct, frozen=True):
    """What is higher than a whole column, and by how much; nothing where everything fits."""

    points: float = 0.0
    block: Block | None = None


def column_height(blocks: Sequence[Block]) -> float:
    """The height of blocks below each other, with the larger of the spaces that two of them want between them."""
    gaps = sum(max(a.after, b.before) for a, b in pairwise(blocks))
    return sum(block.height for block in blocks) + gaps


def fill(blocks: Sequence[Block], heights: Heights) -> tuple[list[Column], TooHigh]:
    """Set wrapped blocks into columns of these heights; returns the columns and the worst overflow.

    A block that is too high for what is left is split if it can be, else it goes to the next column; one that is too high
    for a whole column overflows. Blocks that keep with the next one move together.
    """
    columns: list[Column] = [[]]
    worst = TooHigh()
    queue = list(blocks)
    while queue:
        height = heights[len(columns) - 1]
        block = queue.pop(0)
        if isinstance(block, Control):
            if columns[-1] or not block.page:
                columns.append([])
            while block.page and not heights.begins_page(len(columns) - 1):
                columns.append([])
            continue
        group = [block]
        while group[-1].keep_with_next and queue and not isinstance(queue[0], Control):
            group.append(queue.pop(0))
        if column_height([*columns[-1], *group]) <= height + 0.01:
            columns[-1] += group
            continue
        parts = _split(columns[-1], group, height)
        if parts:
            columns[-1].append(parts[0])
            columns.append([])
            queue[:0] = [parts[1], *group[1:]]
        elif columns[-1] or height < max(heights.following):
            columns.append([])
            queue[:0] = group
        else:
            least = group[0].least()
            excess = (column_height(group) if least is group[0] else least.height) - height
            worst = max(worst, TooHigh(excess, least), key=lambda found: found.points)
            columns[-1] += group
    return columns, worst


def _split(column: Column, group: list[Block], height: float) -> tuple[Block, Block] | None:
    """Split the first block of the group where it fits below what the column holds."""
    above = column_height(column)
    gap = max(column[-1].after, group[0].before) if column else 0.0
    room = height - above - gap
    return group[0].split(room) if room > 0 else None


def balance(blocks: Sequence[Block], heights: Sequence[float]) -> list[Column] | None:
    """The blocks in one page's columns, as even as their order allows; None where they do not fit on one page."""
    most = min(heights)
    columns, worst = fill(blocks, Heights([most], [most]))
    if worst.points > 0.01 or len(columns) > len(heights):
        return None
    candidates = sorted({column_height(blocks[i:j]) for i in range(len(blocks)) for j in range(i + 1, len(blocks) + 1)})
    low, high = 0, len(candidates) - 1
    best = columns
    while low <= high:
        middle = (low + high) // 2
        columns, worst = fill(blocks, Heights([candidates[middle]], [candidates[middle]]))
        if worst.points <= 0.01 and len(columns) <= len(heights) and candidates[middle] <= most + 0.01:
            best, high = columns, middle - 1
        else:
            low = middle + 1
    return best
