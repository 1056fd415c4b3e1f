"""What a file is, by its bytes: the kinds of picture that are read, those that are not, and whether a file is whole."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Literal

Kind = Literal["PNG", "JPEG", "WEBP", "GIF", "TIFF", "SVG"]

SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
    "TIFF": (".tif", ".tiff"),
    "SVG": (".svg",),
}
NAMES: dict[Kind, str] = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "WebP", "GIF": "GIF", "TIFF": "TIFF", "SVG": "SVG"}

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%!PS", "a PostScript (EPS) file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript (EPS) file"),
    (b"%PDF", "a PDF"),
    (b"BM", "a BMP picture"),
    (b"\0\0\1\0", "an icon (ICO)"),
    (b"8BPS", "a Photoshop file"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"PK\3\4", "a ZIP archive"),
)
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # JPEG markers without content
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?"
    rb"(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)


def kind_of(data: bytes) -> Kind | None:
    """The kind of picture that these bytes are, or None."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return "SVG" if _SVG.match(data[:4096]) else None


def stranger(data: bytes) -> str:
    """What the bytes are if they are no picture that is read; "" where that is not known either."""
    if data[4:8] == b"ftyp":
        return "an AVIF picture" if data[8:12] in (b"avif", b"avis") else "a HEIC picture or a film"
    return next((name for start, name in _STRANGERS if data.startswith(start)), "")


def is_whole(data: bytes, kind: Kind) -> bool:
    """Whether the file has its end. Decoders let many a file pass whose last bytes are missing."""
    if kind == "PNG":
        return any(chunk == b"IEND" for chunk in _png_chunks(data))
    if kind == "JPEG":
        return b"\xff\xd9" in data[-2:] or jpeg_end(data) is not None
    if kind == "WEBP":
        return len(data) >= 8 + int(struct.unpack_from("<I", data, 4)[0])
    return kind != "GIF" or b"\x3b" in data[-64:]


def is_lossy(data: bytes, kind: Kind) -> bool:
    """Whether the picture was compressed as photos are: its pixels are not exact anyway."""
    return kind == "JPEG" or (kind == "WEBP" and b"VP8 " in data[12:4096])


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """The kinds of the chunks that are there in full."""
    position = 8
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        if position + 12 + length > len(data):
            return
        yield data[position + 4 : position + 8]
        position += 12 + length


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each part of a JPEG, its pixels with the scan that they belong to; up to the end marker."""
    position = 2
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            return
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
        elif marker == 0xD9:
            yield marker, position, position + 2
            return
        elif marker in _STANDALONE:
            position += 2
        elif position + 4 > len(data):
            return
        else:
            end = position + 2 + int(struct.unpack_from(">H", data, position + 2)[0])
            if marker == 0xDA:
                end = _scan_end(data, end)
            yield marker, position, end
            position = end


def _scan_end(data: bytes, position: int) -> int:
    """Where the pixels of a scan end: at the next marker that is neither a stuffed byte nor a restart."""
    found = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, position)
    return found.start() if found else len(data)


def jpeg_end(data: bytes) -> int | None:
    """Where a JPEG's own picture ends; phones append further ones. None where the end is missing."""
    return next((end for marker, _, end in jpeg_segments(data) if marker == 0xD9), None)


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without metadata, thumbnails and what follows its end; its pixels and Adobe's colour marker are untouched."""
    kept = [data[:2]]
    for marker, start, end in jpeg_segments(data):
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(_bare_jfif(data[start:end]) if marker == 0xE0 else data[start:end])
    return b"".join(kept)


def _bare_jfif(segment: bytes) -> bytes:
    """JFIF's own header without its thumbnail; extensions of it (which hold thumbnails) vanish."""
    if segment[4:9] != b"JFIF\0" or len(segment) < 18:
        return b""
    return segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0"
