"""What is said in each language of a sheet: the second one below the first, beside it, or in a column of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from generator.layout.block import Block, Excess
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.tags import FURNITURE, Tag
from generator.layout.textblock import Headline, TextBlock
from generator.markup import Element
from generator.text import Paragraph, is_rtl

_Made = TypeVar("_Made", TextBlock, Headline)
_HEADINGS = ("H1", "H2", "H3")
_BESIDE = 3.0  # mm between the two on one line
_AIR = 0.3  # mm between what is said and its translation below it
_HEADLINE_AIR = 0.14  # em more below a headline, whose letters reach down to the line's end


def says_both(element: Element, setting: Setting) -> bool:
    """Whether something in the element is said in the sheet's second language, too."""
    return bool(setting.also) and _has_second(element)


def _has_second(element: Element) -> bool:
    return element.name == "also" or any(_has_second(child) for child in element.elements() if child.name != "once")


def in_each(
    element: Element, setting: Setting, role: str, parent: Tag, make: Callable[[Setting, Tag], _Made], *, apart: bool = False
) -> list[_Made]:
    """What `make` makes of an element, and then what it makes of it in the sheet's second language, if it is said in that.

    To those who listen, both are one heading, or two paragraphs; the second one says its language. `apart`: it will stand in
    a column of its own.
    """
    if not says_both(element, setting):
        return [make(setting, FURNITURE if parent is FURNITURE else Tag(role, parent))]
    first, other = tags(role, parent, setting)
    made = [make(setting, first), make(setting.second.at(apart=apart), other)]
    size = made[1].style.size if isinstance(made[1], Headline) else 0.0
    made[1].before = setting.mm(_AIR) + _HEADLINE_AIR * size
    return made


def said(
    element: Element, setting: Setting, role: str, parent: Tag, make: Callable[[Setting, Tag], _Made], *, column: float = 0.0
) -> _Made | Said:
    """The same as one block; `column` is the width of one for the second language, 0 for none."""
    blocks = in_each(element, setting, role, parent, make, apart=column > 0)
    if len(blocks) == 1:
        return blocks[0]
    gap = setting.mm(_BESIDE) if column or element.flag("beside") else 0.0
    return Said(*blocks, beside=gap, column=column)


def tags(role: str, parent: Tag, setting: Setting) -> tuple[Tag, Tag]:
    """Tags for what is said in both languages."""
    if parent is FURNITURE:
        return FURNITURE, FURNITURE
    if not setting.also:
        return Tag(role, parent), FURNITURE
    way = {"WritingMode": "RlTb" if is_rtl(setting.also) else "LrTb"} if is_rtl(setting.also) != is_rtl(setting.lang) else {}
    if role not in _HEADINGS:
        return Tag(role, parent), Tag(role, parent, lang=setting.also, **way)
    heading = Tag(role, parent)
    return Tag("Span", heading), Tag("Span", heading, lang=setting.also, **way)


class Said(Block):
    """Two blocks that say the same. `beside` puts the second one on the first one's line where both have room there;
    `column` is the width of a column for it at the end of the line.
    """

    def __init__(
        self, first: TextBlock | Headline, second: TextBlock | Headline, *, beside: float = 0.0, column: float = 0.0
    ) -> None:
        self.first, self.second, self.gap, self.column = first, second, beside, column
        self.before, self.after, self.keep_with_next = first.before, first.after, first.keep_with_next
        self.drop = 0.0  # of the first one below the top
        self.spot = (0.0, 0.0)  # of the second one: right of the first one's left edge, and below its top

    @property
    def paragraph(self) -> Paragraph:
        """What is said in the leading language."""
        return self.first.paragraph

    @property
    def line_count(self) -> int:
        """How many lines it takes, at most, in one of the two; after `wrap`."""
        return max(len(one.paragraph.lines) for one in (self.first, self.second))

    def wrap(self, width: float) -> float:
        self.width = width
        if self.column:
            beside = width - self.column
            self.first.wrap(beside - self.gap)
            self.second.wrap(self.column)
            self._align(beside)
        elif self.gap and self.natural_width() <= width:
            beside = self.first.natural_width() + self.gap
            self.first.wrap(width)
            self.second.wrap(width - beside)
            self._align(beside)
        else:
            below = self.first.wrap(width) + self.second.before
            self.spot, self.height = (0.0, below), below + self.second.wrap(width)
        return self.height

    def _align(self, beside: float) -> None:
        """Put the first lines of both on one baseline."""
        down = self.first.paragraph.first_baseline - self.second.paragraph.first_baseline
        self.drop, self.spot = max(0.0, -down), (beside, max(0.0, down))
        self.height = max(self.drop + self.first.height, self.spot[1] + self.second.height)

    def natural_width(self) -> float:
        first, second = self.first.natural_width(), self.second.natural_width()
        return first + self.gap + second if self.gap and not self.column else max(first, second)

    def place(self, page: Page, x: float, top: float) -> None:
        right, down = self.spot
        self.first.place(page, x, top - (self.drop if right else 0.0))
        self.second.place(page, x + right, top - down)

    def overflow(self) -> Excess:
        return max(self.first.overflow(), self.second.overflow())
