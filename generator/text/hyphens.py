"""Soft hyphens where a language breaks its words, for words that are wider than their line. Pyphen and its dictionaries
are only loaded when there is such a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from generator.text.characters import SOFT_HYPHEN
from generator.text.spans import Span, Word
from generator.text.typed import addresses

_LONG_WORD = re.compile(r"[^\W\d_]{8,}")
_LEAST = 4  # letters on each side of a hyphen


def hyphenated(spans: Sequence[Span], lang: str, is_wide: Callable[[int, int], bool]) -> tuple[Span, ...]:
    """The spans with soft hyphens in their long words that are too wide: `is_wide(start, end)` by their places in the text.

    Keys stay as the screen shows them, and so do addresses, and words of a language that has no dictionary.
    """
    result: list[Span] = []
    at = 0
    for span in spans:
        if isinstance(span, Word):
            dictionary = _dictionary(span.lang or lang)
            if dictionary is not None and span.role != "mono":
                result.append(replace(span, text=_with_hyphens(span.text, dictionary, at, is_wide)))
            else:
                result.append(span)
            at += len(span.text)
        else:
            result.append(span)
            at += 1
    return tuple(result)


def _with_hyphens(text: str, dictionary: Any, at: int, is_wide: Callable[[int, int], bool]) -> str:
    whole = addresses(text, 0, len(text), link=False)

    def hyphenate(match: re.Match[str]) -> str:
        word: str = match[0]
        if any(start <= match.start() < end for start, end in whole) or not is_wide(at + match.start(), at + match.end()):
            return word
        places = [place for place in dictionary.positions(word) if getattr(place, "data", None) is None]
        pieces = [word[start:end] for start, end in zip([0, *places], [*places, len(word)], strict=True)]
        return SOFT_HYPHEN.join(pieces)

    return _LONG_WORD.sub(hyphenate, text)


@lru_cache(maxsize=8)
def _dictionary(lang: str) -> Any:
    """The language's way to hyphenate, or None."""
    from pyphen import Pyphen, language_fallback  # type: ignore[import-untyped]

    name = language_fallback(lang.replace("-", "_"))
    return Pyphen(lang=name, left=_LEAST, right=_LEAST) if name else None
