"""Page pictures and a contact sheet of a finished PDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UsageError
from generator.output import publish

if TYPE_CHECKING:
    from PIL.Image import Image

_SHEET_COLUMNS = 4
_SHEET_WIDTH = 480  # pixels of one page on the contact sheet
_MARGIN = 16
LEAST_DPI, MOST_DPI = 20, 600


def write_pictures(pdf: Path, dpi: int) -> list[Path]:
    """Write a PNG of each page beside the PDF, and of several pages a contact sheet too; returns their paths.

    Raises UsageError for a resolution outside 20 to 600, OutputError where a picture cannot be written.
    """
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise UsageError(f"{dpi} dpi is out of range", help=f"Choose from {LEAST_DPI} to {MOST_DPI}.")
    pages = _render(pdf.read_bytes(), dpi)
    written = []
    for number, picture in enumerate(pages, 1):
        written.append(_write(picture, pdf.with_suffix(f".{number}.png")))
    if len(pages) > 1:
        written.append(_write(contact_sheet(pages), pdf.with_suffix(".sheet.png")))
    return written


def _render(data: bytes, dpi: int) -> list[Image]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72).to_pil() for page in document]
    finally:
        document.close()


def contact_sheet(pages: list[Image]) -> Image:
    """All pages small, in rows on grey."""
    from PIL import Image

    small = [_small(page) for page in pages]
    columns = min(_SHEET_COLUMNS, len(small))
    rows = -(-len(small) // columns)
    height = max(page.height for page in small)
    sheet = Image.new("RGB", (columns * (_SHEET_WIDTH + _MARGIN) + _MARGIN, rows * (height + _MARGIN) + _MARGIN), (110, 110, 110))
    for index, page in enumerate(small):
        x = _MARGIN + index % columns * (_SHEET_WIDTH + _MARGIN)
        y = _MARGIN + index // columns * (height + _MARGIN)
        sheet.paste(page, (x, y))
    return sheet


def _small(page: Image) -> Image:
    from PIL import Image

    return page.resize((_SHEET_WIDTH, round(page.height * _SHEET_WIDTH / page.width)), Image.Resampling.LANCZOS)


def _write(picture: Image, path: Path) -> Path:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    publish(buffer.getvalue(), path)
    return path
