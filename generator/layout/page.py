"""Pages as composed: what to paint, in which layer, for which tag, and where everything landed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from generator.errors import Diagnostic
from generator.geometry import Placement, Rect, Size
from generator.layout.tags import FURNITURE, Tag, declare
from generator.surface import Surface

Paint = Callable[[Surface], None]
BACK, LINE, FRONT = 0, 1, 2  # plates and panels; the line; everything else


class Page(Struct):
    """One page: painted layer by layer, so that the line lies over the panels and under the number discs."""

    index: int
    size: Size
    template: str = ""
    layers: tuple[list[tuple[Tag | None, str, Paint]], ...] = field(default_factory=lambda: ([], [], []))
    placements: list[Placement] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)  # what placing found: pictures that are not sharp enough
    left_out: list[str] = field(default_factory=list)  # texts for which there was no room
    mirrored: bool = False  # it is read from right to left: placements and paints are as composed, `paint` mirrors them
    furniture: bool = False  # what is added now is a running header or footer, not content
    furniture_kind: str = "Footer"  # the kind of artifact that it is

    def draw(self, tag: Tag | None, paint: Paint, layer: int = FRONT) -> None:
        """Paint for `tag`; without one, it is decoration."""
        furniture = self.furniture or tag is FURNITURE
        kind = self.furniture_kind if furniture else "Layout"
        self.layers[layer].append((None if furniture else tag, kind, paint))

    def mark(self, rect: Rect, element: str, source: str = "", **data: Any) -> None:
        """Remember where something landed."""
        self.placements.append(Placement(self.index, rect, element, source, data))

    def mark_destination(self, name: str, tag: Tag, x: float, top: float, bookmark: str, level: int) -> None:
        """Links may lead here, where `tag` begins; with a `bookmark`, so does an entry of the outline."""
        self.mark(Rect(x, top, 0, 0), "destination", name, tag=tag, bookmark=bookmark, level=level)

    def on_paper(self, rect: Rect) -> Rect:
        """Where something that was placed there stands on the finished page."""
        return rect.mirrored(self.size.width) if self.mirrored else rect

    def found(self, element: str, **data: Any) -> list[Placement]:
        """The placements of that name on this page whose data match, in order."""
        return [p for p in self.placements if p.element == element and all(p.data.get(k) == v for k, v in data.items())]


def paint(pages: Sequence[Page], root: Tag, surface: Surface) -> None:
    """Declare the structure, then paint every page; all are of one size."""
    if pages and pages[0].mirrored:
        from generator.layout.mirror import Mirrored

        surface = Mirrored(surface, pages[0].size.width)
    for child in root.children:
        declare(child, surface)
    for page in pages:
        surface.begin_page(page.size)
        for layer in page.layers:
            for tag, kind, draw in layer:
                if tag is None:
                    with surface.artifact(kind):
                        draw(surface)
                else:
                    assert tag.element is not None, f"{tag.role} was painted but never declared"
                    with surface.element(tag.role, reopen=tag.element):
                        draw(surface)
        _name_places(page, surface)
        surface.end_page()


def _name_places(page: Page, surface: Surface) -> None:
    """Tell where links and the outline may lead on this page, and what begins there."""
    for placement in page.found("destination"):
        tag: Tag = placement.data["tag"]
        with surface.element(tag.role, reopen=tag.element):
            surface.destination(placement.source, placement.rect.x, placement.rect.top)
        if placement.data["bookmark"]:
            surface.bookmark(placement.data["bookmark"], placement.source, placement.data["level"])
