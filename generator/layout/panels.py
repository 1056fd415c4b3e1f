"""Boxes around content: panels with a head, the address card, the phone that frames a code, the stamp's place."""

from __future__ import annotations

from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.block import NO_EXCESS, Block, Excess, Stack, rect_of
from generator.layout.inline import Label, both_words, label, label_words
from generator.layout.page import BACK, Page
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Paragraph


class Panel(Block):
    """An outlined box, with an ink head that says what it is about where the markup gives one."""

    def __init__(self, element: Element, body: Stack, setting: Setting, tag: Tag) -> None:
        self.body, self.setting, self.tag = body, setting, tag
        self.before = setting.length(element, "before")
        self.pad = setting.length(element, "pad", "4mm")
        self.weight = setting.mm(setting.theme.weight[element.get("weight", "panel")])
        self.radius = setting.mm(setting.theme.radius["panel"])
        self.icon = element.get("icon")
        self.elastic = 1.0 if element.flag("stretch") else body.elastic
        self.head: TextBlock | None = None
        self.aside: Label | None = None
        self.head_height = 0.0
        if title := element.get("head"):
            style = setting.style("panel", ink="paper")
            self.head = TextBlock(Paragraph(label_words(title, style, setting), style, setting.fonts), Tag("H2", tag))
            tag.children.insert(0, tag.children.pop())
            self.icon_size = style.size * 1.3
            if aside := element.get("aside"):
                self.aside = label(aside, setting.style("safety", ink="paper"), setting)
                self.aside_tag = Tag("P", tag)

    def wrap(self, width: float) -> float:
        self.width = width
        if self.head:
            room = width - 2 * self.pad - self._head_indent - (self.aside.width + self.pad if self.aside else 0)
            self.head_height = self.head.wrap(room) + self.setting.mm(2.4)
        self.height = self.head_height + 2 * self._inner + self.body.wrap(width - 2 * self.pad)
        return self.height

    @property
    def _inner(self) -> float:
        """The space above and below the body."""
        return self.pad * (0.55 if self.head else 0.8)

    @property
    def _head_indent(self) -> float:
        return self.icon_size + self.setting.mm(2.6) if self.icon else 0.0

    def grow(self, extra: float) -> None:
        self.height += extra
        if self.body.elastic:
            self.body.grow(extra)

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        page.draw(None, lambda s: artwork.framed(s, box, self.radius, ink, self.weight, paper), BACK)
        if self.head:
            self._place_head(page, box)
        spare = self.height - self.head_height - self.body.height
        self.body.place(page, x + self.pad, top - self.head_height - spare / 2)

    def _place_head(self, page: Page, box: Rect) -> None:
        assert self.head is not None
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        strip = Rect(box.x, box.top - self.head_height, box.width, self.head_height)
        middle = strip.y + strip.height / 2

        def decorate(surface: Surface) -> None:
            artwork.head(surface, strip, self.radius, ink)
            if self.icon:
                artwork.icon(surface, self.icon, box.x + self.pad, middle - self.icon_size / 2, self.icon_size, paper, ink)

        page.draw(None, decorate, BACK)
        self.head.place(page, box.x + self.pad + self._head_indent, middle + self.head.height / 2)
        if self.aside:
            aside = self.aside
            page.draw(self.aside_tag, lambda s: aside.draw(s, box.right - self.pad - aside.width / 2, middle))

    def overflow(self) -> Excess:
        return max(self.body.overflow(), self.head.overflow() if self.head else NO_EXCESS)


class Card(Block):
    """The white card with the address: paper, outlined in the mono edition. It lies behind the phone."""

    def __init__(self, element: Element, body: Stack, setting: Setting) -> None:
        self.body, self.setting = body, setting
        self.pad = setting.length(element, "pad", "4mm")
        self.lowest = setting.length(element, "h")
        self.tuck = setting.length(element, "tuck")
        self.valign = element.get("valign", "middle")

    def wrap(self, width: float) -> float:
        self.width = width
        self.height = max(self.lowest, self.body.wrap(width - 2 * self.pad - self.tuck) + self.pad)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        theme = self.setting.theme
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        radius, width = self.setting.mm(theme.radius["card"]), self.setting.mm(theme.weight["card"])
        page.draw(None, lambda s: artwork.framed(s, box, radius, ink, width, paper), BACK)
        spare = self.height - self.body.height
        drop = {"top": self.pad, "middle": spare / 2, "bottom": spare - self.pad}[self.valign]
        self.body.place(page, x + self.tuck + self.pad, top - drop)

    def overflow(self) -> Excess:
        return self.body.overflow()


