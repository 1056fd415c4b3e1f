"""The chunks of a PNG: those that say what its pixels look like, without texts, bombs and damage in the others."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset((b"tRNS", b"eXIf", b"gAMA", b"cHRM", b"sRGB", b"iCCP"))  # ancillary, and matter for the looks
_MOST_PROFILE = 1_000_000  # bytes of a colour profile, unpacked


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of each chunk that is there in full, up to the end of the picture."""
    position = len(_SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        end = position + 12 + length
        if end > len(data):
            return
        kind = data[position + 4 : position + 8]
        yield kind, position, end
        if kind == b"IEND":
            return
        position = end


def has_end(data: bytes) -> bool:
    """Whether the chunk that ends the picture is there."""
    return any(kind == b"IEND" for kind, _, _ in chunks(data))


def is_animated(data: bytes) -> bool:
    """Whether the picture has several frames."""
    return any(kind == b"acTL" for kind, _, _ in chunks(data))


def bare(data: bytes) -> bytes:
    """The first frame and what it needs: texts, further frames, ancillary chunks that are damaged and what follows vanish."""
    kept = [_SIGNATURE]
    for kind, begin, end in chunks(data):
        if not kind[:1].islower() or (kind in _NEEDED and _is_sound(data[begin:end])):  # lower case: ancillary
            kept.append(data[begin:end])
    return b"".join(kept)


def loses_profile(data: bytes) -> bool:
    """Whether there is a colour profile that `bare` leaves out."""
    return any(kind == b"iCCP" for kind, _, _ in chunks(data)) and not any(kind == b"iCCP" for kind, _, _ in chunks(bare(data)))


def _is_sound(chunk: bytes) -> bool:
    whole = zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
    return whole and (chunk[4:8] != b"iCCP" or _unpacks(chunk[8:-4]))


def _unpacks(content: bytes) -> bool:
    """Whether a profile is whole, and of a size that profiles have: a bomb is not unpacked at will."""
    _, _, packed = content.partition(b"\0")
    reader = zlib.decompressobj()
    try:
        reader.decompress(packed[1:], _MOST_PROFILE)
    except zlib.error:
        return False
    return reader.eof
