"""Logos: a PNG or JPEG as a picture, an SVG as shapes that are drawn as vectors."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.errors import AssetError, Diagnostic, Place, printable, quoted
from generator.pictures.findings import resolution
from generator.pictures.gate import Opened, open_picture, size_of
from generator.pictures.prepare import OFFICE_PPI, WHITE, Colour, Picture, prepare
from generator.pictures.svg.drawing import Shape, read_svg
from generator.pictures.svg.refusal import Problem, Refused


class Logo(Struct, frozen=True):
    """A logo in a box of `width` × `height` (points for an SVG, pixels for a picture; what counts is their ratio).

    `shapes` are an SVG's, in the order of drawing, origin bottom left, and show within the box alone; a logo made of pixels has
    none, but a `picture`.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    opened: Opened | None = None

    @property
    def aspect(self) -> float:
        """Height to width."""
        return self.height / self.width

    def findings(self, width: float) -> list[Diagnostic]:
        """What there is to say about the logo `width` points wide: a picture may have too few pixels."""
        if self.opened is None:
            return []
        return resolution(f"the logo {quoted(self.opened.name)}", self.opened.place, self.width, width)

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
        drawing = read_svg(opened.data)
    except Refused as error:
        lines = opened.data.decode("utf-8", "replace").splitlines()
        raise AssetError(_told(problem, path, lines, place) for problem in error.problems) from None
    return Logo(drawing.width, drawing.height, drawing.shapes)


def _told(problem: Problem, path: Path, lines: list[str], place: Place | None) -> Diagnostic:
    """What cannot be drawn, with its line in the SVG."""
    if 0 < problem.line <= len(lines):
        source = lines[problem.line - 1]
        indent = len(source) - len(source.lstrip())
        place = Place(printable(str(path)), problem.line, indent + 1, 1, source)
    message = f"the logo {quoted(path.name)} {printable(problem.words)}"
    return Diagnostic(message, place, problem.help, rule="svg-refused")
