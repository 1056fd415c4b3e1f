"""Pictures for the tests, made when they are needed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms

from generator.errors import AssetError, Diagnostic
from generator.pictures.gate import Opened, open_picture
from generator.pictures.prepare import Picture, prepare

POINTS_PER_PIXEL = 72 / 300  # at which prepare keeps every pixel


def gradient(size: tuple[int, int] = (40, 30)) -> Image.Image:
    """Every pixel has its own colour."""
    picture = Image.new("RGB", size)
    picture.putdata([(x * 255 // size[0], y * 255 // size[1], (x + y) * 3) for y in range(size[1]) for x in range(size[0])])
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(folder: Path, data: bytes, name: str = "a.png") -> Opened:
    (folder / name).write_bytes(data)
    return open_picture(folder, name)


def whole(one: Opened, **how: object) -> Picture:
    """The picture prepared with all its pixels."""
    return prepare(one, width=max(one.facts.size) * POINTS_PER_PIXEL, **how)  # type: ignore[arg-type]


def pixels(picture: Picture) -> Image.Image:
    """The pixels of a prepared picture, as another reader decodes them."""
    with Image.open(io.BytesIO(picture.data)) as found:
        found.load()
        return found.copy()


def refused(folder: Path, name: str = "a.png", **how: bool) -> Diagnostic:
    """Why the gate does not let a file pass."""
    try:
        open_picture(folder, name, **how)
    except AssetError as error:
        (problem,) = error.problems
        assert problem.help
        return problem
    raise AssertionError(f"{name} has passed")


def differ_by(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pictures in any channel."""
    from PIL import ImageChops

    assert one.size == other.size
    extremes = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(int(most) for _, most in extremes)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: bytes) -> bytes:
    """A PNG as Pillow would not write it; each row begins with its filter byte."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = [chunk(b"IHDR", head), *extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def swapping_profile() -> bytes:
    """A profile under which red looks green: visible wherever it is not applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    for index in range(count):
        at = 132 + 12 * index
        swapped = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(bytes(profile[at : at + 4]))
        if swapped:
            profile[at : at + 4] = swapped
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
