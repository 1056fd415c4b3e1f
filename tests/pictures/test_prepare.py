"""What comes out: right pixels, no more of them than print, and nothing that was not meant to be seen."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from generator.errors import AssetError
from generator.guide import Blur, Ring
from generator.pdf.images import image_stream
from generator.pictures.gate import size_of
from generator.pictures.prepare import Picture, prepare
from generator.pictures.recent import Recent
from picture_files import (
    POINTS_PER_PIXEL,
    chunk,
    differ_by,
    gradient,
    opened,
    pixels,
    raw_png,
    saved,
    swapping_profile,
    whole,
)

GPS = 0x8825


def shown(folder: Path, data: bytes, **how: object) -> Image.Image:
    """The pixels of a picture that has been prepared at its full size."""
    return pixels(whole(opened(folder, data), **how))


def is_placeable(picture: Picture) -> bool:
    """Whether the PDF writer takes it, and its size is what the picture says."""
    return f"/Width {picture.width_px} /Height {picture.height_px} " in image_stream(picture.data).entries


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_orientation(tmp_path: Path, orientation: int, kind: str) -> None:
    """A picture with a red, a green, a blue and a white corner, stored in each of the eight ways."""
    upright = Image.new("RGB", (64, 32), "white")
    for box, colour in (((0, 0, 32, 16), "red"), ((32, 0, 64, 16), "lime"), ((0, 16, 32, 32), "blue")):
        upright.paste(colour, box)
    T = Image.Transpose
    undo = [None, T.FLIP_LEFT_RIGHT, T.ROTATE_180, T.FLIP_TOP_BOTTOM, T.TRANSPOSE, T.ROTATE_90, T.TRANSVERSE, T.ROTATE_270]
    turn = undo[orientation - 1]
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = {"lossless": True} if kind == "WEBP" else {"subsampling": 0} if kind == "JPEG" else {}
    one = opened(tmp_path, saved(stored, kind, exif=exif, **how))
    assert size_of(one) == (64, 32)
    assert differ_by(pixels(whole(one)), upright) <= (12 if kind == "JPEG" else 0)


def test_sixteen_bits_of_grey(tmp_path: Path) -> None:
    values = [0, 1, 255, 256, 32767, 32768, 65279, 65535]
    found = shown(tmp_path, raw_png(8, 1, 16, 0, b"\0" + struct.pack(">8H", *values)))
    assert found.mode == "L"
    assert all(abs(pixel - value / 257) <= 1 for pixel, value in zip(found.get_flattened_data(), values, strict=True))


def test_sixteen_bits_of_colour(tmp_path: Path) -> None:
    values = [65535, 0, 32768, 256, 65279, 12345]
    found = shown(tmp_path, raw_png(2, 1, 16, 2, b"\0" + struct.pack(">6H", *values)))
    flat = [part for pixel in found.get_flattened_data() for part in pixel]
    assert all(abs(pixel - value / 257) <= 1 for pixel, value in zip(flat, values, strict=True))


def test_a_transparent_colour_of_sixteen_bits(tmp_path: Path) -> None:
    clear = chunk(b"tRNS", struct.pack(">H", 0x1234))
    found = shown(tmp_path, raw_png(3, 1, 16, 0, b"\0" + struct.pack(">3H", 0x1234, 0x1235, 0xFFFF), clear), background=(1, 0, 0))
    assert list(found.get_flattened_data()) == [(255, 0, 0), (18, 18, 18), (255, 255, 255)]
    clear = chunk(b"tRNS", struct.pack(">3H", 0xFFFF, 0, 0))
    found = shown(tmp_path, raw_png(2, 1, 16, 2, b"\0" + struct.pack(">6H", 0xFFFF, 0, 0, 0, 0xFFFF, 0), clear))
    assert list(found.get_flattened_data()) == [(255, 255, 255), (0, 255, 0)]


@pytest.mark.parametrize(("depth", "row", "clear", "rest"), [(1, 0b01000000, 1, 0), (2, 0b00110000, 3, 0), (4, 0x0F, 15, 0)])
def test_few_bits_of_grey_with_a_transparent_one(tmp_path: Path, depth: int, row: int, clear: int, rest: int) -> None:
    data = raw_png(2, 1, depth, 0, bytes([0, row]), chunk(b"tRNS", struct.pack(">H", clear)))
    assert list(shown(tmp_path, data, background=(1, 0, 0)).get_flattened_data()) == [(rest,) * 3, (255, 0, 0)]


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_few_bits_of_grey(tmp_path: Path, depth: int) -> None:
    most = 2**depth - 1
    found = shown(tmp_path, raw_png(1, 1, depth, 0, bytes([0, most << (8 - depth)])))
    assert list(found.convert("L").get_flattened_data()) == [255]


def test_a_palette(tmp_path: Path) -> None:
    picture = gradient().quantize(200)
    assert differ_by(shown(tmp_path, saved(picture)), picture.convert("RGB")) == 0


def test_a_palette_with_transparency(tmp_path: Path) -> None:
    picture = Image.new("P", (2, 1))
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putdata([0, 1])
    found = shown(tmp_path, saved(picture, transparency=bytes([255, 0])), background=(0, 1, 0))
    assert list(found.get_flattened_data()) == [(255, 0, 0), (0, 255, 0)]
    found = shown(tmp_path, saved(picture, "GIF", transparency=0), background=(0, 1, 0))
    assert list(found.get_flattened_data()) == [(0, 255, 0), (0, 0, 255)]


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (200, 100, 0, 128)), ("LA", (100, 128))])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_alpha_lets_the_page_shine_through(tmp_path: Path, mode: str, colour: tuple[int, ...], kind: str) -> None:
    found = shown(tmp_path, saved(Image.new(mode, (3, 3), colour), kind), background=(1, 0.8, 0))
    share = 128 / 255
    over = colour[:3] if mode == "RGBA" else (colour[0],) * 3
    expected = [share * front + (1 - share) * back for front, back in zip(over, (255, 204, 0), strict=True)]
    assert all(abs(pixel - value) <= 1 for pixel, value in zip(found.getpixel((1, 1)), expected, strict=True))


def test_a_transparent_grey(tmp_path: Path) -> None:
    picture = Image.new("L", (2, 1))
    picture.putdata([10, 20])
    assert list(shown(tmp_path, saved(picture, transparency=10)).get_flattened_data()) == [(255, 255, 255), (20, 20, 20)]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk(tmp_path: Path, kind: str) -> None:
    one = opened(tmp_path, saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), kind))
    red, green, blue = pixels(whole(one)).getpixel((8, 8))
    assert red > 200
    assert green < 60
    assert blue < 60
    assert is_placeable(whole(one))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_colour_profiles_are_applied(tmp_path: Path, kind: str) -> None:
    red = Image.new("RGB", (16, 16), (255, 0, 0))
    one = opened(tmp_path, saved(red, kind, icc_profile=swapping_profile()))
    red, green, _ = pixels(whole(one)).getpixel((8, 8))
    assert green > red + 150, "under this profile, red is green"
    assert b"ICC" not in whole(one).data.upper()


def test_a_profile_under_alpha_and_on_a_palette(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    clear.putpixel((1, 0), (255, 0, 0, 0))
    found = shown(tmp_path, saved(clear, icc_profile=swapping_profile()))
    assert found.getpixel((0, 0))[1] > 150
    assert found.getpixel((1, 0)) == (255, 255, 255)
    found = shown(tmp_path, saved(clear.convert("RGB").quantize(4), icc_profile=swapping_profile()))
    assert found.getpixel((0, 0))[1] > 150


def test_a_profile_of_srgb_changes_nothing(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert differ_by(shown(tmp_path, saved(gradient(), icc_profile=srgb)), gradient()) == 0


@pytest.mark.parametrize("mode", ["LAB", "YCbCr"])
def test_other_ways_to_write_colours(tmp_path: Path, mode: str) -> None:
    picture = Image.new("RGB", (16, 16), (200, 40, 40))
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        picture = ImageCms.profileToProfile(picture, srgb, lab, outputMode="LAB")
    found = shown(tmp_path, saved(picture if mode == "LAB" else picture.convert(mode), "TIFF"))
    assert max(abs(a - b) for a, b in zip(found.getpixel((8, 8)), (200, 40, 40), strict=True)) <= 3


def photo(**how: object) -> bytes:
    """A JPEG with everything that tells tales: place, camera, a comment, a thumbnail and another picture behind its end."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (33.0, 35.0, 51.0)
    exif.get_ifd(GPS)[29] = "2026:11:24"
    data = saved(gradient(), "JPEG", quality=95, exif=exif, comment=b"made by SECRET", xmp=b"<x>SECRET</x>", **how)
    return data + b"SECRET BEHIND THE END"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("changed", [False, True])
