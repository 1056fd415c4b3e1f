"""What layout draws on: the contract between `text` and `layout`, which draw, and `pdf`, which writes the file.

Points, origin bottom left. Drawing is dumb: every position is computed before. Structure goes along with it: what is
drawn inside `element` belongs to that element of the structure tree, what is drawn inside `artifact` to none.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from generator.geometry import Path, Rect, Size
    from generator.text.fonts import Font


Ends = Literal["butt", "round", "square"]
Joins = Literal["miter", "round", "bevel"]


class Ink(Struct, frozen=True, cache_hash=True):
    """A colour of the palette: screen RGB (0–1), press CMYK (0–1), and grey (0 black – 1 white) where office prints it as K."""

    name: str
    rgb: tuple[float, float, float]
    cmyk: tuple[float, float, float, float]
    office_grey: float | None = None


class Glyph(Struct, frozen=True):
    """One glyph at (x, y) relative to its run's origin, in points.

    `text` is what it stands for: the first glyph of a cluster carries the cluster's text, further glyphs of it carry "".
    """

    gid: int
    x: float
    y: float
    text: str


class GlyphRun(Struct, frozen=True):
    """Glyphs of one font and size, visually ordered, whose origin is (x, y) on the page; `text` in reading order."""

    font: Font
    size: float
    x: float
    y: float
    glyphs: tuple[Glyph, ...]
    text: str
    ink: Ink


class StructureElement(Protocol):
    """A node of the structure tree; opaque to those who draw."""

    role: str


class Surface(Protocol):
    """A page that can be drawn on and that knows what each thing is."""

    mirrored: bool  # whether left and right are exchanged: the page is read from right to left

    def upright(self, x: float, width: float) -> Surface:
        """The surface for what stands between these edges and is not mirrored with the page, such as a line of text."""

    def begin_page(self, size: Size) -> None:
        """Start the next page."""

    def end_page(self) -> None:
        """Finish it."""

    def element(
        self,
        role: str,
        *,
        parent: StructureElement | None = None,
        reopen: StructureElement | None = None,
        alt: str = "",
        actual: str = "",
        lang: str = "",
        title: str = "",
        **attributes: Any,
    ) -> AbstractContextManager[StructureElement]:
        """What is drawn inside belongs to a new element of this role (or to `reopen`, an element begun before).

        The element hangs below the one that is open now, or below `parent`. `attributes` are layout or list attributes,
        such as `ListNumbering="Decimal"` or `bbox=Rect(…)`; `reopen` ignores all the others.
        """

    def artifact(self, kind: str = "Layout") -> AbstractContextManager[None]:
        """What is drawn inside is decoration ("Layout"), or part of the page furniture ("Header", "Footer")."""

    def fill(self, path: Path, ink: Ink, *, even_odd: bool = False) -> None:
        """One path, one fill."""

    def stroke(
        self,
        path: Path,
        ink: Ink,
        width: float,
        *,
        dash: tuple[float, ...] = (),
        ends: Ends = "butt",
        joins: Joins = "round",
        miter_limit: float = 10.0,
    ) -> None:
        """A stroke of that width in points; a mitred corner longer than `miter_limit` widths is bevelled."""

    def clip(self, path: Path, *, even_odd: bool = False) -> AbstractContextManager[None]:
        """Draw only within the path until the context ends."""

    def glyphs(self, run: GlyphRun) -> None:
        """Set glyphs; the file's text says what `run.text` says."""

    def image(self, data: bytes, rect: Rect) -> None:
        """A prepared PNG or JPEG, filling `rect`; the same bytes are embedded once."""

    def link(self, rect: Rect, target: str, description: str) -> None:
        """A link over `rect` to an address (`https://…`) or to a destination (`#name`); call it inside a Link element."""

    def destination(self, name: str, x: float, y: float) -> None:
        """A named place on this page, for links and bookmarks."""

    def bookmark(self, title: str, name: str, level: int) -> None:
        """An entry of the outline that leads to the destination `name`; `level` counts from 0."""
