"""How things look: the palette, the fonts, the type scale and the weights of lines, as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.guide.model import Contact, Text
from generator.surface import Ink


class TypeStyle(Struct, frozen=True, kw_only=True):
    """One role of the type scale: points, and tracking in em; `keys` is the leading of a paragraph with UI keys."""

    size: float
    leading: float
    keys: float = 0.0
    weight: int = 400
    track: float = 0.0
    font: str = "text"

    @lru_cache(maxsize=1024)  # noqa: B019  # styles live as long as their theme, and are few
    def scaled(self, factor: float) -> TypeStyle:
        """The same style in another size."""
        return replace(self, size=self.size * factor, leading=self.leading * factor, keys=self.keys * factor)


class Script(Struct, frozen=True, kw_only=True):
    """What a language's script changes: leading by a factor, then to `least` em; the headline's weight (0: as it is)."""

    leading: float = 1.0
    least: float = 0.0
    headline: int = 0

    def leading_of(self, leading: float, size: float) -> float:
        """What a line of that size takes in this script where it takes `leading` in Latin, in points."""
        return max(leading * self.leading, self.least * size)


class Organisation(Struct, frozen=True, kw_only=True):
    """Who prints; `logo` is the path of a PNG or SVG file, or None."""

    name: Text = Text()
    owner: Text = Text()
    logo: Path | None = None


class Theme(Struct, frozen=True, kw_only=True):
    """A complete theme: the default one with what the user's themes and profiles change. Lengths in millimetres."""

    description: str
    palette: Mapping[str, Ink]
    fonts: Mapping[str, Mapping[str, str]]
    type: Mapping[str, Mapping[str, TypeStyle]]
    script: Mapping[str, Script]
    line: Mapping[str, float]
    weight: Mapping[str, float]
    radius: Mapping[str, float]
    end: Literal["bit", "check"]
    minimum: float  # points: no text is smaller
    organisation: Organisation
    contact: Contact
    allow_hosts: tuple[str, ...] = ()  # the only hosts that may be linked to; none: the policy goes by the guide's own link

    def ink(self, name: str) -> Ink:
        """The palette's ink of that name."""
        return self.palette[name]


def ink(name: str, value: Mapping[str, Any]) -> Ink:
    """The ink that a theme's table says: screen "#RRGGBB", press in percent of CMYK, grey in percent of black."""
    red, green, blue = (int(value["screen"][i : i + 2], 16) / 255 for i in (1, 3, 5))
    cyan, magenta, yellow, black = (part / 100 for part in value["press"])
    grey = value.get("grey")
    return Ink(name, (red, green, blue), (cyan, magenta, yellow, black), None if grey is None else 1 - grey / 100)
