"""Files that are no photo: each is refused with a reason, whatever its bytes are."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from generator.errors import AssetError
from generator.verify.decode import _turned, find_codes
from generator.verify.photo import MOST_PIXELS, open_photo
from walls import save, sticker, wall


def refused(path: Path) -> str:
    with pytest.raises(AssetError) as caught:
        open_photo(path)
    (problem,) = caught.value.problems
    assert problem.help and problem.rule
    return problem.message


def write(folder: Path, data: bytes, name: str = "photo.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size, and has next to no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n", "is no photo"),
        (b"GIF89a" + b"\0" * 50, "is no photo"),
        (b"<svg/>", "is no photo"),
        (b"\xff\xd8\xff\xe0", "is no photo"),
        (png_header(9000, 9000), "has 81 megapixels"),
        (png_header(20000, 20000), "far more than 50 megapixels"),
        (png_header(40_000, 10), "a strip and no photo"),
        (png_header(2000, 2000), "is damaged"),
    ],
)
def test_what_is_no_photo(data: bytes, message: str, tmp_path: Path) -> None:
    assert message in refused(write(tmp_path, data))


def test_a_photo_that_is_cut_off(tmp_path: Path) -> None:
    whole = save(sticker("x" * 30, 900), tmp_path / "whole.jpg").read_bytes()
    assert "is damaged" in refused(write(tmp_path, whole[: len(whole) // 2]))


def test_files_that_are_none(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "none.jpg")
    assert "does not exist" in refused(write(tmp_path, b"x") / "below.jpg")
    assert "is a folder" in refused(tmp_path)
    assert "cannot be read" in refused(Path("a\0b"))
    os.mkfifo(tmp_path / "pipe.jpg")
    assert "not a regular file" in refused(tmp_path / "pipe.jpg")


def test_heic_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    message = refused(write(tmp_path, b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "photo.heic"))
    assert "HEIC" in message


def test_heic_is_read_where_its_package_is(tmp_path: Path, need_module: Callable[[str], Any]) -> None:
    heif = need_module("pillow_heif")
    photo = wall((800, 600)).convert("RGB")
    photo.paste(sticker("ours", 300).convert("RGB"), (40, 40))
    heif.from_pillow(photo).save(tmp_path / "photo.heic", quality=80)
    assert [seen.text for seen in find_codes(open_photo(tmp_path / "photo.heic"))] == ["ours"]


def test_what_phones_call_fifty_megapixels_passes() -> None:
    assert 8192 * 6144 <= MOST_PIXELS < 52_000_000


STARTS = [b"", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "]


@given(st.binary(max_size=300), st.sampled_from(STARTS))
@example(b"\0\0\0\x18ftypmif1", b"")
def test_any_bytes(data: bytes, start: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            open_photo(write(Path(folder), start + data))
        except AssetError as error:
            assert error.problems[0].help


@given(st.data())
def test_a_photo_with_some_bytes_changed(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        suffix = data.draw(st.sampled_from(["jpg", "png", "webp"]))
        path = save(sticker("x", 60), Path(folder) / f"a.{suffix}", orientation=6)
        whole = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(whole)
        try:
            open_photo(path)
        except AssetError as error:
            assert error.problems[0].help


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (30_000, 2), (3, 3)])
def test_odd_shapes(size: tuple[int, int]) -> None:
    assert find_codes(Image.new("L", size, 140)) == ()


@pytest.mark.parametrize("size", [(30_000, 1600), (8000, 6000)])
def test_a_turned_view_is_never_larger_than_allowed(size: tuple[int, int]) -> None:
    image = _turned(Image.new("L", size), 30).image
    assert image.width * image.height < MOST_PIXELS * 1.01
