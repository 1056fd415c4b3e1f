from __future__ import annotations

import subprocess
import sys
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from faces import BOOK, drawn, para, style, wrapped
from generator.text import Box, Break, FontBook, Key, MissingGlyph, Paragraph, Word
from generator.text.characters import LAYOUT_CONTROLS, LINE_END_SPACES

ENGLISH = "On the phone that you always use, open the address and choose the method that you have set up."
JAPANESE = "設定の「アプリ」を開き、（「次へ」）を選びます。続けて、画面に表示された番号を入力してください。"


@given(st.text(alphabet="abcäßéЖω次へ、。「」（）ー한국 　-/.:!?\u00ad\u00a0\u200b0123", max_size=80), st.floats(30, 300))
@settings(max_examples=150, deadline=None)
def test_everything_is_drawn_in_order_and_fits(text: str, width: float) -> None:
    paragraph = para(text)
    paragraph.wrap(width)
    surface = drawn(paragraph)

    def kept(said: str) -> str:
        return "".join(c for c in LAYOUT_CONTROLS.sub("", said) if c not in LINE_END_SPACES)

    assert kept(surface.text) == kept(text)
    assert "".join(glyph.text for run in surface.runs for glyph in run.glyphs) == surface.text
    for line in paragraph.lines:
        assert line.width <= width + 1e-4 or len(line.text) <= 2
    assert kept("".join(line.text for line in paragraph.lines)) == kept(text)


@given(st.text(alphabet="abc de fgh次へ、。「", min_size=1, max_size=60), st.floats(20, 200), st.floats(6, 30))
@settings(max_examples=80, deadline=None)
def test_another_size_is_the_same_as_setting_anew(text: str, width: float, size: float) -> None:
    resized, anew = para(text).resized(style(size)), para(text, size=size)
    assert resized.wrap(width) == anew.wrap(width)
    assert resized.lines == anew.lines


