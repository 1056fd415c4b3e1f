"""Strings of many scripts at once: set, or refused with the characters that no font has; nothing else is ever raised."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from building import GUIDE, handouts, write_guide
from faces import INK, drawn
from generator.text import Box, Key, MissingGlyph, Paragraph, TextStyle, Word
from test_typed import WORLD

SCRIPTS = [
    "abc ",
    "äß",
    "Ωλ",
    "Жя",
    "ابت",
    "אבג",
    "กขคำ",
    "नमस्ते",
    "日本語、。",
    "カナー",
    "한글",
    "ሀለ",
    "ᚠᚱ",
    "𝔄𝔅",
    "𠮷",
    "😀👩",
    "0123٠١",
]
CONTROLS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufe0f\u0301\u0323\u3099\u0e49\ufffc\n\t\x00\u2028"
SPANS = st.lists(
    st.one_of(
        st.text(st.sampled_from("".join(SCRIPTS) + CONTROLS + " -/\\.:@()"), max_size=20),
        st.text(st.characters(exclude_categories=()), max_size=6),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(
    texts=SPANS,
    lang=st.sampled_from(["en", "de", "ja", "ar", "th", "ko", "zh-Hans", "he", "ne"]),
    width=st.floats(1, 400),
    headline=st.booleans(),
    hyphenate=st.booleans(),
    kinds=st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_any_mixture_is_set_or_refused_by_name(
    texts: list[str], lang: str, width: float, headline: bool, hyphenate: bool, kinds: list[int]
) -> None:
    icon = Box(10, 8, 2, lambda surface, x, baseline: None, glue=True)
    spans = [(Word(text), Key(text or "x"), icon)[kind] for text, kind in zip(texts, kinds, strict=False)]
    look = TextStyle(size=10, leading=15, ink=INK, lang=lang, headline=headline, hyphenate=hyphenate)
    try:
        paragraph = Paragraph(spans, look, WORLD)
        surface = drawn(paragraph, width)
    except MissingGlyph as missing:
        assert missing.characters
        assert all(problem.message.startswith("no font has") for problem in missing.problems)
        return
    assert paragraph.min_width() >= 0
    assert all(glyph.gid for run in surface.runs for glyph in run.glyphs)


def test_each_text_with_characters_that_no_font_has_is_one_problem(tmp_path: Path) -> None:
    text = GUIDE.replace("Close the page., short: Close", "Close ሀ and ᚠ., short: Close").replace(
        "answer: Wait.", 'answer: "Wait 𐌰 ሀ."'
    )
    said = handouts("check", write_guide(tmp_path, text))
    assert said.code == 3
    assert said.err.count("no font has the characters") == 2
    assert "guide.en.yaml:17:" in said.err and "guide.en.yaml:19:" in said.err
    for name in ("ETHIOPIC SYLLABLE HA", "RUNIC LETTER FEHU", "GOTHIC LETTER AHSA"):
        assert name in said.err
