"""Logos: a PNG or JPEG as a picture, an SVG as shapes that are drawn as vectors."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, Place, quoted
from generator.pictures.gate import Opened, open_picture, size_of
from generator.pictures.prepare import OFFICE_PPI, WHITE, Colour, Picture, prepare
from generator.pictures.svg import Shape, Unsupported, read_svg


class Logo(Struct, frozen=True):
    """A logo in a box of `width` × `height` (points for an SVG, pixels for a picture; what counts is their ratio).

    `shapes` are an SVG's, in the order of drawing, origin bottom left; a logo made of pixels has none, but a `picture`.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    opened: Opened | None = None

    @property
    def aspect(self) -> float:
        """Height to width."""
        return self.height / self.width

    def picture(self, width: float, *, background: Colour = WHITE, ppi: float = OFFICE_PPI) -> Picture | None:
        """The logo for a place `width` points wide on a ground of that colour; None for an SVG, which is drawn."""
        return None if self.opened is None else prepare(self.opened, width=width, background=background, ppi=ppi)


def load_logo(path: Path, place: Place | None = None) -> Logo:
    """The logo in a file that lies in its folder (a link that leaves it is refused); `place` is where a theme names it.

    Raises AssetError where the file is missing or refused, or where an SVG has what cannot be drawn faithfully.
    """
    opened = open_picture(path.parent, path.name, place, svg=True)
    if opened.kind != "SVG":
        width, height = size_of(opened)
        return Logo(width, height, opened=opened)
    try:
        return Logo(*read_svg(opened.data))
    except Unsupported as error:
        raise AssetError(Diagnostic(f"the logo {quoted(path.name)} {error}", place, error.help, rule="svg-refused")) from None
