"""Page layout: elements are typeset as blocks, blocks composed into pages, and the line drawn through them."""

from generator.layout.compose import Composition, compose
from generator.layout.page import Page, paint

__all__ = ["Composition", "Page", "compose", "paint"]
