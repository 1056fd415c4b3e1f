"""`verify` on photos of real sheets: ours are recognised, foreign codes are found where they are."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from PIL import Image

from building import LINK
from generator.verify import PhotoReport, verify
from walls import corners, hang, page, save, spoil, sticker, wall

FLYER = "mfa-authenticator.flyer.a4.en.pdf"
POSTER = "mfa-authenticator.poster.a3.ja.pdf"
EVIL = "https://mysignins.rnicrosoft.com/security-info"


def seen(report: PhotoReport) -> list[tuple[str, bool, str]]:
    return [(code.text, code.ours, code.where) for code in report.codes]


# turn, tilt, height in pixels, blur, contrast, shadow, noise, quality
PHOTOS = {
    "straight": (0, 0, 1200, 0.5, 1, False, 0, 90),
    "turned": (37, 0, 1100, 1, 1, False, 10, 80),
    "on its side": (90, 10, 1100, 1, 1, False, 10, 80),
    "upside down": (180, 20, 1200, 1, 1, False, 10, 80),
    "tilted": (8, 45, 1200, 1, 1, False, 10, 80),
    "small": (5, 10, 700, 0.8, 1, False, 5, 85),
    "blurred": (5, 10, 1300, 3.0, 1, False, 5, 80),
    "in the dark": (5, 10, 1200, 1, 0.3, False, 5, 80),
    "half in the shade": (5, 10, 1200, 1, 0.6, True, 10, 80),
    "badly saved": (5, 10, 1200, 1, 1, False, 10, 20),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_our_flyer_on_a_wall(name: str, tmp_path: Path) -> None:
    turn, tilt, height, blur, contrast, shadow, noise, quality = PHOTOS[name]
    photo = wall()
    hang(photo, page(FLYER), (1000, 750), height, turn, tilt)
    path = save(spoil(photo, blur, contrast, shadow, noise), tmp_path / "wall.jpg", quality=quality)
    report = verify(path, [LINK])
    assert [(code.text, code.ours) for code in report.codes] == [(LINK, True)]
    assert report.foreign == ()


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_kinds_of_files(suffix: str, tmp_path: Path) -> None:
    photo = wall()
    hang(photo, page(FLYER), (1000, 750), 1300)
    assert len(verify(save(photo, tmp_path / f"wall.{suffix}"), [LINK]).codes) == 1


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_colours_of_jpeg(mode: str, tmp_path: Path) -> None:
    photo = wall((800, 800))
    photo.paste(sticker("ours", 400), (200, 200))
    assert seen(verify(save(photo.convert(mode), tmp_path / "wall.jpg"), ["ours"])) == [("ours", True, "centre")]


def test_the_first_of_several_pictures_in_a_file(tmp_path: Path) -> None:
    """Phones put a second picture behind the first."""
    photo = wall((800, 800)).convert("RGB")
    photo.paste(sticker("ours", 400).convert("RGB"), (200, 200))
    photo.save(tmp_path / "wall.jpg", "MPO", save_all=True, append_images=[wall((800, 800)).convert("RGB")])
    assert seen(verify(tmp_path / "wall.jpg", ["ours"])) == [("ours", True, "centre")]


@pytest.mark.parametrize(
    ("mode", "background"), [("RGB", 140), ("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 140), ("1", 1), ("I;16", 40_000)]
)
def test_kinds_of_pixels(mode: str, background: int | tuple[int, ...], tmp_path: Path) -> None:
    code = sticker("ours", 400)
    photo = Image.new(mode if mode in ("RGBA", "LA") else "L", (800, 800), 140 if mode == "I;16" else background)
    photo.paste(code.convert(photo.mode), (200, 200))
    if mode == "I;16":
        photo = Image.frombytes(mode, photo.size, b"".join(bytes((0, value)) for value in photo.tobytes()))
    elif photo.mode != mode:
        photo = photo.convert(mode)
    photo.save(tmp_path / "wall.png")
    assert seen(verify(tmp_path / "wall.png", ["ours"])) == [("ours", True, "centre")]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_orientation(orientation: int, suffix: str, tmp_path: Path) -> None:
    """The pixels lie as the sensor had them; what is said is what a viewer shows."""
    transpose = Image.Transpose
    stored = {
        2: transpose.FLIP_LEFT_RIGHT,
        3: transpose.ROTATE_180,
        4: transpose.FLIP_TOP_BOTTOM,
        5: transpose.TRANSPOSE,
        6: transpose.ROTATE_90,
        7: transpose.TRANSVERSE,
        8: transpose.ROTATE_270,
    }
    upright = wall((1200, 900))
    upright.paste(sticker("ours", 250), (20, 600))
    pixels = upright.transpose(stored[orientation]) if orientation in stored else upright
    report = verify(save(pixels, tmp_path / f"wall.{suffix}", orientation=orientation), ["ours"])
    assert report.size == (1200, 900)
    assert seen(report) == [("ours", True, "lower left")]


def test_a_sticker_on_our_poster(tmp_path: Path) -> None:
    """The foreign code covers ours, which a reader would no longer find."""
    sheet = page(POSTER).copy()
    sheet.paste(sticker(EVIL, 420), (102, 540))
    photo = wall()
    hang(photo, sheet, (1000, 750), 1400, turn=4, tilt=15)
    report = verify(save(spoil(photo, 1, noise=8), tmp_path / "wall.jpg"), [LINK])
    assert seen(report) == [(EVIL, False, "centre")]
    assert report.foreign == report.codes


def test_a_sticker_beside_our_code(tmp_path: Path) -> None:
    sheet = page(FLYER).copy()
    sheet.paste(sticker(EVIL, 200), (40, sheet.height - 260))
    photo = wall()
    hang(photo, sheet, (1000, 750), 1450, turn=-3, tilt=10)
    report = verify(save(spoil(photo, 1, noise=8), tmp_path / "wall.jpg"), [LINK])
    assert {(code.text, code.ours) for code in report.codes} == {(LINK, True), (EVIL, False)}
    assert [code.where for code in report.foreign] == ["bottom"]


def test_a_light_sticker_on_dark_counts(tmp_path: Path) -> None:
    photo = wall()
    photo.paste(sticker(EVIL).point(lambda value: 255 - value), (1600, 60))
    assert seen(verify(save(photo, tmp_path / "wall.png"), [LINK])) == [(EVIL, False, "upper right")]


def test_two_posters_in_one_photo(tmp_path: Path) -> None:
    photo = wall((3000, 1600))
    hang(photo, page(FLYER), (700, 800), 1450, turn=3, tilt=10)
    hang(photo, page(POSTER), (2450, 800), 1450, turn=-3, tilt=-20)
    report = verify(save(spoil(photo, 1, noise=8), tmp_path / "wall.jpg"), [LINK])
    assert [code.text for code in report.codes] == [LINK, LINK]
    assert [code.where for code in report.codes] == ["left", "right"]


def test_an_easy_code_does_not_hide_a_hard_one(tmp_path: Path) -> None:
    """The foreign one is blurred, so that it takes sharpening to read it."""
    photo = wall()
    far = wall((600, 500))
    far.paste(sticker(EVIL, 200), (200, 150))
    photo.paste(spoil(far, 2.2, 0.8), (1300, 900))
    photo.paste(sticker("ours", 400), (200, 200))
    assert {code.text for code in verify(save(photo, tmp_path / "wall.png"), ["ours"]).codes} == {"ours", EVIL}


def test_an_imposed_booklet_on_a_table(tmp_path: Path) -> None:
    photo = wall()
    hang(photo, page("mfa-authenticator.booklet.a5.ja.pdf"), (1000, 750), 1300, turn=2)
    codes = verify(save(spoil(photo, 0.7), tmp_path / "table.jpg"), [LINK]).codes
    assert codes and all(code.ours for code in codes)


def test_nothing_there(tmp_path: Path) -> None:
    report = verify(save(spoil(wall(), noise=20), tmp_path / "wall.jpg"), [LINK])
    assert report.codes == ()
    assert report.size == (2000, 1500)


@pytest.mark.parametrize("turn", [0, 25, 90, 200])
def test_corners_are_pixels_of_the_photo(turn: float, tmp_path: Path) -> None:
    photo = wall()
    hang(photo, sticker("ours", 580), (1300, 600), 580, turn)
    (code,) = verify(save(photo, tmp_path / "wall.png"), ["ours"]).codes
    modules = 21 + 8
    expected = corners((1300, 600), 580 * 21 / modules, 580 * 21 / modules, turn, 0)
    assert all(math.dist(found, real) < 8 for found, real in zip(code.corners, expected, strict=True))


def test_ours_is_exactly_one_of_the_expected(tmp_path: Path) -> None:
    path = save(sticker(LINK + "/", 600), tmp_path / "code.png")
    assert verify(path, [LINK]).foreign
    assert not verify(path, ["https://example.org", LINK + "/"]).foreign
    assert verify(path, []).foreign


def test_a_foreign_text_is_shown_so_that_it_does_no_harm(tmp_path: Path) -> None:
    text = "https://evil.example\x1b[31m\r\n\u202eа.b/?" + "x" * 400
    (code,) = verify(save(sticker(text, 1200), tmp_path / "code.png"), [LINK]).codes
    assert code.text == text
    assert code.shown.startswith(r"https[:]//evil[.]example\x1b[31m\r\n\u202e\u0430[.]b/?xxx")
    assert code.shown.isascii() and code.shown.isprintable()
    assert len(code.shown) < 250 and "://" not in code.shown
