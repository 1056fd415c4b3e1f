"""Finds QR codes in the pixels of a photo, by looking at it in several ways.

The ways and their order were chosen by trial on simulated photos: sharpening, enlarging, smoothing before sharpening and a
turn each read codes that the plain picture does not give. How long it takes is bound by the pixels, not by a clock, so
the same photo gives the same answer everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from PIL import Image

Point = tuple[float, float]
MOST_PIXELS = 51_000_000  # of an enlarged view
_TURN = 30  # degrees: between the angles that a decoder tries by itself
_GREY = 128


class Seen(Struct, frozen=True):
    """A code that was read, and its four corners in pixels of the photo, from the top left."""

    text: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def centre(self) -> Point:
        """The middle of its corners."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    @property
    def reach(self) -> float:
        """From the centre to the farthest corner."""
        return max(math.dist(self.centre, corner) for corner in self.corners)


class _View(Struct, frozen=True):
    """The photo seen in one way, and how to find the way back from its pixels to the photo's."""

    image: Image.Image
    back: Callable[[float, float], Point]


def find_codes(photo: Image.Image) -> tuple[Seen, ...]:
    """Every code that can be read in a grey photo, from top to bottom and left to right.

    The first views are always looked at, since one code that is read easily may hide another that is not; the others
    only where nothing was found.
    """
    found = _together(seen for view in _first_views(photo) for seen in _read(view))
    for view in () if found else _further_views(photo):
        found = _together(_read(view))
        if found:
            break
    return tuple(sorted(found, key=lambda seen: (round(seen.centre[1] / max(1, photo.height) * 8), seen.centre[0])))


def _first_views(photo: Image.Image) -> Iterator[_View]:
    yield _View(photo, _same)
    yield _View(_sharpened(photo, 2, 250), _same)
    yield _View(photo.reduce(2), lambda x, y: (2 * x, 2 * y))


def _further_views(photo: Image.Image) -> Iterator[_View]:
    from PIL import ImageFilter

    largest = math.sqrt(MOST_PIXELS / (photo.width * photo.height))
    if largest > 1.2:
        yield _scaled(photo, min(2, largest))
    yield _View(_sharpened(photo.filter(ImageFilter.GaussianBlur(1.5)), 4, 400), _same)
    if largest > 1.2:
        view = _scaled(photo, min(1.5, largest))
        yield _View(_sharpened(view.image, 3, 250), view.back)
    yield _turned(photo, _TURN)
    yield _View(_evened(photo), _same)


def _same(x: float, y: float) -> Point:
    return x, y


def _sharpened(image: Image.Image, radius: float, percent: int) -> Image.Image:
    from PIL import ImageFilter

    return image.filter(ImageFilter.UnsharpMask(radius, percent, 0))


def _evened(photo: Image.Image) -> Image.Image:
    """What differs from its surroundings: light and shadow go, the modules stay."""
    from PIL import ImageChops, ImageFilter

    around = photo.filter(ImageFilter.BoxBlur(max(photo.size) / 60))
    return ImageChops.subtract(photo, around, 0.4, _GREY)


def _scaled(photo: Image.Image, scale: float) -> _View:
    from PIL import Image

    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    by_x, by_y = photo.width / size[0], photo.height / size[1]
    return _View(photo.resize(size, Image.Resampling.BICUBIC), lambda x, y: (x * by_x, y * by_y))


def _turned(photo: Image.Image, degrees: float) -> _View:
    """The photo turned anticlockwise, its corners kept; a large one is made smaller first, since turning makes it larger."""
    from PIL import Image

    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    width, height = photo.size
    pixels = (width * cosine + height * sine) * (width * sine + height * cosine)
    flat = _scaled(photo, min(1, math.sqrt(MOST_PIXELS / pixels)))
    image = flat.image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_GREY)

    def back(x: float, y: float) -> Point:
        dx, dy = x - image.width / 2, y - image.height / 2
        return flat.back(cosine * dx - sine * dy + flat.image.width / 2, sine * dx + cosine * dy + flat.image.height / 2)

    return _View(image, back)


def _read(view: _View) -> Iterator[Seen]:
    """What the decoder reads in one view.

    Light codes on dark count here, unlike in preflight: some phones read them, and so a sticker may be one.
    """
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(view.image, formats=wanted, text_mode=zxingcpp.TextMode.Plain):
        yield Seen(code.text, _corners(code.position, view.back))


def _corners(position: Any, back: Callable[[float, float], Point]) -> tuple[Point, Point, Point, Point]:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    first, second, third, fourth = (back(point.x, point.y) for point in points)
    return first, second, third, fourth


def _together(seen: Iterable[Seen]) -> list[Seen]:
    """The codes that several views have read, each once: the same text in the same spot is the same code."""
    found: list[Seen] = []
    for one in seen:
        if not any(one.text == other.text and math.dist(one.centre, other.centre) < other.reach for other in found):
            found.append(one)
    return found
