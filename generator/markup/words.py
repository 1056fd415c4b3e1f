"""The pages' own words ("step", "page", "or type") in the reader's language.

The English ones stand in `assets/words/en.toml`; what translators make of them, in gettext catalogues beside it: a `.po` for
people, and the `.mo` that `make words` compiles from it, which is read here. A word that a catalogue lacks is English.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from gettext import GNUTranslations, NullTranslations

from generator import languages, resources

SOURCE = "en"


class Words(Mapping[str, str]):
    """The words of one language, by key; of one that counts, what is said of many."""

    def __init__(self, english: Mapping[str, str | list[str]], catalogue: NullTranslations) -> None:
        self._english, self._catalogue = english, catalogue
        self._words = {key: catalogue.pgettext(key, said) for key, said in english.items() if isinstance(said, str)}

    def __getitem__(self, key: str) -> str:
        return self._words[key] if key in self._words else self.counted(key, 100)

    def __iter__(self) -> Iterator[str]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)

    def counted(self, key: str, n: int) -> str:
        """What is said of `n`; the word itself where it does not count. Its {n} is not filled in. KeyError: no such word."""
        said = self._english[key]
        if isinstance(said, str):
            return self._words[key]
        one, many = said
        return self._catalogue.npgettext(key, one, many, n)


@functools.cache
def word_languages() -> tuple[str, ...]:
    """The languages that the pages speak themselves; in another one, they use English words."""
    translated = (name.removeprefix("words/").removesuffix(".mo") for name in resources.listing("assets", "words/*.mo"))
    return tuple(sorted((SOURCE, *translated)))


@functools.cache
def words(lang: str) -> Words:
    """All words of a language; the English ones where the pages do not speak it, under the language's code."""
    english = tomllib.loads(resources.find("assets", f"words/{SOURCE}.toml").read_text("utf-8"))
    spoken = spoken_as(lang)
    if spoken in (None, SOURCE):
        return Words(english if spoken else {**english, "language": lang.upper()}, NullTranslations())
    with resources.find("assets", f"words/{spoken}.mo").open("rb") as file:
        return Words(english, GNUTranslations(file))


def spoken_as(lang: str) -> str | None:
    """The language of the words for a language: itself, or without its region; None where there are no words for it."""
    return next((name for name in languages.tags(lang) if name in word_languages()), None)
