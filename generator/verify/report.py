"""The verdict on a photo: which codes are on it, where, and whether each is one of those that were expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator.verify.decode import Point, find_codes
from generator.verify.photo import open_photo

_ADDRESS = re.compile(r"(https?://[^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_LONGEST = 200  # characters of a foreign text that are shown
_PLACES = (
    ("upper left", "top", "upper right"),
    ("left", "centre", "right"),
    ("lower left", "bottom", "lower right"),
)


class PhotoCode(Struct, frozen=True):
    """A code in a photo: `text` as decoded, untrusted; `ours` where that is one of the expected texts, or the same address.

    `where` is a word ("lower left"), `corners` pixels of the upright photo from its top left, in the code's own order.
    """

    text: str
    ours: bool
    where: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def shown(self) -> str:
        """The text as it may be printed: what is not plain ASCII escaped; a foreign one cut, and no terminal makes it a link."""
        plain = "".join(c if " " <= c <= "~" else c.encode("unicode_escape").decode("ascii") for c in self.text)
        if self.ours:
            return plain
        cut = plain if len(plain) <= _LONGEST else plain[:_LONGEST] + " (and more)"
        return cut.replace(":", "[:]", 1).replace(".", "[.]")


class PhotoReport(Struct, frozen=True):
    """All codes that could be read in one photo; `size` is its width and height in pixels, upright.

    What could not be read is not in it: without codes, a photo says nothing about what hangs there.
    """

    path: Path
    size: tuple[int, int]
    codes: tuple[PhotoCode, ...]

    @property
    def foreign(self) -> tuple[PhotoCode, ...]:
        """The codes that nobody expected."""
        return tuple(code for code in self.codes if not code.ours)


def verify(photo: Path, expected: Sequence[str]) -> PhotoReport:
    """Look for QR codes in a photo (JPEG, PNG, WebP; HEIC with the extra `heic`) and tell ours from foreign ones.

    Raises AssetError where the file is missing, is no photo, is damaged or has more than 50 megapixels.
    """
    image = open_photo(photo)
    ours = frozenset(map(_whole, expected))
    codes = tuple(
        PhotoCode(seen.text, _whole(seen.text) in ours, _where(seen.centre, image.size), seen.corners)
        for seen in find_codes(image)
    )
    return PhotoReport(photo, image.size, codes)


def _whole(text: str) -> str:
    """A web address with the slash of its root, which may be left out, and its host in lower case; any other text as it is."""
    parts = _ADDRESS.fullmatch(text)
    return text if parts is None else parts[1].lower() + ("" if parts[2].startswith("/") else "/") + parts[2]


def _where(point: Point, size: tuple[int, int]) -> str:
    """In which ninth of the photo a point lies."""
    column, row = (min(2, max(0, int(3 * value / length))) for value, length in zip(point, size, strict=True))
    return _PLACES[row][column]
