"""Paragraphs and headlines as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.layout.block import Block, Excess
from generator.layout.inline import spans
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.markup import Element
from generator.text import Paragraph, TextStyle

if TYPE_CHECKING:
    from generator.layout.said import Said


def too_wide(paragraph: Paragraph, width: float) -> Excess:
    """By how much the widest piece that should stay whole is wider than `width`, and the text in which it stands."""
    return max(0.0, paragraph.min_width() - width), paragraph.text


class TextBlock(Block):
    """One paragraph."""

    def __init__(self, paragraph: Paragraph, tag: Tag | None, *, before: float = 0.0, after: float = 0.0) -> None:
        self.paragraph, self.tag, self.before, self.after = paragraph, tag, before, after

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.paragraph.wrap(width)
        return self.height

    def natural_width(self) -> float:
        return self.paragraph.natural_width() + 0.01

    @property
    def line_count(self) -> int:
        """How many lines it takes; after `wrap`."""
        return len(self.paragraph.lines)

    def split(self, height: float) -> tuple[Block, Block] | None:
        parts = self.paragraph.split(height)
        if parts is None:
            return None
        first, rest = (TextBlock(part, self.tag) for part in parts)
        first.before, rest.after = self.before, self.after
        first.wrap(self.width)
        rest.wrap(self.width)
        return first, rest

    def place(self, page: Page, x: float, top: float) -> None:
        paragraph = self.paragraph
        page.draw(self.tag, lambda surface: paragraph.draw(surface, x, top))

    def overflow(self) -> Excess:
        return too_wide(self.paragraph, self.width)


class Choice(Block):
    """The first of some paragraphs that stands on one line (or on `most` lines); the last one where none does."""

    def __init__(self, options: Sequence[TextBlock | Said], most: int = 1, *, before: float = 0.0) -> None:
        self.options, self.chosen, self.most, self.before = options, options[-1], most, before

    def wrap(self, width: float) -> float:
        self.width = width
        self.chosen = next((option for option in self.options if self._fits(option, width)), self.options[-1])
        self.height = self.chosen.wrap(width)
        return self.height

    def _fits(self, option: TextBlock | Said, width: float) -> bool:
        if self.most == 1:
            return option.natural_width() <= width
        option.wrap(width)
        return option.line_count <= self.most and option.overflow()[0] <= 0

    def place(self, page: Page, x: float, top: float) -> None:
        self.chosen.place(page, x, top)
        if self.chosen is not self.options[0]:
            page.left_out.append(_missing(self.options[0].paragraph.text, self.chosen.paragraph.text))

    def overflow(self) -> Excess:
        return self.chosen.overflow()


def _missing(full: str, shown: str) -> str:
    """What of a text is not in its shorter version."""
    start = _alike(full, shown)
    end = _alike(full[start:][::-1], shown[start:][::-1])
    return full[start : len(full) - end].strip(" ·\u2002\u2003")


def _alike(one: str, other: str) -> int:
    """With how many same characters two texts begin."""
    return next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


class Headline(Block):
    """A title at the largest size at which it stands on few lines.

    The fewest lines win as long as the type is not much smaller for it: two lines down to 70 % of the largest size,
    three to 55 %, and so on down to the smallest size that is allowed. The tighter the setting, the smaller the type
    may become before it takes another line.
    """

    _SHARES = (0.70, 0.55, 0.45, 0.36, 0.30)

    def __init__(
        self, element: Element, style: TextStyle, setting: Setting, tag: Tag | None, lines: int, smallest: float
    ) -> None:
        self.style, self.tag, self.lines, self.smallest = style, tag, lines, smallest
        self.tightness = setting.tightness
        self.paragraph = Paragraph(spans(element, style, setting), style, setting.fonts)
        self.before = setting.length(element, "before")
        self.after = setting.length(element, "after")

    def wrap(self, width: float) -> float:
        self.width = width
        self.paragraph = self._best(width) or self._sized(self.smallest)
        self.height = self.paragraph.wrap(width)
        return self.height

    def _best(self, width: float) -> Paragraph | None:
        """The text on as few lines as its size is worth; hyphenated, if the setting says so, only where no size will do."""
        for hyphens in (False, True) if self.style.hyphenate else (False,):
            for extra, share in enumerate(self._SHARES):
                wanted = max(self.smallest, self.style.size * share)
                floor = self.smallest + (wanted - self.smallest) * self.tightness
                if (found := self._largest(width, self.lines + extra, floor, hyphens=hyphens)) is not None:
                    return found
        return None

    def _sized(self, size: float) -> Paragraph:
        leading = self.style.leading * size / self.style.size
        return self.paragraph.resized(replace(self.style, size=size, leading=leading))

    def _largest(self, width: float, lines: int, floor: float, *, hyphens: bool) -> Paragraph | None:
        """The text at the largest size from the style's own down to `floor` that needs no more than `lines`."""
        size = self.style.size
        while size >= floor - 1e-6:
            candidate = self._sized(size)
            if hyphens:
                candidate.wrap(width)
            if candidate.min_width() <= width:
                candidate.wrap(width)
                if len(candidate.lines) <= lines:
                    return candidate
            size -= max(0.5, self.style.size / 60)
        return None

    def place(self, page: Page, x: float, top: float) -> None:
        paragraph = self.paragraph
        page.draw(self.tag, lambda surface: paragraph.draw(surface, x, top))

    def overflow(self) -> Excess:
        return too_wide(self.paragraph, self.width)
