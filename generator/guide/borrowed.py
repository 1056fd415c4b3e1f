"""Screens that a translation has no picture of: they show the source's."""

from __future__ import annotations

from msgspec.structs import replace

from generator.guide.model import Guide, Screen


def lacks_pictures(guide: Guide) -> bool:
    """Whether a guide is a translation, and one of its screens names no file."""
    return guide.translation is not None and any(not screen.file for screen in guide.screens.values())


def with_pictures(guide: Guide, source: Guide) -> Guide:
    """The guide with the source's pictures, cropped and marked as there, where it names none of its own."""
    screens = {id: _borrowed(screen, source) for id, screen in guide.screens.items()}
    return replace(guide, screens=screens)


def _borrowed(screen: Screen, source: Guide) -> Screen:
    lender = source.screens.get(screen.id)
    if screen.file or lender is None or not lender.file:
        return screen
    seen = {name: getattr(lender, name) for name in ("file", "device", "crop", "marks", "redact", "text_px")}
    return replace(screen, speaks=source.lang, **seen)
