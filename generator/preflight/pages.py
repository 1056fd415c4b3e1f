"""Pages as pictures: drawn by PDFium, within bounds of pixels and of time."""

from __future__ import annotations

import ctypes
import time
from contextlib import suppress
from struct import pack
from typing import TYPE_CHECKING, Any
from zlib import compress, crc32

from msgspec import Struct

from generator.geometry import Rect
from generator.preflight.rules import MAX_PIXELS, MAX_SECONDS

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

POINTS_PER_INCH = 72.0
_FINE, _MOST_DEVICE = 10_000, 1e9  # pixels per point, and of a side, where PDFium is asked for places
_LEAST_SIDE = 1.0  # points: a page without an extent is drawn as a dot


class TimeUp(Exception):
    """The time for this file is used up."""


class Deadline(Struct, frozen=True):
    """The moment after which nothing more is measured."""

    at: float

    @classmethod
    def after(cls, seconds: float = MAX_SECONDS) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() > self.at

    def check(self) -> None:
        """Raise TimeUp where it is too late."""
        if self.passed():
            raise TimeUp


class Raster(Struct, frozen=True):
    """Pixels from the top, without padding; `channels` is 1 (luma) or 3 (blue, green, red)."""

    pixels: bytes
    width: int
    height: int
    channels: int
    scale: float  # pixels per point
    left: float  # where on the page its upper left corner is, in points from the page's upper left corner
    top: float

    def at(self, x: float, y: float) -> tuple[int, int, int]:
        """Blue, green and red of the pixel that holds this spot (in pixels); the edge's where it lies outside."""
        column = min(max(int(x), 0), self.width - 1)
        row = min(max(int(y), 0), self.height - 1)
        start = (row * self.width + column) * self.channels
        if self.channels == 1:
            return (self.pixels[start],) * 3
        return self.pixels[start], self.pixels[start + 1], self.pixels[start + 2]

    def image(self) -> memoryview:
        """The pixels as a decoder wants them: rows, columns, and channels where there are three."""
        shape = (self.height, self.width) if self.channels == 1 else (self.height, self.width, self.channels)
        return memoryview(self.pixels).cast("B", shape=shape)


class View:
    """A page as it is seen: cropped and turned. Points, from the upper left corner of what is seen.

    `unit` is how many points a unit of the page's own coordinates has (UserUnit), which PDFium leaves out.
    """

    def __init__(self, page: pypdfium2.PdfPage, number: int, deadline: Deadline, unit: float = 1.0) -> None:
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

        self.page, self.number, self.deadline, self.unit = page, number, deadline, unit
        self.width, self.height = (max(side * unit, _LEAST_SIDE) for side in page.get_size())
        self._pdfium = pdfium
        origin, right, up = self._to_device(0, 0), self._to_device(1, 0), self._to_device(0, 1)
        x, y = origin
        self.matrix = (right[0] - x, right[1] - y, up[0] - x, up[1] - y, x, y)

    def seen(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """Where a box of the page's own coordinates is seen; y counts down from the top."""
        a, b, c, d, e, f = self.matrix
        xs = (a * left + c * bottom + e, a * right + c * top + e)
        ys = (b * left + d * bottom + f, b * right + d * top + f)
        return Rect(min(xs), min(ys), abs(xs[1] - xs[0]), abs(ys[1] - ys[0]))

    def _to_device(self, x: float, y: float) -> tuple[float, float]:
        """One point of the page as seen; PDFium answers in whole pixels, so it is asked on a very large page."""
        fine = min(_FINE, _MOST_DEVICE / max(self.width, self.height))
        across, down = ctypes.c_int(), ctypes.c_int()
        width, height = round(self.width * fine), round(self.height * fine)
        self._pdfium.FPDF_PageToDevice(self.page, 0, 0, width, height, 0, x, y, across, down)
        return across.value / fine, down.value / fine

    def within(self, area: Rect) -> Rect:
        """The part of an area that is on the page: beyond its edge there is no paper, so nothing there is white."""
        left, top = max(0.0, area.x), max(0.0, area.y)
        return Rect(left, top, min(area.right, self.width) - left, min(area.top, self.height) - top)

    def raster(self, scale: float, area: Rect | None = None, *, colour: bool = False) -> Raster:
        """A picture of the page or of an area of it, at `scale` pixels per point, or less where that would be too many."""
        pdfium = self._pdfium
        area = area or Rect(0, 0, self.width, self.height)
        scale = min(scale, (MAX_PIXELS / max(area.width * area.height, 1)) ** 0.5)
        width, height = (max(1, round(side * scale)) for side in (area.width, area.height))
        left, top = round(area.x * scale), round(area.y * scale)
        channels = 3 if colour else 1
        row = width * channels  # a stride of our own: no padding has to be taken out afterwards
        pixels = (ctypes.c_ubyte * (row * height))()
        kind = pdfium.FPDFBitmap_BGR if colour else pdfium.FPDFBitmap_Gray
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, pixels, row)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            self._draw(bitmap, -left, -top, round(self.width * scale), round(self.height * scale), colour)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Raster(bytes(pixels), width, height, channels, scale, left / scale, top / scale)

    def _draw(self, bitmap: Any, left: int, top: int, width: int, height: int, colour: bool) -> None:
        """Draw in steps, so that a page that never ends can be left."""
        pdfium = self._pdfium
        flags = pdfium.FPDF_ANNOT | (0 if colour else pdfium.FPDF_GRAYSCALE)
        asked = type(pdfium.IFSDK_PAUSE().NeedToPauseNow)
        pause = pdfium.IFSDK_PAUSE(version=1, NeedToPauseNow=asked(lambda _: int(self.deadline.passed())))
        status = pdfium.FPDF_RenderPageBitmap_Start(bitmap, self.page, left, top, width, height, 0, flags, pause)
        pdfium.FPDF_RenderPage_Close(self.page)
        if status == pdfium.FPDF_RENDER_TOBECONTINUED:
            raise TimeUp


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it cannot be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def thumbnail(pdf: bytes, page_number: int, width_px: int) -> bytes:
    """A page as a small PNG in colour; pages count from 1. Raises IndexError for a page that is not there."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page_number <= len(document):
            raise IndexError(f"there is no page {page_number}: the file has {len(document)}")
        view = View(document[page_number - 1], page_number, Deadline.after())
        return png(view.raster(width_px / view.width, colour=True))
    finally:
        document.close()


def thumbnails(pdf: bytes, most: int, width_px: int) -> tuple[int, dict[int, bytes]]:
    """How many pages there are, and of the first ones, `most` at most, those that can be drawn, as PNGs of that width."""
    import pypdfium2

    pages, found = count_pages(pdf), dict[int, bytes]()
    for number in range(1, min(pages, most) + 1):
        with suppress(pypdfium2.PdfiumError, TimeUp):
            found[number] = thumbnail(pdf, number, width_px)
    return pages, found


def png(raster: Raster) -> bytes:
    """The picture as a PNG file."""
    data, row = bytearray(raster.pixels), raster.width * raster.channels
    if raster.channels == 3:
        data[0::3], data[2::3] = data[2::3], data[0::3]
    lines = b"".join(b"\0" + data[start : start + row] for start in range(0, len(data), row))
    head = pack(">IIBBBBB", raster.width, raster.height, 8, 2 if raster.channels == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
