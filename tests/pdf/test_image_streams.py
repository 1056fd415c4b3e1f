"""Pictures: their bytes go in as they are, without what they say about place and camera."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from generator.geometry import SIZES, Rect
from generator.pdf.images import image_stream
from pdf_samples import blank, jpeg, png


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def pixels(data: bytes) -> Image.Image:
    """The picture as a reader of the file decodes it."""
    canvas = blank()
    canvas.begin_page(SIZES["A6"])
    with canvas.element("Figure", alt="x"):
        canvas.image(data, Rect(0, 0, 10, 10))
    canvas.end_page()
    with pikepdf.open(io.BytesIO(canvas.finish())) as pdf:
        return pikepdf.PdfImage(pdf.pages[0].Resources.XObject["/I1"]).as_pil_image()


def gradient(mode: str) -> Image.Image:
    red, green = Image.linear_gradient("L").resize((37, 19)), Image.radial_gradient("L").resize((37, 19))
    return red if mode == "L" else Image.merge("RGB", (red, green, red))


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("optimise", [True, False])
def test_a_png_keeps_its_pixels_and_its_bytes(mode: str, optimise: bool) -> None:
    data = saved(gradient(mode), optimize=optimise)
    assert pixels(data).convert(mode).tobytes() == gradient(mode).tobytes()
    assert image_stream(data).data in data, "the rows are not compressed anew"


def test_a_png_in_several_pieces() -> None:
    big = Image.effect_noise((300, 300), 80)
    assert saved(big).count(b"IDAT") > 1
    assert pixels(saved(big)).tobytes() == big.tobytes()


@pytest.mark.parametrize("mode", ["P", "1"])
def test_palettes_and_single_bits_are_decoded(mode: str) -> None:
    picture = gradient("RGB").convert(mode)
    assert pixels(saved(picture)).convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_keeps_its_pixels(mode: str) -> None:
    data = saved(gradient(mode), "JPEG", quality=90)
    with Image.open(io.BytesIO(data)) as expected:
        assert pixels(data).convert(mode).tobytes() == expected.tobytes()


def test_a_jpeg_loses_what_it_says_about_its_making() -> None:
    data = jpeg(exif=True)
    assert b"SECRET PLACE" in data
    assert b"SECRET PLACE" not in image_stream(data).data
    assert image_stream(data).data == image_stream(jpeg()).data


def test_a_progressive_jpeg_is_read_too() -> None:
    data = saved(gradient("RGB"), "JPEG", progressive=True, comment=b"made by somebody")
    assert "/Width 37 /Height 19" in image_stream(data).entries
    assert pixels(data).size == (37, 19)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (saved(Image.new("RGBA", (2, 2))), "no transparency"),
        (saved(Image.new("LA", (2, 2))), "no transparency"),
        (png(extra=b"\0\0\0\6tRNS" + bytes(10)), "no transparency"),
        (saved(Image.new("CMYK", (2, 2)), "JPEG"), "grey or RGB"),
        (b"\xff\xd8\xff\xd9", "grey or RGB"),
        (b"GIF89a", "PNG or a JPEG"),
        (b"", "PNG or a JPEG"),
    ],
)
def test_what_cannot_be_placed_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        image_stream(data)