def test_nothing_tells_tales(tmp_path: Path, kind: str, changed: bool) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(GPS)[29] = "2026:11:24"
    data = photo() if kind == "JPEG" else saved(gradient(), kind, exif=exif)
    if kind == "PNG":
        data = data[:-12] + chunk(b"tEXt", b"Author\0SECRET") + chunk(b"tIME", bytes(7)) + data[-12:] + b"SECRET"
    assert b"SECRET" in data
    assert b"2026:11:24" in data or kind == "TIFF"  # Pillow writes no place into a TIFF
    one = opened(tmp_path, data)
    picture = prepare(one, width=20 * POINTS_PER_PIXEL) if changed else whole(one)
    assert is_placeable(picture)
    for word in (b"SECRET", b"2026", b"Exif", b"tEXt", b"tIME", b"<x>"):
        assert word not in picture.data


def test_a_photo_that_needs_no_change_keeps_its_pixels(tmp_path: Path) -> None:
    data = photo()
    with Image.open(io.BytesIO(data)) as before:
        assert shown(tmp_path, data).tobytes() == before.tobytes()


def test_a_photo_that_needs_change_stays_a_photo(tmp_path: Path) -> None:
    one = opened(tmp_path, photo(subsampling=0))
    small = prepare(one, width=20 * POINTS_PER_PIXEL)
    assert small.data.startswith(b"\xff\xd8")
    assert (small.width_px, small.height_px) == (20, 15)
    assert differ_by(pixels(small), gradient().resize((20, 15), Image.Resampling.LANCZOS)) < 40


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF"])
def test_screens_stay_lossless(tmp_path: Path, kind: str) -> None:
    data = saved(gradient(), kind)
    with Image.open(io.BytesIO(data)) as before:
        picture = whole(opened(tmp_path, data))
        assert picture.data.startswith(b"\x89PNG")
        assert differ_by(pixels(picture), before.convert("RGB")) == 0


