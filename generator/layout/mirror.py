"""The mirrored page of scripts that run from right to left: composed as any other, and mirrored while it is painted.

So every block knows only one direction. What must not be mirrored (a line of text, a code, a logo, most icons) asks the
surface for an upright one at its place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from generator.geometry import Path, Rect, Size
from generator.surface import GlyphRun, Ink, StructureElement, Surface


class _Displaced(ABC):
    """A surface on which everything stands elsewhere; what that means, the two kinds of it say."""

    mirrored: bool

    def __init__(self, surface: Surface) -> None:
        self._surface = surface

    @abstractmethod
    def rect(self, rect: Rect) -> Rect:
        """Where on the page a rectangle stands."""

    @abstractmethod
    def path(self, path: Path) -> Path:
        """Where on the page a path runs."""

    def begin_page(self, size: Size) -> None:
        self._surface.begin_page(size)

    def end_page(self) -> None:
        self._surface.end_page()

    def element(
        self, role: str, *, reopen: StructureElement | None = None, **attributes: Any
    ) -> AbstractContextManager[StructureElement]:
        if isinstance(box := attributes.get("bbox"), Rect):
            attributes["bbox"] = self.rect(box)
        return self._surface.element(role, reopen=reopen, **attributes)

    def artifact(self, kind: str = "Layout") -> AbstractContextManager[None]:
        return self._surface.artifact(kind)

    def fill(self, path: Path, ink: Ink, *, even_odd: bool = False) -> None:
        self._surface.fill(self.path(path), ink, even_odd=even_odd)

    def stroke(self, path: Path, ink: Ink, width: float, **look: Any) -> None:
        self._surface.stroke(self.path(path), ink, width, **look)

    def clip(self, path: Path, *, even_odd: bool = False) -> AbstractContextManager[None]:
        return self._surface.clip(self.path(path), even_odd=even_odd)

    def image(self, data: bytes, rect: Rect) -> None:
        self._surface.image(data, self.rect(rect))

    def link(self, rect: Rect, target: str, description: str) -> None:
        self._surface.link(self.rect(rect), target, description)

    def destination(self, name: str, x: float, y: float) -> None:
        self._surface.destination(name, self.rect(Rect(x, y, 0, 0)).x, y)

    def bookmark(self, title: str, name: str, level: int) -> None:
        self._surface.bookmark(title, name, level)


class Mirrored(_Displaced):
    """A page of that width, mirrored about its middle. Pictures change their place only; text is set upright alone."""

    mirrored = True

    def __init__(self, surface: Surface, width: float) -> None:
        super().__init__(surface)
        self.width = width

    def rect(self, rect: Rect) -> Rect:
        return rect.mirrored(self.width)

    def path(self, path: Path) -> Path:
        return path.mirrored(self.width)

    def glyphs(self, run: GlyphRun) -> None:
        """Nobody could read them. Raises TypeError."""
        raise TypeError(f"{run.text!r} is set in mirror writing: ask for `upright` first")

    def upright(self, x: float, width: float) -> Surface:
        """What stands there, at the mirrored place, but as it is."""
        return _Moved(self._surface, self.width - 2 * x - width)


class _Moved(_Displaced):
    """A surface on which everything stands further right."""

    mirrored = False

    def __init__(self, surface: Surface, right: float) -> None:
        super().__init__(surface)
        self._right = right

    def rect(self, rect: Rect) -> Rect:
        return replace(rect, x=rect.x + self._right)

    def path(self, path: Path) -> Path:
        return path.transformed(1, self._right, 0)

    def glyphs(self, run: GlyphRun) -> None:
        self._surface.glyphs(replace(run, x=run.x + self._right))

    def upright(self, x: float, width: float) -> Surface:
        """It is upright."""
        return self


if TYPE_CHECKING:
    _contracts: tuple[type[Surface], ...] = (Mirrored, _Moved)
