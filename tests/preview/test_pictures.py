"""Page pictures and contact sheets: what is written, in which size, and that they show the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from building import built_in
from generator.errors import OutputError, UsageError
from generator.preview import write_pictures
from generator.preview.pictures import contact_sheet


@pytest.fixture
def booklet(tmp_path: Path) -> Path:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(built_in()["mfa-authenticator.booklet.a5.en.pdf"])
    return path


def test_a_picture_of_each_page_and_a_sheet_of_all(booklet: Path) -> None:
    written = write_pictures(booklet, 36)
    assert [path.name for path in written][:2] == ["booklet.1.png", "booklet.2.png"]
    assert written[-1].name == "booklet.sheet.png"
    with Image.open(written[0]) as picture:
        assert picture.size == (421, 298)
        assert len(picture.getcolors(1 << 20) or []) > 20, "something is on it"


def test_one_page_has_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "flyer.pdf"
    path.write_bytes(built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    (written,) = write_pictures(path, 72)
    with Image.open(written) as picture:
        assert picture.size == (596, 842)
        red, green, blue = picture.convert("RGB").getpixel((300, 60))  # type: ignore[misc]
        assert (red, green, blue) == (255, 198, 26), "the plate is yellow there"


def test_a_sheet_has_rows_of_four_on_grey() -> None:
    sheet = contact_sheet([Image.new("RGB", (100, 150), (255, 0, 0))] * 5)
    assert sheet.size == (4 * 496 + 16, 2 * 736 + 16)
    assert sheet.getpixel((20, 20)) == (255, 0, 0)
    assert sheet.getpixel((1000, 1200)) == (110, 110, 110)


@pytest.mark.parametrize("dpi", [0, 19, 601])
def test_resolutions_out_of_range(booklet: Path, dpi: int) -> None:
    with pytest.raises(UsageError, match="out of range"):
        write_pictures(booklet, dpi)


def test_pictures_never_go_through_a_link(booklet: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "booklet.1.png").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError):
        write_pictures(booklet, 20)
    assert (tmp_path / "precious").read_text() == "mine"
