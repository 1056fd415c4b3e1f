"""Reads the QR codes of a finished file as a phone would: pages become pixels, and a decoder that never encodes looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import InvalidInput

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

POINTS_PER_INCH = 72


class FoundCode(Struct, frozen=True):
    """A code that was read: its page (counted from 1) and its content."""

    page_number: int
    text: str


def read_codes(pdf: bytes, dpi: int = 150) -> tuple[FoundCode, ...]:
    """Every QR code of the file, page by page, from top to bottom and left to right; light-on-dark codes do not count.

    `dpi` is the resolution that pages are drawn at. Raises InvalidInput where the file is not a PDF that can be opened.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise InvalidInput(f"this is not a PDF that can be opened: {error}", help="build the file again") from error
    with document:
        return tuple(FoundCode(number, text) for number, page in enumerate(document, start=1) for text in _read_page(page, dpi))


def _read_page(page: pypdfium2.PdfPage, dpi: int) -> list[str]:
    """What the codes of one page say, in the order of their place."""
    import zxingcpp

    bitmap = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B", shape=(bitmap.height, bitmap.stride))  # an ImageView would outlive its pixels
    # Phones do not read inverted codes, so a decoder that does would pass a bad design.
    codes = zxingcpp.read_barcodes(rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False)
    row = dpi / 2  # half an inch: corners are found to a pixel or two, and a row of codes must stay a row
    codes.sort(key=lambda code: (round(code.position.top_left.y / row), code.position.top_left.x))
    return [code.text for code in codes]
