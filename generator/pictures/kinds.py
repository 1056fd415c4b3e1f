"""What a file is, by its bytes: the kinds of picture that are read, those that are not, and whether a file is whole."""

from __future__ import annotations

import re
from typing import Literal

from generator.pictures import jpeg, png

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
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\x1f\x8b", "compressed with gzip, as SVGZ files are"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"PK\3\4", "a ZIP archive"),
)
_PROLOGUE = 20_000  # bytes in which the svg element must begin
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*"
    rb"(?>(?:<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|<\?.*?\?>)\s*)*"  # atomic: no way back into a comment
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
    return "SVG" if _SVG.match(data[:_PROLOGUE]) else None


def stranger(data: bytes) -> str:
    """What the bytes are if they are no picture that is read; "" where that is not known either."""
    if data[4:8] == b"ftyp":
        return "an AVIF picture" if data[8:12] in (b"avif", b"avis") else "a HEIC picture or a film"
    return next((name for start, name in _STRANGERS if data.startswith(start)), "")


def is_whole(data: bytes, kind: Kind) -> bool:
    """Whether the file has its end. Decoders let many a file pass whose last bytes are missing."""
    match kind:
        case "PNG":
            return png.has_end(data)
        case "JPEG":
            return jpeg.has_end(data)
        case "WEBP":
            return len(data) >= 8 + int.from_bytes(data[4:8], "little")
        case "GIF":
            return _gif_has_end(data)
    return True


def is_lossy(data: bytes, kind: Kind) -> bool:
    """Whether the picture was compressed as photos are: its pixels are not exact anyway."""
    return kind == "JPEG" or (kind == "WEBP" and b"VP8 " in data[12:4096])


def _gif_has_end(data: bytes) -> bool:
    """Whether the blocks of a GIF lead to its trailer; what follows that is nothing of the picture's."""
    position = 13 + _colours(data, 10)
    while position < len(data) and data[position] in b"\x21\x2c":
        if data[position] == 0x21:  # an extension: its label, then its blocks
            position += 2
        else:  # a frame: its header and colours, the size of its codes, then its blocks
            position += 11 + _colours(data, position + 9)
        while position < len(data) and data[position]:
            position += 1 + data[position]
        position += 1
    return data[position : position + 1] == b"\x3b"


def _colours(data: bytes, flags: int) -> int:
    """How many bytes the table of colours takes that a byte of flags announces."""
    flag = data[flags] if flags < len(data) else 0
    return 3 << (flag & 7) + 1 if flag & 0x80 else 0
