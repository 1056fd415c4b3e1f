"""Writing from right to left, and scripts whose glyphs do not map one to one."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces import ARABIC, MONO, SANS, THAI, drawn, para
from generator.text import FontBook, Key, Word
from generator.text.bidi import embedding_levels, runs_rtl, visual_order

BOOK = FontBook({"text": {"default": SANS, "ar": ARABIC, "th": THAI}, "mono": {"default": MONO}})
needs_arabic = pytest.mark.skipif(find_spec("fontpkg_ibm_plex_sans_arabic") is None, reason="needs an Arabic font")
needs_thai = pytest.mark.skipif(find_spec("fontpkg_noto_sans_thai") is None, reason="needs a Thai font")


def test_levels() -> None:
    assert embedding_levels("abc 12", rtl=False) is None
    assert embedding_levels("a א 1", rtl=False) == [0, 0, 1, 1, 2]
    assert embedding_levels("a", rtl=True) == [2]
    assert embedding_levels("𐤀😀", rtl=True) == [1, 1]
    assert embedding_levels("", rtl=True) is None


@pytest.mark.parametrize(
    ("text", "lang", "rtl"),
    [
        ("a", "en", False),
        ("א", "en", False),
        ("אa", "he", True),
        ("1–2", "ar", True),
        ("https://", "ar", False),
        ("", "ar", True),
    ],
)
def test_a_paragraph_runs_as_its_language_unless_its_letters_are_of_the_other_kind(text: str, lang: str, rtl: bool) -> None:
    assert runs_rtl(text, lang) is rtl


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("א: help@x.ac.jp · +81 92-802-2685 · ב", "ב · +81 92-802-2685 · help@x.ac.jp :א"),
        ("א 2026-11-24 ב", "ב 2026-11-24 א"),
        ("א https://a.b.jp/x/ ב", "ב https://a.b.jp/x/ א"),
        ("א www.a.jp/x.", ".www.a.jp/x א"),
        ("א 3–5 ב", "ב 5–3 א"),
    ],
)
def test_addresses_numbers_and_dates_keep_their_order_within_arabic(text: str, seen: str) -> None:
    levels = embedding_levels(text, rtl=True)
    assert levels is not None and len(levels) == len(text)
    assert "".join(text[index] for index in visual_order(levels)) == seen


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_telephone_number_stays_on_one_line(lang: str) -> None:
    paragraph = para("Call +81 92-802-2685 now", lang=lang)
    paragraph.wrap(90)
    assert [line.text for line in paragraph.lines] == ["Call", "+81 92-802-2685", "now"]


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([0, 0], [0, 1]),
        ([1, 1], [1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 1], [2, 1, 0]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([2], [0]),
        ([], []),
    ],
)
def test_visual_order(levels: list[int], order: list[int]) -> None:
    assert visual_order(levels) == order


@given(st.lists(st.integers(0, 4)))
def test_visual_order_loses_nothing(levels: list[int]) -> None:
    assert sorted(visual_order(levels)) == list(range(len(levels)))


@needs_arabic
def test_arabic_runs_from_the_right_and_is_drawn_in_reading_order() -> None:
    text = "افتح Microsoft Authenticator على هاتفك"
    surface = drawn(para(text, lang="ar", book=BOOK), 400)
    assert surface.text == text
    assert [run.x for run in surface.runs] == sorted((run.x for run in surface.runs), reverse=True)
    first = surface.runs[0]
    assert max(first.x + glyph.x for glyph in first.glyphs) < 400
    assert all(a.x <= b.x for a, b in zip(first.glyphs, first.glyphs[1:], strict=False))
    assert "".join(glyph.text for glyph in reversed(first.glyphs)) == first.text
    assert min(run.x for run in surface.runs) > 100


@needs_arabic
def test_arabic_lines_end_at_the_right_edge() -> None:
    paragraph = para("افتح العنوان على هاتفك الذي تستخدمه دائما ثم تابع.", lang="ar", book=BOOK)
    surface = drawn(paragraph, 120)
    assert len(paragraph.lines) >= 2 and surface.text == paragraph.text
    for y in {run.y for run in surface.runs}:
        runs = [run for run in surface.runs if run.y == y and run.text.strip()]
        ends = [run.x + max(g.x + run.font.advance(g.gid) * run.size for g in run.glyphs) for run in runs]
        assert max(ends) == pytest.approx(120, abs=0.8)


@needs_arabic
def test_a_latin_key_stands_in_the_middle_of_an_arabic_line() -> None:
    surface = drawn(para("اضغط ", Key("Next"), "، ثم تابع.", lang="ar", book=BOOK), 200)
    before, key, after = (next(run for run in surface.runs if word in run.text) for word in ("اضغط", "Next", "تابع"))
    assert before.x > key.x + para("Next").natural_width() and key.x > after.x
    assert surface.root.text == "اضغط Next، ثم تابع."


@needs_arabic
def test_an_arabic_word_in_an_english_line() -> None:
    surface = drawn(para("Tap ", Word("التالي", lang="ar"), " now", book=BOOK), 200)
    assert [run.text for run in surface.runs if run.text != " "] == ["Tap ", "التالي", "now"]
    assert [run.x for run in surface.runs] == sorted(run.x for run in surface.runs)


@needs_thai
def test_thai_breaks_between_words_and_keeps_its_clusters() -> None:
    text = "เปิดแอปบนโทรศัพท์ของคุณแล้วแตะถัดไป"
    paragraph = para(text, lang="th", book=BOOK)
    surface = drawn(paragraph, 60)
    assert surface.text == text
    assert any("โทรศัพท์" in line.text for line in paragraph.lines) and len(paragraph.lines) >= 3
    assert all(line.width <= 60 for line in paragraph.lines)
