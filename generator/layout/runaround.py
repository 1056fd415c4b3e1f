"""Text that runs around pictures at its upper right: narrow beside them, as wide as there is room below them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.layout.block import Block, Stack
from generator.layout.page import Page
from generator.layout.textblock import TextBlock


class RunAround(Stack):
    """Blocks below each other. `tops` says how far below the stack's top each of its pieces stands."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        self.whole = self.blocks
        self.tops: list[float] = []

    def wrap(self, width: float) -> float:
        return self.around(width, width, 0.0)

    def around(self, width: float, narrow: float, down: float) -> float:
        """Measure with pictures that leave `narrow` of the width free for the first `down` points; sets the height.

        Paragraphs go on below the pictures in full width; any other block stands below them as a whole.
        """
        self.width, self.height, self.blocks, self.tops = width, 0.0, [], []
        queue, after = list(self.whole), 0.0
        while queue:
            block = queue.pop(0)
            top = self.height + (max(after, block.before) if self.blocks else 0.0)
            if top < down and not isinstance(block, TextBlock):
                top = down
            block.wrap(narrow if top < down else width)
            if parts := _parts(block, down - top):
                block, rest = parts
                rest.before = 0.0
                queue.insert(0, rest)
            self.blocks.append(block)
            self.tops.append(top)
            self.height, after = top + block.height, 0.0 if parts else block.after
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        for block, down in zip(self.blocks, self.tops, strict=True):
            block.place(page, x, top - down)


def _parts(block: Block, room: float) -> tuple[Block, Block] | None:
    """The lines of a paragraph that stand beside something that ends `room` points below its top, and those below it."""
    if not isinstance(block, TextBlock) or not 0 < room < block.height:
        return None
    line = max(line.height for line in block.paragraph.lines)
    parts = block.split(room + line - 0.01)
    return parts if parts and parts[0].height >= room - 0.01 else None
