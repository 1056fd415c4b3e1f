from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.geometry import SIZES, Size, mm
from generator.press.impose import Sheet, Side, saddle_stitch, sheet_size
from looking import some

counts = st.integers(min_value=0, max_value=200)


def read_in_order(sheets: list[Sheet], *, right_to_left: bool = False) -> list[int | None]:
    """What a reader sees who turns the leaves of the folded booklet."""

    def leaf(sheet: Sheet, *, first_half: bool) -> list[int | None]:
        """The two pages of one half of a sheet: paper has the front's right edge where the back's left edge is."""
        if first_half is not right_to_left:
            recto, verso = sheet.front.right, sheet.back.left
        else:
            recto, verso = sheet.front.left, sheet.back.right
        return [recto, verso] if first_half else [verso, recto]

    pages = [page for sheet in sheets for page in leaf(sheet, first_half=True)]
    return pages + [page for sheet in reversed(sheets) for page in leaf(sheet, first_half=False)]


def test_eight_pages_as_every_printer_knows_them() -> None:
    assert saddle_stitch(8) == [
        Sheet(front=Side(7, 0), back=Side(1, 6)),
        Sheet(front=Side(5, 2), back=Side(3, 4)),
    ]


def test_a_number_that_is_no_multiple_of_four_ends_blank() -> None:
    assert saddle_stitch(5) == [
        Sheet(front=Side(None, 0), back=Side(1, None)),
        Sheet(front=Side(None, 2), back=Side(3, 4)),
    ]


@given(counts)
def test_every_page_stands_once(pages: int) -> None:
    sides = [side for sheet in saddle_stitch(pages) for side in (sheet.front, sheet.back)]
    found = [page for side in sides for page in (side.left, side.right)]
    assert sorted(page for page in found if page is not None) == list(range(pages))
    assert len(found) % 4 == 0
    assert found.count(None) < 4


@given(counts, st.booleans())
def test_folded_it_reads_from_first_to_last(pages: int, right_to_left: bool) -> None:
    sheets = saddle_stitch(pages, right_to_left=right_to_left)
    order = read_in_order(sheets, right_to_left=right_to_left)
    assert order == [*range(pages), *[None] * (len(order) - pages)]


@given(counts.filter(bool))
def test_the_two_pages_of_a_leaf_follow_each_other(pages: int) -> None:
    for sheet in some(saddle_stitch(pages)):
        first, second = sheet.front.right, sheet.back.left
        assert first is not None
        assert second in (first + 1, None)
        last, before = sheet.front.left, sheet.back.right
        assert last is None or before == last - 1


@given(counts)
def test_right_to_left_is_the_mirror(pages: int) -> None:
    def mirror(side: Side) -> Side:
        return Side(side.right, side.left)

    mirrored = [Sheet(mirror(sheet.front), mirror(sheet.back)) for sheet in saddle_stitch(pages)]
    assert saddle_stitch(pages, right_to_left=True) == mirrored


@pytest.mark.parametrize(
    ("page", "sheet"),
    [("A6", "A5"), ("A5", "A4"), ("A4", "A3"), ("A3", "A2"), ("JB6", "JB5"), ("JB5", "JB4"), ("Half-Letter", "Letter")],
)
def test_named_pages_go_on_named_sheets(page: str, sheet: str) -> None:
    size = sheet_size(SIZES[page])
    assert (size.width, size.height, size.name) == (SIZES[sheet].height, SIZES[sheet].width, sheet)


@pytest.mark.parametrize("name", ["A6", "A5", "A4", "A3", "JB6", "JB5", "JB4", "Half-Letter", "Letter"])
def test_two_pages_fit_on_their_sheet(name: str) -> None:
    page, sheet = SIZES[name], sheet_size(SIZES[name])
    assert 0 <= sheet.width - 2 * page.width + 1e-6 <= mm(2)
    assert 0 <= sheet.height - page.height + 1e-6 <= mm(2)


def test_a_size_read_from_a_file_is_recognised() -> None:
    assert sheet_size(Size(419.53, 595.28)).name == "A4"


def test_any_other_page_gets_twice_its_width() -> None:
    assert sheet_size(Size(300, 400)) == Size(600, 400)
    assert sheet_size(SIZES["Legal"]) == Size(2 * SIZES["Legal"].width, SIZES["Legal"].height)
