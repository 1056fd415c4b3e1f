"""Screens as the reader will see them: in the frame of their device, with the place to act marked."""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from generator.geometry import Path, Rect, mm
from generator.layout.block import Block, rect_of
from generator.layout.inline import label_words
from generator.layout.marks import paint_marks
from generator.layout.page import Page
from generator.layout.setting import Setting
from generator.layout.tags import Tag
from generator.layout.textblock import TextBlock
from generator.markup import Element
from generator.surface import Surface
from generator.text import Break, Paragraph, Word

_SHAPES = {"phone": (0.055, 0.13), "tablet": (0.045, 0.06), "pc": (0.022, 0.03)}  # of the frame's width: bezel and corner radius
# Visible height to width, where it is tight and where not.
_USUAL = {"phone": (1.1, 1.4), "tablet": (0.8, 1.1), "pc": (0.72, 0.72)}
_TALLEST = {"phone": 1.75, "tablet": 1.3, "pc": 0.7}  # visible height to width, where there is height to fill
_NARROWEST = 20.0  # mm: no picture is made narrower to be sharp
_AROUND_WORDS = 4  # mm: less than the screen are the words in it that describe it
_SMALLEST = 6.0  # points: words inside a screen are part of the picture
_BELOW_MARK = 0.06  # of the width: what must be seen below the lowest mark


