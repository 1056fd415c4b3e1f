"""A surface that writes down what is drawn on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.geometry import Path, Rect, Size
from generator.surface import GlyphRun, Ink


@dataclass(eq=False)
class Element:
    """An element of the recorded structure tree; what was drawn in it, in order: runs and elements."""

    role: str
    attributes: dict[str, Any] = field(default_factory=dict)
    content: list[Any] = field(default_factory=list)
    opened: int = 1

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.content)


@dataclass(frozen=True)
class Run:
    """A glyph run, and whether it was drawn as an artifact."""

    run: GlyphRun
    artifact: bool

    @property
    def text(self) -> str:
        return "" if self.artifact else self.run.text


class Recording:
    """Implements `Surface`."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.open = [self.root]
        self.artifacts = 0
        self.runs: list[GlyphRun] = []
        self.fills: list[tuple[Path, Ink, bool]] = []  # whether as an artifact
        self.links: list[tuple[Rect, str, str, Element]] = []

    mirrored = False

    def upright(self, x: float, width: float) -> Recording:
        return self

    def begin_page(self, size: Size) -> None: ...
    def end_page(self) -> None: ...

    @contextmanager
    def element(self, role: str, *, parent: Any = None, reopen: Any = None, **attributes: Any) -> Iterator[Element]:
        if reopen is None:
            element = Element(role, {name: value for name, value in attributes.items() if value})
            (parent or self.open[-1]).content.append(element)
        else:
            element = reopen
            element.opened += 1
        self.open.append(element)
        yield element
        assert self.open.pop() is element

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        self.artifacts += 1
        yield
        self.artifacts -= 1

    def fill(self, path: Path, ink: Ink, *, even_odd: bool = False) -> None:
        self.fills.append((path, ink, bool(self.artifacts)))

    def stroke(self, path: Path, ink: Ink, width: float, **how: Any) -> None: ...

    @contextmanager
    def clip(self, path: Path) -> Iterator[None]:
        yield

    def glyphs(self, run: GlyphRun) -> None:
        self.runs.append(run)
        self.open[-1].content.append(Run(run, bool(self.artifacts)))

    def image(self, data: bytes, rect: Rect) -> None: ...

    def link(self, rect: Rect, target: str, description: str) -> None:
        self.links.append((rect, target, description, self.open[-1]))

    def destination(self, name: str, x: float, y: float) -> None: ...
    def bookmark(self, title: str, name: str, level: int) -> None: ...

    @property
    def text(self) -> str:
        """All text in the order in which it was drawn."""
        return "".join(run.text for run in self.runs)
