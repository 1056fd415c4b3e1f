"""Templates: `fill` makes layout markup of a guide, `parse` makes and checks its element tree."""

from generator.markup.element import Element
from generator.markup.fill import fill, fill_own
from generator.markup.formats import Format, find_format, list_formats, named_size
from generator.markup.parse import parse
from generator.markup.trust import trust_gaps
from generator.markup.words import spoken_as, word_languages, words

__all__ = [
    "Element",
    "Format",
    "fill",
    "fill_own",
    "find_format",
    "list_formats",
    "named_size",
    "parse",
    "spoken_as",
    "trust_gaps",
    "word_languages",
    "words",
]
