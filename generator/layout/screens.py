"""Screens as the reader will see them: in the frame of their device."""

from __future__ import annotations

from dataclasses import replace

from generator.geometry import Path, Rect
from generator.layout.block import Block, rect_of
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Paragraph, Word

# Share of the frame's width: bezel and corner radius; height of the visible part to its width
_SHAPES = {"phone": (0.055, 0.13, 1.3), "tablet": (0.045, 0.06, 1.0), "pc": (0.022, 0.03, 0.58)}
_TALLEST = {"phone": 1.75, "tablet": 1.3, "pc": 0.62}  # visible height to width, where there is height to fill
_SMALLEST = 6.0  # points: words inside a screen are part of the picture


class ScreenFrame(Block):
    """A screen in its device's frame. Without a picture, the frame holds the words that describe it."""

    def __init__(self, element: Element, setting: Setting, tag: Tag, style: str = "body") -> None:
        self.device, self.id = element.get("device"), element.get("id")
        self.tag, self.setting = tag, setting
        base = setting.style(style, align="centre", ink="slate", balance=True)
        self.style = replace(base, key_leading=None)
        self.words = Paragraph([Word(element.get("alt"))], self.style, setting.fonts)
        self.caption: TextBlock | None = None
        if caption := element.get("caption"):
            self.caption = TextBlock(
                Paragraph([Word(caption, strong=True)], setting.style(style, align="centre"), setting.fonts), Tag("Caption", tag)
            )
        self.caption_gap = setting.mm(1.2)
        self._fitted = 0.0  # the width for which the words have their size

    @property
    def is_wide(self) -> bool:
        return self.device == "pc"

    def wrap(self, width: float) -> float:
        self.width = width
        bezel, _, aspect = _SHAPES[self.device]
        self.frame = width / 1.1 if self.is_wide else width  # the laptop's foot is wider than its screen
        self.bezel = bezel * self.frame
        inner = self.frame - 2 * self.bezel
        room = inner - self.setting.mm(2)
        if width != self._fitted:
            self._fit_words(room, inner * aspect)
            self._fitted = width
        words = self.words.wrap(room)
        self.visible = max(inner * aspect, words + self.setting.mm(4))
        foot = self.bezel + 0.035 * self.frame + self.setting.mm(0.5) if self.is_wide else 0.0
        self.height = self.bezel + self.visible + foot
        if self.caption:
            self.height += self.caption_gap + self.caption.wrap(width)
        return self.height

    def _fit_words(self, room: float, height: float) -> None:
        """The largest size at which the words stand in the screen."""
        size = self.style.size
        while size >= _SMALLEST:
            self.words = self.words.resized(replace(self.style, size=size, leading=size * 1.32))
            if self.words.min_width() <= room and self.words.wrap(room) <= height - self.setting.mm(3):
                return
            size -= 0.5

    def grow(self, extra: float) -> None:
        """Show more of the screen, as far as a screen reaches."""
        most = (self.frame - 2 * self.bezel) * _TALLEST[self.device]
        more = max(0.0, min(extra, most - self.visible))
        self.visible += more
        self.height += more

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        page.mark(box, "screen", self.id)
        self.tag.attributes.setdefault("bbox", box)
        left = x + (self.width - self.frame) / 2
        screen = Rect(left + self.bezel, top - self.bezel - self.visible, self.frame - 2 * self.bezel, self.visible)
        page.draw(None, lambda s: self._paint(s, screen))
        middle = screen.y + screen.height / 2 + self.words.wrap(screen.width - self.setting.mm(2)) / 2
        page.draw(self.tag, lambda s: self.words.draw(s, screen.x + self.setting.mm(1), middle))
        if self.caption:
            self.caption.place(page, x, screen.y - (self.height - self.visible - self.bezel - self.caption.height))

    def _paint(self, surface: Surface, screen: Rect) -> None:
        ink, paper, rule = (self.setting.ink(name) for name in ("ink", "paper", "rule"))
        radius = _SHAPES[self.device][1] * self.frame
        if self.is_wide:
            body = screen.inset(-self.bezel)
            surface.fill(Path().rounded(body, radius), ink)
            surface.fill(Path().rect(screen), paper)
            self._paint_foot(surface, body)
            return
        inner = max(radius - self.bezel, 0.0)
        body = Rect(screen.x - self.bezel, screen.y, self.frame, screen.height + self.bezel)
        surface.fill(Path().rounded(body, (radius, radius, 0, 0)), ink)
        surface.fill(Path().rounded(screen, (inner, inner, 0, 0)), paper)
        over = self.setting.mm(0.8)
        cut = Path().move(body.x - over, screen.y).line(body.right + over, screen.y)
        surface.stroke(cut, ink, self.setting.mm(0.3), dash=(self.setting.mm(1), self.setting.mm(0.8)))
        middle, y = body.x + self.frame / 2, screen.top - self.frame * 0.045
        speaker = Path().move(middle - self.frame * 0.08, y).line(middle + self.frame * 0.08, y)
        surface.stroke(speaker, rule, self.frame * 0.014, round_ends=True)

    def _paint_foot(self, surface: Surface, body: Rect) -> None:
        """The laptop's foot: a little wider than its screen."""
        top, height, ink = body.y - self.setting.mm(0.5), 0.035 * self.frame, self.setting.ink("ink")
        over, slant = self.frame * 0.05, self.frame * 0.03
        corners = [(body.x - over, top), (body.right + over, top), (body.right + over - slant, top - height)]
        surface.fill(Path().polygon([*corners, (body.x - over + slant, top - height)]), ink)