@given(
    st.lists(st.one_of(st.text(max_size=12).map(Word), st.text(min_size=1, max_size=8).map(Key)), max_size=4), st.floats(10, 200)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_set_or_the_missing_glyph_is_named(spans: list[Word | Key], width: float) -> None:
    try:
        paragraph = para(*spans)
    except MissingGlyph as missing:
        assert missing.characters and all(character in missing.text for character in missing.characters)
        return
    for run in drawn(paragraph, width).runs:
        assert all(glyph.gid for glyph in run.glyphs)
        assert sorted("".join(glyph.text for glyph in run.glyphs)) == sorted(run.text)


def test_a_typed_object_character_is_no_object() -> None:
    assert drawn(para("a\ufffcb", Key("c"))).root.text == "a\ufffcbc"


def test_the_first_baseline_lies_as_in_css() -> None:
    for lang, factor in (("en", 0.388), ("ja", 0.436), ("ar", 0.318)):
        surface = drawn(para("12", lang=lang), 100, x=7, top=500)
        (run,) = surface.runs
        assert run.y == pytest.approx(500 - 7.5 - factor * 10)
    assert surface.runs[0].x == pytest.approx(107 - sum(run.font.advance(g.gid) * 10 for g in run.glyphs))


def test_lines_stand_one_leading_apart() -> None:
    paragraph = para(ENGLISH)
    assert paragraph.wrap(120) == 15 * len(paragraph.lines)
    ys = sorted({run.y for run in drawn(paragraph).runs}, reverse=True)
    assert [round(a - b, 6) for a, b in pairwise(ys)] == [15] * (len(ys) - 1)


@pytest.mark.parametrize(("align", "left"), [("start", 0), ("centre", 0.5), ("end", 1)])
def test_alignment(align: str, left: float) -> None:
    paragraph = para("Hello ", align=align)
    surface = drawn(paragraph, 100)
    assert surface.runs[0].x == pytest.approx((100 - paragraph.width) * left)
    assert surface.text == "Hello"


def test_spaces_at_line_ends_are_drawn_but_take_no_room() -> None:
    paragraph = para("aaa bbb")
    paragraph.wrap(paragraph.natural_width() - 1)
    assert [line.text for line in paragraph.lines] == ["aaa", "bbb"]
    assert drawn(paragraph).text == "aaa bbb"
    assert paragraph.lines[0].width == para("aaa").natural_width() == pytest.approx(para("  aaa  ").natural_width())


def test_a_forced_break_keeps_words_apart_in_the_text_but_not_an_address() -> None:
    assert drawn(para("Phone", Break(), "Or a tablet.")).text == "Phone Or a tablet."
    address = [Word(part, href="https://example.org/a") for part in ("https://", "example.org", "/a")]
    surface = drawn(para(address[0], Break(), address[1], Break(), address[2]))
    assert surface.text == "https://example.org/a"
    assert len({id(element) for *_, element in surface.links}) == 1 and len(surface.links) == 3


def test_measures() -> None:
    paragraph = para("one three", Break(), "four five six")
    assert paragraph.natural_width() == pytest.approx(para("four five six").natural_width())
    assert paragraph.min_width() == pytest.approx(para("three").natural_width())
    paragraph.wrap(1000)
    assert [line.text for line in paragraph.lines] == ["one three", "four five six"]
    assert paragraph.height == 30


def test_an_empty_paragraph_has_no_lines() -> None:
    for empty in (para(), para("")):
        assert empty.wrap(100) == 0 and empty.lines == () and empty.split(50) is None
        assert drawn(empty).runs == []


def test_forced_breaks() -> None:
    assert wrapped("a\nb\n", 100) == ["a", "b"]
    assert wrapped("a\n\nb", 100) == ["a", "", "b"]


def test_no_last_line_of_a_short_word() -> None:
    text = "aaa bbb ccc ddd eee i"
    width = para("aaa bbb ccc ddd eee").natural_width() + 1
    assert wrapped(text, width) == ["aaa bbb ccc ddd", "eee i"]


def test_no_last_line_of_one_japanese_character() -> None:
    lines = wrapped("画面に表示された番号を入力してくださいね。", 10 * 19, lang="ja")
    assert len(lines) == 2 and len(lines[1]) > 2


def test_headlines_are_balanced() -> None:
    paragraph = para("Set up multi-factor authentication now", headline=True)
    paragraph.wrap(paragraph.natural_width() * 0.9)
    widths = [line.width for line in paragraph.lines]
    assert len(widths) == 2 and max(widths) < 1.3 * min(widths)


def test_japanese_headlines_break_between_phrases() -> None:
    assert wrapped("スマートフォンが、二つ目の鍵になります。", 140, lang="ja", headline=True) == [
        "スマートフォンが、",
        "二つ目の鍵になります。",
    ]


@pytest.mark.parametrize("width", range(40, 240, 10))
def test_japanese_lines_begin_and_end_as_the_rules_say(width: int) -> None:
    lines = wrapped(JAPANESE, width, lang="ja")
    assert "".join(lines) == JAPANESE
    assert not any(line[0] in "、。」）ーょっ" for line in lines)
    assert not any(line[-1] in "「（" for line in lines)


def test_korean_breaks_at_spaces() -> None:
    assert wrapped("휴대폰에서 주소를 여세요", 60, lang="ko") == ["휴대폰에서", "주소를 여세요"]


def test_full_width_marks_share_their_air() -> None:
    def em(text: str) -> float:
        return para(text, lang="ja").natural_width() / 10

    assert em("次。「次") == pytest.approx(3.5)
    assert em("次、（次") == pytest.approx(3.5)
    assert em("（「次」）") == pytest.approx(5 - 4 * 0.5)
    assert em("次。") == pytest.approx(1.5)
    assert em("「次") == pytest.approx(1.5)
    surface = drawn(para("「次", lang="ja"), 100)
    assert surface.runs[0].x == pytest.approx(-5)
    traditional = para("次。次，「次", lang="zh-Hant").natural_width() / 10
    assert traditional == pytest.approx(6)


@pytest.mark.parametrize(
    ("text", "lang", "ems"),
    [
        ("看“次”。次", "zh-Hans", 5.5),
        ("次：“次", "zh-Hans", 3.5),
        ("次？次", "zh-Hans", 3),
        ("次？", "zh-Hans", 1.5),
        ("次：次", "ja", 3),
    ],
)
def test_chinese_quotes_and_marks_share_their_air_too(text: str, lang: str, ems: float) -> None:
    assert para(text, lang=lang).natural_width() / 10 == pytest.approx(ems)


@pytest.mark.parametrize(("lang", "first"), [("ja", "次次次、"), ("zh-Hans", "次次次、"), ("zh-Hant", "次次")])
def test_commas_and_stops_hang_at_line_ends(lang: str, first: str) -> None:
    paragraph = para("次次次、次次。", lang=lang)
    paragraph.wrap(30)
    assert paragraph.lines[0].text == first and paragraph.lines[0].width <= 30
    assert para("次。", lang="ja").natural_width() == pytest.approx(15), "a label does not hang over its edge"


@pytest.mark.parametrize("character", "骨直返")
def test_han_characters_look_as_their_language_writes_them(character: str) -> None:
    shapes = {}
    for lang in ("ja", "zh-Hans", "zh-Hant", "ko"):
        surface = drawn(para("次", Word(character, lang=lang), lang="ja" if lang != "ja" else "zh-Hans"))
        run = surface.runs[-1]
        assert run.text == character
        shapes[lang] = (run.font.reference, run.font.outline(run.glyphs[0].gid).operations)
    assert len({reference for reference, _ in shapes.values()}) == 4
    assert shapes["ja"][1] != shapes["zh-Hans"][1]
    (word, element) = drawn(para("次", Word(character, lang="ko"), lang="ja")).root.content
    assert element.attributes["lang"] == "ko" and word.text == "次"


def test_a_gap_between_japanese_and_latin_is_space_and_no_character() -> None:
    plain = para("次", lang="ja").natural_width() * 2 + para("A", lang="ja").natural_width()
    paragraph = para("次A次", lang="ja")
    assert paragraph.natural_width() == pytest.approx(plain + 2 * 0.2 * 10)
    assert drawn(paragraph).text == "次A次"
    assert para("次 A", lang="ja").natural_width() <= plain - 10 + 2.5 + 1e-9
    paragraph.wrap(10)
    assert paragraph.lines[0].width == pytest.approx(10)


def test_other_scripts_come_from_other_fonts() -> None:
    surface = drawn(para("Tap 次へ, then 계속."))
    stretches = groupby(surface.runs, lambda run: run.font.name)
    assert [("".join(run.text for run in runs), name) for name, runs in stretches] == [
        ("Tap ", "NotoSans-wght400"),
        ("次へ", "NotoSansJP-wght400"),
        (", then ", "NotoSans-wght400"),
        ("계속", "NotoSansKR-wght400"),
        (".", "NotoSans-wght400"),
    ]


def test_a_composed_character_serves_for_a_mark_that_the_font_lacks() -> None:
    surface = drawn(para("Tie\u0302\u0301ng Vie\u0323\u0302t"))
    assert surface.text == "Tie\u0302\u0301ng Vie\u0323\u0302t"
    assert {run.font.name for run in surface.runs} == {"NotoSans-wght400"}


def test_looks_of_words() -> None:
    surface = drawn(para("a ", Word("b", strong=True), Word("c", weight=300, scale=2), Word("d", role="mono")))
    assert [(run.font.name, run.size) for run in surface.runs] == [
        ("NotoSans-wght400", 10),
        ("NotoSans-wght700", 10),
        ("NotoSans-wght300", 20),
        ("JetBrainsMono-wght400", 10),
    ]


def test_addresses_are_set_without_ligatures() -> None:
    (run,) = drawn(para("https://a.b", role="mono")).runs
    assert [glyph.text for glyph in run.glyphs] == list("https://a.b")


def test_track_is_added_between_characters() -> None:
    loose, plain = para("abc", track=0.1), para("abc")
    assert loose.natural_width() == pytest.approx(plain.natural_width() + 2)


def test_words_of_another_language_say_so() -> None:
    surface = drawn(para("Tap ", Word("次へ", lang="ja"), "."))
    span = surface.root.content[1]
    assert (span.role, span.attributes, span.text) == ("Span", {"lang": "ja"}, "次へ")


def test_boxes() -> None:
    painted: list[tuple[float, float, bool]] = []

    def box(size: float) -> Box:
        return Box(size, 20, 2, lambda s, x, y: painted.append((x, y, bool(s.artifacts))), glue=True, resize=box)  # type: ignore[attr-defined]

    paragraph = para("see ", box(10), "Security info")
    surface = drawn(paragraph, 200)
    assert painted == [(pytest.approx(para("see ").natural_width() + 2.6, abs=0.5), surface.runs[0].y, True)]
    assert paragraph.lines[0].above == 20
    paragraph.wrap(paragraph.natural_width() - para("info").natural_width() - 1)
    assert [line.text for line in paragraph.lines] == ["see Security", "info"]
    paragraph.wrap(para("Security").natural_width() + 10)
    assert [line.text for line in paragraph.lines] == ["see", "Security", "info"]
    assert paragraph.resized(style(20)).natural_width() == pytest.approx(2 * paragraph.natural_width())
    assert para(Box(4, 1, 1, lambda *_: None)).resized(style(20)).natural_width() == 4


def test_a_box_with_text_is_no_decoration() -> None:
    surface = drawn(para(Box(4, 1, 1, lambda *_: None, text="2a"), " Next"))
    assert surface.root.content[0].attributes == {"actual": "2a"}
    assert para(Box(4, 1, 1, lambda *_: None, text="2a"), " Next").text == "2a Next"


def test_split_leaves_two_lines_on_each_side() -> None:
    paragraph = para(ENGLISH)
    paragraph.wrap(120)
    count = len(paragraph.lines)
    assert count >= 5
    assert paragraph.split(29) is None
    head, tail = paragraph.split(45) or pytest.fail("no split")
    assert (len(head.lines), len(tail.lines)) == (3, count - 3)
    assert [*head.lines, *tail.lines] == list(paragraph.lines)
    _, rest = paragraph.split(15 * (count - 1)) or pytest.fail("no split")
    assert len(rest.lines) == 2
    assert drawn(head).text + drawn(tail).text == ENGLISH
    assert tail.wrap(1000) == 15 and tail.text == "".join(line.text + " " for line in paragraph.lines[3:]).strip()
    assert para("a b").split(100) is None


def test_resizing_and_drawing_do_not_shape_again() -> None:
    from generator.text.shape import shape

    paragraph = para(ENGLISH)
    before = shape.cache_info().misses
    for size in (8, 9, 11):
        other = paragraph.resized(replace(paragraph.style, size=size))
        for width in (80, 120):
            drawn(other, width)
    assert shape.cache_info().misses == before


def test_the_package_is_imported_without_reportlab() -> None:
    code = "import sys, generator.text; sys.exit(any(name.startswith(('reportlab', 'PIL', 'pikepdf')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    paragraph = Paragraph([Word("word " * 20000)], style(), BOOK)
    assert paragraph.wrap(200) > 15 * 1000
    assert Paragraph([Word("AVx" * 10000)], style(), BOOK).wrap(200) > 15 * 100


def test_a_separator_vanishes_at_a_lines_end_and_begins_none() -> None:
    text = "help@example.org · 092 802 0000 · 9 to 17"
    for width in range(60, 240, 6):
        lines = [line.strip() for line in wrapped(text, width)]
        assert not any(line.startswith("·") or line.endswith("·") for line in lines), lines
        assert drawn(para(text), width).text.count("·") == sum(line.count("·") for line in lines)
        assert any("092 802 0000" in line for line in lines) or width < 80


def test_japanese_in_a_narrow_column_breaks_between_phrases() -> None:
    text = "シールが重ねてあれば、読み取らずにお知らせください。「ブラウザー」は、パソコンのものです。"
    lines = wrapped(text, 130, lang="ja")
    assert len(lines) > 3
    for whole in ("読み取らず", "お知らせください", "「ブラウザー」は、", "パソコンの"):
        assert any(whole in line for line in lines), (whole, lines)


@pytest.mark.parametrize("narrow", range(40, 130, 6))
def test_what_goes_on_in_another_width_loses_nothing(narrow: int) -> None:
    """Also where a line ended within a word, since it was narrower than the word."""
    said = "페어링하세요. ‘Authenticator’에서 여시겠습니까? 메시지가 나오면 버튼을 누르세요. Donaudampfschiff."
    paragraph = para(said, lang="ko")
    paragraph.wrap(narrow)
    for count in range(2, len(paragraph.lines) - 1):
        parts = paragraph.split(sum(line.height for line in paragraph.lines[:count]))
        assert parts
        parts[1].wrap(300)
        found = "".join(line.text for part in parts for line in part.lines)
        assert found.replace(" ", "") == said.replace(" ", ""), (count, found)


def test_a_text_is_shaped_once_whatever_its_size_its_icons_and_its_book_of_fonts() -> None:
    def icon(size: float) -> Box:
        return Box(size, size, 0, lambda surface, x, baseline: None, glue=True)

    first, second = para(icon(8), "Security info"), para(icon(12), "Security info", size=15, book=FontBook(BOOK.roles))
    assert first.lines[0].prepared is second.lines[0].prepared
    assert second.natural_width() - 12 == pytest.approx(1.5 * (first.natural_width() - 8))


def test_books_of_other_fonts_are_not_equal() -> None:
    assert FontBook(BOOK.roles) == BOOK
    assert FontBook({**BOOK.roles, "mono": BOOK.roles["text"]}) != BOOK
