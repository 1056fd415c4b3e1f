"""Pictures as image streams: the bytes of a PNG or JPEG go into the file as they are wherever that is possible.

PDF's Flate filter reads the compressed rows of an ordinary PNG, so nothing is decoded and compressed anew.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_PNG = b"\x89PNG\r\n\x1a\n"
_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD8)))


class ImageStream(NamedTuple):
    """What an image XObject is made of: the entries of its dictionary with its filter, and its encoded data."""

    entries: str
    data: bytes


def image_stream(data: bytes) -> ImageStream:
    """A prepared PNG or JPEG, grey or RGB, without transparency. Raises ValueError for anything else."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    raise ValueError("a picture for the file is a PNG or a JPEG")


def _entries(width: int, height: int, channels: int, filter_entries: str) -> str:
    """The dictionary of an image with eight bits a channel."""
    return (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {_SPACES[channels]} "
        f"/BitsPerComponent 8 {filter_entries} "
    )


def _png(data: bytes) -> ImageStream:
    """The rows of a PNG as they are, if it is an ordinary one; decoded by Pillow if it is interlaced, 16-bit or has a palette."""
    chunks = list(_png_chunks(data))
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if colour in (4, 6) or any(kind == b"tRNS" for kind, _ in chunks):
        raise ValueError("a picture for the file has no transparency")
    if depth != 8 or colour == 3 or interlaced:
        return _decoded(data)
    channels = 3 if colour == 2 else 1
    predictor = f"<< /Predictor 15 /Colors {channels} /BitsPerComponent 8 /Columns {width} >>"
    rows = b"".join(content for kind, content in chunks if kind == b"IDAT")
    return ImageStream(_entries(width, height, channels, f"/Filter /FlateDecode /DecodeParms {predictor}"), rows)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk."""
    position = len(_PNG)
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        yield kind, data[position + 8 : position + 8 + length]
        position += length + 12


def _decoded(data: bytes) -> ImageStream:
    """Any picture that Pillow reads, as plain rows of grey or RGB."""
    import io
    import zlib

    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    rows = zlib.compress(plain.tobytes())
    return ImageStream(_entries(plain.width, plain.height, len(plain.getbands()), "/Filter /FlateDecode"), rows)


def _jpeg(data: bytes) -> ImageStream:
    """A JPEG without what it says about camera, place and profile; its pixels are untouched."""
    kept, position = [data[:2]], 2
    width = height = channels = 0
    while position + 4 <= len(data):
        marker, (length,) = data[position + 1], struct.unpack_from(">H", data, position + 2)
        if data[position] != 0xFF:
            break
        if marker == 0xFF or marker in _STANDALONE:  # fill bytes, and markers without content
            position += 1 if marker == 0xFF else 2
            continue
        if marker in _START_OF_FRAME:
            height, width, channels = struct.unpack_from(">HHB", data, position + 5)
        if marker == 0xDA:  # from here on it is pixels
            kept.append(data[position:])
            break
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[position : position + 2 + length])
        position += 2 + length
    if channels not in _SPACES:
        raise ValueError("a JPEG for the file is grey or RGB")
    return ImageStream(_entries(width, height, channels, "/Filter /DCTDecode"), b"".join(kept))
