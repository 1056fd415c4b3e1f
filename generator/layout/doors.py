"""A branch: the cases of a step as doors of equal size, beside each other where they fit, else below each other."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.geometry import Rect
from generator.layout import artwork
from generator.layout.block import Block, Excess
from generator.layout.inline import label_words, spans
from generator.layout.looks import StepLook
from generator.layout.page import Page
from generator.layout.said import said
from generator.layout.screens import ScreenFrame
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Break, Paragraph, Word


class Door(Block):
    """One case: a head with its label and condition, what one sees, its screen, what to do."""

    def __init__(self, case: Element, look: StepLook, setting: Setting, parent: Tag, pad: float) -> None:
        self.look, self.setting = look, setting
        item = Tag("LI", parent)
        style = setting.style("door", ink="paper")
        signal = setting.ink("signal") if not _is_paper(setting) else setting.ink("paper")
        label = Word(case.get("label"), ink=signal)
        when = label_words("\u2002" + case.get("when"), style, setting, between=Break())
        self.head = TextBlock(Paragraph([label, *when], style, setting.fonts), Tag("Lbl", item))
        self.head_style = style
        body = Tag("LBody", item)
        bare = [child for child in case.elements("screen") if setting.bare]
        self.left_out = [ScreenFrame(child, setting, Tag("Figure")) for child in bare]
        self.parts: list[Block] = [self._part(child, body) for child in case.elements() if child not in bare]
        self.pad = pad

    def _part(self, child: Element, body: Tag) -> Block:
        if child.name == "screen":
            return ScreenFrame(child, self.setting, Tag("Figure", body, alt=child.get("alt")))

        def make(within: Setting, tag: Tag) -> TextBlock:
            style = within.style("body")
            return TextBlock(Paragraph(spans(child, style, within), style, within.fonts), tag)

        block = said(child, self.setting, "P", body, make)
        block.before = block.after = self.setting.mm(2)
        return block

    def wrap(self, width: float) -> float:
        self.width = width
        inner = width - 2 * self.pad
        self._fit_head(inner)
        self.head_height = self.head.wrap(inner) + self.setting.mm(3)
        for part in self.parts:
            part.wrap(self._screen_width(inner, part) if isinstance(part, ScreenFrame) else inner)
        self.rows = [part.height for part in self.parts]
        return self.measure()

    def measure(self) -> float:
        """The height of head and rows; doors beside each other are given the same rows before."""
        self.gap = self.setting.mm(1.8 + 0.4 * self.setting.tightness)
        self.height = self.head_height + sum(self.rows) + self.gap * (len(self.rows) + 1)
        return self.height

    def _fit_head(self, width: float) -> None:
        """Keep the head on one line, a little smaller if need be; else as large as its longest word allows."""
        full = self.head.paragraph.resized(self.head_style)
        for factor in (1.0, 0.95, 0.9, 0.85):
            self.head.paragraph = self._head_at(full, factor)
            if self.head.paragraph.natural_width() <= width:
                return
        self.head.paragraph = self._head_at(full, min(1.0, width / full.min_width() * 0.999))

    def _head_at(self, full: Paragraph, factor: float) -> Paragraph:
        """The head in its style times `factor`, but never below the theme's smallest type."""
        factor = max(factor, min(1.0, self.setting.theme.minimum / self.head_style.size))
        style = replace(self.head_style, size=self.head_style.size * factor, leading=self.head_style.leading * factor)
        return full.resized(style)

    def _screen_width(self, inner: float, part: ScreenFrame) -> float:
        widest = (
            self.look.width * (1 + 0.2 * self.setting.tightness) if self.look.pictures == "right" else self.look.picture[1] * 0.8
        )
        return min(inner, max(widest * (1.5 if part.is_wide else 1.0), part.readable(self.look.words)))

    def place(self, page: Page, x: float, top: float) -> None:
        box = Rect(x, top - self.height, self.width, self.height)
        theme = self.setting.theme
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        radius, width = self.setting.mm(theme.radius["door"]), self.setting.mm(theme.weight["panel"])

        def decorate(surface: Surface) -> None:
            artwork.framed(surface, box, radius, ink, width, paper)
            artwork.head(surface, Rect(x, top - self.head_height, self.width, self.head_height), radius, ink)

        page.draw(None, decorate)
        self.head.place(page, x + self.pad, top - (self.head_height - self.head.height) / 2)
        spare = self.height - self.head_height - sum(self.rows)
        gap = min(spare / (len(self.parts) + 1), self.setting.mm(8))
        y = top - self.head_height - gap
        for part, row in zip(self.parts, self.rows, strict=True):
            inset = (self.width - part.width) / 2 if isinstance(part, ScreenFrame) else self.pad
            part.place(page, x + inset, y)
            y -= row + gap

    def overflow(self) -> Excess:
        return max([self.head.overflow(), *(part.overflow() for part in self.parts)])


