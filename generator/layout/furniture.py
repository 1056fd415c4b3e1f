"""What stands around the content: the route at a booklet's foot, its legend and contents, the organisation's logo."""

from __future__ import annotations

from dataclasses import replace

from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.block import Block, Excess
from generator.layout.inline import label, screen_name, spans
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.strokes import Pen
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Key, Paragraph


class Route(Block):
    """All steps of a procedure as dots on a line, those of this page large, with their numbers."""

    def __init__(self, element: Element, setting: Setting) -> None:
        self.setting = setting
        self.steps = [pair.split(":") for pair in element.get("steps").split()]  # id:number
        style = setting.style("head", ink="paper")
        self.labels = {number: label(number, replace(style, weight=800), setting) for _, number in self.steps}

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.setting.mm(7.4)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        page.draw(None, lambda s: self._paint(s, x, top - self.height / 2))

    def _paint(self, surface: Surface, x: float, y: float) -> None:
        mm, ink, paper = self.setting.mm, self.setting.ink("ink"), self.setting.ink("paper")
        radius = mm(3.7)
        start, end = x + radius, x + self.width - radius
        surface.stroke(Path().move(start, y).line(end, y), ink, mm(1.1))
        pitch = (end - start) / max(1, len(self.steps) - 1)
        small = min(mm(1.7), pitch * 0.3)
        for index, (identifier, number) in enumerate(self.steps):
            cx = start + index * pitch
            if identifier in self.setting.steps_here:
                surface.fill(Path().circle(cx, y, min(radius, max(pitch * 0.6, mm(2.6)))), ink)
                self.labels[number].draw(surface, cx, y)
            else:
                dot = Path().circle(cx, y, small)
                surface.fill(dot, paper)
                surface.stroke(dot, ink, min(mm(0.8), small * 0.5))


class Legend(Block):
    """A sample of one of the page's signs, to explain it: a key, a screen's name, a ring, the two lines, a fork."""

    def __init__(self, element: Element, setting: Setting, parent: Tag) -> None:
        self.setting, self.kind = setting, element.get("kind")
        style = replace(setting.style("body"), align="centre")
        sample = element.text.strip()
        words = [Key(sample)] if self.kind == "key" else screen_name(sample, style, setting)
        self.words = TextBlock(Paragraph(words, style, setting.fonts), None) if self.kind in ("key", "screen") else None
        number = setting.style("head", ink="ink" if self.kind == "square" else "paper")
        self.number = label(sample, replace(number, weight=800, size=number.size * 1.25), setting)

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.setting.mm(9)
        if self.words:
            self.words.wrap(width)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        if self.words:
            self.words.place(page, x, top - (self.height - self.words.height) / 2)
        else:
            page.draw(None, lambda s: self._paint(s, x, top - self.height / 2))

    def _paint(self, surface: Surface, x: float, y: float) -> None:
        mm = self.setting.mm
        middle, left, right = x + self.width / 2, x + mm(1), x + self.width - mm(1)
        pen = Pen(surface, self.setting)
        if self.kind == "ring":
            self._paint_ring(surface, middle, y)
        elif self.kind == "fork":
            for sign in (-1, 1):
                corners = [
                    (left, y),
                    (middle - mm(7), y),
                    (middle - mm(4), y + sign * mm(3.4)),
                    (middle + mm(4), y + sign * mm(3.4)),
                ]
                path = Path().polygon([*corners, (middle + mm(7), y), (right, y)], close=False)
                surface.stroke(path, self.setting.ink("ink"), mm(1.9))
        else:
            pen.run([(left, y), (right, y)], "pc" if self.kind == "square" else "phone")
            pen.finish()
            artwork.disc(
                surface, middle, y, mm(8.4), self.setting.ink("ink"), self.setting.ink("paper"), square=self.kind == "square"
            )
            self.number.draw(surface, middle, y)

    def _paint_ring(self, surface: Surface, x: float, y: float) -> None:
        mm = self.setting.mm
        paper, rule = self.setting.ink("paper"), self.setting.ink("rule")
        artwork.framed(surface, Rect(x - mm(10), y - mm(4.5), mm(20), mm(9)), mm(1.4), rule, mm(0.4), paper)
        surface.fill(Path().rounded(Rect(x - mm(5), y - mm(2.1), mm(10), mm(4.2)), mm(0.8)), rule)
        ring(surface, Rect(x - mm(5), y - mm(2.1), mm(10), mm(4.2)), self.setting, 1.0, 0.28, 0.6)


def ring(surface: Surface, target: Rect, setting: Setting, band: float, edge: float, pad: float) -> None:
    """The callout ring: one rounded rectangle stroked three times; `band`, `edge` and `pad` in millimetres."""
    mm, box = setting.mm, target.inset(-setting.mm(pad))
    outline = Path().rounded(box, min(box.height / 2, mm(2.4)))
    surface.stroke(outline, setting.ink("paper"), mm(band + 2 * edge + 0.7))
    surface.stroke(outline, setting.ink("ink"), mm(band + 2 * edge))
    surface.stroke(outline, setting.ink("signal"), mm(band))


class Contents(Block):
    """One entry of the contents: words, and at the end of the line the page on which the target stands."""

    def __init__(self, element: Element, setting: Setting, parent: Tag) -> None:
        self.setting, self.target = setting, element.get("to")
        style = setting.style(element.get("style", "body"), place=element.place)
        self.tag = Tag("P", parent)
        self.words = TextBlock(Paragraph(spans(element, style, setting), style, setting.fonts), self.tag)
        page = setting.references.pages.get(self.target)
        self.page_label = label(str(page) if page else "00", replace(style, weight=max(700, style.weight)), setting)

    def wrap(self, width: float) -> float:
        self.width = width
        self.height = self.words.wrap(width - self.page_label.width - self.setting.mm(4))
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        self.words.place(page, x, top)
        y = top - self.page_label.style.leading / 2
        page.draw(self.tag, lambda s: self.page_label.draw(s, x + self.width - self.page_label.width / 2, y))

    def overflow(self) -> Excess:
        return self.words.overflow()


class Logo(Block):
    """The organisation's logo; nothing where the profile has none."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.height = setting.length(element, "h")
