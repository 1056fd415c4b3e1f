"""Finds the codes on pages: what they say and where they stand, as a decoder tells it."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any

from msgspec import Struct

from generator.geometry import Rect
from generator.preflight.pages import POINTS_PER_INCH, Raster, View
from generator.preflight.sampling import binary, grid_of, is_inverted, sample
from generator.preflight.symbol import finders

SEARCH_DPI, SECOND_DPI = 150.0, 300.0  # the second where nothing, or too little, was found

_ALIKE = 0.8  # of the modules of finder patterns


class Code(Struct, frozen=True):
    """A code that was read: what it says, where it stands (points, from the upper left), and how many modules a side has."""

    text: str
    content: bytes
    box: Rect
    corners: tuple[tuple[float, float], ...]  # upper left, upper right, lower left, as the code counts them; points
    side: int

    @property
    def module(self) -> float:
        """A module's side in points, as the decoder's corners tell it."""
        (x, y), (right, _), (_, down) = self.corners
        (_, right_y), (down_x, _) = self.corners[1:]
        return (hypot(right - x, right_y - y) + hypot(down_x - x, down - y)) / 2 / self.side


def find_codes(views: Sequence[View], wanted: int) -> dict[int, list[Code]]:
    """The codes of all pages by page number, light ones on dark too; looked for once more, finer, where too few are found."""
    found: dict[int, list[Code]] = {view.number: [] for view in views}
    for dpi in (SEARCH_DPI, SECOND_DPI):
        for view in views:
            view.deadline.check()
            codes = decoded(view.raster(dpi / POINTS_PER_INCH, colour=True))
            if len(codes) > len(found[view.number]):
                found[view.number] = sorted(codes, key=lambda code: (round(code.box.y / 36), code.box.x))
        if sum(map(len, found.values())) >= wanted:
            break
    return found


def decoded(raster: Raster) -> list[Code]:
    """What a decoder reads on a picture."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [_code(one, raster) for one in zxingcpp.read_barcodes(raster.image(), formats=formats, try_invert=True)]


def find_unreadable(views: Sequence[View]) -> list[tuple[int, Rect]]:
    """Page numbers and places of what has a code's build, and cannot be read; a decoder sees few of them."""
    import zxingcpp

    found: list[tuple[int, Rect]] = []
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for view in views:
        view.deadline.check()
        raster = view.raster(SEARCH_DPI / POINTS_PER_INCH, colour=True)
        for one in zxingcpp.read_barcodes(raster.image(), formats=formats, try_invert=True, return_errors=True):
            if one.error is not None and one.error.type == zxingcpp.ErrorType.Checksum and _has_finders(one, raster):
                found.append((view.number, _place(one, raster)[1]))
    return found


def _has_finders(found: Any, raster: Raster) -> bool:
    """Whether a code's three finder patterns are there: a decoder also takes dense text for codes that it cannot read."""
    version = str(found.extra.get("Version", "")) if found.extra else ""
    if not version.isdecimal():
        return False
    side = 17 + 4 * int(version)
    spots = found.position
    corners = [(spot.x + 0.5, spot.y + 0.5) for spot in (spots.top_left, spots.top_right, spots.bottom_left)]
    taken = sample(raster, grid_of(corners, side)).luma
    dark = binary(taken, inverted=is_inverted(taken))
    wanted = finders(side)
    return sum(dark[row][column] == is_dark for (row, column), is_dark in wanted.items()) >= _ALIKE * len(wanted)


def _code(found: Any, raster: Raster) -> Code:
    corners, box = _place(found, raster)
    side = 17 + 4 * int(found.extra.get("Version", "1"))
    return Code(found.text, found.bytes, box, tuple(corners[:3]), side)


def _place(found: Any, raster: Raster) -> tuple[list[tuple[float, float]], Rect]:
    """The corners on the page, upper left, upper right, lower left, lower right, and the box around them."""
    spots = found.position
    corners = [
        (raster.left + (spot.x + 0.5) / raster.scale, raster.top + (spot.y + 0.5) / raster.scale)
        for spot in (spots.top_left, spots.top_right, spots.bottom_left, spots.bottom_right)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return corners, Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