def _is_paper(setting: Setting) -> bool:
    return setting.ink("signal").rgb == (1.0, 1.0, 1.0)


class Doors(Block):
    """All doors of a branch. `boxes` are their rectangles relative to the block's upper left corner.

    Doors below each other begin `indent` further right: there the line runs on beside them. `beside`: whether they may
    stand beside each other at all.
    """

    def __init__(
        self, cases: Sequence[Element], look: StepLook, setting: Setting, parent: Tag, *, indent: float, beside: bool = True
    ) -> None:
        self.look, self.setting, self.indent, self.beside = look, setting, indent, beside
        tag = Tag("L", parent, ListNumbering="LowerAlpha")
        self.doors = [Door(case, look, setting, tag, setting.mm(3 if beside else 2)) for case in cases]
        self.gap = setting.mm(3) if look.pictures == "right" else setting.mm(6)
        self.stacked = False
        self.boxes: list[Rect] = []

    def wrap(self, width: float) -> float:
        self.width = width
        each = (width - self.gap * (len(self.doors) - 1)) / len(self.doors)
        for door in self.doors:
            door.wrap(each)
        self.stacked = not self.beside or each < self.setting.mm(24) or any(door.overflow()[0] > 0.01 for door in self.doors)
        if self.stacked:
            for door in self.doors:
                door.wrap(width - self.indent)
        if not self.stacked:
            self._align()
        tallest = max(door.height for door in self.doors)
        for door in self.doors:
            door.height = door.height if self.stacked else tallest
        self._arrange()
        return self.height

    @property
    def left_out(self) -> list[ScreenFrame]:
        """The screens for which there is no room."""
        return [screen for door in self.doors for screen in door.left_out]

    def _align(self) -> None:
        """Give doors with the same kinds of parts the same rows, so that their screens stand on one height."""
        kinds = {tuple(isinstance(part, ScreenFrame) for part in door.parts) for door in self.doors}
        head = max(door.head_height for door in self.doors)
        rows = [max(heights) for heights in zip(*(door.rows for door in self.doors), strict=False)]
        for door in self.doors:
            door.head_height = head
            door.rows = rows if len(kinds) == 1 else door.rows
            door.measure()

    def _arrange(self) -> None:
        self.boxes, x, y = [], self.indent if self.stacked else 0.0, 0.0
        for door in self.doors:
            self.boxes.append(Rect(x, y - door.height, door.width, door.height))
            if self.stacked:
                y -= door.height + self.gap
            else:
                x += door.width + self.gap
        self.height = -min(box.y for box in self.boxes)

    def grow(self, extra: float) -> None:
        """Doors beside each other take the height together."""
        for door in self.doors:
            door.height += extra / len(self.doors) if self.stacked else extra
        self._arrange()

    def place(self, page: Page, x: float, top: float) -> None:
        for door, box in zip(self.doors, self.boxes, strict=True):
            page.mark(Rect(x + box.x, top + box.y, box.width, box.height), "door")
            door.place(page, x + box.x, top + box.top)

    def overflow(self) -> Excess:
        return max(door.overflow() for door in self.doors)
