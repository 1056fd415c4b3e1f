"""The code and the address that says the same."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from generator.geometry import Path, Rect
from generator.layout import artwork
from generator.layout.block import Block, Excess, rect_of
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.markup import Element
from generator.qr import QUIET_ZONE, make_code, path, split_address
from generator.surface import Ink
from generator.text import Break, Paragraph, Span, Word

BLACK = Ink("code", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0), office_grey=0.0)  # never a theme's colour: codes are K only


class QrCode(Block):
    """The code on its white tile, quiet zone included; one path, one fill."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.url, self.setting, self.tag = element.get("url"), setting, tag
        self.side = setting.length(element, "side")
        self.code = make_code(self.url)
        self.tile = element.flag("tile")

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.side
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        x += (self.width - self.side) / 2
        tile = Rect(x, top - self.side, self.side, self.side)
        module = self.side / (self.code.modules + 2 * QUIET_ZONE)
        page.mark(tile, "qr", self.url, module=module)
        self.tag.attributes["bbox"] = tile
        paper = self.setting.ink("paper")
        if self.tile:
            page.draw(None, lambda s: s.fill(Path().rounded(tile, self.setting.mm(1)), paper))
        code = path(self.code, tile.x + QUIET_ZONE * module, tile.y + QUIET_ZONE * module, module)
        page.draw(self.tag, lambda s: s.upright(tile.x, tile.width).fill(code, BLACK))

    def overflow(self) -> Excess:
        return max(0.0, self.side - self.width), self.url


class AddressLines(Block):
    """The full address: scheme, host in bold, path; as large as fits. The host never breaks while anything else can."""

    def __init__(self, element: Element, setting: Setting, tag: Tag) -> None:
        self.setting, self.tag = setting, tag
        self.before = setting.length(element, "before")
        self.whole, self.bar = element.flag("whole"), element.flag("bar")
        self.url = element.get("url")
        self.style = setting.style(element.get("style", "address"), place=element.place)
        self.paragraph = Paragraph(self._spans(), self.style, setting.fonts)
        self.pad = setting.mm(3) if self.bar else 0.0
        self.lock = self.style.size * 1.2 if self.bar else 0.0

    def _spans(self) -> list[Span]:
        address = split_address(self.url)
        words = partial(Word, href=self.url, description=self.url)
        parts: list[Span] = [words(address.scheme)]
        if not self.whole:
            parts.append(Break())
        parts.append(words(address.host, strong=True))
        if address.rest.strip("/") and not self.whole:  # the slash of a root is no line by itself
            parts.append(Break())
        return [*parts, words(address.rest, strong=True)]

    def wrap(self, width: float) -> float:
        self.width = width
        room = width - 2 * self.pad - self.lock * 1.4
        natural = self.paragraph.natural_width() if self.whole else self.paragraph.min_width()
        if natural > room:
            factor = max(room / natural * 0.999, self.setting.theme.minimum / self.style.size)
            smaller = replace(self.style, size=self.style.size * factor, leading=self.style.leading * factor)
            self.paragraph = self.paragraph.resized(smaller)
        self.height = self.paragraph.wrap(room) + (self.setting.mm(3.2) if self.bar else 0.0)
        return self.height

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        page.mark(box, "address", self.url)
        if self.bar:
            self._place_bar(page, box)
        inset = (self.height - self.paragraph.wrap(self.width - 2 * self.pad - self.lock * 1.4)) / 2
        page.draw(self.tag, lambda s: self.paragraph.draw(s, x + self.pad + self.lock * 1.4, top - inset))

    def _place_bar(self, page: Page, box: Rect) -> None:
        ink, paper, size = self.setting.ink("ink"), self.setting.ink("paper"), self.lock
        page.draw(None, lambda s: artwork.framed(s, box, box.height / 2, ink, self.setting.mm(0.5), paper))
        page.draw(None, lambda s: artwork.icon(s, "lock", box.x + self.pad, box.y + (box.height - size) / 2, size, ink, paper))

    def overflow(self) -> Excess:
        return max(0.0, self.paragraph.min_width() - (self.width - 2 * self.pad - self.lock * 1.4)), self.url
