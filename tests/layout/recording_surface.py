"""A surface that notes what is drawn on it, instead of drawing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from generator.geometry import Path, Rect
from generator.layout.page import LINE, Page
from generator.surface import GlyphRun, Ink

Points = list[tuple[float, float]]


class Recording:
    """What stands on a page: its strokes as polylines, its fills, and its text in the order of drawing."""

    def __init__(self) -> None:
        self.strokes: list[Points] = []
        self.stroke_inks: list[Ink] = []
        self.fills: list[tuple[Path, Ink]] = []
        self.text = ""
        self.sizes: set[float] = set()

    mirrored = False

    def upright(self, x: float, width: float) -> Recording:
        """Nothing is mirrored here."""
        return self

    def take(self, page: Page) -> None:
        """Draw all layers of a page here."""
        for layer in page.layers:
            for _, _, draw in layer:
                draw(self)  # type: ignore[arg-type]

    def stroke(self, path: Path, ink: Ink, width: float, **look: Any) -> None:
        self.stroke_inks.append(ink)
        self.strokes.append([(args[-2], args[-1]) for _, args in path.operations if args])

    def fill(self, path: Path, ink: Ink, **look: Any) -> None:
        self.fills.append((path, ink))

    def glyphs(self, run: GlyphRun) -> None:
        self.text += run.text
        self.sizes.add(run.size)

    def image(self, data: bytes, rect: Rect, **look: Any) -> None:
        """Pictures are looked at elsewhere."""

    def link(self, rect: Rect, target: str, description: str) -> None:
        """So are links."""

    @contextmanager
    def element(self, role: str, **attributes: Any) -> Iterator[None]:
        yield

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        yield

    @contextmanager
    def clip(self, path: Path, *, even_odd: bool = False) -> Iterator[None]:
        yield


def strokes_of(page: Page) -> list[Points]:
    """The strokes of the layer in which the line is drawn."""
    surface = Recording()
    for _, _, draw in page.layers[LINE]:
        draw(surface)  # type: ignore[arg-type]
    return surface.strokes
