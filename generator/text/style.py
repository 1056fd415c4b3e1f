"""How a paragraph looks."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from generator.surface import Ink

Align = Literal["start", "centre", "end"]


class Shaping(NamedTuple):
    """What of a style decides over glyphs and breaks, whatever the size."""

    role: str
    weight: int
    bold: int
    lang: str
    track: float
    headline: bool


class TextStyle(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Sizes and leadings in points, `track` in em, the outlines of keys in millimetres.

    `leading` is the height of a line, `key_leading` that of every line of a paragraph that has keys. `bold` is the weight of
    strong words and of keys. `headline` breaks between phrases in Japanese and Korean, and balances the lines;
    `balance` only balances them. `hyphenate` breaks a word that is wider than its line as its
    language does. `align` is relative to the direction of the language.
    """

    size: float
    leading: float
    ink: Ink
    weight: int = 400
    bold: int = 700
    role: str = "text"
    track: float = 0.0
    align: Align = "start"
    lang: str = "en"
    headline: bool = False
    balance: bool = False
    hyphenate: bool = False
    key_leading: float | None = None
    key_ink: Ink | None = None  # outline and label; the text's ink where it is left out
    key_fill: Ink | None = None
    key_rule_mm: float = 0.3
    key_foot_mm: float = 0.75

    @property
    def shaping(self) -> Shaping:
        """What of the style decides over glyphs and breaks."""
        return Shaping(self.role, self.weight, self.bold, self.lang, self.track, self.headline)
