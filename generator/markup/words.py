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
    """All words of a language, by key; the English ones where the pages do not speak it."""
    known = word_languages()
    spoken = next((name for name in (lang, lang.split("-")[0]) if name in known), FALLBACK)
    return tomllib.loads(resources.find("assets", f"words/{spoken}.toml").read_text("utf-8"))
