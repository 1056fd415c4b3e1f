"""The characters of a page as PDFium finds them, and the lines that they stand in."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from generator.geometry import Rect
from generator.preflight.pages import View

_RIGHT_TO_LEFT = ("R", "AL")
_ROUNDING = 0.01  # points
_MOST = 200_000  # characters of a page; more would be no page for readers
_HYPHEN = 2  # what PDFium gives for a hyphen at the end of a line
_SAME_LINE = 0.3  # of the size: by how much origins on one line may differ
_GAP = 3.0  # sizes: what is farther away on the same height is another line
_INVISIBLE = (3, 7)  # text render modes: nothing, and a clip alone
_FILLED = (0, 2, 4, 6)
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # what half of a pair of UTF-16 units is by itself

Colour = tuple[int, int, int]
Point = tuple[float, float]  # from the page's upper left corner
Box = tuple[float, float, float, float]  # left, bottom, right, top in the page's own coordinates


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
    origin: Point
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
        self._read: list[tuple[str, Character | None, Point | None]] = []  # letters, and where they begin
        for index, text in self._texts(min(self.count, _MOST)):
            if pdfium.FPDFText_IsGenerated(self._page, index) == 1:
                self._read.append((text, None, None))
            else:
                origin = self._origin(index)
                self._read.append((text, self._add(index, text, origin), origin))
        self.shown = _lines([one for one in self.characters if one.style.visible])

    def seen(self, area: Rect, unseen: Iterable[Line] = ()) -> list[tuple[str, Character | None]]:
        """What people see of the text within an area, letter by letter: not what has no ink, nor the lines found `unseen`.

        Where something runs from right to left, each line is read from its left end: PDFium turns round the parts of
        addresses beside such text.
        """
        hidden = {id(one) for line in unseen for one in line.characters}
        read = [
            (text, one, origin)
            for text, one, origin in self._read
            if one is None or (one.style.visible and id(one) not in hidden and _meets(one.box, area))
        ]
        if any(unicodedata.bidirectional(text) in _RIGHT_TO_LEFT for text, one, _ in read if one):
            return _from_left(read)
        return [(text, one) for text, one, _ in read]

    def _texts(self, count: int) -> Iterator[tuple[int, str]]:
        """Each character with its index. PDFium counts UTF-16 units: a character beyond U+FFFF is two, which share one box."""
        index = 0
        while index < count:
            unit = self._unicode(index)
            if not _is_half(unit):
                yield index, unit
                index += 1
                continue
            other = self._unicode(index + 1) if index + 1 < count else ""
            # What runs from right to left is turned round unit by unit, so that the halves may have changed places.
            high, low = sorted((unit, other))
            whole = high < "\udc00" <= low <= "\udfff" and _is_half(high) and self._box(index) == self._box(index + 1)
            yield index, (high + low).encode("utf-16", "surrogatepass").decode("utf-16") if whole else _UNKNOWN
            index += 2 if whole else 1

    def _unicode(self, index: int) -> str:
        """One UTF-16 unit, or a whole character where a reader has put it together."""
        value = self._pdfium.FPDFText_GetUnicode(self._page, index)
        return "-" if value == _HYPHEN else chr(value)

    def _origin(self, index: int) -> Point:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        at = self._view.seen(x.value, y.value, x.value, y.value)
        return at.x, at.y

    def _add(self, index: int, text: str, origin: Point) -> Character | None:
        pdfium, page = self._pdfium, self._page
        box, matrix = self._box(index), pdfium.FS_MATRIX()
        target = pdfium.FPDFText_GetTextObject(page, index)
        if not (box and target and pdfium.FPDFText_GetMatrix(page, index, matrix)):
            return None
        left, bottom, right, top = box
        if text.isspace() or left == right or bottom == top:
            return None
        seen = self._view.seen(*self._on_page(target, matrix, box))
        a, b, c, d, *_ = self._view.matrix
        along = (a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b)
        size = pdfium.FPDFText_GetFontSize(page, index) * (matrix.c**2 + matrix.d**2) ** 0.5 * self._view.unit
        # A script's own form may stand for a character that the text has elsewhere; only what reads as nothing counts.
        mapped = pdfium.FPDFText_HasUnicodeMapError(page, index) != 1 and _means_something(text)
        spaced = index > 0 and self._unicode(index - 1).isspace()
        character = Character(text, seen, size, self._style(target), mapped, origin, along, spaced)
        self.characters.append(character)
        return character

    def _box(self, index: int) -> Box | None:
        sides = [ctypes.c_double() for _ in range(4)]
        if not self._pdfium.FPDFText_GetCharBox(self._page, index, sides[0], sides[2], sides[1], sides[3]):
            return None
        left, bottom, right, top = (side.value for side in sides)
        return left, bottom, right, top

    def _on_page(self, target: Any, matrix: Any, box: Box) -> Box:
        """The box of a character in the page's coordinates.

        One whose text an ActualText gives has the box of its whole text object, and PDFium leaves out where a form around
        the object is placed, such as a page on an imposed sheet.
        """
        pdfium, own, bounds = self._pdfium, self._pdfium.FS_MATRIX(), [ctypes.c_float() for _ in range(4)]
        placed = [getattr(matrix, name) for name in "abcdef"]
        if not pdfium.FPDFPageObj_GetMatrix(target, own) or placed == [getattr(own, name) for name in "abcdef"]:
            return box
        found = pdfium.FPDFPageObj_GetBounds(target, *bounds)
        if not found or any(abs(side.value - edge) > _ROUNDING for side, edge in zip(bounds, box, strict=True)):
            return box
        left, bottom, right, top = box
        corners = [_moved(x, y, own, matrix) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

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


def _is_half(unit: str) -> bool:
    return "\ud800" <= unit <= "\udfff"


def _moved(x: float, y: float, own: Any, placed: Any) -> tuple[float, float]:
    """A point of a form on the page: back by an object's own matrix, then on by the one that it has on the page."""
    scale = own.a * own.d - own.b * own.c
    if not scale:
        return x, y
    dx, dy = x - own.e, y - own.f
    across, along = (dx * own.d - dy * own.c) / scale, (dy * own.a - dx * own.b) / scale
    return across * placed.a + along * placed.c + placed.e, across * placed.b + along * placed.d + placed.f


