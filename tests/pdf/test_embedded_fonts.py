"""Fonts: text extracts as it was written, glyphs stand where they were put, subsets are small and shared."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.geometry import SIZES
from generator.surface import Glyph, GlyphRun
from generator.text import FontBook, Paragraph, TextStyle, Word
from generator.text.fonts import Font
from pdf_reading import PageContent, read_page
from pdf_samples import BLACK, BOLD, JAPANESE, LATIN, blank, shaped


def set_in_file(*runs: GlyphRun) -> bytes:
    """A file with each run in a paragraph of its own."""
    canvas = blank()
    canvas.begin_page(SIZES["A4"])
    for run in runs:
        with canvas.element("P"):
            canvas.glyphs(run)
    canvas.end_page()
    return canvas.finish()


def read_back(*runs: GlyphRun) -> PageContent:
    with pikepdf.open(io.BytesIO(set_in_file(*runs))) as pdf:
        return read_page(pdf.pages[0])


def extracted(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("The office flow: AVATAR, Tokyo, fi ffl", LATIN),
        ("Mật khẩu của bạn là gì?", BOLD),
        ("次へ「許可」を押し、 iPhone を開く。①②", JAPANESE),
        ("https://mysignins.microsoft.com/security-info", LATIN),
    ],
)
def test_text_extracts_as_it_was_written(text: str, font: Font) -> None:
    run = shaped(text, 40, 700, font=font, size=12)
    assert extracted(set_in_file(run)) == text
    assert read_back(run).said == {0: text}


def test_one_glyph_says_what_it_was_set_for_each_time() -> None:
    space = LATIN.glyph(ord(" "))
    letters = [LATIN.glyph(ord(letter)) for letter in "ab"]
    texts = ["a", "\N{NO-BREAK SPACE}", "b", " ", "a"]
    gids = [letters[0], space, letters[1], space, letters[0]]
    glyphs = tuple(Glyph(gid, 6.0 * i, 0, text) for i, (gid, text) in enumerate(zip(gids, texts, strict=True)))
    run = GlyphRun(LATIN, 10, 50, 500, glyphs, "".join(texts), BLACK)
    content = read_back(run)
    assert content.said == {0: "a\N{NO-BREAK SPACE}b a"}
    assert content.operators.count("BDC") == 1, "no ActualText is needed"


def test_a_cluster_of_several_glyphs_says_its_text_once() -> None:
    base, mark, after = (LATIN.glyph(ord(character)) for character in "x\u0323y")
    advance = 10 * LATIN.advance(base)
    glyphs = (Glyph(base, 0, 0, "x\u0323"), Glyph(mark, advance, -0.25, ""), Glyph(after, advance, 0, "y"))
    run = GlyphRun(LATIN, 10, 50, 500, glyphs, "x\u0323y", BLACK)
    data = set_in_file(run)
    content = read_back(run)
    assert content.said == {0: "x\u0323y"} and content.operators.count("BDC") == 1
    for found, wanted in zip(content.origins, [(50, 500), (50 + advance, 500)], strict=True):
        assert found == pytest.approx(wanted, abs=0.01)
    assert extracted(data) == "x\u0323y"
    with pikepdf.open(io.BytesIO(data)) as pdf:  # the mark is a shape at its place
        (name,) = pdf.pages[0].Resources.XObject
        drawn = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[0])).decode()
    assert f"10 0 0 10 {50 + advance:g} 499.75 cm" in drawn and f"{name} Do" in drawn


@pytest.mark.parametrize(
    ("text", "lang", "font"),
    [
        ("على هاتفك دائمًا، ثم الأولى", "ar", "fontpkg_noto_sans_arabic:files/NotoSansArabic[wdth,wght].ttf"),
        ("على هاتفك دائمًا، ثم الأولى", "ar", "fontpkg_ibm_plex_sans_arabic:files/IBMPlexSansArabic-{weight}.ttf"),
        ("ที่นี่ ปั้น น้ำ โทรศัพท์", "th", "fontpkg_noto_sans_thai:files/NotoSansThai[wdth,wght].ttf"),
        ("प्रमाणीकरण किताब सुरक्षा हुन्छ", "ne", "fontpkg_noto_sans_devanagari:files/NotoSansDevanagari[wdth,wght].ttf"),
        ("Tiếp tục đăng nhập ở Để", "vi", LATIN.reference),
    ],
)
def test_letters_with_marks_extract_as_they_were_written(text: str, lang: str, font: str) -> None:
    canvas = blank()
    canvas.begin_page(SIZES["A4"])
    style = TextStyle(size=12, leading=18, ink=BLACK, lang=lang)
    with canvas.element("P"):
        Paragraph([Word(text)], style, FontBook({"text": {"default": font}})).draw(canvas, 50, 700)
    canvas.end_page()
    data = canvas.finish()
    assert extracted(data) == text


def test_glyphs_that_do_not_add_up_to_the_text_say_it_all_the_same() -> None:
    hyphenated = shaped("hand-", 50, 500)
    content = read_back(replace(hyphenated, text="hand"))
    assert content.said == {0: "hand"}


def test_from_right_to_left_glyphs_keep_their_own_texts() -> None:
    run = shaped("abc", 50, 500)
    content = read_back(replace(run, text="cba"))
    assert content.operators.count("BDC") == 1


@given(
    size=st.floats(5, 200),
    steps=st.lists(st.floats(-3, 40), min_size=1, max_size=60),
    lifts=st.lists(st.sampled_from([0.0, 0.0, 0.0, 2.5, -1.25]), min_size=60, max_size=60),
)
def test_every_glyph_stands_where_it_was_put(size: float, steps: list[float], lifts: list[float]) -> None:
    gid, x, glyphs = LATIN.glyph(ord("n")), 0.0, []
    for step, lift in zip(steps, lifts, strict=False):
        glyphs.append(Glyph(gid, x, lift, "n"))
        x += step
    run = GlyphRun(LATIN, size, 12.3456, 700, tuple(glyphs), "n" * len(glyphs), BLACK)
    tolerance = 0.002 + size / 1000  # the size is written to a thousandth, gaps to a thousandth of the em
    expected = [(12.3456 + glyph.x, 700 + glyph.y) for glyph in glyphs]
    for found, wanted in zip(read_back(run).origins, expected, strict=True):
        assert found == pytest.approx(wanted, abs=tolerance)


def test_fonts_of_one_file_and_weight_are_embedded_once() -> None:
    again = Font(LATIN.reference, 400)
    assert again is not LATIN
    data = set_in_file(shaped("one", 50, 500), shaped("two", 50, 480, font=again), shaped("three", 50, 460, font=BOLD))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert sorted(fonts) == ["/F1", "/F2"]
        names = {str(font.BaseFont) for font in fonts.values()}
        assert {name.partition("+")[2] for name in names} == {"NotoSans-wght400", "NotoSans-wght700"}
        programs = {font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in fonts.values()}
        assert len(programs) == 2, "two weights are two sets of outlines"


def test_the_subset_is_small_and_static_and_its_widths_are_those_stated() -> None:
    run = shaped("次の画面で「許可」を押す。", 40, 700, font=JAPANESE)
    with pikepdf.open(io.BytesIO(set_in_file(run))) as pdf:
        font = pdf.pages[0].Resources.Font["/F1"]
        descendant = font.DescendantFonts[0]
        program = descendant.FontDescriptor.FontFile2.read_bytes()
        glyph_map = descendant.CIDToGIDMap.read_bytes()
        first, widths = descendant.W
        assert (str(font.Encoding), int(first)) == ("/Identity-H", 1)
        assert len(glyph_map) == 2 * (1 + len(list(widths)))
        assert int(descendant.FontDescriptor.FontFile2.Length1) == len(program) < 12_000
    face = uharfbuzz.Face(program)
    assert "fvar" not in face.table_tags and "gvar" not in face.table_tags
    inside = uharfbuzz.Font(face)
    for code, width in enumerate(widths, start=1):
        gid = int.from_bytes(glyph_map[2 * code : 2 * code + 2], "big")
        assert abs(inside.get_glyph_h_advance(gid) * 1000 / face.upem - float(width)) <= 1


def test_a_font_without_truetype_outlines_is_refused() -> None:
    class Outlines:
        table_tags = ("CFF ", "cmap")

    class Postscript:
        path, axes, face = "some.otf", dict[str, float](), Outlines()

    canvas = blank()
    canvas.begin_page(SIZES["A6"])
    with pytest.raises(ValueError, match=r"some\.otf has no TrueType outlines"):
        canvas.glyphs(replace(shaped("x", 0, 0), font=Postscript()))