def test_grey_stays_grey(tmp_path: Path) -> None:
    assert shown(tmp_path, saved(Image.linear_gradient("L"))).mode == "L"


@given(
    width=st.floats(5, 600),
    ppi=st.sampled_from([100, 150, 300, 600]),
    crop=st.sampled_from([(0, 0, 1, 1), (0.1, 0.2, 0.5, 0.33)]),
)
def test_never_more_pixels_than_asked_for_nor_than_there_are(
    tmp_path_factory: pytest.TempPathFactory, width: float, ppi: float, crop: tuple[float, float, float, float]
) -> None:
    one = opened(tmp_path_factory.getbasetemp(), saved(Image.new("L", (200, 300))))
    picture = prepare(one, width=width, ppi=ppi, crop=crop)
    assert picture.width_px <= max(1, width / 72 * ppi + 1e-6)
    assert picture.width_px <= round(200 * crop[2])
    assert abs(picture.aspect - 300 * crop[3] / (200 * crop[2])) * picture.width_px <= 1.5
    assert picture.source_ppi == pytest.approx(200 * crop[2] / width * 72, rel=0.01)
    assert is_placeable(picture)


def test_a_crop(tmp_path: Path) -> None:
    found = shown(tmp_path, saved(gradient()), crop=(0.25, 0.5, 0.5, 0.2))
    assert differ_by(found, gradient().crop((10, 15, 30, 21))) == 0


@pytest.mark.parametrize("crop", [(0, 0, 0.001, 1), (0.5, 0.5, 0, 0), (1, 0, 0.5, 1)])
def test_an_empty_crop(tmp_path: Path, crop: tuple[float, float, float, float]) -> None:
    with pytest.raises(AssetError, match=r"the crop of .a.png. is empty: the picture has 40 × 30 pixels"):
        whole(opened(tmp_path, saved(gradient())), crop=crop)


SECRET = (255, 0, 255)


def with_secret(kind: str, orientation: int = 1, colour: tuple[int, int, int] = SECRET) -> bytes:
    """A grey picture with a rectangle of one colour at 20–60 of 100, upright, and words in it."""
    picture = Image.new("RGB", (200, 200), (200, 200, 200))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 119, 119), fill=colour)
    draw.text((50, 50), str(colour), fill="black")
    if orientation == 6:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(picture, kind, exif=exif)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("width", [200, 73])
