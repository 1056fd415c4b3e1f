"""The segments of a JPEG: which compression it uses, how many scans it has, and the file without anything but its pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

MOST_SCANS = 100
_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without content
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_HUFFMAN = frozenset((0xC0, 0xC1, 0xC2))  # baseline, extended and progressive: what PDF readers decode
_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # neither a stuffed byte nor a restart


class Frame(Struct, frozen=True):
    """The frame header: its marker (0xC0 to 0xCF), bits a channel, and the ids of its components."""

    marker: int
    bits: int
    components: bytes


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each segment, a scan's pixels with its header; up to the end marker.

    Stray bytes between segments are skipped, as decoders do.
    """
    position = len(_START)
    while found := _MARKER.search(data, position):
        marker, begin = found[1][0], found.end() - 2
        if marker == _END[1]:
            yield marker, begin, found.end()
            return
        position = found.end()
        if marker in _STANDALONE:
            continue
        position += max(2, int.from_bytes(data[position : position + 2], "big"))
        if marker == _SCAN:
            after = _AFTER_PIXELS.search(data, position)
            position = after.start() if after else len(data)
        if position > len(data):
            return
        yield marker, begin, position


def has_end(data: bytes) -> bool:
    """Whether the picture's own end marker is there; phones append further pictures."""
    return any(marker == _END[1] for marker, _, _ in segments(data))


def scan_count(data: bytes) -> int:
    """How many times the pixels are gone through: once in a baseline JPEG, about ten times in a progressive one."""
    return sum(marker == _SCAN for marker, _, _ in segments(data))


def frame(data: bytes) -> Frame | None:
    """The first frame header; None where there is none."""
    for marker, begin, end in segments(data):
        if marker in _FRAMES and end - begin >= 10:
            return Frame(marker, data[begin + 4], data[begin + 10 : end : 3])
    return None


def is_portable(data: bytes) -> bool:
    """Whether every PDF reader decodes it alike: Huffman-coded, 8 bits, grey, or YCbCr that says so."""
    found = frame(data)
    if found is None or found.marker not in _HUFFMAN or found.bits != 8:
        return False
    adobe = [data[begin + 4 : end] for marker, begin, end in segments(data) if marker == 0xEE]
    if any(part.startswith(b"Adobe") and part[11:12] != b"\x01" for part in adobe) and len(found.components) == 3:
        return False
    return len(found.components) == 1 or found.components == b"\x01\x02\x03"


def bare(data: bytes) -> bytes:
    """A JPEG without metadata, thumbnails, stray bytes and what follows its end, which is added where it is missing.

    Its pixels and Adobe's colour marker are untouched.
    """
    kept = [_START]
    for marker, begin, end in segments(data):
        if marker == 0xE0:
            kept.append(_bare_jfif(data[begin:end]))
        elif not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE, _END[1])):
            kept.append(data[begin:end])
    return b"".join([*kept, _END])


def continued(data: bytes) -> tuple[bytes, bytes]:
    """A JPEG without its end marker, ended in two ways that decode differently if any of its pixels are missing."""
    last = max((end for _, _, end in segments(data)), default=len(data))
    pixels = data[:last].rstrip(b"\xff")
    return pixels + b"\x00" * 512 + _END, pixels + b"\x6d\xb6\xdb" * 171 + _END


def _bare_jfif(segment: bytes) -> bytes:
    """JFIF's own header without its thumbnail; extensions of it (which hold thumbnails) vanish."""
    if segment[4:9] != b"JFIF\0" or len(segment) < 18:
        return b""
    return segment[:2] + b"\0\x10" + segment[4:16] + b"\0\0"
