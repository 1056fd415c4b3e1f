"""Flowables: what can be measured, placed on a page and, some of them, split. Measuring never draws.

The protocol is ReportLab's (wrap, split, draw) with pages that only record what to paint; `reportlab.platypus` itself
would add a third to the start-up time of every build.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from generator.geometry import Rect
from generator.layout.page import Page

Excess = tuple[float, str]  # by how many points something is too wide, and its words
NO_EXCESS: Excess = (0.0, "")


class Block(ABC):
    """A flowable. `before` and `after` are the space it wants around it, `elastic` its share of left-over height."""

    before: float = 0.0
    after: float = 0.0
    elastic: float = 0.0
    keep_with_next: bool = False
    line: str = ""  # the name of the line that runs through this block
    width: float = 0.0
    height: float = 0.0

    @abstractmethod
    def wrap(self, width: float) -> float:
        """Measure for this width; sets and returns the height."""

    def grow(self, extra: float) -> None:
        """Take `extra` points of left-over height; after `wrap`."""
        self.height += extra

    def split(self, height: float) -> tuple[Block, Block] | None:
        """The part that fits into `height` and the rest, or None; after `wrap`."""
        return None

    def least(self) -> Block:
        """The first part of the block that cannot be split; after `wrap`."""
        return self

    @abstractmethod
    def place(self, page: Page, x: float, top: float) -> None:
        """Record on the page what to paint, with the upper left corner at (x, top); after `wrap`."""

    def natural_width(self) -> float:
        """The width that the content takes where nothing limits it; for cells that are as wide as their content."""
        return self.width

    def overflow(self) -> Excess:
        """What can't be broken and is wider than there is room for: by how much, and its words."""
        return NO_EXCESS


class Spacer(Block):
    """Empty height."""

    def __init__(self, height: float) -> None:
        self.height = height

    def wrap(self, width: float) -> float:
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        """Nothing to paint."""


class Stack(Block):
    """Blocks below each other; between two of them stands the larger of the spaces that they want."""

    def __init__(self, blocks: Sequence[Block], *, before: float = 0.0, after: float = 0.0) -> None:
        self.blocks, self.before, self.after = list(blocks), before, after
        self.elastic = sum(block.elastic for block in self.blocks)
        self.gaps: list[float] = []

    def wrap(self, width: float) -> float:
        self.width = width
        self.gaps = [max(a.after, b.before) for a, b in zip(self.blocks, self.blocks[1:], strict=False)]
        self.height = sum(block.wrap(width) for block in self.blocks) + sum(self.gaps)
        return self.height

    def grow(self, extra: float) -> None:
        """Elastic blocks take the extra height; where there is none, it stays at the foot."""
        self.height += extra
        if self.elastic:
            for block in self.blocks:
                if block.elastic:
                    block.grow(extra * block.elastic / self.elastic)

    def spread(self, extra: float, most: float) -> float:
        """Widen the gaps evenly by up to `most` each; returns what is left over."""
        if not self.gaps or extra <= 0:
            return extra
        share = min(extra / len(self.gaps), most)
        self.gaps = [gap + share for gap in self.gaps]
        self.height += share * len(self.gaps)
        return extra - share * len(self.gaps)

    def natural_width(self) -> float:
        return max((block.natural_width() for block in self.blocks), default=0.0)

    def place(self, page: Page, x: float, top: float) -> None:
        for index, block in enumerate(self.blocks):
            block.place(page, x, top)
            top -= block.height + (self.gaps[index] if index < len(self.gaps) else 0.0)

    def overflow(self) -> Excess:
        return max((block.overflow() for block in self.blocks), default=NO_EXCESS)


class Cell:
    """One column of a row: a fixed width, or a share of what is left; `tuck` lets it reach under its left neighbour."""

    def __init__(self, content: Block, width: float | None, valign: str, tuck: float = 0.0) -> None:
        self.content, self.width, self.valign, self.tuck = content, width, valign, tuck


class Row(Block):
    """Cells beside each other."""

    def __init__(self, cells: Sequence[Cell], gap: float, *, before: float = 0.0, equal: bool = False) -> None:
        self.cells, self.gap, self.before, self.equal = list(cells), gap, before, equal
        self.widths: list[float] = []

    def wrap(self, width: float) -> float:
        self.width = width
        fixed = sum(cell.width or 0.0 for cell in self.cells)
        flexible = sum(cell.width is None for cell in self.cells)
        share = (width - fixed - self.gap * (len(self.cells) - 1)) / flexible if flexible else 0.0
        self.widths = [share if cell.width is None else cell.width for cell in self.cells]
        heights = [c.content.wrap(w + c.tuck) for c, w in zip(self.cells, self.widths, strict=True)]
        self.height = max(heights, default=0.0)
        if self.equal:  # boxes beside each other are equally high
            for cell, height in zip(self.cells, heights, strict=True):
                for block in cell.content.blocks if isinstance(cell.content, Stack) else []:
                    block.grow(self.height - height)
                cell.content.height = self.height
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        for cell, width in zip(self.cells, self.widths, strict=True):
            spare = self.height - cell.content.height
            drop = {"top": 0.0, "middle": spare / 2, "bottom": spare}[cell.valign]
            cell.content.place(page, x - cell.tuck, top - drop)
            x += width + self.gap

    def overflow(self) -> Excess:
        return max((cell.content.overflow() for cell in self.cells), default=NO_EXCESS)


class Together(Stack):
    """A stack that stays whole, and takes no extra height."""


class Control(Block):
    """Not content: go on with the next frame, or the next page."""

    def __init__(self, *, page: bool) -> None:
        self.page = page

    def wrap(self, width: float) -> float:
        return 0.0

    def place(self, page: Page, x: float, top: float) -> None:
        """Nothing to paint."""


def rect_of(block: Block, x: float, top: float) -> Rect:
    """The rectangle that a block covers when it stands at (x, top)."""
    return Rect(x, top - block.height, block.width, block.height)
