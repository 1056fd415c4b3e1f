"""What a screenshot should not give away, and what a phone should not scan from it: addresses in words, and codes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.errors import Diagnostic, quoted
from generator.guide.model import Guide, Screen
from generator.pictures.gate import Opened
from generator.pictures.prepare import crop_box, finished

if TYPE_CHECKING:
    import zxingcpp
    from PIL.Image import Image

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@([\w-]+(?:\.[\w-]+)+)")  # begins where a word does: linear in time
_EXAMPLE = re.compile(r"(?:.+\.)?example\d?(?:\.[a-z]{2,3}){0,2}|(?:.+\.)?(?:test|invalid|localhost)", re.IGNORECASE)
_SECRETS = ("otpauth", "otpauth-migration", "phonefactor")
_LONGEST_READ = 30_000  # pixels along a side; zxing enlarges a picture to twice its size, and takes at most 65,535
_MARGIN = 0.02  # of the picture's width, around a code that is to be covered


def is_example(host: str) -> bool:
    """Whether a domain is one of those that are kept for examples (RFC 2606 and 6761, and JPRS's example.ac.jp)."""
    return bool(_EXAMPLE.fullmatch(host.rstrip(".")))


def mail_addresses(guide: Guide, screen: Screen) -> Iterator[Diagnostic]:
    """E-mail addresses in the alternative text that could be somebody's."""
    for found in _MAIL.finditer(screen.alt):
        if is_example(found[1]) or found[0] == guide.contact.email:
            continue
        message = f"{quoted(found[0])} may be a person's address; is it in the picture too?"
        way_out = "Write one such as s.kyudai@example.ac.jp, and cover it in the picture: redact: [[x, y, width, height]]."
        yield Diagnostic(message, screen.alt.at(found.start(), len(found[0])), way_out, "warning", "email-in-alt")


def codes(opened: Opened, screen: Screen) -> Iterator[Diagnostic]:
    """QR codes that can be read from the picture as it would be printed: they lead somewhere, hold a secret, or compete with
    the page's own. The proof of a file refuses any.
    """
    import zxingcpp

    box = crop_box(opened, screen.crop)
    picture = finished(opened, screen).convert("L")
    found: dict[tuple[str, str], None] = {}
    for left, top, part in _parts(picture):
        rows = memoryview(part.tobytes()).cast("B", shape=(part.height, part.width))
        for code in zxingcpp.read_barcodes(rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
            found[code.text, _rectangle(code, (box[0] + left, box[1] + top), opened.facts.size)] = None
    for text, rectangle in found:
        way_out = f"Cover it: redact: [{rectangle}]. Or draw one that does not decode."
        message = f"the screen {quoted(screen.id)} shows a QR code that can be scanned: {_meaning(text)}"
        yield Diagnostic(message, screen.file.place, way_out, "error", "code-in-picture")


def _parts(picture: Image) -> Iterator[tuple[int, int, Image]]:
    """The picture in pieces that the reader takes, each with its left and top edge; they overlap by the largest code."""
    step = _LONGEST_READ - min(*picture.size, _LONGEST_READ // 2)
    for top in range(0, max(1, picture.height - _LONGEST_READ + step), step):
        for left in range(0, max(1, picture.width - _LONGEST_READ + step), step):
            right, bottom = min(picture.width, left + _LONGEST_READ), min(picture.height, top + _LONGEST_READ)
            yield left, top, picture.crop((left, top, right, bottom))


def _meaning(text: str) -> str:
    """What a code is for, without what is secret of it."""
    scheme = text.partition(":")[0].lower()
    if scheme in _SECRETS:
        return f"the key of an account ({scheme}:…)"
    if scheme not in ("http", "https"):
        return "a text"
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        host = ""
    return f"the address of {quoted(host or text)}"


def _rectangle(code: zxingcpp.Barcode, offset: Sequence[int], size: tuple[int, int]) -> str:
    """The code with a margin as `[x, y, width, height]`: fractions of the whole picture, rounded outwards."""
    spot = code.position
    corners = (spot.top_left, spot.top_right, spot.bottom_left, spot.bottom_right)
    margin = _MARGIN * size[0]
    x, y, right, bottom = (
        max(0.0, (min(corner.x for corner in corners) + offset[0] - margin) / size[0]),
        max(0.0, (min(corner.y for corner in corners) + offset[1] - margin) / size[1]),
        min(1.0, (max(corner.x for corner in corners) + offset[0] + margin) / size[0]),
        min(1.0, (max(corner.y for corner in corners) + offset[1] + margin) / size[1]),
    )
    left, top = math.floor(x * 1000), math.floor(y * 1000)
    wide, high = min(math.ceil(right * 1000), 1000) - left, min(math.ceil(bottom * 1000), 1000) - top
    return "[" + ", ".join(f"{share / 1000:g}" for share in (left, top, wide, high)) + "]"