def _meets(box: Rect, area: Rect) -> bool:
    return box.x < area.right and area.x < box.right and box.y < area.top and area.y < box.top


def _means_something(text: str) -> bool:
    """Whether a code point is a character: not a control, private, half of a pair, nor one of the noncharacters.

    One that this Python's tables do not know may be newer than they are, and has its meaning elsewhere.
    """
    never = ord(text) & 0xFFFE == 0xFFFE or "\ufdd0" <= text <= "\ufdef"
    return not never and text != _UNKNOWN and unicodedata.category(text) not in ("Cc", "Co", "Cs")


def _lines(characters: list[Character]) -> list[Line]:
    """Characters that follow each other near enough on one baseline, one line each."""
    lines: list[Line] = []
    for one in characters:
        if not (lines and _follows(lines[-1].characters[-1], one)):
            lines.append(Line())
        lines[-1].characters.append(one)
    return lines


def _from_left(read: Sequence[tuple[str, Character | None, Point | None]]) -> list[tuple[str, Character | None]]:
    """Letters line by line, each line from its left end. A space has its own place, where the file has one."""
    lines: list[list[tuple[float, str, Character | None]]] = []
    start: Character | None = None
    for text, one, origin in read:
        if origin is None or not (one or text.isspace()):
            continue
        if one and (start is None or not _on_one_line(start, one)):
            start = one
            lines.append([])
        if start is not None:
            (x, y), (left, top) = start.along, start.origin
            way = (origin[0] - left) * x + (origin[1] - top) * y
            lines[-1].append((way, text, one))
    found: list[tuple[str, Character | None]] = []
    for line in lines:
        before: Character | None = None
        for _, text, one in sorted(line, key=lambda letter: letter[0]):
            if before and one and not _follows(before, one):
                found.append((" ", None))
            found.append((text, one))
            before = one or before
        found.append(("\n", None))
    return found


def _on_one_line(before: Character, after: Character) -> bool:
    x, y = before.along
    dx, dy = after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]
    return abs(dx * y - dy * x) / ((x * x + y * y) ** 0.5 or 1.0) <= _SAME_LINE * max(before.size, after.size)


def _follows(before: Character, after: Character) -> bool:
    """Whether two characters stand on one line: the way between them runs along it, and is not far."""
    dx, dy = after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]
    x, y = before.along
    far = abs(dx * x + dy * y) / ((x * x + y * y) ** 0.5 or 1.0)
    return _on_one_line(before, after) and far <= _GAP * max(before.size, after.size)
