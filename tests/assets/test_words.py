"""The pages' own words: every language has every word, with the same gaps to fill."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

WORDS = Path(__file__).parents[2] / "assets" / "words"
LANGUAGES = sorted(path.stem for path in WORDS.glob("*.toml"))


def read(lang: str) -> dict[str, str]:
    return tomllib.loads((WORDS / f"{lang}.toml").read_text("utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_words_in_the_same_order(lang: str) -> None:
    assert list(read(lang)) == list(read("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_those_of_the_english_words(lang: str) -> None:
    english = read("en")
    gaps = {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in read(lang).items()}
    assert gaps == {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in english.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_clean_text(lang: str) -> None:
    for key, text in read(lang).items():
        assert text and text == text.strip(), key
        assert text.count("**") % 2 == 0, key
        assert "\n" not in text and "  " not in text, key
