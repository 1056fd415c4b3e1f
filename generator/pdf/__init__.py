"""Writes the file: a canvas that tags what it draws, its fonts, its pictures and its structure tree."""

from generator.pdf.canvas import Intent, Part, TaggedCanvas

__all__ = ["Intent", "Part", "TaggedCanvas"]
