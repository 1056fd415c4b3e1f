"""Imposition as arithmetic: which page stands where on which sheet. No PDF is touched here."""

from __future__ import annotations

from msgspec import Struct

from generator.geometry import SIZES, Size

PAGES_PER_SHEET = 4
SAME_SIZE_SLACK = 0.5  # points

# The paper that a print room really uses for two pages side by side. A4 is 1 mm wider than two A5 pages, and JB5 than two JB6.
_SHEET_FOR = {
    "A3": "A2",
    "A4": "A3",
    "A5": "A4",
    "A6": "A5",
    "JB4": "JB3",
    "JB5": "JB4",
    "JB6": "JB5",
    "Half-Letter": "Letter",
    "Letter": "Tabloid",
}


class Side(Struct, frozen=True):
    """One side of a sheet as it lies before you: two `page_index`es that count from 0; None is a blank page."""

    left: int | None
    right: int | None


class Sheet(Struct, frozen=True):
    """One sheet of a signature: its front carries the outer pages; the back is not rotated ("flip on short edge")."""

    front: Side
    back: Side


def saddle_stitch(pages: int, *, right_to_left: bool = False) -> list[Sheet]:
    """The sheets of one signature of that many pages, the outermost first.

    Laid on each other in this order, fronts down, folded in the middle and stapled, they read 0, 1, 2 and so on. The number of
    pages is filled up to a multiple of four with blank ones at the end. `right_to_left` binds at the right edge, as Arabic
    and vertical Japanese are read.
    """
    total = -(-pages // PAGES_PER_SHEET) * PAGES_PER_SHEET

    def side(left: int, right: int) -> Side:
        if right_to_left:
            left, right = right, left
        return Side(left if left < pages else None, right if right < pages else None)

    return [Sheet(side(total - 1 - first, first), side(first + 1, total - 2 - first)) for first in range(0, total // 2, 2)]


def sheet_size(page: Size) -> Size:
    """The sheet for two such pages side by side, landscape for portrait pages: A4 for A5, JB4 for JB5, Letter for Half-Letter.

    A page of any other size gets a sheet of exactly twice its width.
    """
    name = next((name for name in _SHEET_FOR if same_size(SIZES[name], page)), None)
    if name is None:
        return Size(2 * page.width, page.height)
    sheet = SIZES[_SHEET_FOR[name]]
    return Size(sheet.height, sheet.width, sheet.name)


def same_size(one: Size, other: Size) -> bool:
    """Whether two sizes are one paper: sizes that come from a file are rounded."""
    return abs(one.width - other.width) <= SAME_SIZE_SLACK and abs(one.height - other.height) <= SAME_SIZE_SLACK
