"""The rules about pictures: sharp as placed, in the intent's colours, and with nothing about their maker inside."""

from __future__ import annotations

import ctypes
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING, Any

from generator.errors import counted
from generator.geometry import Rect
from generator.preflight.pages import POINTS_PER_INCH, View
from generator.preflight.report import Expectation, Ledger
from generator.preflight.rules import MAX_PICTURE, MAX_UNPACKED, PICTURE_PPI, PICTURE_PPI_AIM, Severity

if TYPE_CHECKING:
    import pikepdf

_LEAST_SIDE = 16  # pixels: narrower ones are gradients and rules, not pictures
_ROUNDING = 1.0  # ppi
_PIECE = 1_000_000  # bytes that are unpacked at a time
_HEAD = 200_000  # bytes of a picture in which its metadata stands
_FORBIDDEN = {"screen": {"CMYK"}, "press": {"RGB"}}
_COMPONENTS = {1: "grey", 3: "RGB", 4: "CMYK"}
_NAMED = {
    **{"/DeviceGray": "grey", "/CalGray": "grey", "/G": "grey"},
    **{"/DeviceRGB": "RGB", "/CalRGB": "RGB", "/RGB": "RGB", "/Lab": "Lab"},
    **{"/DeviceCMYK": "CMYK", "/CMYK": "CMYK", "/Separation": "spot", "/DeviceN": "spot", "/Pattern": "pattern"},
}


class ResolutionCheck:
    """Judges the resolution of the pictures of a file, page by page."""

    def __init__(self, ledger: Ledger, expectation: Expectation) -> None:
        self.ledger = ledger
        self.least = expectation.sharpness or PICTURE_PPI
        self.aim = max(expectation.sharpness or PICTURE_PPI_AIM, self.least)
        self.lowest: tuple[float, int, Rect] | None = None
        self.failed = False

    def page(self, view: View) -> None:
        """Judge every picture that is drawn on a page."""
        for ppi, width, height, place in _pictures(view):
            if min(width, height) < _LEAST_SIDE:
                continue
            if self.lowest is None or ppi < self.lowest[0]:
                self.lowest = ppi, view.number, place
            if ppi < self.aim - _ROUNDING:
                self.failed = True
                severity: Severity = "error" if ppi < self.least - _ROUNDING else "warning"
                said = f"{ppi:.0f} ppi ({width} × {height} pixels)"
                self.ledger.failed("picture-resolution", said, view.number, place, severity=severity)

    def end(self) -> None:
        """Say what is left to say of the whole file."""
        if self.lowest is None:
            self.ledger.unmeasured("picture-resolution", "there are no pictures")
        elif not self.failed:
            ppi, page_number, place = self.lowest
            self.ledger.passed("picture-resolution", f"lowest {ppi:.0f} ppi", page_number, place)