class ScreenFrame(Block):
    """A screen in its device's frame. Without a picture, the frame holds the words that describe it.

    A frame that is lower than its screen is open at the foot: a dashed line says that the screen goes on.
    """

    def __init__(self, element: Element, setting: Setting, tag: Tag, style: str = "body") -> None:
        self.device, self.id, self.spare = element.get("device"), element.get("id"), element.flag("spare")
        self.tag, self.setting = tag, setting
        self.shown = setting.pictures.find(self.id) if setting.pictures else None
        if self.shown is None:
            base = setting.style(style, align="centre", ink="slate", balance=True)
            self.style = replace(base, key_leading=None)
            self.alt = element.get("alt")
        self.caption: TextBlock | None = None
        if caption := element.get("caption"):
            look = setting.style(style, align="centre")
            words = label_words(caption, look, setting, between=Break(), strong=True)
            self.caption = TextBlock(Paragraph(words, look, setting.fonts), Tag("Caption", tag))
        self.caption_gap = setting.mm(1.2)

    @property
    def is_wide(self) -> bool:
        return self.device == "pc"

    # -- measuring

    def readable(self, points: float) -> float:
        """The width from which on the words of the screen's picture are that large and can be read; 0 where nobody said how
        high they are.
        """
        if self.shown is None or not self.shown.screen.text_px:
            return 0.0
        return self._outer(self.shown.width_for(points))

    @property
    def widths(self) -> tuple[float, float]:
        """From which width on the words of the screen's picture are likely to be read, and up to which it is sharp."""
        if self.shown is None:
            return 0.0, 0.0
        least, most = self.shown.widths
        return self._outer(least), self._outer(most)

    def _outer(self, inner: float) -> float:
        """The width of the frame around a screen of that width."""
        return inner / (1 - 2 * _SHAPES[self.device][0]) * (1.1 if self.is_wide else 1.0)

    def wrap(self, width: float) -> float:
        self.width = min(width, self._widest()) if self.shown else width
        self.frame = self.width / 1.1 if self.is_wide else self.width  # the laptop's foot is wider than its screen
        self.bezel = _SHAPES[self.device][0] * self.frame
        self.inner = self.frame - 2 * self.bezel
        self.visible = self._least()
        self._measure()
        return self.height

    def _widest(self) -> float:
        """Up to where the picture is sharp; one with too few pixels is not shrunk until nobody can read it, but told."""
        legible, sharp = self.widths
        return max(sharp, min(legible, mm(_NARROWEST)))

    def _least(self) -> float:
        """The height of the screen that must be seen."""
        low, high = _USUAL[self.device]
        usual = self.inner * (low + (high - low) * self.setting.tightness)
        if self.shown is not None:
            whole = self.inner * self.shown.aspect
            return min(whole, max(usual, whole * self.shown.lowest_mark + self.inner * _BELOW_MARK))
        return max(usual, self._words_at(_SMALLEST).wrap(self._words_room) + self.setting.mm(_AROUND_WORDS))

    @property
    def is_open(self) -> bool:
        """Whether the screen goes on below what is seen of it."""
        if self.shown is None:
            return not self.is_wide
        return self.shown.is_cut or self.visible < self.inner * self.shown.aspect - 0.5

    def _measure(self) -> None:
        """The height, and how far below the top the device ends (`foot`): above the caption."""
        foot = 0.0 if self.is_open else self.bezel
        if self.is_wide:
            foot += 0.035 * self.frame + self.setting.mm(0.5)
        self.height = self.foot = self.bezel + self.visible + foot
        if self.caption:
            self.height += self.caption_gap + self.caption.wrap(self.width)

    @property
    def _words_room(self) -> float:
        return self.inner - self.setting.mm(2)

    def _words(self) -> Paragraph:
        """What describes a screen without a picture, at the largest size at which it stands there, or the smallest there is."""
        room, high = self._words_room, self.visible - self.setting.mm(_AROUND_WORDS)

        def fits(smaller: int) -> bool:
            words = self._words_at(self.style.size - smaller / 2)
            return words.min_width() <= room and words.wrap(room) <= high

        most = max(0, int((self.style.size - _SMALLEST) * 2))
        words = self._words_at(self.style.size - min(bisect_left(range(most + 1), True, key=fits), most) / 2)
        words.wrap(room)
        return words

    def _words_at(self, size: float) -> Paragraph:
        size = min(size, self.style.size)
        style = replace(self.style, size=size, leading=size * 1.32)
        return Paragraph([Word(self.alt)], style, self.setting.fonts)

    def grow(self, extra: float) -> None:
        """Show more of the screen, as far as it reaches."""
        most = self.inner * (self.shown.aspect if self.shown else _TALLEST[self.device])
        self.visible += max(0.0, min(extra, most - self.visible))
        self._measure()

    # -- placing

    def place(self, page: Page, x: float, top: float) -> None:
        box = rect_of(self, x, top)
        page.mark(box, "screen", self.id, shown=self.inner, foot=top - self.foot)
        self.tag.attributes.setdefault("bbox", box)
        left = x + (self.width - self.frame) / 2
        screen = Rect(left + self.bezel, top - self.bezel - self.visible, self.inner, self.visible)
        page.draw(None, lambda s: self._paint(s, screen))
        if self.shown is not None:
            page.diagnostics += self.shown.note(self.inner)
            page.draw(self.tag, lambda s: self._paint_picture(s, screen))
        else:
            words = self._words()
            middle = screen.y + screen.height / 2 + words.height / 2
            page.draw(self.tag, lambda s: words.draw(s, screen.x + self.setting.mm(1), middle))
        if self.caption:
            self.caption.place(page, x, top - self.height + self.caption.height)

    def _paint_picture(self, surface: Surface, screen: Rect) -> None:
        assert self.shown is not None
        height = self.inner * self.shown.aspect
        whole = Rect(screen.x, screen.top - height, self.inner, height)
        surface = surface.upright(whole.x, whole.width)
        with surface.clip(self._outline(screen)):
            surface.image(self.shown.picture().data, whole)
        paint_marks(surface, self.shown.marks(whole), self.setting)

    def _outline(self, screen: Rect) -> Path:
        """The visible part of the screen, with the device's round corners."""
        if self.is_wide:
            return Path().rect(screen)
        round_ = max(_SHAPES[self.device][1] * self.frame - self.bezel, 0.0)
        foot = 0.0 if self.is_open else round_
        return Path().rounded(screen, (round_, round_, foot, foot))

    def _paint(self, surface: Surface, screen: Rect) -> None:
        """The device around the screen."""
        ink, paper = self.setting.ink("ink"), self.setting.ink("paper")
        radius = _SHAPES[self.device][1] * self.frame
        foot = 0.0 if self.is_open else self.bezel
        body = Rect(screen.x - self.bezel, screen.y - foot, self.frame, screen.height + self.bezel + foot)
        low = 0.0 if self.is_open else radius
        surface.fill(Path().rounded(body, (radius, radius, low, low)), ink)
        surface.fill(self._outline(screen), paper)
        if self.is_wide:
            self._paint_foot(surface, body)
        elif self.is_open:
            over = self.setting.mm(0.8)
            cut = Path().move(body.x - over, screen.y).line(body.right + over, screen.y)
            surface.stroke(cut, ink, self.setting.mm(0.3), dash=(self.setting.mm(1), self.setting.mm(0.8)))
        if self.shown is None and not self.is_wide:
            self._paint_speaker(surface, body.x + self.frame / 2, screen.top - self.frame * 0.045)

    def _paint_speaker(self, surface: Surface, middle: float, y: float) -> None:
        speaker = Path().move(middle - self.frame * 0.08, y).line(middle + self.frame * 0.08, y)
        surface.stroke(speaker, self.setting.ink("rule"), self.frame * 0.014, ends="round")

    def _paint_foot(self, surface: Surface, body: Rect) -> None:
        """The laptop's foot: a little wider than its screen."""
        top, height, ink = body.y - self.setting.mm(0.5), 0.035 * self.frame, self.setting.ink("ink")
        over, slant = self.frame * 0.05, self.frame * 0.03
        corners = [(body.x - over, top), (body.right + over, top), (body.right + over - slant, top - height)]
        surface.fill(Path().polygon([*corners, (body.x - over + slant, top - height)]), ink)
