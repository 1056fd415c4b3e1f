"""Keys as they are drawn: what a button on the screen says, on a paper chip with an outline and a thicker foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.geometry import Path, Rect, mm
from generator.surface import Surface
from generator.text.characters import SCRIPT_OF
from generator.text.spans import Key
from generator.text.style import TextStyle

if TYPE_CHECKING:
    from generator.text.paragraph import Paragraph

# In em of the text. The box reaches from the baseline up to `top` and down to `bottom`; its outline lies outside of that.
_PAD, _BLOCK_PAD, _BLOCK_AIR = 0.34, 0.4, 0.05
_RADIUS, _MARGIN = 0.28, 0.06
_REACH = {"Hani": (1.016, 0.144), "Arab": (0.86, 0.38), "Thai": (1.03, 0.22), "Deva": (0.92, 0.32)}  # by script: top, bottom
_LATIN_REACH = (0.968, 0.192)
BLOCK_LEADING = 1.2


class Chip(Struct, frozen=True):
    """A key at its size: `label` has been wrapped, into one line or, in a chip that is a `block`, into several.

    The chip stands on the baseline of its last line. Lengths are in points.
    """

    key: Key
    label: Paragraph
    style: TextStyle
    block: bool = False

    @property
    def _reach(self) -> tuple[float, float]:
        scripts = (SCRIPT_OF[character] for character in self.key.text)
        return next((_REACH[script] for script in scripts if script in _REACH), _LATIN_REACH)

    @property
    def outline(self) -> float:
        """How thick the outline is."""
        return mm(self.style.key_rule_mm)

    @property
    def side(self) -> float:
        """From the label to the outer edge of the outline."""
        return (_BLOCK_PAD if self.block else _PAD) * self.style.size + self.outline

    @property
    def margin(self) -> float:
        """Left free on each side of the outline."""
        return _MARGIN * self.style.size

    @property
    def width(self) -> float:
        """With margins."""
        return self.label.width + 2 * (self.side + self.margin)

    @property
    def reserve(self) -> float:
        """By how much the chip can become narrower: as a block that is as wide as its label's widest word."""
        block = replace(self, block=True)
        return max(0.0, self.label.width - self.label.min_width() - 2 * (block.side - self.side))

    @property
    def upper_lines(self) -> float:
        """The height of all lines but the last."""
        return (len(self.label.lines) - 1) * BLOCK_LEADING * self.style.size

    @property
    def air(self) -> float:
        """What a block has above and below its label besides what every chip has."""
        return _BLOCK_AIR * self.style.size if self.block else 0.0

    @property
    def ascent(self) -> float:
        """From the baseline to the top of the outline."""
        return self.upper_lines + self._reach[0] * self.style.size + self.air + self.outline

    @property
    def descent(self) -> float:
        """From the baseline to the bottom of the foot."""
        return self._reach[1] * self.style.size + self.air + mm(self.style.key_foot_mm)

    def draw(self, surface: Surface, x: float, baseline: float) -> None:
        """The chip as decoration, its label as text; `x` is the left end of its margin."""
        left = x + self.margin
        outer = Rect(left, baseline - self.descent, self.width - 2 * self.margin, self.ascent + self.descent)
        foot, rule, radius = mm(self.style.key_foot_mm), self.outline, _RADIUS * self.style.size
        inner = Rect(outer.x + rule, outer.y + foot, outer.width - 2 * rule, outer.height - rule - foot)
        top, bottom = max(0.0, radius - rule), max(0.0, radius - foot)
        with surface.artifact():
            if self.style.key_fill:
                surface.fill(Path().rounded(inner, (top, top, bottom, bottom)), self.style.key_fill)
            frame = Path().rounded(outer, radius).rounded(inner, (top, top, bottom, bottom))
            surface.fill(frame, self.style.key_ink or self.style.ink, even_odd=True)
        with surface.element("Span", lang=self.key.lang):
            self.label.draw(surface, left + self.side, baseline + self.upper_lines + self.label.first_baseline)
