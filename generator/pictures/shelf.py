"""The pictures of one guide for one document: opened once, prepared once, at the largest width at which each is placed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from generator.errors import Diagnostic
from generator.geometry import Rect, mm
from generator.guide.model import Arrow, Blur, Guide, Mark, Number, Screen
from generator.pictures.marks import PlacedMark, place_marks

if TYPE_CHECKING:
    from generator.pictures.gate import Opened
    from generator.pictures.prepare import Picture


class ShownScreen:
    """A screen that has a picture, as it is shown: cropped."""

    def __init__(self, screen: Screen, opened: Opened) -> None:
        self.screen, self.opened = screen, opened
        self.widest = 0.0

    @cached_property
    def aspect(self) -> float:
        """Height to width of the crop."""
        from generator.pictures.prepare import crop_box

        left, top, right, bottom = crop_box(self.opened, self.screen.crop)
        return (bottom - top) / (right - left)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the crop leaves out the foot of the screen."""
        return self.screen.crop[1] + self.screen.crop[3] < 0.999

    @cached_property
    def lowest_mark(self) -> float:
        """How far down the crop its lowest mark reaches, as a share of the crop's height."""
        top, height = self.screen.crop[1], self.screen.crop[3]
        feet = [_foot(mark) for mark in self.screen.marks if not isinstance(mark, Blur)]
        return max(((foot - top) / height for foot in feet), default=0.0)

    @cached_property
    def widths(self) -> tuple[float, float]:
        """Between which widths of the crop, in points, its words can be read and it looks sharp."""
        from generator.pictures.findings import least_width, most_width
        from generator.pictures.gate import size_of

        size = size_of(self.opened)
        return least_width(self.screen, size), most_width(self.screen, size)

    def width_for(self, points: float) -> float:
        """The width of the crop, in points, from which on its words are that large and can be read; never above its sharpness."""
        from generator.pictures.findings import LEAST_TEXT_MM

        least, most = self.widths
        return min(least * max(1.0, points / mm(LEAST_TEXT_MM)), most)

    def note(self, width: float) -> list[Diagnostic]:
        """Remember that the crop is placed `width` points wide; what there is to say about its file, and its sharpness there."""
        from generator.pictures.findings import findings
        from generator.pictures.gate import size_of

        self.widest = max(self.widest, width)
        return [*self.opened.warnings, *findings(self.screen, size_of(self.opened), width)]

    def picture(self) -> Picture:
        """The picture for all its places: one, however often it is placed."""
        from generator.pictures.prepare import prepare

        screen = self.screen
        blurs = [mark for mark in screen.marks if isinstance(mark, Blur)]
        return prepare(self.opened, width=self.widest, crop=screen.crop, redact=screen.redact, blur=blurs)

    def marks(self, box: Rect) -> tuple[PlacedMark, ...]:
        """The marks in the box that the crop fills, in points."""
        return place_marks(self.screen.marks, self.screen.crop, box, self.screen.id)


class Shelf:
    """All pictures of a guide, by screen. A screen without a file has none; a file that is refused is an AssetError."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._opened: dict[str, Opened | None] = {}
        self._shown: dict[str, ShownScreen] = {}

    def for_document(self) -> Shelf:
        """A shelf for one document: with widths of its own, but the files are opened once for all documents of a guide."""
        shelf = Shelf(self._guide)
        shelf._opened = self._opened
        return shelf

    def find(self, screen: str) -> ShownScreen | None:
        """The screen's picture, or None where it has none (yet)."""
        if screen not in self._opened:
            self._opened[screen] = self._open(screen)
        opened = self._opened[screen]
        if opened is None:
            return None
        return self._shown.setdefault(screen, ShownScreen(self._guide.screens[screen], opened))

    def codes(self) -> list[Diagnostic]:
        """What there is to say of codes in the pictures that have been opened: each with the line that covers it."""
        from generator.pictures.secrets import codes

        opened = [(name, one) for name, one in self._opened.items() if one is not None]
        return [found for name, one in opened for found in codes(one, self._guide.screens[name])]

    def _open(self, name: str) -> Opened | None:
        screen = self._guide.screens.get(name)
        if screen is None or not screen.file or not self._guide.holds(screen.file):
            return None
        from generator.pictures.gate import open_picture

        return open_picture(self._guide.folder, screen.file, screen.file.place)


def _foot(mark: Mark) -> float:
    """The lower edge of a mark, as a share of the whole picture's height."""
    match mark:
        case Arrow():
            return max(mark.y1, mark.y2)
        case Number():
            return mark.y
        case _:
            return mark.y + mark.height
