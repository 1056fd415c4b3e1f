"""What a paragraph is made of: words, keys, boxes and forced line breaks."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from generator.surface import Ink, Surface


class Word(Struct, frozen=True, cache_hash=True):
    """Text of one look, of any length; what is left out comes from the paragraph's style.

    `scale` multiplies the size. A word with `href` is a link; neighbours with the same `href` and `description` are one
    link. `lang` is set where the words are in another language than the paragraph. Line feeds force a line break.
    """

    text: str
    strong: bool = False
    weight: int | None = None
    role: str | None = None
    ink: Ink | None = None
    scale: float = 1.0
    href: str = ""
    description: str = ""
    lang: str = ""


class Key(Struct, frozen=True, cache_hash=True):
    """What a button on the screen says, drawn as a key that never breaks."""

    text: str
    lang: str = ""


class Box(Struct, frozen=True, eq=False):
    """A drawing in the line, such as an icon: width, and height above and below the baseline, in points.

    `paint(surface, x, baseline)` draws it; `gap` is what of the width stays free behind it, in reading direction. `text` is
    what it says, "" for decoration. `glue` keeps it on one line with the word that follows. `resize(size)` makes the box for
    another text size; without it, a box keeps its size.
    """

    width: float
    ascent: float
    descent: float
    paint: Callable[[Surface, float, float], None]
    text: str = ""
    glue: bool = False
    gap: float = 0.0
    resize: Callable[[float], Box] | None = None

    @property
    def slot(self) -> Slot:
        """What of it matters to the text around it, whatever its size."""
        return Slot(self.text, self.glue)


class Slot(Struct, frozen=True):
    """The place of a box in a text: what it says, and whether it stays with the word that follows."""

    text: str = ""
    glue: bool = False


class Break(Struct, frozen=True):
    """A forced line break."""


Span = Word | Key | Box | Break
Sizeless = Word | Key | Slot | Break  # a span before its size is known