class Phone(Block):
    """The phone whose screen holds the code (or words): the bow of the key. Its placement is where the shaft begins."""

    def __init__(self, element: Element, body: Stack, setting: Setting, tag: Tag) -> None:
        self.body, self.setting = body, setting
        self.bezel = setting.length(element, "bezel", "4mm")
        self.forehead = setting.length(element, "forehead", "8mm")
        self.chin = setting.length(element, "chin", "12mm")
        self.radius = setting.length(element, "radius", "8mm")
        self.lowest = setting.length(element, "h")
        self.button = element.flag("button")
        self.icon = element.get("icon", "scan")
        self.label: Label | None = None
        if text := element.get("label"):
            self.label = label(text, setting.style("scan", ink="paper"), setting)
            self.label_tag = Tag("P", tag)

    def wrap(self, width: float) -> float:
        self.width = width
        self.screen = self.body.wrap(width - 2 * self.bezel)
        self.height = max(self.lowest, self.screen + self.forehead + self.chin)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        page.mark(box, "phone")
        page.draw(None, lambda surface: self._paint(surface, box))
        self.body.place(page, x + self.bezel, top - self.forehead)
        if self.label:
            self._place_label(page, box)

    def _paint(self, surface: Surface, box: Rect) -> None:
        ink, signal, paper = (self.setting.ink(name) for name in ("ink", "signal", "paper"))
        surface.fill(Path().rounded(box, self.radius), ink)
        speaker = box.width * 0.174
        slot = Rect(box.x + (box.width - speaker) / 2, box.top - self.forehead * 0.42 - speaker * 0.13, speaker, speaker * 0.13)
        surface.fill(Path().rounded(slot, slot.height / 2), signal)
        height = self.height - self.forehead - self.chin
        surface.fill(Path().rect(Rect(box.x + self.bezel, box.y + self.chin, box.width - 2 * self.bezel, height)), paper)
        if self.button:
            surface.fill(Path().circle(box.x + box.width / 2, box.y + self.chin / 2, self.chin * 0.2), signal)

    def _place_label(self, page: Page, box: Rect) -> None:
        assert self.label is not None
        text, size = self.label, self.label.style.size * 1.1
        gap = size * 0.37
        left = box.x + (box.width - size - gap - text.width) / 2
        middle = box.y + self.chin / 2
        paper, ink = self.setting.ink("paper"), self.setting.ink("ink")
        page.draw(None, lambda s: artwork.icon(s, self.icon, left, middle - size / 2, size, paper, ink))
        page.draw(self.label_tag, lambda s: text.draw(s, left + size + gap + text.width / 2, middle))

    def overflow(self) -> Excess:
        return self.body.overflow()


class DeviceTag(Block):
    """An ink pill with an icon and a word: the device of a page, the language of a sheet."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        self.icon, self.align = element.get("icon"), element.get("align", "start")
        self.before = setting.length(element, "before")
        self.label = label(both_words(element), setting.style(element.get("style", "tag"), ink="paper"), setting)
        self.icon_size = self.label.style.size * 1.36 if self.icon else 0.0
        self.own_width = self.label.width + self.icon_size * 1.25 + self.label.style.size * (1.7 if self.icon else 2.2)

    def natural_width(self) -> float:
        return self.own_width

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.label.style.size * 1.84
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        left = x + (self.width - self.own_width if self.align == "end" else 0.0)
        box = Rect(left, top - self.height, self.own_width, self.height)
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        side = self.label.style.size * (0.75 if self.icon else 1.1)

        def decorate(surface: Surface) -> None:
            surface.fill(Path().rounded(box, box.height / 2), ink)
            if self.icon:
                artwork.icon(
                    surface, self.icon, left + side, box.y + (box.height - self.icon_size) / 2, self.icon_size, paper, ink
                )

        page.draw(None, decorate)
        middle = left + side + self.icon_size * 1.25 + self.label.width / 2
        page.draw(self.tag, lambda s: self.label.draw(s, middle, box.y + box.height / 2))

    def overflow(self) -> Excess:
        return max(0.0, self.own_width - self.width), self.label.paragraph.text


class Disc(Block):
    """A letter in a disc: the procedure of a page."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.tag, self.setting = tag, setting
        self.height = setting.length(element, "size")
        signal = element.get("ink", "paper")
        self.label = label(element.text.strip(), setting.style(element.get("style"), ink=signal), setting)

    def wrap(self, width: float) -> float:
        self.width = width
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        radius, ink = self.height / 2, self.setting.ink("ink")
        page.draw(None, lambda s: s.fill(Path().circle(x + radius, top - radius, radius), ink))
        page.draw(self.tag, lambda s: self.label.draw(s, x + radius, top - radius))


class Stamp(Block):
    """A dashed square for the campus stamp, its label at the foot."""

    def __init__(self, element: Element, body: Stack, setting: Setting) -> None:
        self.body, self.setting = body, setting
        self.height = setting.length(element, "h")

    def wrap(self, width: float) -> float:
        self.width = width
        self.body.wrap(width - self.setting.mm(4))
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top).inset(self.setting.mm(0.2))
        dash = (self.setting.mm(1.6), self.setting.mm(1.2))
        outline = Path().rounded(box, self.setting.mm(2))
        page.draw(None, lambda s: s.stroke(outline, self.setting.ink("ink"), self.setting.mm(0.35), dash=dash), BACK)
        self.body.place(page, x + self.setting.mm(2), top - self.height + self.body.height + self.setting.mm(2))


class Rule(Block):
    """A horizontal line."""

    def __init__(self, element: Element, setting: Setting) -> None:
        self.before, self.after = setting.length(element, "before"), setting.length(element, "after")
        self.height = setting.mm(setting.theme.weight[element.get("weight", "rule")])
        self.ink = setting.ink(element.get("ink", "ink"))

    def wrap(self, width: float) -> float:
        self.width = width
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        y = top - self.height / 2
        page.draw(None, lambda s: s.stroke(Path().move(x, y).line(x + self.width, y), self.ink, self.height))


class ListItem(Block):
    """An icon, and the text beside it, both on the same middle."""

    def __init__(self, element: Element, body: Stack, setting: Setting) -> None:
        self.body, self.setting, self.icon = body, setting, element.get("icon")
        self.size = setting.length(element, "icon-size", "6mm")
        self.indent = setting.length(element, "indent", "9mm") if self.icon else 0.0

    def wrap(self, width: float) -> float:
        self.width = width
        self.height = max(self.body.wrap(width - self.indent), self.size if self.icon else 0.0)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        middle = top - self.height / 2
        if self.icon:
            ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
            page.draw(None, lambda s: artwork.icon(s, self.icon, x, middle - self.size / 2, self.size, ink, paper))
        self.body.place(page, x + self.indent, middle + self.body.height / 2)

    def overflow(self) -> Excess:
        return self.body.overflow()
