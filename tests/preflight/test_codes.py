from __future__ import annotations

from io import BytesIO

import pytest
import qrcode
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from generator.errors import InvalidInput
from generator.preflight.codes import FoundCode, read_codes

MODULE = 1.0 * mm
HEIGHT = 842


def draw_code(canvas: Canvas, text: str, x: float, top: float, *, inverted: bool = False) -> None:
    """A code of 1 mm modules whose upper left corner, without the quiet zone, is (x, top) from the top of the page."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    side = len(matrix) * MODULE
    canvas.setFillGray(0 if inverted else 1)
    canvas.rect(x - 4 * MODULE, HEIGHT - top + 4 * MODULE - side, side, side, stroke=0, fill=1)
    canvas.setFillGray(1 if inverted else 0)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x + (column - 4) * MODULE, HEIGHT - top - (row - 3) * MODULE, MODULE, MODULE)
    canvas.drawPath(path, stroke=0, fill=1)


def document(*pages: list[tuple[str, float, float]], inverted: bool = False) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, HEIGHT))
    for page in pages:
        for text, x, top in page:
            draw_code(canvas, text, x, top, inverted=inverted)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_codes_come_by_page_and_then_from_the_top(dpi: int) -> None:
    first = [("low", 50.0, 500.0), ("high right", 300.0, 50.0), ("high left", 50.0, 50.0)]
    pdf = document(first, [], [("https://example.ac.jp/日本", 100, 100)])
    assert read_codes(pdf, dpi) == (
        FoundCode(1, "high left"),
        FoundCode(1, "high right"),
        FoundCode(1, "low"),
        FoundCode(3, "https://example.ac.jp/日本"),
    )


def test_the_same_code_twice_counts_twice() -> None:
    assert len(read_codes(document([("twin", 50, 50), ("twin", 300, 50)]))) == 2


def test_a_light_code_on_dark_does_not_count() -> None:
    assert read_codes(document([("inverted", 100, 100)], inverted=True)) == ()


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n"])
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="not a PDF"):
        read_codes(data)
