"""Is a picture sharp enough, and are its words large enough, at the size at which it is placed?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.errors import Diagnostic, Place, Severity, quoted
from generator.geometry import mm, to_mm
from generator.guide.model import Screen

LEAST_PPI = 100  # below it, an error
GOOD_PPI = 150  # below it, a warning
LEAST_TEXT_MM = 1.6
POINTS_PER_INCH = 72

# Type size of a screen's ordinary words as a share of its shorter or, on a PC, its longer side: 15 of 390, 820 and 1366.
_TEXT_SHARE = {"phone": 15 / 390, "tablet": 15 / 820, "pc": 14 / 1366}


def findings(screen: Screen, size: tuple[int, int], width: float) -> list[Diagnostic]:
    """What there is to say about a screen whose crop is placed `width` points wide; `size` is its picture's, in pixels."""
    return list(_findings(screen, size, width))


def resolution(what: str, place: Place | None, pixels: float, width: float, whole: float = 1.0) -> list[Diagnostic]:
    """A warning, or below `LEAST_PPI` an error, where a picture has too few pixels.

    So many `pixels` are placed `width` points wide; they are the share `whole` of the file's.
    """
    ppi = pixels * POINTS_PER_INCH / width
    if ppi >= GOOD_PPI:
        return []
    needed = round(GOOD_PPI * width / POINTS_PER_INCH / whole)
    message = f"{what} has too few pixels (minimum {GOOD_PPI} ppi)"
    figure = f"{ppi:.0f} ppi at {to_mm(width):.0f} mm wide, for which {needed} pixels are needed"
    way_out = "Save the picture again in that many pixels or more; do not enlarge it."
    severity: Severity = "error" if ppi < LEAST_PPI else "warning"
    return [Diagnostic(message, place, way_out, severity, "low-resolution", measured=figure)]


def _findings(screen: Screen, size: tuple[int, int], width: float) -> Iterator[Diagnostic]:
    shown = size[0] * screen.crop[2]
    ppi = shown * POINTS_PER_INCH / width
    yield from resolution(f"the screen {quoted(screen.id)}", _place(screen), shown, width, screen.crop[2])
    pixels = screen.text_px or estimated_text_px(screen, size)
    height = to_mm(pixels * width / shown)
    if height < LEAST_TEXT_MM - 0.005:
        about = "" if screen.text_px else "about "
        digits = 1 if round(height, 1) < LEAST_TEXT_MM else 2  # never "1.6 mm (minimum 1.6 mm)"
        what = f"the words of the screen {quoted(screen.id)} are too small to read"
        message = f"{what} (minimum {LEAST_TEXT_MM} mm)"
        figure = f"{about}{height:.{digits}f} mm high"
        way_out = "Crop it to what matters."
        if not screen.text_px:
            way_out += " Or say how high its words are: text_px, in pixels of the file."
        if ppi < GOOD_PPI * 1.01:  # it is as wide as it may be
            needed = math.ceil(size[0] * LEAST_TEXT_MM / height)
            way_out = f"Take it again, at least {needed} pixels wide, or crop it to what matters."
        yield Diagnostic(message, _place(screen), way_out, "warning", "small-text", measured=figure)


def estimated_text_px(screen: Screen, size: tuple[int, int]) -> float:
    """The usual type size on such a device's screen, in pixels of a picture that shows all of it."""
    side = max(size) if screen.device == "pc" else min(size)
    return side * _TEXT_SHARE[screen.device]


def least_width(screen: Screen, size: tuple[int, int]) -> float:
    """The smallest width in points at which the words of the screen's crop can still be read."""
    pixels = screen.text_px or estimated_text_px(screen, size)
    return mm(LEAST_TEXT_MM) * size[0] * screen.crop[2] / pixels


def most_width(screen: Screen, size: tuple[int, int]) -> float:
    """The largest width in points at which the screen's crop still looks good."""
    return size[0] * screen.crop[2] * POINTS_PER_INCH / GOOD_PPI


def _place(screen: Screen) -> Place | None:
    return screen.file.place or screen.id.place
