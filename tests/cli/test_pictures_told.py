"""What `check` and `build` say of a screen's picture: where it is named, what is wrong, and the way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from building import handouts, write_guide

GUIDE = """\
schema: 1
id: pictured
title: Join the Wi-Fi
link: {url: "https://www.example.ac.jp/wifi"}
contact: {name: Help desk}
screens:
  page: {name: Page, file: screens/page.png, alt: A page.}
procedures:
  - id: phone
    title: On your phone
    steps: [{id: open, title: Open, text: Open the page., screens: [page]}]
"""


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    (tmp_path / "screens").mkdir()
    return write_guide(tmp_path, GUIDE)


def picture(guide: Path, width: int, height: int, code: str = "") -> None:
    """A white page, with a QR code where one is named."""
    page = Image.new("L", (width, height), 255)
    if code:
        drawn = qrcode.QRCode(box_size=16)
        drawn.add_data(code)
        page.paste(drawn.make_image().get_image().convert("L"), (200, 500))
    page.save(guide / "screens" / "page.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_called_missing(guide: Path) -> None:
    os.mkfifo(guide / "screens" / "page.png")
    said = handouts("check", guide)
    assert said.code == 4
    assert "guide.en.yaml:7:28" in said.err
    assert "is not a regular file but a pipe" in said.err
    assert "no picture yet" not in said.err


def test_a_code_in_a_screen_is_told_with_the_line_that_covers_it(guide: Path) -> None:
    picture(guide, 1170, 2000, "https://www.example.org/elsewhere")
    said = handouts("build", guide, "--format", "handout", "--out", guide / "out")
    assert said.code == 7
    assert 'the screen "page" shows a QR code that can be scanned: the address of "www.example.org"' in said.err
    assert handouts("check", guide).code == 4, "check says beforehand what a build refuses"
    line = said.err.partition("Cover it: ")[2].partition(". Or")[0]
    write_guide(guide, GUIDE.replace("alt: A page.}", f"alt: A page., {line}}}"))
    assert handouts("build", guide, "--format", "handout", "--out", guide / "out").code == 0


@pytest.mark.parametrize(
    ("width", "code", "words"),
    [
        (1170, 0, ""),
        (300, 0, ""),
        (120, 0, 'words of the screen "page" are too small to read (minimum 1.6 mm): about 0.8 mm high'),
        (90, 0, 'warning: handout A4 en: the screen "page" has too few pixels (minimum 150 ppi): 128 ppi at 18 mm'),
        (60, 4, 'error: handout A4 en: the screen "page" has too few pixels (minimum 150 ppi): 86 ppi at 18 mm'),
    ],
)
def test_too_few_pixels_are_told(guide: Path, width: int, code: int, words: str) -> None:
    """A screen is set smaller so that it stays sharp; where that is not enough, or nobody could read it, it is told."""
    picture(guide, width, width * 17 // 10)
    said = handouts("build", guide, "--format", "handout", "--out", guide / "out", "--no-preflight")
    assert said.code == code
    assert words in said.err
    assert said.err or not words


@pytest.mark.parametrize(("width", "code"), [(60, 4), (84, 0), (120, 0)])
def test_what_check_takes_builds(guide: Path, width: int, code: int) -> None:
    """Also where a picture has few pixels: the layout and the preflight have one limit."""
    picture(guide, width, width * 17 // 10)
    assert handouts("check", guide).code == code
    assert handouts("build", guide, "-f", "handout,booklet", "-o", guide / "out").code == code


@pytest.mark.parametrize(
    ("width", "code", "words"), [(30, 4, "error"), (70, 0, "warning"), (900, 0, "")]
)
def test_a_logo_with_few_pixels(guide: Path, width: int, code: int, words: str) -> None:
    picture(guide, 1170, 2000)
    Image.new("L", (width, width), 80).save(guide / "logo.png")
    (guide / "theme.toml").write_text('[organisation]\nlogo = "logo.png"\n')
    for command in (["check", guide], ["build", guide, "-f", "flyer,poster", "-o", guide / "out"]):
        said = handouts(*command)
        assert said.code == code
        assert ('the logo "logo.png" has too few pixels' in said.err) == bool(words)
        assert (f"{words}: " in said.err) or not words