@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("crop", [(0, 0, 1, 1), (0.1, 0.3, 0.6, 0.6)])
def test_what_is_redacted_leaves_no_trace(
    tmp_path: Path, kind: str, width: int, orientation: int, crop: tuple[float, float, float, float]
) -> None:
    """Two pictures that differ only in what is covered become the same bytes."""
    found = set()
    for colour in (SECRET, (0, 255, 0)):
        one = opened(tmp_path, with_secret(kind, orientation, colour))
        found.add(prepare(one, width=width * POINTS_PER_PIXEL, crop=crop, redact=[Ring(0.2, 0.2, 0.4, 0.4)]))
    assert len({picture.digest for picture in found}) == 1
    picture = pixels(found.pop()).convert("RGB")
    assert all(max(pixel) - min(pixel) <= 2 for pixel in picture.get_flattened_data()), "only greys are left"


def test_rectangles_reach_to_whole_pixels(tmp_path: Path) -> None:
    one = opened(tmp_path, with_secret("PNG"))
    found = pixels(whole(one, redact=[Ring(0.2009, 0.2009, 0.3985, 0.3985)]))
    assert SECRET not in set(found.get_flattened_data())


def test_a_blur_leaves_no_words(tmp_path: Path) -> None:
    picture = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(picture).text((30, 30), "s1234567", fill="black", font_size=20)
    found = shown(tmp_path, saved(picture), blur=[Blur(0.1, 0.2, 0.8, 0.5)])
    inner = found.crop((20, 20, 180, 70))
    darkest = min(min(pixel) for pixel in inner.get_flattened_data())
    assert darkest > 100, "strokes have run into their ground"
    assert differ_by(found.crop((0, 0, 200, 20)), picture.crop((0, 0, 200, 20))) == 0


def test_what_is_shared_is_not_changed(tmp_path: Path) -> None:
    one = opened(tmp_path, saved(gradient()))
    whole(one, redact=[Ring(0, 0, 1, 1)], blur=[Blur(0, 0, 1, 1)])
    assert differ_by(pixels(whole(one)), gradient()) == 0


def test_the_same_wish_is_met_once(tmp_path: Path) -> None:
    data = saved(gradient())
    first, second = opened(tmp_path, data, "a.png"), opened(tmp_path, data, "b.png")
    assert whole(first) is whole(second)
    assert whole(first) is not whole(first, background=(0, 0, 0))
    assert whole(first).digest == whole(first, background=(0, 0, 0)).digest


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    """In another process, too, with another hash seed and another time zone."""
    (tmp_path / "a.png").write_bytes(saved(gradient().convert("RGBA")))
    program = (
        "import sys, pathlib; from generator.pictures.gate import open_picture\n"
        "from generator.pictures.prepare import prepare; from generator.guide import Ring\n"
        "one = open_picture(pathlib.Path(sys.argv[1]), 'a.png')\n"
        "print(prepare(one, width=6, redact=[Ring(0, 0, .2, .2)]).digest)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == 64


def test_the_store_is_bounded() -> None:
    store: Recent[int, bytes] = Recent(100, len)
    made: list[int] = []

    def make(key: int, size: int) -> bytes:
        made.append(key)
        return bytes(size)

    for key in (1, 2, 1, 3, 1, 2):  # 2 had to go for 3, since 1 was asked for in between
        store.get(key, lambda key=key: make(key, 40))
    assert made == [1, 2, 3, 2]
    store.get(9, lambda: make(9, 200))
    assert store.get(9, lambda: make(9, 10)) == bytes(10), "what is too heavy is not kept"


@pytest.mark.parametrize("size", [(300, 300), (40, 30)])
def test_what_is_not_flat_becomes_no_larger_than_pillow_makes_it(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = whole(opened(tmp_path, saved(gradient(size))))
    assert differ_by(pixels(picture), gradient(size)) == 0
    assert len(picture.data) <= len(saved(gradient(size)))


def test_flat_areas_take_few_bytes(tmp_path: Path) -> None:
    flat = Image.new("RGB", (600, 900), "white")
    ImageDraw.Draw(flat).rounded_rectangle((100, 100, 500, 300), 40, "navy")
    picture = whole(opened(tmp_path, saved(flat)))
    assert differ_by(pixels(picture), flat) == 0
    assert len(picture.data) < 12_000
