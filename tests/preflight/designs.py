"""Flyers made with another program's means, sound and spoiled: what the proof is tried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import qrcode
import reportlab
from PIL import Image
from reportlab.lib.colors import Color, black, white
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

LINK = "https://example.ac.jp/mfa/start"
WIDTH, HEIGHT = 210 * mm, 297 * mm
AMBER = Color(1.0, 0.75, 0.0)
BLUE = Color(0.0, 0.47, 0.83)  # black on it has a WCAG contrast of 4.6:1

Extra = Callable[[Canvas], None]


@dataclass(frozen=True)
class Design:
    """One flyer; whatever is not said is sound. Lengths in mm from the lower left corner."""

    payload: str = LINK
    printed: str = "example.ac.jp/mfa/start"
    ink: Color = black
    paper: Color = white
    module: float = 1.2
    stretch: float = 1.0
    quiet: float = 4.0
    around: Color | None = None
    slant: float = 0.0
    angle: float = 0.0
    code: bool = True
    text: bool = True
    extra: Extra = field(default=lambda canvas: None)

    def pdf(self) -> bytes:
        pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
        target = BytesIO()
        canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), lang="en", initialFontName="Vera", invariant=True)
        canvas.setTitle("Set up your key")
        if self.text:
            words(canvas, 20, 270, "Set up your key", 24)
            words(canvas, 20, 255, self.printed, 14)
        if self.code:
            self._draw_code(canvas)
        self.extra(canvas)
        canvas.showPage()
        canvas.save()
        return target.getvalue()

    def _draw_code(self, canvas: Canvas) -> None:
        matrix, side = code_matrix(self.payload), len(code_matrix(self.payload))
        canvas.saveState()
        canvas.translate(60 * mm, 120 * mm)
        canvas.rotate(self.angle)
        canvas.skew(0, self.slant)
        canvas.scale(self.module * mm, self.module * mm * self.stretch)
        if self.around is not None:
            canvas.setFillColor(self.around)
            canvas.rect(-12, -12, side + 24, side + 24, stroke=0, fill=1)
        canvas.setFillColor(self.paper)
        canvas.rect(-self.quiet, -self.quiet, side + 2 * self.quiet, side + 2 * self.quiet, stroke=0, fill=1)
        canvas.setFillColor(self.ink)
        path = canvas.beginPath()
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    path.rect(column, side - 1 - row, 1, 1)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()


@cache
def code_matrix(text: str, level: int = qrcode.ERROR_CORRECT_Q) -> list[list[bool]]:
    code = qrcode.QRCode(border=0, error_correction=level)
    code.add_data(text)
    return code.get_matrix()


def words(canvas: Canvas, x: float, y: float, text: str, size: float, font: str = "Vera", ink: Color = black) -> None:
    canvas.setFillColor(ink)
    canvas.setFont(font, size)
    canvas.drawString(x * mm, y * mm, text)


def says(x: float, y: float, text: str, size: float, font: str = "Vera", ink: Color = black) -> Extra:
    return lambda canvas: words(canvas, x, y, text, size, font, ink)


def covered(x: float, y: float, width: float, height: float, colour: Color = white) -> Extra:
    """A rectangle over part of the page; the code of a sound design stands at 60 to 94.8, 120 to 154.8."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.rect(x * mm, y * mm, width * mm, height * mm, stroke=0, fill=1)

    return draw


def picture(pixels: int, side: float, *, exif: bool = False, mode: str = "RGB") -> Extra:
    """A square JPEG of so many pixels on `side` mm."""
    data, tags = BytesIO(), Image.Exif()
    tags[0x013B] = "a person's name"
    Image.effect_mandelbrot((pixels, pixels), (-2, -1.5, 1, 1.5), 50).convert(mode).save(
        data, "JPEG", **({"exif": tags} if exif else {})
    )

    def draw(canvas: Canvas) -> None:
        path = PICTURES / f"{pixels}{mode}{exif}.jpg"
        path.write_bytes(data.getvalue())
        canvas.drawImage(str(path), 120 * mm, 60 * mm, side * mm, side * mm)

    return draw


PICTURES = Path()  # the fixture says where


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """The file after a change of its objects."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def tagged(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))


def sound(**changes: object) -> bytes:
    """A design with all that a file needs, tags too."""
    return changed(Design(**changes).pdf(), tagged)  # type: ignore[arg-type]
