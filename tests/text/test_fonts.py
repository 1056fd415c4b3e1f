from __future__ import annotations

import pytest

from faces import BOOK, JAPANESE, MONO, SANS, para
from generator.errors import AssetError
from generator.text import FontBook, MissingGlyph
from generator.text.fonts import Font, find_font_file, language_tags


def test_a_variable_font_is_pinned_and_named_by_its_weight() -> None:
    font = Font(SANS, 800)
    assert font.name == "NotoSans-wght800"
    assert font.axes == {"wght": 800, "wdth": 100}
    assert font.has(ord("ệ")) and not font.has(ord("次"))
    regular = Font(SANS, 400)
    assert font.advance(font.glyph(ord("m"))) > regular.advance(regular.glyph(ord("m")))
    assert regular.upem == 1000
    assert (regular.ascent, regular.descent) == (1.069, 0.293)


@pytest.mark.parametrize(("asked", "pinned"), [(50, 100), (450, 450), (950, 800)])
def test_weights_outside_the_axis_are_clamped(asked: int, pinned: int) -> None:
    assert Font(MONO, asked).axes["wght"] == pinned


def test_making_a_font_opens_nothing() -> None:
    font = Font("no_such_package:a.ttf", 400)
    with pytest.raises(AssetError, match="no-such-package is not installed") as caught:
        font.has(65)
    assert caught.value.problems[0].help == "install it: pip install no-such-package"


def test_a_missing_file_names_the_package() -> None:
    with pytest.raises(AssetError, match=r"fontpkg-noto-sans has no file files/x\.ttf"):
        find_font_file("fontpkg_noto_sans:files/x.ttf")


def test_a_file_for_each_weight_is_found_by_its_name() -> None:
    reference = "fontpkg_ibm_plex_mono:files/IBMPlexMono-{weight}.ttf"
    assert [Font(reference, weight).name for weight in (400, 690, 900)] == [
        "IBMPlexMono-Regular",
        "IBMPlexMono-Bold",
        "IBMPlexMono-Bold",
    ]


def test_the_stack_begins_with_the_font_of_the_language() -> None:
    assert [font.reference for font in BOOK.stack("text", 400, "ja-JP")][:2] == [JAPANESE, SANS]
    assert BOOK.stack("text", 400, "en")[0].reference == SANS
    assert "notosanstc" in BOOK.stack("text", 400, "zh-TW")[0].reference
    assert "notosanssc" in BOOK.stack("text", 400, "zh")[0].reference
    assert list(language_tags("ur-PK")) == ["ur-PK", "ur", "ar"], "a language of the same script does where there is no other"
    assert [font.reference for font in BOOK.stack("mono", 400, "ja")][:3] == [MONO, JAPANESE, SANS]


def test_stacks_share_their_fonts() -> None:
    assert BOOK.stack("text", 400, "en")[0] is BOOK.stack("text", 400, "de")[0]


def test_a_book_without_text_fonts_is_an_error() -> None:
    with pytest.raises(AssetError, match='no font for the role "mono"'):
        FontBook({}).stack("mono", 400, "en")


@pytest.mark.parametrize(
    ("text", "named"),
    [("a 𓀀", "U+13000, EGYPTIAN HIEROGLYPH A001"), ("\x00", "U+0000, a control character"), ("x\ud800", "U+D800, no name")],
)
def test_a_character_that_no_font_has_is_named(text: str, named: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        para(text)
    assert named in str(caught.value)
    assert all(character in text for character in caught.value.characters)
    assert str(caught.value).isprintable()


def test_all_characters_that_no_font_has_are_named_at_once() -> None:
    with pytest.raises(MissingGlyph) as caught:
        para("a ሀ ᚠ ሀ b\u0301 𐌰")
    assert caught.value.characters == ("ሀ", "ᚠ", "𐌰")
    assert "ETHIOPIC" in str(caught.value) and "RUNIC" in str(caught.value) and "GOTHIC" in str(caught.value)
    with pytest.raises(MissingGlyph, match=r"and 3 more in"):
        para("".join(map(chr, range(0x1200, 0x1208))))
