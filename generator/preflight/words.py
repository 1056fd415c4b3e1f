"""The characters of a page as PDFium finds them, and the lines that they stand in."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from generator.geometry import Rect
from generator.preflight.pages import View

_MOST = 200_000  # characters of a page; more would be no page for readers
_HYPHEN = 2  # what PDFium gives for a hyphen at the end of a line
_SAME_LINE = 0.3  # of the size: by how much origins on one line may differ
_GAP = 3.0  # sizes: what is farther away on the same height is another line
_INVISIBLE = (3, 7)  # text render modes: nothing, and a clip alone
_FILLED = (0, 2, 4, 6)

Colour = tuple[int, int, int]


class Style(Struct, frozen=True):
    """What the characters of one text object share; `fill` is red, green, blue, or None where it is no plain colour.

    `alpha` is how opaque the fill is, from 0 to 1.
    """

    font: str
    embedded: bool
    fill: Colour | None
    alpha: float
    visible: bool


class Character(Struct, frozen=True):
    """One glyph with its ink's box, in points from the page's upper left corner."""

    text: str
    box: Rect
    size: float
    style: Style
    mapped: bool
    origin: tuple[float, float]
    along: tuple[float, float]  # the direction in which its line runs
    spaced: bool  # whether a space stands before it


class Line(Struct):
    """Characters that follow each other on one baseline."""

    characters: list[Character] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(" " * one.spaced + one.text for one in self.characters).strip()

    @property
    def box(self) -> Rect:
        """Around all its ink."""
        boxes = [one.box for one in self.characters]
        left, bottom = min(box.x for box in boxes), min(box.y for box in boxes)
        return Rect(left, bottom, max(box.right for box in boxes) - left, max(box.top for box in boxes) - bottom)


class PageText:
    """All text of a page: `whole` as one string with line ends, and `shown`, the lines of what can be seen.

    Text without ink, as a scanner puts it behind a picture, is in `whole` alone.
    """

    def __init__(self, view: View) -> None:
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

        self._pdfium, self._view = pdfium, view
        self._styles: dict[int, Style] = {}
        self._page = view.page.get_textpage()
        self.count = self._page.count_chars()
        self.characters: list[Character] = []
        self._read: list[tuple[str, Character | None]] = []
        for index in range(min(self.count, _MOST)):
            text = self._unicode(index)
            generated = pdfium.FPDFText_IsGenerated(self._page, index) == 1
            self._read.append((text, None if generated else self._add(index, text)))
        self.shown = _lines([one for one in self.characters if one.style.visible])

    def seen(self, area: Rect, unseen: Iterable[Line] = ()) -> list[tuple[str, Character | None]]:
        """What people see of the text within an area, letter by letter: not what has no ink, nor the lines found `unseen`."""
        hidden = {id(one) for line in unseen for one in line.characters}
        return [
            (text, one)
            for text, one in self._read
            if one is None or (one.style.visible and id(one) not in hidden and _meets(one.box, area))
        ]

    def _unicode(self, index: int) -> str:
        value = self._pdfium.FPDFText_GetUnicode(self._page, index)
        if value == _HYPHEN:
            return "-"
        return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= value <= 0xDFFF else chr(value)

    def _add(self, index: int, text: str) -> Character | None:
        pdfium, page = self._pdfium, self._page
        box, matrix = [ctypes.c_double() for _ in range(4)], pdfium.FS_MATRIX()
        found = pdfium.FPDFText_GetCharBox(page, index, box[0], box[2], box[1], box[3])
        target = pdfium.FPDFText_GetTextObject(page, index)
        if not (found and target and pdfium.FPDFText_GetMatrix(page, index, matrix)):
            return None
        if text.isspace() or box[0].value == box[2].value or box[1].value == box[3].value:
            return None
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        seen = self._view.seen(*(side.value for side in box))
        at = self._view.seen(x.value, y.value, x.value, y.value)
        a, b, c, d, *_ = self._view.matrix
        along = (a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b)
        size = pdfium.FPDFText_GetFontSize(page, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        # A script's own form may stand for a character that the text has elsewhere; only what reads as nothing counts.
        mapped = pdfium.FPDFText_HasUnicodeMapError(page, index) != 1 and _means_something(text)
        spaced = index > 0 and self._unicode(index - 1).isspace()
        character = Character(text, seen, size, self._style(target), mapped, (at.x, at.y), along, spaced)
        self.characters.append(character)
        return character

    def _style(self, target: Any) -> Style:
        address = ctypes.cast(target, ctypes.c_void_p).value or 0
        if address not in self._styles:
            pdfium = self._pdfium
            font = pdfium.FPDFTextObj_GetFont(target)
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            plain = pdfium.FPDFPageObj_GetFillColor(target, red, green, blue, alpha)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(target)
            self._styles[address] = Style(
                self._font_name(font),
                pdfium.FPDFFont_GetIsEmbedded(font) == 1,
                (red.value, green.value, blue.value) if plain and mode in _FILLED else None,
                alpha.value / 255 if plain else 1.0,
                mode not in _INVISIBLE and not (mode in (0, 4) and plain and not alpha.value),
            )
        return self._styles[address]

    def _font_name(self, font: Any) -> str:
        length = self._pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        name = ctypes.create_string_buffer(max(length, 1))
        self._pdfium.FPDFFont_GetBaseFontName(font, name, length)
        return name.value.decode("utf-8", "replace")


def _meets(box: Rect, area: Rect) -> bool:
    return box.x < area.right and area.x < box.right and box.y < area.top and area.y < box.top


def _means_something(text: str) -> bool:
    return unicodedata.category(text) not in ("Cc", "Cn", "Co", "Cs") and text != "\N{REPLACEMENT CHARACTER}"


def _lines(characters: list[Character]) -> list[Line]:
    """Characters that follow each other near enough on one baseline, one line each."""
    lines: list[Line] = []
    for one in characters:
        if not (lines and _follows(lines[-1].characters[-1], one)):
            lines.append(Line())
        lines[-1].characters.append(one)
    return lines


def _follows(before: Character, after: Character) -> bool:
    """Whether two characters stand on one line: the way between them runs along it, and is not far."""
    dx, dy = after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]
    x, y = before.along
    length = (x * x + y * y) ** 0.5 or 1.0
    size = max(before.size, after.size)
    return abs(dx * y - dy * x) / length <= _SAME_LINE * size and abs(dx * x + dy * y) / length <= _GAP * size
