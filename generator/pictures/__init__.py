"""Pictures: a gate that each passes, and what makes them ready for print. Pillow is loaded when the first one is decoded."""

from __future__ import annotations

from generator.pictures.check import check_pictures
from generator.pictures.findings import findings, least_width, most_width
from generator.pictures.gate import Opened, open_picture, size_of
from generator.pictures.logo import Logo, load_logo
from generator.pictures.marks import PlacedArrow, PlacedMark, PlacedNumber, PlacedRing, marks_outside, place_marks
from generator.pictures.prepare import Picture, prepare
from generator.pictures.shelf import Shelf, ShownScreen
from generator.pictures.svg import Shape

__all__ = [
    "Logo",
    "Opened",
    "Picture",
    "PlacedArrow",
    "PlacedMark",
    "PlacedNumber",
    "PlacedRing",
    "Shape",
    "Shelf",
    "ShownScreen",
    "check_pictures",
    "findings",
    "least_width",
    "load_logo",
    "marks_outside",
    "most_width",
    "open_picture",
    "place_marks",
    "prepare",
    "size_of",
]