def _pictures(view: View) -> Iterator[tuple[float, int, int, Rect]]:
    """Resolution, pixels and place of each picture of a page, those within forms too."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    for target in view.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        matrix, holder = target.get_matrix(), target.container
        while holder is not None:
            matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(target, width, height)
        across, along = (hypot(*side) * view.unit for side in ((matrix.a, matrix.b), (matrix.c, matrix.d)))
        if not across or not along:
            continue
        ppi = min(width.value / across, height.value / along) * POINTS_PER_INCH
        xs = [matrix.e + a + c for a in (0, matrix.a) for c in (0, matrix.c)]
        ys = [matrix.f + b + d for b in (0, matrix.b) for d in (0, matrix.d)]
        yield ppi, width.value, height.value, view.seen(min(xs), min(ys), max(xs), max(ys))


class StreamCheck:
    """Looks into every stream of a file, drawn or not, for pictures and what they carry."""

    def __init__(self) -> None:
        self.colours: dict[str, int] = {}
        self.exif: list[str] = []
        self.unread: list[str] = []
        self.huge: list[str] = []
        self.pictures = 0

    def stream(self, item: pikepdf.Stream) -> None:
        """Take note of one stream."""
        number = f"object {item.objgen[0]}"
        if item.get("/Subtype") == "/Image":
            self.pictures += 1
            if "/ColorSpace" in item:
                kind = colour_of(item.ColorSpace)
                self.colours[kind] = self.colours.get(kind, 0) + 1
            if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MAX_PICTURE:
                self.huge.append(f"{number}: {item.get('/Width')} × {item.get('/Height')} pixels")
        filters = _filters(item)
        if "/FlateDecode" in filters and _bursts(memoryview(item.get_raw_stream_buffer()), filters):
            self.huge.append(f"{number}: over {MAX_UNPACKED // 1_000_000} MB when unpacked")
        if filters and filters[-1] in ("/DCTDecode", "/JPXDecode"):
            head = _unwrapped(bytes(memoryview(item.get_raw_stream_buffer())[:_HEAD]), filters[:-1])
            if head is None:
                self.unread.append(number)
            elif b"Exif\0" in head or b"JpgTiffExif->JP2" in head:
                self.exif.append(number)

    def judge(self, intent: str, ledger: Ledger) -> None:
        """What the streams say together."""
        if self.huge:
            ledger.failed("file-bounds", ", ".join(self.huge[:3]))
        if self.exif:
            ledger.failed("picture-exif", ", ".join(self.exif))
        if self.unread:
            ledger.unmeasured("picture-exif", f"cannot be unpacked: {', '.join(self.unread)}")
        if not self.exif and not self.unread:
            ledger.passed("picture-exif", counted(self.pictures, "picture"))
        said = ", ".join(f"{count} {kind}" for kind, count in sorted(self.colours.items()))
        wrong = _FORBIDDEN.get(intent, set()) & self.colours.keys()
        if not self.colours:
            ledger.unmeasured("picture-colour", "there are no pictures with colours of their own")
        elif not intent:
            ledger.unmeasured("picture-colour", f"{said}; it is not known what the file is for")
        elif "unknown" in self.colours:
            ledger.unmeasured("picture-colour", said)
        else:
            ledger.judge(not wrong, "picture-colour", f"{said}, for {intent}")


def colour_of(space: Any) -> str:
    """The kind of a PDF colour space: grey, RGB, CMYK, Lab, spot, pattern or unknown."""
    import pikepdf

    if isinstance(space, pikepdf.Array) and len(space):
        name = str(space[0])
        if name == "/ICCBased":
            return _COMPONENTS.get(int(space[1].get("/N", 0)), "unknown")
        if name in ("/Indexed", "/I"):
            return colour_of(space[1])
        return _NAMED.get(name, "unknown")
    return _NAMED.get(str(space), "unknown")


def _filters(item: pikepdf.Stream) -> list[str]:
    import pikepdf

    named = item.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _bursts(data: memoryview, filters: list[str]) -> bool:
    """Whether a stream is too large when unpacked. Small ones cannot be: a byte unpacks to a thousand at the most.

    A stream that is packed twice has no honest reason, and is unpacked to see what the second layer would give.
    """
    layers = filters.count("/FlateDecode")
    if len(data) * 1032**layers <= MAX_UNPACKED or filters[0] != "/FlateDecode":
        return False
    unpacker, total, inner = zlib.decompressobj(), 0, bytearray()
    try:
        rest = bytes(data)
        while rest and total <= MAX_UNPACKED:
            piece = unpacker.decompress(rest, _PIECE)
            if not piece:
                break
            total += len(piece)
            inner += piece if layers > 1 else b""
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False  # damaged: the readers say so themselves
    return total > MAX_UNPACKED or (layers > 1 and _bursts(memoryview(inner), filters[1:]))


def _unwrapped(data: bytes, filters: list[str]) -> bytes | None:
    """The first bytes of a picture from within its wrappers, never more than the head; None where that fails."""
    for name in filters:
        try:
            if name == "/FlateDecode":
                data = zlib.decompressobj().decompress(data, _HEAD)
            elif name == "/ASCII85Decode":
                data = a85decode(data.split(b"~")[0].removeprefix(b"<~"))
            elif name == "/ASCIIHexDecode":
                clean = bytes(data.split(b">")[0].translate(None, b" \t\r\n\f\0"))
                data = unhexlify(clean[: len(clean) // 2 * 2])
            else:
                return None
        except (zlib.error, ValueError):
            return None
    return data
