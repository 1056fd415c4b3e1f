"""The pages' own words ("step", "page", "or type") in the reader's language."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping

from generator import resources

FALLBACK = "en"


@functools.cache
def word_languages() -> tuple[str, ...]:
    """The languages that the pages speak themselves; in another one, they use English words."""
    return tuple(name.removeprefix("words/").removesuffix(".toml") for name in resources.listing("assets", "words/*.toml"))


@functools.cache
def words(lang: str) -> Mapping[str, str]:
    """All words of a language, by key; the English ones where the pages do not speak it, under the language's code."""
    spoken = spoken_as(lang)
    found = tomllib.loads(resources.find("assets", f"words/{spoken or FALLBACK}.toml").read_text("utf-8"))
    return found if spoken else {**found, "language": lang.upper()}


def spoken_as(lang: str) -> str | None:
    """The language of the words for a language: itself, or without its region; None where there are no words for it."""
    return next((name for name in (lang, lang.split("-")[0]) if name in word_languages()), None)
