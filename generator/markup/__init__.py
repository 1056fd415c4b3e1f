"""Templates: `fill` makes layout markup of a guide, `parse` makes and checks its element tree."""

from generator.markup.element import Element
from generator.markup.fill import fill
from generator.markup.formats import Format, find_format, list_formats
from generator.markup.parse import parse

__all__ = ["Element", "Format", "fill", "find_format", "list_formats", "parse"]
