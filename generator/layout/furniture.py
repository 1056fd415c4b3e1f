"""What stands around the content: the route at a booklet's foot, its legend and contents, the organisation's logo."""

from __future__ import annotations

import struct
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.errors import InvalidInput, did_you_mean, quoted
from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.block import Block, Excess
from generator.layout.inline import Label, label, screen_name, spans
from generator.layout.logo import paint_shapes
from generator.layout.marks import paint_ring
from generator.layout.page import Page
from generator.layout.references import step_destination
from generator.layout.setting import Setting
from generator.layout.strokes import Pen
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Key, Paragraph, Word

_EN_SPACE = "\u2002"  # between words and number: without it they would be read as one

if TYPE_CHECKING:
    from generator.pictures.logo import Logo as LoadedLogo


class Route(Block):
    """All steps of a procedure as dots on a line, those of this page large, with their numbers."""

    def __init__(self, element: Element, setting: Setting) -> None:
        self.setting = setting
        self.steps = [pair.split(":") for pair in element.get("steps").split()]  # id:number
        style = setting.style("head", ink="paper")
        self.style = replace(style, weight=800)
        self.here: list[tuple[int, int, Label]] = []  # first and last step (from 0), and their numbers

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.setting.mm(7.4)
        here = [index for index, (step, _) in enumerate(self.steps) if step in self.setting.steps_here]
        close = (
            width < (len(self.steps) * 1.15 + 1) * self.height
        )  # then one pill stands for the steps from the first to the last
        pairs = [(here[0], here[-1])] if here and close else [(index, index) for index in here]
        self.here = [(first, last, self._words(first, last)) for first, last in pairs]
        return self.height

    def _words(self, first: int, last: int) -> Label:
        numbers = [self.steps[index][1] for index in sorted({first, last})]
        return label("–".join(numbers), self.style, self.setting)

    def place(self, page: Page, x: float, top: float) -> None:
        page.draw(None, lambda s: self._paint(s, x, top - self.height / 2))

    def _paint(self, surface: Surface, x: float, y: float) -> None:
        mm, ink, paper = self.setting.mm, self.setting.ink("ink"), self.setting.ink("paper")
        radius = mm(3.7)
        start, end = x + radius, x + self.width - radius
        if len(self.steps) > 1:
            surface.stroke(Path().move(start, y).line(end, y), ink, mm(1.1))
        pitch = (end - start) / max(1, len(self.steps) - 1)
        small = min(mm(1.7), pitch * 0.3)
        for index in range(len(self.steps)):
            dot = Path().circle(start + index * pitch, y, small)
            surface.fill(dot, paper)
            surface.stroke(dot, ink, min(mm(0.8), small * 0.5))
        for first, last, words in self.here:
            half = max(words.width / 2 + mm(1.5) - (last - first) * pitch / 2, radius) + (last - first) * pitch / 2
            middle = min(max(start + (first + last) / 2 * pitch, x + half), x + self.width - half)
            box = Rect(middle - half, y - radius, 2 * half, 2 * radius)
            surface.fill(Path().rounded(box, radius), ink)
            words.draw(surface, middle, y)


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
        paint_ring(surface, Rect(x - mm(5), y - mm(2.1), mm(10), mm(4.2)), self.setting, 1.0)


class Contents(Block):
    """One entry of the contents: words, and at the end of the line the page on which the target stands."""

    def __init__(self, element: Element, setting: Setting, parent: Tag) -> None:
        self.setting, self.target = setting, element.get("to")
        style = setting.style(element.get("style", "body"), place=element.place)
        self.tag = Tag("P", parent)
        page = setting.references.pages.get(step_destination(self.target))
        words = spans(element, style, setting)
        if page:
            href, description = f"#{step_destination(self.target)}", f"{element.text}, {page}"
            words = [replace(one, href=href, description=description) if isinstance(one, Word) else one for one in words]
        self.words = TextBlock(Paragraph(words, style, setting.fonts), self.tag)
        self.page_label = label(f"{_EN_SPACE}{page or '00'}", replace(style, weight=max(700, style.weight)), setting)

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


class Picture(Block):
    """A picture that comes with the document, such as a page's thumbnail; outlined, since paper on paper has no edge."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        self.own_width = setting.length(element, "w")
        self.data = _attached(element, setting)
        width, height = struct.unpack(">II", self.data[16:24])  # a PNG says its size right after its signature
        self.aspect = height / width

    def natural_width(self) -> float:
        return self.own_width

    def wrap(self, width: float) -> float:
        self.width = width
        self.height = self.own_width * self.aspect
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        box = Rect(x, top - self.height, self.own_width, self.height)
        self.tag.attributes["bbox"] = box
        page.draw(self.tag, lambda s: s.image(self.data, box))
        page.draw(None, lambda s: s.stroke(Path().rect(box), self.setting.ink("rule"), self.setting.mm(0.2)))


def _attached(element: Element, setting: Setting) -> bytes:
    """The picture that the document comes with. Raises InvalidInput where it has none of that name."""
    name, known = element.get("name"), list(setting.attached)
    if name not in known:
        message = f"{element.place}: no picture named {quoted(name)} comes with this document"
        if not known:
            raise InvalidInput(message, help="Show a screen of the guide instead: <screen id=\"…\"/>.")
        raise InvalidInput(message, help=f"There are: {', '.join(known)}.{did_you_mean(name, known)}")
    return setting.attached[name]


class Logo(Block):
    """The organisation's logo from the theme, as a vector or a picture; nothing where the theme has none."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        self.logo = _load(setting.theme.organisation.logo)
        self.height = setting.length(element, "h") if self.logo else 0.0
        self.before = setting.length(element, "before") if self.logo else 0.0

    def natural_width(self) -> float:
        return self.height / self.logo.aspect if self.logo else 0.0

    def wrap(self, width: float) -> float:
        self.width = width
        if self.logo and self.natural_width() > width:
            self.height = width * self.logo.aspect
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        if self.logo is None:
            return
        box = Rect(x, top - self.height, self.natural_width(), self.height)
        page.diagnostics += self.logo.findings(box.width)
        self.tag.attributes["bbox"] = box
        page.draw(self.tag, lambda s: self._paint(s, box))

    def _paint(self, surface: Surface, box: Rect) -> None:
        assert self.logo is not None
        surface = surface.upright(box.x, box.width)
        if (picture := self.logo.picture(box.width, background=self.setting.ink("signal").rgb)) is not None:
            surface.image(picture.data, box)
            return
        paint_shapes(surface, self.logo.shapes, box, box.width / self.logo.width)


def _load(path: FilePath | None) -> LoadedLogo | None:
    if path is None:
        return None
    from generator.pictures.logo import load_logo

    return load_logo(path)
