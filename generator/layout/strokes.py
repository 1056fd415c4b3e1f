"""How the line is painted: solid for the phone, open for the PC, thin where it only leads from one column to the next."""

from __future__ import annotations

from generator.geometry import Path
from generator.layout import artwork
from generator.layout.setting import Setting
from generator.surface import Surface

Points = list[tuple[float, float]]


class Pen:
    """Paints pieces of the line on one page; arrows are kept for last, so that they lie on top."""

    def __init__(self, surface: Surface, setting: Setting) -> None:
        self.surface, self.setting = surface, setting
        line, mm = setting.theme.line, setting.mm
        self.main, self.core, self.thin, self.exit = mm(line["main"]), mm(line["core"]), mm(line["transfer"]), mm(line["exit"])
        self.corner = mm(line["corner"])
        self.ink, self.paper = setting.ink("ink"), setting.ink("paper")
        self._cores: list[Path] = []
        self._arrows: list[tuple[Path, bool]] = []

    def run(self, points: Points, device: str, corner: float | None = None) -> None:
        """A piece of the main line, in its device's look."""
        path = Path().route(points, self.corner if corner is None else corner)
        self.surface.stroke(path, self.ink, self.main)
        if device == "pc":
            self._cores.append(path)

    def transfer(self, points: Points, arrows: list[tuple[float, float, str]]) -> None:
        """The thin line from one column to the next, with arrows."""
        self.surface.stroke(Path().route(points, self.corner), self.ink, self.thin)
        self._arrows += [(artwork.arrow_head(x, y, self.setting.mm(2.3), way), True) for x, y, way in arrows]

    def lead(self, points: Points) -> None:
        """The lead of an exit to its pill."""
        self.surface.stroke(Path().route(points, self.corner), self.ink, self.exit)

    def crossing(self, x: float, y: float, device: str, *, right: bool) -> None:
        """The arrow head where an open line becomes a solid one, or the other way round, at the border of two lanes."""
        half, depth = self.core / 2, self.core * 0.85
        sign = 1 if right else -1
        base = x - sign * 0.1
        self._arrows.append((Path().polygon([(base, y - half), (base + sign * depth, y), (base, y + half)]), device != "pc"))

    def finish(self) -> None:
        """Open the lines of the PC, then set the arrows."""
        for path in self._cores:
            self.surface.stroke(path, self.paper, self.core)
        for path, dark in self._arrows:
            self.surface.fill(path, self.ink if dark else self.paper)
