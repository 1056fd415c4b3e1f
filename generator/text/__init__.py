"""Text: spans in a style become lines, and lines become glyphs on a surface. ICU breaks and orders, HarfBuzz shapes."""

from generator.text.characters import is_rtl
from generator.text.fonts import Font, FontBook, how_to_install
from generator.text.itemize import MissingGlyph, lacking
from generator.text.linebox import Line
from generator.text.paragraph import Paragraph
from generator.text.spans import Box, Break, Key, Span, Word
from generator.text.style import TextStyle

__all__ = [
    "Box",
    "Break",
    "Font",
    "FontBook",
    "Key",
    "Line",
    "MissingGlyph",
    "Paragraph",
    "Span",
    "TextStyle",
    "Word",
    "how_to_install",
    "is_rtl",
    "lacking",
]
