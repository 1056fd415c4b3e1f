"""Words that are wider than their line are hyphenated where the style says so; keys and addresses never are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from faces import BOOK, drawn, para, style
from generator.text import Key, Paragraph, Word
from generator.text.prepared import prepare

LONG = "Sicherheitsinformationsübersichtsseite"


def set_at(text: str, width: float, lang: str = "de", *, hyphenate: bool = True) -> Paragraph:
    """The text, wrapped."""
    paragraph = para(text, lang=lang, hyphenate=hyphenate)
    paragraph.wrap(width)
    return paragraph


def test_a_word_that_is_wider_than_its_line_is_hyphenated() -> None:
    paragraph = set_at(f"Die {LONG} zeigt alles.", 100)
    assert paragraph.min_width() <= 100
    assert all(line.width <= 100.01 for line in paragraph.lines)
    assert "".join(line.text for line in paragraph.lines).replace(" ", "") == f"Die{LONG}zeigtalles."
    assert any("\u2010" in run.text or "\u00ad" in run.text for run in drawn(paragraph, 100).runs)


def test_words_that_fit_stay_whole() -> None:
    paragraph = set_at(f"{LONG} Einstellungen", 110)
    assert any(line.text.strip().endswith("Einstellungen") for line in paragraph.lines)
    wide = para(f"Die {LONG} zeigt alles.", lang="de", hyphenate=True)
    wide.wrap(100)
    wide.wrap(400)
    assert [line.text for line in wide.lines] == [f"Die {LONG} zeigt alles."]


def test_only_where_the_style_says_so() -> None:
    assert set_at(LONG, 100, hyphenate=False).min_width() > 100


def test_keys_and_addresses_are_never_hyphenated() -> None:
    for span in (Key(LONG), Word("https://sicherheitsinformationsuebersichtsseite.example")):
        paragraph = para(span, lang="de", hyphenate=True)
        paragraph.wrap(80)
        assert "\u00ad" not in drawn(paragraph, 80).text


@pytest.mark.parametrize("lang", ["ja", "und", "x-none"])
def test_a_language_without_a_dictionary_keeps_its_words(lang: str) -> None:
    assert set_at(LONG, 100, lang).min_width() > 100


def test_a_hyphenated_paragraph_can_be_split_and_wrapped_anew() -> None:
    paragraph = set_at(f"Die {LONG} zeigt alle {LONG} und noch viel mehr.", 100)
    parts = paragraph.split(paragraph.height / 2)
    assert parts is not None
    said = "".join(line.text for part in parts for line in part.lines)
    assert said == "".join(line.text for line in paragraph.lines)
    parts[1].wrap(150)
    assert all(line.width <= 150.01 for line in parts[1].lines)


def test_dictionaries_are_only_opened_for_such_words() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/text'); from faces import para; "
        "p = para('Kurze Wörter', lang='de', hyphenate=True); p.wrap(100); assert 'pyphen' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_width_before_does_not_matter() -> None:
    for last in (70, 90, 130):
        fresh = para(f"Die {LONG} heute.", lang="de", hyphenate=True, track=last / 1e6)  # a style that no other test has measured
        fresh.wrap(last)
        again = para(f"Die {LONG} heute.", lang="de", hyphenate=True, track=-last / 1e6)
        for width in (60, last):
            again.wrap(width)
        assert [line.text for line in again.lines] == [line.text for line in fresh.lines], last


def test_words_of_another_language_are_hyphenated_as_that_one_does() -> None:
    for of_paragraph, of_word, fits in (("en", "de", True), ("ja", "de", True), ("de", "ja", False)):
        paragraph = para("See ", Word(LONG, lang=of_word), lang=of_paragraph, hyphenate=True)
        paragraph.wrap(100)
        assert (paragraph.min_width() <= 100) is fits


def test_words_of_another_language_break_where_that_one_does() -> None:
    text = "サインインの要求を承認しますか"
    phrases = prepare((Word(text),), style(lang="ja", headline=True).shaping, BOOK).breaks
    one_by_one = prepare((Word(text),), style(lang="en", headline=True).shaping, BOOK).breaks
    assert len(phrases) < len(one_by_one)
    marked = prepare((Word("Say "), Word(text, lang="ja"), Word(" now.")), style(lang="en", headline=True).shaping, BOOK)
    assert marked.breaks == (4, *(4 + index for index in phrases[:-1]), 4 + len(text) + 1, 4 + len(text) + 5)
