"""Files that every viewer opens are taken; what goes into the PDF is what was decoded; what would take too long is refused."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.guide import Ring
from generator.guide.model import Screen, Text
from generator.pdf.images import image_stream
from generator.pictures import jpeg
from generator.pictures.decode import LONGEST_SIDE, decoded
from generator.pictures.prepare import Fractions
from generator.pictures.secrets import codes
from picture_files import chunk, differ_by, gradient, opened, pixels, raw_png, refused, saved, whole

# 16 × 16 pixels, the left half red, the right one white, arithmetic-coded: Pillow reads that, and cannot write it.
ARITHMETIC = zlib.decompress(
    base64.b64decode(
        "eNr7f+P/AwYBLzdPNwZGRgYGRiBk+H+bwZlBgJuHj4dLgI+XT0hQQFhCQ0pCTEzCUFlVVsPK2NbG0tjC3MEjxs/BJdzV3CIgNzA8Pik9I93Ot7CyIKUi"
        "JjU9GWQIo6CQkISohL6UlH6yk4VTMsng/0kGQQ4GAQYBZkZBBiZBRmZBxv9nGLgYBARYGQUEWf/fYuBhZgRKMAsy2DP8e7uB5/cMRQeDfSK3zz3bsizh"
        "/00AF0k/ew=="
    )
)


def photo() -> bytes:
    return saved(gradient((64, 48)), "JPEG", quality=95, subsampling=0)


def progressive() -> bytes:
    return saved(gradient((64, 48)), "JPEG", quality=95, progressive=True)


def strayed(data: bytes, junk: bytes) -> bytes:
    """A JPEG with stray bytes before each of its segments but the first, up to its pixels."""
    found = list(jpeg.segments(data))
    scan = next(begin for marker, begin, _ in found if marker == 0xDA)
    edges = [begin for _, begin, _ in found[1:] if begin <= scan]
    assert len(edges) > 4
    for edge in reversed(edges):
        data = data[:edge] + junk + data[edge:]
    return data


JPEGS = {
    "plain": photo,
    "progressive": progressive,
    "stray bytes": lambda: strayed(photo(), b"abc"),
    "stray zeros": lambda: strayed(progressive(), b"\0" * 9),
    "stray 255 and 0": lambda: strayed(photo(), b"\xff\0\xff\xff"),
    "without its end": lambda: photo()[:-2],
    "with half its end": lambda: photo()[:-1],
    "with another end": lambda: photo()[:-1] + b"\xd8",
    "with something behind": lambda: photo() + b"<html>" * 99,
    "with a second picture": lambda: photo() + progressive(),
    "RGB": lambda: saved(gradient((64, 48)), "JPEG", quality=95, keep_rgb=True),
    "CMYK": lambda: saved(gradient((64, 48)).convert("CMYK"), "JPEG", quality=95),
    "restarts": lambda: saved(gradient((64, 48)), "JPEG", quality=95, restart_marker_blocks=2),
    "broken EXIF": lambda: saved(gradient((64, 48)), "JPEG", quality=95, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
    "broken profile": lambda: saved(gradient((64, 48)), "JPEG", quality=95, icc_profile=b"nothing"),
    "odd resolution": lambda: saved(gradient((64, 48)), "JPEG", quality=95, dpi=(1, 3)),
    "arithmetic": lambda: ARITHMETIC,
}
CROPS: list[Fractions] = [(0, 0, 1, 1), (0, 0, 0.5, 1), (0.25, 0.25, 0.5, 0.5)]


@pytest.mark.parametrize(("name", "redacted"), [*((name, False) for name in JPEGS), ("stray bytes", True), ("CMYK", True)])
@pytest.mark.parametrize("crop", CROPS)
def test_what_is_embedded_is_what_was_decoded(tmp_path: Path, name: str, crop: Fractions, redacted: bool) -> None:
    one = opened(tmp_path, JPEGS[name](), "a.jpg")
    redact = [Ring(0.9, 0.9, 0.1, 0.1)] if redacted else []
    picture = whole(one, crop=crop, redact=redact)
    assert jpeg.is_portable(picture.data) and jpeg.bare(picture.data) == picture.data
    found = pixels(picture)
    width, height = one.facts.size
    left, top = round(crop[0] * width), round(crop[1] * height)
    expected = decoded(one.data, one.facts).convert("RGB").crop((left, top, left + found.width, top + found.height))
    if redacted:  # at least the corner that a wide margin around the covered one leaves
        found, expected = (part.crop((0, 0, part.width // 4, part.height // 4)) for part in (found, expected))
    assert differ_by(found, expected) <= 40
    stream = image_stream(picture.data)
    assert "/DCTDecode" in stream.entries
    with Image.open(io.BytesIO(stream.data)) as again:
        assert again.size == (picture.width_px, picture.height_px)


def test_an_ordinary_jpeg_is_not_encoded_anew(tmp_path: Path) -> None:
    for data in (photo(), progressive(), strayed(photo(), b"abc")):
        one = opened(tmp_path, data, "a.jpg")
        assert pixels(whole(one)).tobytes() == decoded(one.data, one.facts).tobytes()


def test_an_arithmetic_jpeg_is_encoded_anew(tmp_path: Path) -> None:
    """Hardly any PDF reader decodes it: they paint black, or nothing."""
    found = pixels(whole(opened(tmp_path, ARITHMETIC, "a.jpg")))
    (red, green, _), white = found.getpixel((2, 8)), found.getpixel((13, 8))
    assert red > 190 and green < 70 and min(white) > 230


@given(st.data())
def test_segments_are_found_whatever_lies_between_them(data: st.DataObject) -> None:
    junk = data.draw(st.binary(max_size=12).filter(lambda some: b"\xff" not in some))
    assert jpeg.bare(strayed(photo(), junk)) == jpeg.bare(photo())


def test_more_than_eight_bits_in_a_jpeg(tmp_path: Path) -> None:
    data = bytearray(photo())
    begin = next(begin for marker, begin, _ in jpeg.segments(bytes(data)) if marker == 0xC0)
    data[begin + 4] = 12
    (tmp_path / "a.png").write_bytes(data)
    assert "has 12 bits a channel" in refused(tmp_path).message


def many_scans(count: int, side: int) -> bytes:
    """A progressive grey JPEG whose scans after the first each say of all blocks that there is nothing."""

    def segment(marker: int, content: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content

    blocks = (side // 8) ** 2
    assert 1 <= blocks < 2
    head = segment(0xC2, struct.pack(">BHHBBBB", 8, side, side, 1, 1, 0x11, 0))
    tables = segment(0xDB, b"\0" + bytes([1] * 64)) + segment(0xC4, bytes([0x10, 1, *[0] * 15, 0]))
    scan = segment(0xDA, bytes([1, 1, 0, 1, 63, 0])) + b"\x7f"
    return b"\xff\xd8" + tables + head + scan * count + b"\xff\xd9"


def test_a_jpeg_of_very_many_scans(tmp_path: Path) -> None:
    """A scan takes some bytes, and milliseconds for each megapixel."""
    (tmp_path / "a.png").write_bytes(many_scans(jpeg.MOST_SCANS + 1, 8))
    assert "has 101 scans" in refused(tmp_path).message
    assert opened(tmp_path, many_scans(jpeg.MOST_SCANS, 8)).facts.size == (8, 8)


def canvas_around(frame: Image.Image, size: tuple[int, int], at: tuple[int, int]) -> bytes:
    """A GIF whose only frame covers a part of its canvas."""
    data = bytearray(saved(frame, "GIF"))
    data[6:10] = struct.pack("<HH", *size)
    begin = data.index(b"\x2c", 13 + (3 << (data[10] & 7) + 1))
    data[begin + 1 : begin + 5] = struct.pack("<HH", *at)
    return bytes(data)


@pytest.mark.parametrize("size", [(40, 30), (12, 14), (10, 40)])
def test_a_gif_whose_first_frame_is_smaller_than_its_canvas(tmp_path: Path, size: tuple[int, int]) -> None:
    """The page shows through around it, as every viewer has it."""
    at = (size[0] - 10, 3)
    one = opened(tmp_path, canvas_around(Image.new("RGB", (10, 10), "blue"), size, at), "a.gif")
    found = pixels(whole(one, background=(1, 0.8, 0)))
    expected = Image.new("RGB", size, (255, 204, 0))
    expected.paste((0, 0, 255), (*at, at[0] + 10, at[1] + 10))
    assert differ_by(found, expected) == 0


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
@pytest.mark.parametrize("tail", [b"\0", b"junk" * 100, b";" * 7])
def test_what_follows_a_picture_does_not_matter(tmp_path: Path, kind: str, tail: bytes) -> None:
    how = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}.get(kind, {})
    data = saved(gradient(), kind, **how)
    (expected, found) = (pixels(whole(opened(tmp_path, some))) for some in (data, data + tail))
    assert differ_by(found, expected) == 0


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"gAMA", b"tIME", b"eXIf", b"iCCP", b"pHYs", b"acTL", b"vpAg"])
def test_a_png_with_a_damaged_chunk_that_is_not_its_pixels(tmp_path: Path, kind: bytes) -> None:
    damaged = chunk(kind, b"x" * 13)[:-4] + b"\0\0\0\0"
    one = opened(tmp_path, raw_png(2, 1, 8, 0, b"\0\x10\xe0", damaged))
    assert list(pixels(whole(one)).get_flattened_data()) == [0x10, 0xE0]


@pytest.mark.parametrize("size", [(1, LONGEST_SIDE + 1), (LONGEST_SIDE + 1, 1)])
def test_strips(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(saved(Image.new("L", size)))
    problem = refused(tmp_path)
    assert ("100,000 are the most along a side" in problem.message, problem.rule) == (True, "too-large")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("at", [0, 14_800, 29_900, 59_000, 69_870])
def test_codes_are_found_in_a_very_long_screenshot(tmp_path: Path, at: int, turned: bool) -> None:
    """However long it is: zxing itself takes no more than 32,767 pixels along a side."""
    code = qrcode.QRCode(border=4, box_size=4)
    code.add_data("https://portal.example.org/")
    matrix = code.get_matrix()
    symbol = Image.new("L", (len(matrix),) * 2, 255)
    symbol.putdata([0 if dark else 255 for row in matrix for dark in row])
    symbol = symbol.resize((130, 130), Image.Resampling.NEAREST)
    long = Image.new("L", (140, 70_000), 255)
    long.paste(symbol, (5, at))
    one = opened(tmp_path, saved(long.transpose(Image.Transpose.ROTATE_270) if turned else long))
    (found,) = codes(one, Screen(id=Text("long"), file=Text("a.png")))
    assert "portal.example.org" in found.message
    x, y, width, height = (float(part) for part in found.help.partition("[[")[2].partition("]]")[0].split(","))
    along = (1 - x - width, width) if turned else (y, height)
    assert along[0] * 70_000 <= at + 16 and (along[0] + along[1]) * 70_000 >= at + 114
